"""What the app needs of every whole screen: its language, its help, a place for a notice."""

from collections.abc import Callable, Coroutine, Sequence
from functools import cached_property
from typing import TypeVar

from textual import on
from textual.getters import query_one
from textual.reactive import var
from textual.screen import Screen, ScreenResultCallbackType

from weda_tui.core.errors import WedaError
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import HELP, QUIT, CommandApp, KeyMap
from weda_tui.tui.textual_private import PaintedOnce
from weda_tui.tui.widgets.footer import Hint, KeyFooter
from weda_tui.tui.widgets.intent import Intent
from weda_tui.tui.workbench.bench import refuse
from weda_tui.tui.workbench.intent_routes import IntentRoutes

Answer = TypeVar("Answer")
Result = TypeVar("Result")
WIDE_ENOUGH_TO_QUIT = 100
"""Cells from which the footer has room for the key that quits."""


class BaseScreen(PaintedOnce[Answer]):
    """A whole screen with a footer; the app changes its ``strings`` while it runs."""

    strings: var[Strings] = var(default_strings)

    is_ready = False
    """Whether the children are there to be told."""

    _footer = query_one("#footer", KeyFooter)
    _is_covered = False
    """Whether a float lies above, which takes the keys."""

    def notice(self, text: str, *hints: Hint, path: str = "") -> None:
        """Say one line for a moment, with the keys that answer it; see ``KeyFooter.notice``."""
        self._footer.notice(text, *hints, path=path)

    def refuse(self, error: WedaError) -> None:
        """Say why something cannot be, and what to do about it."""
        refuse(self, error)

    @cached_property
    def routes(self) -> IntentRoutes:
        """The handlers of what panes ask."""
        return IntentRoutes()

    @on(Intent)
    def _route(self, intent: Intent) -> None:
        """Let the controller that answers an intent answer it."""
        if self.routes.handle(intent):
            intent.stop()

    @property
    def words(self) -> Strings:
        """The sentences of the chosen language, for what must not know of reactives."""
        return self.strings

    def ask(
        self, dialog: Screen[Result], answered: ScreenResultCallbackType[Result] | None = None
    ) -> None:
        """Show a dialog, and call ``answered`` with its answer."""
        self.app.push_screen(dialog, answered)

    def start(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        group: str,
        *,
        is_exclusive: bool = True,
    ) -> None:
        """Start a worker; one that is exclusive cancels the others of its group."""
        self.run_worker(work, group=group, exclusive=is_exclusive)

    @property
    def key_map(self) -> KeyMap:
        """The keys of commands, as the user has changed them."""
        return self.app.key_map if isinstance(self.app, CommandApp) else KeyMap()

    def show_help(self) -> None:
        """Show the keys of this place."""
        raise NotImplementedError

    def show_keys(self) -> None:
        """Show in the footer what works; below a float that is what works on the float too."""
        words = self.strings.tui.keys
        right = [Hint(self.key_map.shown(HELP), words.help, "app.help")]
        if not self._is_covered:
            right += self.keys_everywhere()
        if self.size.width >= WIDE_ENOUGH_TO_QUIT:
            right.append(Hint(self.key_map.shown(QUIT), words.quit, "app.quit"))
        self._footer.show([] if self._is_covered else self.keys_here(), right)

    def keys_here(self) -> Sequence[Hint]:
        """Return the keys of the selected place, most useful first."""
        raise NotImplementedError

    def keys_everywhere(self) -> Sequence[Hint]:
        """Return keys of the whole screen that have a place in the footer."""
        return []

    def on_screen_suspend(self) -> None:
        """Below a float the keys of this screen do nothing."""
        self._put_below(True)

    def on_screen_resume(self) -> None:
        """The keys work again."""
        self._put_below(False)

    def _put_below(self, is_covered: bool) -> None:
        if is_covered != self._is_covered and self.is_attached:
            self._is_covered = is_covered
            self.show_keys()
