"""What a secret, or a token obtained with it, may reach: a route, approved on this machine.

    environment + digests of its files ──► Route ──► fingerprint
    Route + Source ── approved on this machine? ──► RouteStatus ── no ──► RouteError

A file of a workspace may come from somebody else. It names the host, the proxy and the TLS trust,
so none of them may change what a secret reaches until the person has approved it. The same holds
for what the person sends, with or without a token, once any route of the environment is approved.
A proxy from this machine's own settings is the person's: it is shown, and is no part of a route;
that a file turns those settings off is one.

An approval holds in the workspace it was given in, that of a variable (``env:NAME``) in all: the
name of an environment says nothing of another workspace's.
"""

import hashlib
import re
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY, Environment, SecretName
from weda_tui.core.errors import ErrorCode, RouteError

UNREADABLE = "unreadable"
"""Stands for the digest of a file that cannot be read."""
_PROXY_PLACE = re.compile(r"(\[[^\[\]]+\]|[^\[\]:]+)(:[0-9]*)?")
"""The host of a proxy and its port."""
_PORTS = {"http": 80, "https": 443}
_FINGERPRINT_LENGTH = 32
"""Hexadecimal digits, 128 bits: nobody finds a second route with the same fingerprint."""
_GROUP = 4
_PRIVATE = tuple(
    map(
        ip_network,
        (
            *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
            *("0.0.0.0/32", "::1/128", "::/128", "fc00::/7", "fe80::/10"),
        ),
    )
)


class RoutePart(StrEnum):
    """What can differ between two routes."""

    ADDRESS = "address"
    PROXY = "proxy"
    TLS = "tls"
    CA = "ca"
    CERTIFICATE = "certificate"


