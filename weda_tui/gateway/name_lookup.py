"""Which addresses a deployment's name, or that of the proxy before it, leads to."""

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
    """What a name leads to."""

    addresses: tuple[str, ...]
    proxy: str
    """The proxy whose name it is, without credentials; empty for the deployment's own."""
    is_ip: bool
    """Whether nothing had to be looked up."""


async def look_up(environment: Environment) -> NameLookup:
    """Resolve the first name on the way to a deployment, within its time limit.

    Behind a proxy that is the proxy's: the deployment's is looked up there. Raises what
    ``translate`` returns, and what ``proxy_for`` does.
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
    """Return whether a host needs no lookup."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
