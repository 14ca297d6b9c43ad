"""The way to a deployment: direct or through a proxy, with its TLS settings; kept open."""

import asyncio
import ipaddress
import os
import re
import ssl
import sys
from typing import NamedTuple
from urllib.request import getproxies, proxy_bypass

import httpx

from weda_tui.core.environment import Environment
from weda_tui.core.errors import ErrorCode, FileError, NotReachableError

_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0)
"""Connections idle for 5 s are not used again: longer ones may have been dropped on the way
without a word, and a write must never be sent twice."""

_Key = tuple[str, bytes, int | None, bool, str]


class Route(NamedTuple):
    """A pool of connections to one origin."""

    transport: httpx.AsyncBaseTransport
    proxy: str
    """The address of the proxy in between, without credentials; empty for none."""


class Routes:
    """One pool for each origin and its TLS settings, one SSL context for each TLS setting."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """``transport`` stands in for every pool."""
        self._given = Route(transport, "") if transport is not None else None
        self._contexts: dict[tuple[bool, str], ssl.SSLContext] = {}
        self._routes: dict[_Key, Route] = {}

    async def get(self, url: httpx.URL, environment: Environment) -> Route:
        """Return the way to ``url`` under an environment's TLS settings.

        Raises ``FileError`` (``CA_FILE_INVALID``) and ``NotReachableError`` (``PROXY_FAILED``).
        """
        if self._given is not None:
            return self._given
        key = (url.scheme, url.raw_host, url.port, environment.verify_tls, environment.ca_file)
        route = self._routes.get(key)
        if route is None:
            context = await self._context(url.scheme, environment)
            route = self._routes.setdefault(key, _open(url, context))
        return route

    async def aclose(self) -> None:
        """Close every connection."""
        routes, self._routes = list(self._routes.values()), {}
        for route in routes:
            await route.transport.aclose()
        if self._given is not None:
            await self._given.transport.aclose()

    async def _context(self, scheme: str, environment: Environment) -> ssl.SSLContext:
        if scheme != "https":
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        key = (environment.verify_tls, environment.ca_file)
        if key not in self._contexts:
            self._contexts[key] = await asyncio.to_thread(tls_context, *key)
        return self._contexts[key]


def tls_context(verify: bool, ca_file: str) -> ssl.SSLContext:
    """Build what a TLS connection is checked against; takes some 20 ms.

    ``ca_file`` is the only authority when given; else the system's, or the network library's own
    list where there is none. Raises ``FileError`` (``CA_FILE_INVALID``).
    """
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


def proxy_for(url: httpx.URL) -> str:
    """Return the proxy that the system or ``HTTP(S)_PROXY`` and ``ALL_PROXY`` name for ``url``.

    Empty for none: a loopback address, or one that ``NO_PROXY`` names, also by network
    (``10.0.0.0/8``).
    """
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


def _open(url: httpx.URL, context: ssl.SSLContext) -> Route:
    proxy = proxy_for(url)
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
