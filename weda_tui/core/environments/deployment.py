"""The target of a call: an environment (a deployment) and one of its env types.

The two are always kept apart. The env type is a part *of the path* of a call, so a call with the
wrong one writes to production without any warning (private-deployment guide, section 2.1).
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
"""The default timeout of a whole call, in seconds."""
LONGEST_TIMEOUT = 86400.0
"""One day, in seconds."""


def is_timeout(seconds: float) -> bool:
    """Return whether a timeout is allowed: above zero, at most ``LONGEST_TIMEOUT``."""
    return 0 < seconds <= LONGEST_TIMEOUT


class AgentLevel(StrEnum):
    """What agents may do in an env type; later members allow more."""

    NONE = "none"
    """Agents may neither read nor write."""
    READ = "read"
    """Agents may read; only the user can send a write."""
    CONFIRM = "confirm"
    """Agents may read, and may write if the user agrees to each write."""


class SecretRef(msgspec.Struct, frozen=True):
    """The place where a secret is stored; never the secret itself."""

    kind: str
    """``keyring``, ``file``, ``env``, or ``prompt``.

    For ``prompt``, the user is asked and the secret is kept only while the program runs.
    """
    variable: str = ""
    """The name of the OS environment variable, for ``env``."""

    def __str__(self) -> str:
        return f"env:{self.variable}" if self.kind == "env" else self.kind

    @property
    def is_kept(self) -> bool:
        """Whether the program stores the secret, bound to one host.

        A secret from a variable or from a prompt is not bound to a host.
        """
        return self.kind in {"keyring", "file"}


def parse_secret_ref(text: str) -> SecretRef:
    """Parse ``keyring``, ``file``, ``prompt`` or ``env:NAME``.

    Raises ``WedaError`` (``SECRET_REF_INVALID``) for any other text. That text may be the secret
    itself, so the error hides it unless it starts with ``env:``.
    """
    if text in {"keyring", "file", "prompt"}:
        return SecretRef(text)
    if match := re.fullmatch(r"env:([A-Za-z_][A-Za-z0-9_]*)", text):
        return SecretRef("env", match[1])
    shown = text if text.startswith("env:") else MASK
    raise WedaError(ErrorCode.SECRET_REF_INVALID, text=shown)


class SecretName(StrEnum):
    """The two secrets of an environment; the values are the names of its fields."""

    KEY = "secret_key"
    PASSWORD = "password"


class EnvTypeSetting(msgspec.Struct, frozen=True):
    """One env type of a deployment with its guard."""

    name: str
    guard: Guard
    variables: dict[str, str] = {}
    """Variables of this env type only; they hide the variables of the environment."""
    agents: AgentLevel = AgentLevel.READ
    """What the file allows agents to do; the user's approval may allow less."""


SYSTEM_PROXY, NO_PROXY = "system", "none"
"""Values of ``Environment.proxy`` other than the address of a proxy."""


class TokenBody(StrEnum):
    """The format of the request body of the calls that return a token."""

    JSON = "json"
    """The format of the guide (1.2.2) and of the sign-in pages."""
    FORM = "form"
    """``application/x-www-form-urlencoded``, the format of OAuth 2.0.

    It is for a gateway in front of the deployment that accepts no other format.
    """


PRESET_ENV_TYPES = tuple(EnvTypeSetting(name, preset_guard(name)) for name in ("prod", "dev"))
"""The initial env types of a new environment: the two of a private deployment (guide, 2.1)."""


