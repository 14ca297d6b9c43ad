"""An explorer with the in-process sandbox and a fixed clock, so that screens are reproducible."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Literal

import httpx
import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from tests.sandbox.worlds import world_of
from tests.tui.steady import LONGEST_WORK, type_text, until_still
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.core.sending.exchange import Sending
from weda_tui.sandbox.server.app import build_app
from weda_tui.sandbox.server.tokens import new_credentials
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.app import WedaApp
from weda_tui.tui.collections import screen as saved_screen
from weda_tui.tui.screens import main
from weda_tui.tui.screens.main import MainScreen
from weda_tui.tui.tokens import dialog as token_dialog
from weda_tui.tui.widgets import footer

NOW = 1_795_570_938.0
"""The time 2026-11-25 09:42:18 in China."""
HOST = "https://weda.example.cn"
SEED = 7


_LOOKING = frozenset({"takers", "next"})
"""The worker groups that search for links once there is a response."""


class FixedClock:
    """A clock that advances only by 84 ms with each request."""

    def __init__(self) -> None:
        self.passed = 0.0

    @property
    def clock(self) -> Clock:
        return Clock(wall=lambda: NOW + self.passed, monotonic=lambda: 1000.0 + self.passed)


class SandboxTransport(httpx.AsyncBaseTransport):
    """The sandbox in this process; ``before`` may answer a request instead."""

    def __init__(
        self, time_: FixedClock, before: Callable[[httpx.Request], httpx.Response | None]
    ) -> None:
        self.credentials = new_credentials(SEED)
        self.requests: list[httpx.Request] = []
        self._time, self._before = time_, before

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self._time.passed += 0.084
        return self._before(request) or await self._sandbox.handle_async_request(request)

    @cached_property
    def _sandbox(self) -> httpx.ASGITransport:
        """The sandbox, built for its first request, as most explorers send none."""
        app = build_app(world_of(SEED, NOW), clock=self._time.clock)
        return httpx.ASGITransport(app=app)


class Explorer:
    """A running explorer: tests press keys and read the screen as a user does."""

    def __init__(self, app: WedaApp, pilot: Pilot[int], session: Session) -> None:
        self.app, self.pilot, self.session = app, pilot, session
        self._rows: list[str] | None = None

    @property
    def main(self) -> MainScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, MainScreen))

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await type_text(self.pilot, text)

    async def settle(self) -> None:
        """Wait until no request is in flight and everything is drawn."""
        await self.pilot.pause()
        for _ in range(1000):
            if not isinstance(self.main.send_state, Sending):
                break
            await self.pilot.pause()
        assert not isinstance(self.main.send_state, Sending), "still sending"
        async with asyncio.timeout(LONGEST_WORK):
            while any(w.group in _LOOKING and w.is_running for w in list(self.app.workers)):
                await self.pilot.pause()
                await asyncio.sleep(0)
        await self.pilot.pause()
        await self.pilot.pause()

    async def until_shown(self, text: str) -> None:
        """Wait for a text that is drawn by a timer or a thread."""
        async with asyncio.timeout(LONGEST_WORK):
            while text not in self.text:
                await self.pilot.pause()
                await asyncio.sleep(0.001)

    async def send(self) -> None:
        await self.press("f5")
        await self.settle()

    @property
    def rows(self) -> list[str]:
        """The rows of the screen as text, without trailing blanks.

        They are drawn once for all assertions between two turns of the event loop.
        """
        if self._rows is None:
            strips = self.app.screen._compositor.render_strips()
            self._rows = [strip.text.rstrip() for strip in strips]
            asyncio.get_running_loop().call_soon(self._forget_rows)
        return self._rows

    def _forget_rows(self) -> None:
        self._rows = None

    @property
    def text(self) -> str:
        return "\n".join(self.rows)


@contextmanager
def nothing_by_itself() -> Generator[None]:
    """Disable changes that only the passing of time causes, so that a slow machine shows the same.

    Notices and revealed tokens remain visible, and changed files are read only when a test asks for
    it.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            (footer, "READ_WITHIN"),
            (footer, "ANSWERED_WITHIN"),
            (token_dialog, "REVEALED"),
            (main, "CHECK_EVERY"),
            (saved_screen, "CHECK_EVERY"),
        ):
            patch.setattr(module, name, 3600.0)
        yield


def sandbox_session(
    folder: Path, before: Callable[[httpx.Request], httpx.Response | None]
) -> tuple[SandboxTransport, Session]:
    """Return a session in a folder and the sandbox to which it sends."""
    fixed = FixedClock()
    transport = SandboxTransport(fixed, before)
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    session = Session(paths, environ={}, clock=fixed.clock, use_keyring=False, transport=transport)
    return transport, session


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
    transport, session = sandbox_session(folder, before)
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
    if not session.paths.preferences.exists():
        session.settings.preferences = replace(session.settings.preferences, has_sent=True)
    app = WedaApp(session, language, theme)
    with nothing_by_itself():
        async with app.run_test(size=size, notifications=True) as pilot:
            await until_still(pilot)
            running = Explorer(app, pilot, session)
            deadline = time.monotonic() + LONGEST_WORK
            while not running.main.is_ready or _is_asking_for_keyring(app):
                if time.monotonic() > deadline:
                    msg = f"{app.screen}: {app.workers}, {list(app.screen._timers)}"
                    raise TimeoutError(msg)
                await until_still(pilot)
            await pilot.pause()
            yield running


def _is_asking_for_keyring(app: WedaApp) -> bool:
    return any(worker.group == "keyring" and not worker.is_finished for worker in app.workers)
