"""Where a call goes: an environment (a deployment) and one of its env types.

The two axes are never merged: the env type sits *in the path* of a call, so a wrong one writes to
production without a word (private-deployment guide, section 2.1).
"""

import re
from enum import StrEnum
from ipaddress import IPv6Address
from urllib.parse import parse_qsl, urlsplit

import msgspec

from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.guard.level import Guard, preset_guard
from weda_tui.core.masking import MASK

ENV_TYPES = ("prod", "dev", "pre")
"""Known env types: ``prod`` and ``dev`` in a private deployment, ``pre`` in the public cloud."""

DEFAULT_TIMEOUT = 30.0
"""Seconds a whole call may take unless the environment says otherwise."""
LONGEST_TIMEOUT = 86400.0
"""Seconds: a day."""


def is_timeout(seconds: float) -> bool:
    """Return whether a call may take this long: over zero, up to ``LONGEST_TIMEOUT``."""
    return 0 < seconds <= LONGEST_TIMEOUT


class AgentLevel(StrEnum):
    """What agents may do, per env type. The order is that of freedom."""

    NONE = "none"
    """Nothing, not even read."""
    READ = "read"
    """Read; a write is for a person to send."""
    CONFIRM = "confirm"
    """Read, and write what a person agrees to."""


class SecretRef(msgspec.Struct, frozen=True):
    """Where a secret is kept; never the secret itself."""

    kind: str
    """``keyring``, ``file``, ``env``, or ``prompt``: asked for, and kept only while we run."""
    variable: str = ""
    """The environment variable's name, for ``env``."""

    def __str__(self) -> str:
        return f"env:{self.variable}" if self.kind == "env" else self.kind

    @property
    def is_kept(self) -> bool:
        """Whether we keep the secret, bound to one host; a variable or a person may have any."""
        return self.kind in {"keyring", "file"}


def parse_secret_ref(text: str) -> SecretRef:
    """Read ``keyring``, ``file``, ``prompt`` or ``env:NAME``.

    Raises ``WedaError`` (``SECRET_REF_INVALID``) for anything else, which may be the secret itself
    and is therefore hidden in the error unless it starts with ``env:``.
    """
    if text in {"keyring", "file", "prompt"}:
        return SecretRef(text)
    if match := re.fullmatch(r"env:([A-Za-z_][A-Za-z0-9_]*)", text):
        return SecretRef("env", match[1])
    shown = text if text.startswith("env:") else MASK
    raise WedaError(ErrorCode.SECRET_REF_INVALID, text=shown)


class SecretName(StrEnum):
    """Which of an environment's two secrets; the values are the names of its fields."""

    KEY = "secret_key"
    PASSWORD = "password"


class EnvTypeSetting(msgspec.Struct, frozen=True):
    """One env type of a deployment with its guard."""

    name: str
    guard: Guard
    variables: dict[str, str] = {}
    """Those that hold in this env type only; they hide the environment's own."""
    agents: AgentLevel = AgentLevel.READ
    """What its file lets agents do; what a person approved may be less."""


SYSTEM_PROXY, NO_PROXY = "system", "none"
"""What stands for a proxy where none is named by its address."""


class TokenBody(StrEnum):
    """How the calls that a token comes from write their body."""

    JSON = "json"
    """As the guide (1.2.2) and the sign-in pages do."""
    FORM = "form"
    """``application/x-www-form-urlencoded``, as OAuth 2.0 has it: for a gateway in front that
    insists on it."""


PRESET_ENV_TYPES = tuple(EnvTypeSetting(name, preset_guard(name)) for name in ("prod", "dev"))
"""The two of a private deployment (guide, 2.1), as a new environment starts."""


