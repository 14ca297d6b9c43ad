"""Connections to a deployment: direct or through a proxy, with its TLS settings; kept alive."""

import asyncio
import ssl
import sys
from functools import lru_cache
from typing import NamedTuple

import httpx

from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY, Environment
from weda_tui.core.environments.route import UNREADABLE, RouteUse, is_proxy_address, without_login
from weda_tui.core.errors import ErrorCode, FileError, NotReachableError
from weda_tui.gateway.private_copy import private_copy
from weda_tui.gateway.route_files import LoadedRoute, PemFile
from weda_tui.gateway.system_proxy import find_system_proxy

_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0)
"""Connections that were idle for 5 s are not used again.

An older one may have been closed on the way without notice, and a write must never be sent twice.
"""


class _Tls(NamedTuple):
    """The trust settings and the client identity of TLS connections; files by content."""

    verify: bool
    ca: PemFile
    client_certificate: PemFile
    client_key: PemFile


_Key = tuple[str, bytes, int | None, str, _Tls]


class ConnectionPool(NamedTuple):
    """A pool of connections to one origin."""

    transport: httpx.AsyncBaseTransport
    proxy: str
    """The address of the proxy in between, without credentials; empty for none."""


class ConnectionPools:
    """One pool for each origin and its TLS settings, one SSL context for each TLS setting."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """``transport`` replaces every pool."""
        self._given = ConnectionPool(transport, "") if transport is not None else None
        self._contexts: dict[_Tls, ssl.SSLContext] = {}
        self._pools: dict[_Key, ConnectionPool] = {}

    async def get(self, url: httpx.URL, route: LoadedRoute) -> ConnectionPool:
        """Return the pool for ``url`` with the TLS settings and the proxy of a route.

        The trust settings are the bytes in ``route``: no file is read here. Raises ``FileError``
        (``CA_FILE_INVALID``, ``CLIENT_CERTIFICATE_INVALID``) and ``NotReachableError``
        (``PROXY_FAILED``, ``PROXY_INVALID``).
        """
        if self._given is not None:
            return self._given
        tls, wanted = _tls_for(url, route), route.environment.proxy
        key = (url.scheme, url.raw_host, url.port, wanted, tls)
        pool = self._pools.get(key)
        if pool is None:
            context = await self._context(url.scheme, tls)
            pool = self._pools.setdefault(key, _open(proxy_for(url, wanted), context))
        return pool

    async def aclose(self) -> None:
        """Close every connection."""
        pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            await pool.transport.aclose()
        if self._given is not None:
            await self._given.transport.aclose()

    async def _context(self, scheme: str, tls: _Tls) -> ssl.SSLContext:
        if scheme != "https":
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if tls not in self._contexts:
            self._contexts[tls] = await asyncio.to_thread(tls_context, tls)
        return self._contexts[tls]


def _tls_for(url: httpx.URL, route: LoadedRoute) -> _Tls:
    """Return the TLS settings; only the deployment itself is shown the client certificate."""
    environment, identity = route.environment, (route.client_certificate, route.client_key)
    if RouteUse.CERTIFICATE not in route.uses or not is_home(url, environment):
        identity = PemFile(), PemFile()
    return _Tls(environment.verify_tls, route.ca, *identity)


def is_home(url: httpx.URL, environment: Environment) -> bool:
    """Return whether a URL has the origin of the deployment."""
    return (url.scheme, url.raw_host, url.port) == _origin(environment.host)


@lru_cache(maxsize=64)
def _origin(host: str) -> tuple[str, bytes, int | None]:
    url = httpx.URL(host)
    return url.scheme, url.raw_host, url.port


_UNCHECKED = _Tls(verify=False, ca=PemFile(), client_certificate=PemFile(), client_key=PemFile())


def tls_context(tls: _Tls = _UNCHECKED) -> ssl.SSLContext:
    """Build the SSL context for TLS settings; takes some 20 ms.

    A given CA is the only authority. Without a CA, the system's authorities are used, or those that
    the network library brings if the system has none. Raises ``FileError`` (``CA_FILE_INVALID``,
    ``CLIENT_CERTIFICATE_INVALID``).
    """
    context = _checking(tls.verify, tls.ca)
    if tls.client_certificate.path:
        _present(context, tls.client_certificate, tls.client_key)
    return context


def _present(context: ssl.SSLContext, certificate: PemFile, key: PemFile) -> None:
    """Load a client certificate into a context; OpenSSL reads it only from a file."""
    try:
        with private_copy(_content(certificate)) as path, private_copy(_content(key)) as key_path:
            context.load_cert_chain(path, key_path if key.path else None, password=_no_password)
    except (OSError, ValueError) as error:
        files = " + ".join(filter(None, (certificate.path, key.path)))
        raise FileError(ErrorCode.CLIENT_CERTIFICATE_INVALID, file=files) from error


def _content(file: PemFile) -> bytes:
    """Return the content of a file; raises ``ValueError`` for a file without a digest.

    An approval of a route could not detect that such a file was replaced.
    """
    if file.data is None or file.digest == UNREADABLE:
        raise ValueError(UNREADABLE)
    return file.data


def _no_password() -> str:
    """Return the password of a key file: without it OpenSSL would ask for one in the terminal."""
    return ""


def _checking(verify: bool, ca: PemFile) -> ssl.SSLContext:
    if not verify:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    if not ca.path:
        known = ssl.get_default_verify_paths()
        has_system_list = sys.platform == "win32" or known.cafile or known.capath
        return ssl.create_default_context() if has_system_list else httpx.create_ssl_context()
    try:
        context = ssl.create_default_context(cadata=_authorities(ca))
    except (OSError, ValueError) as error:
        raise FileError(ErrorCode.CA_FILE_INVALID, file=ca.path) from error
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # private authorities often lack extensions
    return context


def _authorities(ca: PemFile) -> str:
    """Return the certificates in a PEM file; raises ``ValueError`` as ``_content`` does.

    The result is not empty: for an empty string Python would load the system's authorities.
    """
    return _content(ca).decode("ascii", "ignore")  # the text between certificates has any encoding


def proxy_for(url: httpx.URL, wanted: str = SYSTEM_PROXY) -> str:
    """Return the address of the proxy for ``url``, empty for a direct connection.

    ``wanted`` is the environment's setting: no proxy, the address of a proxy, or the proxy of this
    machine's own settings (see ``find_system_proxy``). Raises ``NotReachableError``
    (``PROXY_INVALID``) for a system proxy whose address cannot be parsed, before the network
    library gets it: the library's messages would repeat the address, which may hold a password.
    """
    if wanted != SYSTEM_PROXY:
        return "" if wanted == NO_PROXY else wanted
    host = url.raw_host.decode("ascii")  # the name that is looked up; decoding it may fail
    proxy = find_system_proxy(url.scheme, host, url.port)
    if proxy and not is_proxy_address(proxy):
        raise NotReachableError(ErrorCode.PROXY_INVALID)
    return proxy


def _open(proxy: str, context: ssl.SSLContext) -> ConnectionPool:
    shown = without_login(proxy)
    try:
        transport = httpx.AsyncHTTPTransport(
            verify=context, trust_env=False, limits=_LIMITS, proxy=proxy or None
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise NotReachableError(ErrorCode.PROXY_FAILED, proxy=shown) from error
    return ConnectionPool(transport, shown)
