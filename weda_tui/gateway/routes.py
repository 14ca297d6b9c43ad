"""The way to a deployment: direct or through a proxy, with its TLS settings; kept open."""

import asyncio
import ipaddress
import os
import re
import ssl
import sys
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.request import getproxies, proxy_bypass

import httpx

from weda_tui.core.environment import NO_PROXY, SYSTEM_PROXY, Environment
from weda_tui.core.errors import ErrorCode, FileError, NotReachableError
from weda_tui.gateway.certificate_files import HERE, placed

_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0)
"""Connections idle for 5 s are not used again: longer ones may have been dropped on the way
without a word, and a write must never be sent twice."""


class _Tls(NamedTuple):
    """What a TLS connection is checked against, and who it says we are."""

    verify: bool
    ca_file: str
    client_certificate: str
    client_key: str


_Key = tuple[str, bytes, int | None, str, _Tls]


class Route(NamedTuple):
    """A pool of connections to one origin."""

    transport: httpx.AsyncBaseTransport
    proxy: str
    """The address of the proxy in between, without credentials; empty for none."""


class Routes:
    """One pool for each origin and its TLS settings, one SSL context for each TLS setting."""

    def __init__(
        self, transport: httpx.AsyncBaseTransport | None = None, base: Path = HERE
    ) -> None:
        """``transport`` stands in for every pool.

        ``base`` is the folder that relative paths of certificates begin in: the workspace.
        """
        self._base = base
        self._given = Route(transport, "") if transport is not None else None
        self._contexts: dict[_Tls, ssl.SSLContext] = {}
        self._routes: dict[_Key, Route] = {}

    async def get(self, url: httpx.URL, environment: Environment) -> Route:
        """Return the way to ``url`` under an environment's TLS settings and proxy.

        Raises ``FileError`` (``CA_FILE_INVALID``, ``CLIENT_CERTIFICATE_INVALID``) and
        ``NotReachableError`` (``PROXY_FAILED``).
        """
        if self._given is not None:
            return self._given
        tls = _tls_for(url, environment, self._base)
        key = (url.scheme, url.raw_host, url.port, environment.proxy, tls)
        route = self._routes.get(key)
        if route is None:
            context = await self._context(url.scheme, tls)
            proxy = proxy_for(url, environment.proxy)
            route = self._routes.setdefault(key, _open(proxy, context))
        return route

    async def aclose(self) -> None:
        """Close every connection."""
        routes, self._routes = list(self._routes.values()), {}
        for route in routes:
            await route.transport.aclose()
        if self._given is not None:
            await self._given.transport.aclose()

    async def _context(self, scheme: str, tls: _Tls) -> ssl.SSLContext:
        if scheme != "https":
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if tls not in self._contexts:
            self._contexts[tls] = await asyncio.to_thread(tls_context, *tls)
        return self._contexts[tls]


def _tls_for(url: httpx.URL, environment: Environment, base: Path) -> _Tls:
    """Return the TLS settings; who we are is for the deployment alone, no store beside it."""
    identity = environment.client_certificate, environment.client_key
    if any(identity) and not is_home(url, environment):
        identity = "", ""
    ca_file, certificate, key = (placed(each, base) for each in (environment.ca_file, *identity))
    return _Tls(environment.verify_tls, ca_file, certificate, key)


def is_home(url: httpx.URL, environment: Environment) -> bool:
    """Return whether an address is on the deployment itself."""
    return (url.scheme, url.raw_host, url.port) == _origin(environment.host)


@lru_cache(maxsize=64)
def _origin(host: str) -> tuple[str, bytes, int | None]:
    url = httpx.URL(host)
    return url.scheme, url.raw_host, url.port


def tls_context(
    verify: bool, ca_file: str, client_certificate: str = "", client_key: str = ""
) -> ssl.SSLContext:
    """Build what a TLS connection is checked against and shows; takes some 20 ms.

    ``ca_file`` is the only authority when given; else the system's, or the network library's own
    list where there is none. Raises ``FileError`` (``CA_FILE_INVALID``,
    ``CLIENT_CERTIFICATE_INVALID``).
    """
    context = _checking(verify, ca_file)
    if client_certificate:
        try:
            context.load_cert_chain(client_certificate, client_key or None, password=_no_password)
        except (OSError, ValueError) as error:
            files = " + ".join(filter(None, (client_certificate, client_key)))
            raise FileError(ErrorCode.CLIENT_CERTIFICATE_INVALID, file=files) from error
    return context


def _no_password() -> str:
    """Answer for a key file with a password: OpenSSL would ask the terminal for it."""
    return ""


def _checking(verify: bool, ca_file: str) -> ssl.SSLContext:
    if not verify:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    if not ca_file:
        known = ssl.get_default_verify_paths()
        has_system_list = sys.platform == "win32" or known.cafile or known.capath
        return ssl.create_default_context() if has_system_list else httpx.create_ssl_context()
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise FileError(ErrorCode.CA_FILE_INVALID, file=ca_file) from error
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # private authorities often lack extensions
    return context


def proxy_for(url: httpx.URL, wanted: str = SYSTEM_PROXY) -> str:
    """Return the address of the proxy for ``url``, empty for none.

    ``wanted`` is an environment's: none, the one of an address, or the one that the system or
    ``HTTP(S)_PROXY`` and ``ALL_PROXY`` name. The last is not for a loopback address, nor for one
    that ``NO_PROXY`` names, also by network (``10.0.0.0/8``).
    """
    if wanted != SYSTEM_PROXY:
        return "" if wanted == NO_PROXY else wanted
    host = url.raw_host.decode("ascii")  # a name as it is looked up; decoding it may fail
    if _is_loopback(host):
        return ""
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all", "")
    if not proxy or proxy_bypass(f"{host}:{url.port}" if url.port else host):
        return ""
    if _is_in_bypassed_network(host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _open(proxy: str, context: ssl.SSLContext) -> Route:
    shown = without_credentials(proxy)
    try:
        transport = httpx.AsyncHTTPTransport(
            verify=context, trust_env=False, limits=_LIMITS, proxy=proxy or None
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise NotReachableError(ErrorCode.PROXY_FAILED, proxy=shown) from error
    return Route(transport, shown)


def without_credentials(proxy: str) -> str:
    """Return a proxy's address as it may be shown."""
    return re.sub("//[^/]*@", "//", proxy)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_in_bypassed_network(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    names = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    for name in names.split(","):
        try:
            network = ipaddress.ip_network(name.strip(), strict=False)
        except ValueError:
            continue
        if address.version == network.version and address in network:
            return True
    return False
