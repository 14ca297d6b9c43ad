"""The route over which a secret, or a token obtained with it, is sent, and its approval.

    environment + digests of its files ──► Route ──► fingerprint
    Route + Source ── approved on this machine? ──► RouteStatus ── no ──► RouteError

A workspace file may come from another person. It names the host, the proxy and the TLS trust, so
none of them may change where a secret is sent until the user has approved it. Once any route was
approved in the workspace, the requests of the user, with or without a token, are also sent over
approved routes only. A proxy from the settings of this machine belongs to the user: it is shown,
but it is not a part of a route. A file that disables those settings does change the route.

An approval is valid in the workspace in which it was given; the approval of a variable
(``env:NAME``) is valid in all workspaces. An environment's name in one workspace is unrelated to
the same name in another.
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
"""The value that replaces the digest of a file that cannot be read."""
_PROXY_PLACE = re.compile(r"(\[[^\[\]]+\]|[^\[\]:]+)(:[0-9]*)?")
"""The host of a proxy, optionally followed by a colon and a port."""
_PORTS = {"http": 80, "https": 443}
_FINGERPRINT_LENGTH = 32
"""Hexadecimal digits (128 bits), so that no second route with the same fingerprint can be found."""
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
    """A part in which two routes can differ."""

    ADDRESS = "address"
    PROXY = "proxy"
    TLS = "tls"
    CA = "ca"
    CERTIFICATE = "certificate"


class Route(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The destination of a connection and what it trusts.

    A route contains no secret, so all of it can be shown.
    """

    scheme: str
    host: str
    port: int
    prefix: str = ""
    """The path before the path of every call; a gateway may serve several systems on one origin."""
    proxy: str = ""
    """The proxy that the environment's file names, without credentials.

    ``NO_PROXY`` if the file disables this machine's own settings, empty if those settings apply.
    """
    verify_tls: bool = True
    ca: str = ""
    """SHA-256 of the CA file's content; empty for the system's authorities."""
    client_certificate: str = ""
    """SHA-256 of the content of the client certificate and its key; empty without a certificate."""

    @property
    def address(self) -> str:
        """The deployment's address, its port always named: ``https://weda.example.cn:443/gw``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.prefix}"

    @property
    def origin(self) -> str:
        """The origin for which a secret is stored, in the form of ``read_host``.

        For example ``https://weda.example.cn``.
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS.get(self.scheme) else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def named_proxy(self) -> str:
        """The address of the proxy that the environment's file names; empty for none."""
        return "" if self.proxy == NO_PROXY else self.proxy

    @property
    def fingerprint(self) -> str:
        """A short, unique name of this route; see ``RouteStatus.fingerprint``."""
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
    """Return scheme, host and port of an address; an invalid address is returned as the host."""
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
    """What is sent over a route: credentials that an environment's file names, and requests."""

    KEY = SecretName.KEY.value
    PASSWORD = SecretName.PASSWORD.value
    CERTIFICATE = "client_certificate"
    REQUEST = "request"
    """Values that the user types or sets, or files that the user reads into a request."""

    @property
    def secret(self) -> SecretName | None:
        """The secret that is used; ``None`` for a certificate or a request."""
        return SecretName(self.value) if self.value in _SECRETS else None


ALL_USES = frozenset(RouteUse)
_USES = {
    TokenKind.KEY: RouteUse.KEY,
    TokenKind.BASIC: RouteUse.KEY,
    TokenKind.USER: RouteUse.PASSWORD,
}


def uses_of(environment: Environment, *kinds: TokenKind) -> tuple[RouteUse, ...]:
    """Return the credentials that calls with these token kinds use, client certificate included."""
    wanted = [_USES[kind] for kind in kinds if kind in _USES]
    if environment.client_certificate or environment.client_key:
        wanted.append(RouteUse.CERTIFICATE)
    return tuple(use for use in RouteUse if use in wanted)


def all_uses_of(environment: Environment) -> tuple[RouteUse, ...]:
    """Return all credentials of this machine that an environment's file names."""
    named = [
        *([TokenKind.KEY] if environment.secret_key is not None else []),
        *([TokenKind.USER] if environment.password is not None else []),
    ]
    return uses_of(environment, *named)


def is_variable(source: str) -> bool:
    """Return whether a source is an OS environment variable, the same in every workspace."""
    return source.startswith("env:")


def source_of(environment: Environment, use: RouteUse) -> str:
    """Return the source that an approval covers.

    It is a variable (``env:NAME``) or the use together with the name of the environment.
    """
    reference = environment.secret_ref(use.secret) if use.secret is not None else None
    if reference is not None and reference.kind == "env":
        return str(reference)
    return f"{use.value}:{environment.name}"


class UseStatus(msgspec.Struct, frozen=True):
    """One use of a route, and whether the use is approved."""

    use: RouteUse
    source: str
    """The value of ``source_of``."""
    place: str
    """Where the credential is stored: ``keyring``, ``env:NAME`` or the path of a certificate."""
    is_approved: bool
    approved: Route | None = None
    """The last approved route of this use, if it is another route."""


class RouteStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The current route of an environment, and its uses."""

    environment: Environment
    route: Route
    uses: tuple[UseStatus, ...]
    system_proxy: str = ""
    """The proxy from the settings of this machine, without credentials."""

    @property
    def is_approved(self) -> bool:
        """Whether every use is approved; true if there is no use."""
        return all(use.is_approved for use in self.uses)

    @property
    def fingerprint(self) -> str:
        """A short name of the route and of every secret that the environment's file names.

        It represents everything that the user reviews: it changes with the route, with the variable
        and with the place of a secret. It is the same for every call.
        """
        named = [
            (name.value, str(reference))
            for name in SecretName
            if (reference := self.environment.secret_ref(name)) is not None
        ]
        return _fingerprint_of(("weda-tui approval 1", self.route.fingerprint, named))

    @property
    def unapproved(self) -> tuple[UseStatus, ...]:
        """The uses that are not approved."""
        return tuple(use for use in self.uses if not use.is_approved)

    @property
    def approved(self) -> Route | None:
        """The previously approved route; ``None`` if there is none."""
        return next((use.approved for use in self.unapproved if use.approved is not None), None)

    @property
    def changes(self) -> tuple[RoutePart, ...]:
        """The parts that differ from the previously approved route; empty if there is none."""
        return changed_parts(self.approved, self.route) if self.approved is not None else ()

    def check(self) -> None:
        """Raise ``RouteError`` unless every use is approved."""
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
    """Return whether a typed fingerprint matches a status, ignoring case and separators."""
    return re.sub(r"[\s:-]", "", text).lower() == status.fingerprint.replace("-", "")


def _encoded(value: object) -> str:
    """Return JSON, which ``i18n.phrases.routes`` turns into sentences."""
    return msgspec.json.encode(value).decode()


def is_public(host: str) -> bool:
    """Return whether a host may be outside of private networks.

    Not public are single labels, ``.local`` and ``.localhost`` names, and loopback, private (RFC
    1918, RFC 4193) and link-local addresses.
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
    """A property of a route that lets others read a secret."""

    TLS_UNCHECKED = "tls_unchecked"
    PUBLIC_HTTP = "public_http"


def risks_of(route: Route) -> tuple[Risk, ...]:
    """Return the properties of a route that let others read what is sent over it."""
    found = (
        (Risk.TLS_UNCHECKED, not route.verify_tls),
        (Risk.PUBLIC_HTTP, route.scheme == "http" and is_public(route.host)),
    )
    return tuple(risk for risk, is_there in found if is_there)