def split_host(host: str) -> tuple[str, str]:
    """Return the origin and the prefix of a normalised address."""
    start = host.find("/", host.find("://") + 3)
    return (host, "") if start < 0 else (host[:start], host[start:])


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """A deployment: its address, env types, references to credentials, and variables."""

    name: str
    host: str
    """The address as normalised by ``parse_host``.

    For example ``https://weda.example.cn``, ``http://10.20.4.18:8080``, or
    ``https://gate.example.cn/weda-a`` with a prefix before every path.
    """
    env_types: tuple[EnvTypeSetting, ...]
    env_id: str = ""
    """WeDa's environment id, the ``envId`` of the browser's address bar. May be empty."""
    secret_id: str = ""
    secret_key: SecretRef | None = None
    username: str = ""
    """The name of the user that signs in for calls with a user token; empty for no user."""
    password: SecretRef | None = None
    timeout: float = DEFAULT_TIMEOUT
    """Timeout of a whole call in seconds, from the connection to the last byte."""
    alias: str = ""
    """A second name in ASCII, which a guard accepts if the name is hard to type."""
    verify_tls: bool = True
    ca_file: str = ""
    """PEM file with the CA of a private deployment; empty for the system's."""
    client_certificate: str = ""
    """PEM file with the certificate that identifies the client; empty for none."""
    client_key: str = ""
    """PEM file with the private key of the certificate; empty if both are in one file."""
    proxy: str = SYSTEM_PROXY
    """``SYSTEM_PROXY``, ``NO_PROXY`` or the address of a proxy as returned by ``parse_proxy``."""
    client_id: str = ""
    """Sent with a sign-in if it is set; older pages and SDKs send the environment's id."""
    device_id: str = ""
    """Sent as ``x-device-id`` with a sign-in if it is set; the SDK always sends one."""
    token_body: TokenBody = TokenBody.JSON
    variables: dict[str, str] = {}
    record: bool = True
    """Whether exchanges with this environment are stored in the history."""

    @property
    def origin(self) -> str:
        """Scheme, host name and port; secrets are bound to it."""
        return split_host(self.host)[0]

    @property
    def prefix(self) -> str:
        """The path before the path of every call, without a trailing slash; usually empty."""
        return split_host(self.host)[1]

    def below_prefix(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return the segments of a path after the prefix; all of them if it does not match."""
        prefix = tuple(filter(None, self.prefix.split("/")))
        return path[len(prefix) :] if path[: len(prefix)] == prefix else path

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a guard accepts for this environment."""
        return (self.name, self.alias) if self.alias else (self.name,)

    def variables_at(self, env_type: str) -> dict[str, str]:
        """Return the variables of an env type; its own values replace those of the environment."""
        variables = dict(self.variables)
        for each in self.env_types:
            if each.name == env_type:
                variables |= each.variables
        return variables

    def with_variable(self, name: str, value: str, env_type: str = "") -> "Environment":
        """Return the environment with a variable set, only for ``env_type`` if that is given."""
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
        """Return where one of the secrets is stored; ``None`` if it is not stored."""
        return self.secret_key if name is SecretName.KEY else self.password

    def guard_of(self, env_type: str) -> Guard:
        """Return the guard of ``env_type``; ``CONFIRM`` if the file does not name the env type."""
        for setting in self.env_types:
            if setting.name == env_type:
                return setting.guard
        return Guard.CONFIRM

    def agents_of(self, env_type: str) -> AgentLevel:
        """Return what the file allows agents to do in ``env_type``; nothing if it is not named."""
        levels = (each.agents for each in self.env_types if each.name == env_type)
        return next(levels, AgentLevel.NONE)


class Target(msgspec.Struct, frozen=True):
    """The target of a call: a deployment and the env type chosen in it."""

    environment: Environment
    env_type: str

    @property
    def name(self) -> str:
        """The display name: environment and env type."""
        return f"{self.environment.name} · {self.env_type}"

    @property
    def guard(self) -> Guard:
        """The guard of the env type."""
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
"""The beginnings of the paths in the bundled catalogue."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INPUT_METHOD = {**_FULL_WIDTH, 0x3000: " ", 0x3002: ".", 0xFF61: "."}
"""Characters that a Chinese input method produces in place of ASCII.

These are the full-width forms and the ideographic full stop.
"""
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u202a\u202c\u2060"
"""Invisible characters at the ends of text copied from a chat or a document."""


class HostAddress(msgspec.Struct, frozen=True):
    """The parts of a typed deployment address."""

    origin: str
    """Scheme, host name and port, to which secrets are bound: ``https://weda.example.cn``."""
    prefix: str = ""
    """The path before the path of every call, for a deployment behind a gateway: ``/gw``."""
    cut: str = ""
    """The typed rest that is not a part of the address, without its query."""

    @property
    def host(self) -> str:
        """Origin and prefix, the value of ``{{vars.host}}``."""
        return f"{self.origin}{self.prefix}"


def parse_host(text: str) -> str:
    """Normalise the address of a deployment: ``scheme://ip-or-domain[:port][/prefix]``.

    Raises the same errors as ``read_host``.
    """
    return read_host(text).host


def parse_origin(text: str) -> str:
    """Normalise an address to scheme, host name and port.

    Raises the same errors as ``read_host``.
    """
    return read_host(text).origin


def read_host(text: str) -> HostAddress:
    """Parse the address of a deployment.

    The scheme is required, default ports (80, 443) are dropped, and full-width characters are
    converted to ASCII. A plain path is the prefix of every call. Other parts of a copied address
    are cut: the whole path if a query or a fragment follows, a page (``/index.html``), a path that
    is not plain (escapes, ``..``), and the path of a call (``/weda/workflow/…``).

    Raises ``WedaError`` with a ``HOST_…`` code, whose text contains neither credentials nor a
    query.
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
    """Return the prefix of a deployment and the rest of the path, which is cut."""
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

    It is read from the query, or from the query of a fragment (``#/apps?envId=abc``).
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
    """Return the host name, with the brackets of an IPv6 address, and the port if there is one."""
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

    A domain must be the same host in IDNA 2003 and IDNA 2008. Otherwise it could be approved as one
    host and called as another.
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
    """Return the ASCII form of a domain that current clients look up; empty if there is none.

    ``acceß.test`` becomes ``xn--acce-yna.test``; in IDNA 2003 it is ``access.test``.
    """
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii").lower()
    except UnicodeError:
        return ""
