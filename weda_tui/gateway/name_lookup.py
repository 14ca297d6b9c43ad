"""Resolves the host name of a deployment, or of the proxy that leads to it."""

import asyncio
import ipaddress
import socket
from typing import NamedTuple

import httpx

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.route import without_login
from weda_tui.gateway.connections import proxy_for
from weda_tui.gateway.transport import FAILURES, translate


class NameLookup(NamedTuple):
    """The addresses of a host name."""

    addresses: tuple[str, ...]
    proxy: str
    """The proxy that was looked up, without credentials; empty for the deployment itself."""
    is_ip: bool
    """Whether the host is an IP address, so that nothing had to be looked up."""


async def look_up(environment: Environment) -> NameLookup:
    """Resolve the first host name on the way to a deployment, within its time limit.

    With a proxy, that is the proxy's name: the proxy looks up the deployment's. Raises the error
    that ``translate`` returns, and the errors of ``proxy_for``.
    """
    url = httpx.URL(environment.host)
    proxy = proxy_for(url, environment.proxy)
    shown = without_login(proxy)
    try:
        target = httpx.URL(proxy) if proxy else url
        host = target.raw_host.decode("ascii")
        if is_ip(host):
            return NameLookup((host,), shown, is_ip=True)
        async with asyncio.timeout(environment.timeout):
            found = await asyncio.get_running_loop().getaddrinfo(
                host, target.port, type=socket.SOCK_STREAM
            )
    except FAILURES as error:
        seconds = environment.timeout
        raise translate(
            error, environment.host, proxy=shown, seconds=seconds, phase="connect"
        ) from error
    addresses = dict.fromkeys(str(place[0]) for *_, place in found)
    return NameLookup(tuple(addresses), shown, is_ip=False)


def is_ip(host: str) -> bool:
    """Return whether a host is an IP address, which needs no lookup."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
