"""Answers requests that are addressed to this machine, and refuses all others.

A web page can make a browser send requests to the loopback under a host name of its own (DNS
rebinding). The ``Host`` header identifies such requests.
"""

import ipaddress
import re
from collections.abc import Callable

from weda_tui.sandbox.server.faults import App, Receive, Scope, Send, refusal
from weda_tui.sandbox.server.web import json_answer

_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[a-z0-9_.-]+))(?::[0-9]{1,5})?")
_NAMES = "localhost, *.localhost, 127.0.0.0/8 or [::1], with any port"


def is_loopback_name(host: str) -> bool:
    """Return whether the value of a ``Host`` header names this machine's loopback."""
    found = _HOST.fullmatch(host.lower())
    if found is None:
        return False
    if found["six"]:
        return _is_address(found["six"], ipaddress.IPv6Network("::1"))
    name = found["name"].removesuffix(".")
    is_localhost = name == "localhost" or (name.endswith(".localhost") and name[0] != ".")
    return is_localhost or _is_address(name, ipaddress.IPv4Network("127.0.0.0/8"))


def _is_address(text: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(text) in network
    except ValueError:
        return False


class LoopbackOnly:
    """ASGI middleware that answers 421 unless there is one ``Host`` that names the loopback."""

    def __init__(self, app: App, request_id: Callable[[], str]) -> None:
        self._app = app
        self._request_id = request_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        hosts = [
            value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"host"
        ]
        if scope["type"] != "http" or (len(hosts) == 1 and is_loopback_name(hosts[0])):
            await self._app(scope, receive, send)
            return
        named = f"not {hosts[0]!r}" if hosts else "and it is missing"
        message = f"the sandbox answers this machine only: Host must be {_NAMES}, {named}"
        refused = refusal("MISDIRECTED_REQUEST", message, self._request_id())
        await json_answer(refused, status=421)(scope, receive, send)
