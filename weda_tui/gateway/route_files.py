"""The files that a route depends on: read once, so that the checked bytes are the used ones.

environment ── read CA and certificates ──► LoadedRoute: the route with the bytes of its files
"""

import hashlib
import os
import re
import ssl
import stat
from functools import lru_cache
from pathlib import Path

import msgspec

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.route import UNREADABLE, Route, RouteUse, route_of
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.gateway.certificates import is_network_name, placed

LARGEST = 4 * 1024 * 1024
"""The limit in bytes; the authorities of a whole system need a tenth of it."""
_PEM = b"-----BEGIN "
_CERTIFICATE = re.compile(
    r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----", re.ASCII
)
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_Signature = tuple[str, int, int, int, int]


class PemFile(msgspec.Struct, frozen=True):
    """One file as it was read."""

    path: str = ""
    """Empty for no file."""
    data: bytes | None = b""
    """``None`` for a file that cannot be read, or is not a regular file."""

    @property
    def digest(self) -> str:
        """SHA-256 of the content; empty for no file, ``UNREADABLE`` for a file that is not PEM.

        No connection can use a file that is not PEM. Digests are shown and exported, so that an
        attacker who names a short file of the user could guess its content from its digest.
        """
        if not self.path:
            return ""
        is_pem = self.data is not None and _PEM in self.data
        return hashlib.sha256(self.data or b"").hexdigest() if is_pem else UNREADABLE

    @property
    def certificates(self) -> str:
        """The file's certificates in PEM, parsed and written again, and nothing else of the file.

        Raises ``FileError`` (``CA_FILE_INVALID``) for a file without certificates.
        """
        text = (self.data or b"").decode("ascii", "ignore")
        try:
            found = [_rewritten(block) for block in _CERTIFICATE.findall(text)]
        except (OSError, ValueError):
            found = []
        if self.path and not found:
            raise FileError(ErrorCode.CA_FILE_INVALID, file=self.path)
        return "".join(found)

    def __repr__(self) -> str:
        return f"PemFile({self.path!r})"


def _rewritten(block: str) -> str:
    """Return a certificate in normalised PEM. Raises ``ValueError`` or ``OSError`` if invalid."""
    der = ssl.PEM_cert_to_DER_cert(block)
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=der)
    return ssl.DER_cert_to_PEM_cert(der)


class LoadedRoute(msgspec.Struct, frozen=True, kw_only=True):
    """A route with the contents of its files; every connection is made from an instance."""

    environment: Environment
    route: Route
    uses: frozenset[RouteUse]
    """What may be sent over the route; only ``session.routes`` sets this."""
    ca: PemFile
    client_certificate: PemFile
    client_key: PemFile

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the route."""
        return self.route.fingerprint


def load_route(
    environment: Environment, base: Path, uses: frozenset[RouteUse] = frozenset()
) -> LoadedRoute:
    """Read the files of an environment's route; relative paths begin in ``base``."""
    ca, certificate, key = (_read(placed(path, base)) for path in _paths(environment))
    route = route_of(
        environment, ca=ca.digest, client_certificate=_joined(certificate.digest, key.digest)
    )
    return LoadedRoute(
        environment=environment,
        route=route,
        uses=uses,
        ca=ca,
        client_certificate=certificate,
        client_key=key,
    )


def find_route(environment: Environment, base: Path) -> Route:
    """Return an environment's route; a file is read again only if its ``stat`` has changed.

    For display at every key press; connections are made from ``load_route``.
    """
    ca, certificate, key = (_seen_digest(placed(path, base)) for path in _paths(environment))
    return route_of(environment, ca=ca, client_certificate=_joined(certificate, key))


def has_files(environment: Environment) -> bool:
    """Return whether a route depends on files."""
    return any(_paths(environment))


def _paths(environment: Environment) -> tuple[str, str, str]:
    """Return the paths of the CA, the client certificate and its key, empty for those not used."""
    ca = environment.ca_file if environment.verify_tls else ""
    return ca, environment.client_certificate, environment.client_key


def _joined(certificate: str, key: str) -> str:
    if not certificate and not key:
        return ""
    if UNREADABLE in {certificate, key}:
        return UNREADABLE
    return hashlib.sha256(f"{certificate} {key}".encode()).hexdigest()


def _read(path: str) -> PemFile:
    """Read a regular file of this machine of at most ``LARGEST`` bytes."""
    if not path or is_network_name(path):
        return PemFile(path, None if path else b"")
    try:
        descriptor = os.open(path, _FLAGS)
        with open(descriptor, "rb") as stream:  # noqa: PTH123  (the descriptor is closed with it)
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return PemFile(path, None)
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError):
        return PemFile(path, None)
    return PemFile(path, data if len(data) <= LARGEST else None)


def _seen_digest(path: str) -> str:
    if not path or is_network_name(path):
        return UNREADABLE if path else ""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return UNREADABLE
    times = status.st_mtime_ns, status.st_ctime_ns
    return _digest_of((path, *times, status.st_size, status.st_ino))


@lru_cache(maxsize=32)
def _digest_of(signature: _Signature) -> str:
    return _read(signature[0]).digest