class Route(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a connection goes and what it trusts. Holds no secret, so all of it can be shown."""

    scheme: str
    host: str
    port: int
    prefix: str = ""
    """The path before that of every call: a gateway may have several systems behind one origin."""
    proxy: str = ""
    """The proxy that the environment's file names, without credentials; ``NO_PROXY`` where it turns
    this machine's own settings off, empty where those apply."""
    verify_tls: bool = True
    ca: str = ""
    """SHA-256 of the CA file's content; empty for the system's authorities."""
    client_certificate: str = ""
    """SHA-256 of the client certificate's and its key's content; empty for none."""

    @property
    def address(self) -> str:
        """The deployment's address, its port always named: ``https://weda.example.cn:443/gw``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.prefix}"

    @property
    def origin(self) -> str:
        """What a secret is kept for, as ``read_host`` writes it: ``https://weda.example.cn``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS.get(self.scheme) else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def named_proxy(self) -> str:
        """The address of the proxy that the environment's file names; empty for none."""
        return "" if self.proxy == NO_PROXY else self.proxy

    @property
    def fingerprint(self) -> str:
        """A short name of this route that no other one has; see ``RouteStatus.fingerprint``."""
        return _fingerprint_of(("weda-tui route 1", *msgspec.structs.astuple(self)))


def _fingerprint_of(values: tuple[object, ...]) -> str:
    digest = hashlib.sha256(msgspec.json.encode(values)).hexdigest()
    short = digest[:_FINGERPRINT_LENGTH]
    return "-".join(short[at : at + _GROUP] for at in range(0, len(short), _GROUP))


def route_of(environment: Environment, *, ca: str = "", client_certificate: str = "") -> Route:
    """Return the route of an environment; the arguments are the digests of its files."""
    scheme, host, port = origin_of(environment.host)
    return Route(
        scheme=scheme,
        host=host,
        port=port or _PORTS.get(scheme, 0),
        prefix=environment.prefix,
        proxy="" if environment.proxy == SYSTEM_PROXY else environment.proxy,
        verify_tls=environment.verify_tls,
        ca=ca if environment.verify_tls else "",
        client_certificate=client_certificate,
    )


def origin_of(address: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of an address; what is none is all host."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "", address, None
    return parts.scheme, parts.hostname or "", port


def changed_parts(old: Route, new: Route) -> tuple[RoutePart, ...]:
    """Return which parts of two routes differ, in the order of ``RoutePart``."""
    pairs = {
        RoutePart.ADDRESS: (old.address, new.address),
        RoutePart.PROXY: (old.proxy, new.proxy),
        RoutePart.TLS: (old.verify_tls, new.verify_tls),
        RoutePart.CA: (old.ca, new.ca),
        RoutePart.CERTIFICATE: (old.client_certificate, new.client_certificate),
    }
    return tuple(part for part, (before, after) in pairs.items() if before != after)


def is_proxy_address(proxy: str) -> bool:
    """Return whether the address of a proxy can be read.

    A password with a ``/``, ``?`` or ``#`` that is not escaped ends the host too early.
    """
    try:
        parts = urlsplit(proxy)
    except ValueError:
        return False
    rest = f"{parts.path}{parts.query}{parts.fragment}"
    return _PROXY_PLACE.fullmatch(parts.netloc.rpartition("@")[2]) is not None and "@" not in rest


def without_login(proxy: str) -> str:
    """Return the address of a proxy as it may be shown, without credentials."""
    scheme, separator, rest = proxy.partition("//")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"


_SECRETS = frozenset(name.value for name in SecretName)


class RouteUse(StrEnum):
    """What of this machine goes over a route: what an environment's file names, and requests."""

    KEY = SecretName.KEY.value
    PASSWORD = SecretName.PASSWORD.value
    CERTIFICATE = "client_certificate"
    REQUEST = "request"
    """What the person types, sets, or reads from files into a request."""

    @property
    def secret(self) -> SecretName | None:
        """The secret that is used, ``None`` for what is none."""
        return SecretName(self.value) if self.value in _SECRETS else None


ALL_USES = frozenset(RouteUse)
_USES = {
    TokenKind.KEY: RouteUse.KEY,
    TokenKind.BASIC: RouteUse.KEY,
    TokenKind.USER: RouteUse.PASSWORD,
}


def uses_of(environment: Environment, *kinds: TokenKind) -> tuple[RouteUse, ...]:
    """Return what calls with these kinds of token make use of, a client certificate included."""
    wanted = [_USES[kind] for kind in kinds if kind in _USES]
    if environment.client_certificate or environment.client_key:
        wanted.append(RouteUse.CERTIFICATE)
    return tuple(use for use in RouteUse if use in wanted)


def all_uses_of(environment: Environment) -> tuple[RouteUse, ...]:
    """Return everything of this machine that an environment's file names."""
    named = [
        *([TokenKind.KEY] if environment.secret_key is not None else []),
        *([TokenKind.USER] if environment.password is not None else []),
    ]
    return uses_of(environment, *named)


def is_variable(source: str) -> bool:
    """Return whether a source is a variable of this machine, the same in every workspace."""
    return source.startswith("env:")


def source_of(environment: Environment, use: RouteUse) -> str:
    """Return what an approval is for: a variable by its name, else what an environment keeps."""
    reference = environment.secret_ref(use.secret) if use.secret is not None else None
    if reference is not None and reference.kind == "env":
        return str(reference)
    return f"{use.value}:{environment.name}"


class UseStatus(msgspec.Struct, frozen=True):
    """One thing that would be sent over a route, and whether it may be."""

    use: RouteUse
    source: str
    """See ``source_of``."""
    place: str
    """Where it is: ``keyring``, ``env:NAME``, the path of a certificate."""
    is_approved: bool
    approved: Route | None = None
    """The route it was approved for last, where that is another one."""


class RouteStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The route of an environment now, and what may be sent over it."""

    environment: Environment
    route: Route
    uses: tuple[UseStatus, ...]
    system_proxy: str = ""
    """The proxy that this machine's own settings put in between, without credentials."""

    @property
    def is_approved(self) -> bool:
        """Whether everything that would be sent may be; so where nothing would be."""
        return all(use.is_approved for use in self.uses)

    @property
    def fingerprint(self) -> str:
        """A short name of the route and of every secret that the environment's file names.

        It stands for the whole of what a person looks at: with another route, another variable or
        another place of a secret it is another one. It is the same for every call.
        """
        named = [
            (name.value, str(reference))
            for name in SecretName
            if (reference := self.environment.secret_ref(name)) is not None
        ]
        return _fingerprint_of(("weda-tui approval 1", self.route.fingerprint, named))

    @property
    def unapproved(self) -> tuple[UseStatus, ...]:
        """What may not be sent yet."""
        return tuple(use for use in self.uses if not use.is_approved)

    @property
    def approved(self) -> Route | None:
        """The route that was approved before this one, ``None`` without one."""
        return next((use.approved for use in self.unapproved if use.approved is not None), None)

    @property
    def changes(self) -> tuple[RoutePart, ...]:
        """What differs from the route approved before; empty without one."""
        return changed_parts(self.approved, self.route) if self.approved is not None else ()

    def check(self) -> None:
        """Raise ``RouteError`` unless everything may be sent."""
        if self.is_approved:
            return
        before = [each for each in self.unapproved if each.approved is not None]
        values = {
            "environment": self.environment.name,
            "uses": _encoded([(each.use.value, each.place) for each in before or self.unapproved]),
            "route": _encoded(self.route),
        }
        if self.approved is None:
            raise RouteError(ErrorCode.ROUTE_NOT_APPROVED, **values)
        raise RouteError(ErrorCode.ROUTE_CHANGED, **values, changes=_encoded(self.approved))


def is_fingerprint_of(text: str, status: RouteStatus) -> bool:
    """Return whether a typed fingerprint is that of a status; case and separators do not matter."""
    return re.sub(r"[\s:-]", "", text).lower() == status.fingerprint.replace("-", "")


def _encoded(value: object) -> str:
    """Return JSON, which ``i18n.phrases.routes`` puts into words."""
    return msgspec.json.encode(value).decode()


def is_public(host: str) -> bool:
    """Return whether a host may lie outside of private networks.

    Single labels, ``.local`` names, and loopback, private (RFC 1918, RFC 4193) and link-local
    addresses do not.
    """
    name = host.strip("[]").lower().rstrip(".")
    try:
        address = ip_address(name)
    except ValueError:
        return "." in name and not name.endswith((".local", ".localhost"))
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return not any(
        address.version == network.version and address in network for network in _PRIVATE
    )


class Risk(StrEnum):
    """What about a route lets others read a secret."""

    TLS_UNCHECKED = "tls_unchecked"
    PUBLIC_HTTP = "public_http"


def risks_of(route: Route) -> tuple[Risk, ...]:
    """Return what about a route lets others read what is sent over it."""
    found = (
        (Risk.TLS_UNCHECKED, not route.verify_tls),
        (Risk.PUBLIC_HTTP, route.scheme == "http" and is_public(route.host)),
    )
    return tuple(risk for risk, is_there in found if is_there)
