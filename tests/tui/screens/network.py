"""Control of the network below an explorer: prepared responses instead of the sandbox, or none."""

import asyncio
from collections.abc import Callable

import httpx
import msgspec

from tests.tui.explorer import Explorer, SandboxTransport
from weda_tui.tui.widgets.code_area import CodeArea, JsonArea
from weda_tui.tui.widgets.tabs import Tabs

CALL, TOKEN = "/weda/", "/auth/v1/token"
"""The prefixes of the URL paths of calls and of token calls."""

Before = Callable[[httpx.Request], httpx.Response | None]


def transport(e: Explorer) -> SandboxTransport:
    found = e.session.network._transport
    assert isinstance(found, SandboxTransport)
    return found


def calls(e: Explorer) -> list[httpx.Request]:
    """Return every request that reached the network, except token calls."""
    return [r for r in transport(e).requests if r.url.path.startswith(CALL)]


def answering(answer: Callable[[], httpx.Response], path: str = CALL) -> Before:
    """Return a handler that answers the calls below ``path``; ``answer`` may also raise."""
    return lambda request: answer() if request.url.path.startswith(path) else None


def saying(text: str, content_type: str = "application/json") -> Before:
    return answering(lambda: httpx.Response(200, text=text, headers={"Content-Type": content_type}))


async def open_endpoint(e: Explorer, action: str) -> None:
    """Open an endpoint of the workflow module."""
    e.main.controllers.open_endpoint(e.session.modules.catalogue.get(f"workflow.{action}"))
    await e.pilot.pause()


async def open_json(e: Explorer, action: str) -> None:
    """Open an endpoint of the workflow module and focus its JSON text."""
    await open_endpoint(e, action)
    e.main.query_one("#with-tabs", Tabs).open("json")
    await e.pilot.pause()
    e.main.query_one(JsonArea).focus()
    await e.pilot.pause()


async def open_failing(e: Explorer) -> None:
    """Open a reading endpoint with a body that asks for a task that does not exist."""
    await open_json(e, "DescribeProcessInstance")
    body = e.app.focused
    assert isinstance(body, CodeArea)
    body.load_text(body.text.replace("1600000000000000001", "1600000000000000000"))
    await e.pilot.pause()


def edit_environment(e: Explorer, **changes: object) -> None:
    """Save the selected environment with changes, as another process would."""
    assert e.main.where is not None
    before, known = e.main.where.environment, transport(e).credentials
    edited = msgspec.structs.replace(before, **changes)
    e.session.environments.save(
        edited, secret=known.secret_key, password=known.password, replaces=before
    )


async def switch_to(e: Explorer, env_type: str) -> None:
    """Choose another env type of the selected environment."""
    assert e.main.where is not None
    e.main.controllers.switch_to(msgspec.structs.replace(e.main.where, env_type=env_type))
    await e.pilot.pause()


class SilentNetwork:
    """Accepts calls and answers none of them until ``release`` is set."""

    def __init__(self, e: Explorer, path: str = CALL) -> None:
        self._path = path
        self.arrived, self.release = asyncio.Event(), asyncio.Event()
        self.is_cancelled = False
        real = transport(e)
        self._answer = real.handle_async_request
        real.handle_async_request = self._wait

    async def _wait(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.startswith(self._path):
            return await self._answer(request)
        self.arrived.set()
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.is_cancelled = True
            raise
        return await self._answer(request)
