"""A screen without a terminal, for tests of controllers."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from textual.screen import Screen, ScreenResultCallbackType

from tests.core.recordings import NOW
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.i18n.language import strings_for
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.widgets.footer import Hint


def session_in(folder: Path) -> Session:
    """Return a session with empty folders and a clock that stands still."""
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    clock = Clock(wall=lambda: NOW, monotonic=lambda: 1000.0)
    return Session(paths, environ={}, clock=clock, use_keyring=False)


class FakeBench:
    """Records the calls of a controller to its screen."""

    def __init__(self) -> None:
        self.words = strings_for("en")
        self.target: Target | None = None
        self.notices: list[str] = []
        self.asked: list[tuple[Screen[Any], ScreenResultCallbackType[Any] | None]] = []
        self.calls: list[tuple[object, ...]] = []
        """The calls of the controller: the name of each call with its arguments."""
        self._started: list[Callable[[], Coroutine[None, None, None]]] = []

    def notice(self, text: str, *hints: Hint, path: str = "") -> None:
        del hints, path
        self.notices.append(text)

    def refuse(self, error: WedaError) -> None:
        self.notices.append(error.code)

    def ask(
        self, dialog: Screen[Any], answered: ScreenResultCallbackType[Any] | None = None
    ) -> None:
        self.asked.append((dialog, answered))

    async def answer(self, result: object) -> None:
        """Answer the dialog that was opened last."""
        dialog, answered = self.asked.pop()
        del dialog
        assert answered is not None
        if (waiting := answered(result)) is not None:
            await waiting

    def start(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        group: str,
        *,
        is_exclusive: bool = True,
    ) -> None:
        del group, is_exclusive
        self._started.append(work)

    async def finish(self) -> None:
        """Run the started workers, and the workers that they start."""
        while self._started:
            await self._started.pop(0)()