def split_host(host: str) -> tuple[str, str]:
    """Return the origin and the prefix of a normalised address."""
    start = host.find("/", host.find("://") + 3)
    return (host, "") if start < 0 else (host[:start], host[start:])


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """One deployment: an address, its env types, credentials by reference, variables."""

    name: str
    host: str
    """Normalised by ``parse_host``: ``https://weda.example.cn``, ``http://10.20.4.18:8080``, or
    ``https://gate.example.cn/weda-a`` with a prefix before every path."""
    env_types: tuple[EnvTypeSetting, ...]
    env_id: str = ""
    """WeDa's environment id, the ``envId`` of the browser's address bar. May be empty."""
    secret_id: str = ""
    secret_key: SecretRef | None = None
    username: str = ""
    """Who signs in for the calls that take a user's token; empty for nobody."""
    password: SecretRef | None = None
    timeout: float = DEFAULT_TIMEOUT
    """Seconds for a whole call, connection to last byte."""
    alias: str = ""
    """A second name in ASCII, which a guard takes where the name is hard to type."""
    verify_tls: bool = True
    ca_file: str = ""
    """PEM file with the CA of a private deployment; empty for the system's."""
    client_certificate: str = ""
    """PEM file that proves to the deployment who calls; empty for none."""
    client_key: str = ""
    """PEM file with that certificate's private key; empty where both are in one file."""
    proxy: str = SYSTEM_PROXY
    """``SYSTEM_PROXY``, ``NO_PROXY`` or a proxy's address as ``parse_proxy`` returns it."""
    client_id: str = ""
    """Sent with a sign-in where it is set; older pages and SDKs send the environment's id."""
    device_id: str = ""
    """Sent as ``x-device-id`` with a sign-in where it is set; the SDK always does."""
    token_body: TokenBody = TokenBody.JSON
    variables: dict[str, str] = {}
    record: bool = True
    """Whether what is sent here is kept in the history."""

    @property
    def origin(self) -> str:
        """Scheme, name and port: the boundary that secrets stay within."""
        return split_host(self.host)[0]

    @property
    def prefix(self) -> str:
        """The path before every call's own, without a slash at its end; usually empty."""
        return split_host(self.host)[1]

    def below_prefix(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return the segments of a path behind the prefix; all of them where it is another."""
        prefix = tuple(filter(None, self.prefix.split("/")))
        return path[len(prefix) :] if path[: len(prefix)] == prefix else path

    @property
    def names(self) -> tuple[str, ...]:
        """What a guard takes for this environment's name."""
        return (self.name, self.alias) if self.alias else (self.name,)

    def variables_at(self, env_type: str) -> dict[str, str]:
        """Return the variables that hold in an env type, its own before the environment's."""
        variables = dict(self.variables)
        for each in self.env_types:
            if each.name == env_type:
                variables |= each.variables
        return variables

    def with_variable(self, name: str, value: str, env_type: str = "") -> "Environment":
        """Return the environment with a variable, in one env type alone where that is named."""
        if not env_type:
            return msgspec.structs.replace(self, variables={**self.variables, name: value})
        env_types = tuple(
            msgspec.structs.replace(each, variables={**each.variables, name: value})
            if each.name == env_type
            else each
            for each in self.env_types
        )
        return msgspec.structs.replace(self, env_types=env_types)

    def secret_ref(self, name: SecretName) -> SecretRef | None:
        """Return where one of the secrets is kept; ``None`` for nowhere."""
        return self.secret_key if name is SecretName.KEY else self.password

    def guard_of(self, env_type: str) -> Guard:
        """Return the guard on ``env_type``; an env type the file does not name is guarded."""
        for setting in self.env_types:
            if setting.name == env_type:
                return setting.guard
        return Guard.CONFIRM

    def agents_of(self, env_type: str) -> AgentLevel:
        """Return what the file lets agents do in ``env_type``: nothing in one it does not name."""
        levels = (each.agents for each in self.env_types if each.name == env_type)
        return next(levels, AgentLevel.NONE)


class Target(msgspec.Struct, frozen=True):
    """Both axes of an address: a deployment and the env type chosen in it."""

    environment: Environment
    env_type: str

    @property
    def name(self) -> str:
        """Both axes as they are shown to a person."""
        return f"{self.environment.name} · {self.env_type}"

    @property
    def guard(self) -> Guard:
        """The guard that stands here."""
        return self.environment.guard_of(self.env_type)


_DOMAIN_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_IPV4_OCTET = re.compile(r"0|[1-9][0-9]{0,2}")
_BRACKETED = re.compile(r"\[([^\[\]]*)\](?::[0-9]*)?")
_LONGEST_DOMAIN = 253
_PREFIX = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+")
_PAGE = re.compile(r"\.(?:html?|jsp|php|aspx?|do|action|js|json)$", re.IGNORECASE)
CALL_PATH = re.compile(
    r"/(?:weda/(?:workflow|model|odata|auth|enterprise)|v1/(?:model|sql|storages)|auth/v1)(?:/|$)"
)
"""How the paths of the bundled catalogue begin."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INPUT_METHOD = {**_FULL_WIDTH, 0x3000: " ", 0x3002: ".", 0xFF61: "."}
"""What a Chinese input method types for ASCII: full-width forms, the ideographic full stop."""
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u202a\u202c\u2060"
"""What a copy from a chat or a document carries along at the ends."""


class HostAddress(msgspec.Struct, frozen=True):
    """The address of a deployment as it was typed, taken apart."""

    origin: str
    """Scheme, name and port: ``https://weda.example.cn``. What a secret is bound to."""
    prefix: str = ""
    """The path before every call's own, for a deployment behind a gateway: ``/gw``."""
    cut: str = ""
    """What was typed behind that and is no part of the address; its query is left out."""

    @property
    def host(self) -> str:
        """Origin and prefix: what ``{{vars.host}}`` stands for."""
        return f"{self.origin}{self.prefix}"


def parse_host(text: str) -> str:
    """Normalise the address of a deployment: ``scheme://ip-or-domain[:port][/prefix]``.

    Raises as ``read_host`` does.
    """
    return read_host(text).host


def parse_origin(text: str) -> str:
    """Normalise an address to scheme, name and port. Raises as ``read_host`` does."""
    return read_host(text).origin


def read_host(text: str) -> HostAddress:
    """Read the address of a deployment.

    The scheme is required, default ports (80, 443) are dropped, and full-width characters count as
    their ASCII ones. A plain path is the prefix of every call. What else a copied address has is
    cut: a whole path in front of a query or a fragment, a page (``/index.html``), a path that is
    not plain (escapes, ``..``), and the path of a call (``/weda/workflow/…``). Raises ``WedaError``
    with a ``HOST_…`` code, whose text holds neither credentials nor a query.
    """
    text = _fold(text)
    if not text:
        raise WedaError(ErrorCode.HOST_EMPTY)
    scheme, separator, rest = text.partition("://")
    authority = re.split(r"[/?#\\]", rest if separator else text, maxsplit=1)[0]
    if "@" in authority:
        raise WedaError(ErrorCode.HOST_HAS_CREDENTIALS)
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        raise WedaError(ErrorCode.HOST_NO_SCHEME, text=authority)
    scheme = scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise WedaError(ErrorCode.HOST_BAD_SCHEME, scheme=scheme)
    name, port = _split_authority(authority)
    suffix = "" if port is None or port == _DEFAULT_PORTS[scheme] else f":{port}"
    prefix, cut = _split_path(rest[len(authority) :])
    return HostAddress(f"{scheme}://{_parse_name(name)}{suffix}", prefix, cut)


def _split_path(rest: str) -> tuple[str, str]:
    """Return the prefix of a deployment and the path that is cut."""
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    if path != rest:
        return "", f"{path}{rest[len(path)]}…"
    call = CALL_PATH.search(path)
    prefix = (path[: call.start()] if call else path).rstrip("/")
    if prefix and (not _PREFIX.fullmatch(prefix) or _PAGE.search(prefix)):
        return "", path
    return prefix, path[len(prefix) :].rstrip("/")


def env_id_of(text: str) -> str:
    """Return the ``envId`` of a copied browser address, or an empty string.

    It stands in the query, or in the query of a fragment (``#/apps?envId=abc``).
    """
    try:
        parts = urlsplit(_fold(text))
    except ValueError:
        return ""
    for query in (parts.query, parts.fragment.partition("?")[2]):
        for name, value in parse_qsl(query):
            if name == "envId":
                return value
    return ""


def _fold(text: str) -> str:
    return text.strip().strip(_INVISIBLE).translate(_INPUT_METHOD).strip()


def _split_authority(authority: str) -> tuple[str, int | None]:
    """Return the name, an IPv6 address still in its brackets, and the port if one is given."""
    if authority.startswith("["):
        if not _BRACKETED.fullmatch(authority):
            raise WedaError(ErrorCode.HOST_BAD_NAME, text=authority)
        name, _, port_text = authority.rpartition("]")
        name, port_text = f"{name}]", port_text.removeprefix(":")
    else:
        name, _, port_text = authority.partition(":")
    if not port_text:
        return name, None
    is_number = port_text.isascii() and port_text.isdecimal() and len(port_text) <= 5
    if not is_number or not 0 < int(port_text) <= 65535:
        raise WedaError(ErrorCode.HOST_BAD_PORT, text=authority)
    return name, int(port_text)


def _parse_name(name: str) -> str:
    """Return an IPv6 address in brackets, an IPv4 address, or a domain in its ASCII form.

    A domain has to be the same host in IDNA 2003 and 2008: else it could be approved as one and
    called as the other.
    """
    if name.startswith("["):
        try:
            address = IPv6Address(name[1:-1])
        except ValueError as error:
            raise WedaError(ErrorCode.HOST_BAD_NAME, text=name) from error
        if address.scope_id is not None:
            raise WedaError(ErrorCode.HOST_BAD_NAME, text=name)
        return f"[{address}]"
    try:
        ascii_name = name.lower() if name.isascii() else name.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise WedaError(ErrorCode.HOST_BAD_NAME, text=name) from error
    labels = ascii_name.removesuffix(".").split(".")
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        if len(labels) != 4 or not all(_IPV4_OCTET.fullmatch(o) and int(o) <= 255 for o in labels):
            raise WedaError(ErrorCode.HOST_BAD_IP, text=name)
    elif len(ascii_name) > _LONGEST_DOMAIN or not all(map(_DOMAIN_LABEL.fullmatch, labels)):
        raise WedaError(ErrorCode.HOST_BAD_NAME, text=name)
    if not name.isascii() and _name_in_idna_2008(name) != ascii_name:
        raise WedaError(ErrorCode.HOST_AMBIGUOUS, text=name)
    return ".".join(labels)


def _name_in_idna_2008(name: str) -> str:
    """Return a domain in the ASCII form that today's clients look up; empty for none.

    ``acceß.test`` is ``xn--acce-yna.test`` in it, and ``access.test`` in IDNA 2003.
    """
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii").lower()
    except UnicodeError:
        return ""
