"""The explorer over the in-process sandbox, with a clock of its own: the same screen every time."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import httpx
from textual.pilot import Pilot

from weda_tui.core.clock import Clock
from weda_tui.core.endpoint import Language
from weda_tui.core.environment import Environment, EnvTypeSetting, Guard
from weda_tui.core.exchange import Sending
from weda_tui.sandbox.app import build_app
from weda_tui.sandbox.seeding import build_world
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.app import WedaApp
from weda_tui.tui.screens.main import MainScreen

NOW = 1_795_570_938.0
"""2026-11-25 09:42:18 in China."""
HOST = "https://weda.example.cn"


_LOOKING = frozenset({"takers", "next"})
"""What RESULT looks for in threads once there is an answer."""


class FixedClock:
    """Time stands still but for the calls, which take 84 ms each."""

    def __init__(self) -> None:
        self.passed = 0.0

    @property
    def clock(self) -> Clock:
        return Clock(wall=lambda: NOW + self.passed, monotonic=lambda: 1000.0 + self.passed)


class SandboxTransport(httpx.ASGITransport):
    """The sandbox in this process; ``before`` may answer instead of it."""

    def __init__(
        self, time_: FixedClock, before: Callable[[httpx.Request], httpx.Response | None]
    ) -> None:
        world = build_world(7, time_.clock)
        super().__init__(app=build_app(world, clock=time_.clock))
        self.credentials = world.credentials
        self.requests: list[httpx.Request] = []
        self._time, self._before = time_, before

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self._time.passed += 0.084
        return self._before(request) or await super().handle_async_request(request)


class SteadyPilot(Pilot[int]):
    """Pauses until nothing is left to do, however busy the machine is."""

    async def pause(self, delay: float | None = None) -> None:
        await super().pause(delay)
        async with asyncio.timeout(10):
            while self._has_work:
                await super().pause()

    @property
    def _has_work(self) -> bool:
        screen = self.app.screen
        nodes = [each for s in self.app.screen_stack for each in s.walk_children(with_self=True)]
        return (
            screen._layout_required
            or screen._repaint_required
            or bool(screen._dirty_widgets or screen._callbacks)
            or any(not node._message_queue.empty() for node in (self.app, *nodes))
        )


class Explorer:
    """A running explorer: press keys, read the screen as a user does."""

    def __init__(self, app: WedaApp, pilot: SteadyPilot, session: Session) -> None:
        self.app, self.pilot, self.session = app, pilot, session

    @property
    def main(self) -> MainScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, MainScreen))

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def settle(self) -> None:
        """Wait until no request is on its way and everything is drawn."""
        await self.pilot.pause()
        for _ in range(1000):
            if not isinstance(self.main.send_state, Sending):
                break
            await self.pilot.pause()
        assert not isinstance(self.main.send_state, Sending), "still sending"
        async with asyncio.timeout(10):
            while any(w.group in _LOOKING and w.is_running for w in list(self.app.workers)):
                await self.pilot.pause()
                await asyncio.sleep(0)
        await self.pilot.pause()
        await self.pilot.pause()

    async def send(self) -> None:
        await self.press("f5")
        await self.settle()

    @property
    def rows(self) -> list[str]:
        """The screen as text, a string a row, blanks at the end cut."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)


@asynccontextmanager
async def explorer(
    folder: Path,
    *,
    size: tuple[int, int] = (160, 48),
    language: Language = "zh",
    theme: str = "weda-dark",
    environments: Literal["sample", "none"] = "sample",
    prod_guard: Guard = Guard.CONFIRM,
    before: Callable[[httpx.Request], httpx.Response | None] = lambda _: None,
) -> AsyncGenerator[Explorer]:
    fixed = FixedClock()
    transport = SandboxTransport(fixed, before)
    session = Session(
        Paths(workspace=folder / "workspace", state=folder / "state"),
        environ={},
        clock=fixed.clock,
        use_keyring=False,
        transport=transport,
    )
    if environments == "sample":
        name = "总部" if language == "zh" else "HQ"
        session.environments.save(
            Environment(
                name=name,
                host=HOST,
                env_types=(EnvTypeSetting("prod", prod_guard), EnvTypeSetting("dev", Guard.NONE)),
                secret_id=transport.credentials.secret_id,
                username=transport.credentials.username,
            ),
            secret=transport.credentials.secret_key,
            password=transport.credentials.password,
        )
    await session.warm_up()
    app = WedaApp(session, language, theme)
    async with app.run_test(size=size, notifications=True):
        pilot = SteadyPilot(app)
        await pilot.pause()
        running = Explorer(app, pilot, session)
        async with asyncio.timeout(10):
            while not running.main.is_ready or _is_asking_for_keyring(app):
                await pilot.pause()
        await pilot.pause()
        yield running


def _is_asking_for_keyring(app: WedaApp) -> bool:
    return any(worker.group == "keyring" and not worker.is_finished for worker in app.workers)
