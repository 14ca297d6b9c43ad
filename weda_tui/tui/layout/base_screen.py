"""The base class of whole screens, with what the app needs: language, help, notices."""

from collections.abc import Callable, Coroutine, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from textual import events, on
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen, ScreenResultCallbackType

from weda_tui.core.errors import WedaError
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import COMMAND_LIST, HELP, QUIT, Command, CommandApp, bindings
from weda_tui.tui.textual_private import PaintedOnce
from weda_tui.tui.widgets.footer import Hint, KeyFooter
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Intent, Noticed
from weda_tui.tui.widgets.modal import Modal
from weda_tui.tui.widgets.pane import Pane
from weda_tui.tui.widgets.type_ahead import takes_text
from weda_tui.tui.workbench.bench import IntentRoutes, refuse

Answer = TypeVar("Answer")
Result = TypeVar("Result")
WIDE_ENOUGH_TO_QUIT = 100
"""Minimum width in cells at which the footer shows the key that quits."""


class ScreenKeys(Protocol):
    """The keys of a screen."""

    def here(self) -> Sequence[Hint]:
        """Return the keys of the selected place, the most useful first."""
        ...

    def everywhere(self) -> Sequence[Hint]:
        """Return the keys of the whole screen that the footer shows."""
        ...

    def works(self, command: Command) -> bool:
        """Return whether a key of the selected place runs a command now."""
        ...

    def show_help(self) -> None:
        """Show the keys of the selected place."""

    async def run(self, command_id: str) -> None:
        """Run a command by its id."""

    def type_text(self, key: str, text: str) -> bool:
        """Type a character if the selected place accepts text; return whether it does."""
        ...


class BaseScreen(PaintedOnce[Answer]):
    """A whole screen with a footer; the app changes its ``strings`` while it runs."""

    BINDINGS = bindings(COMMAND_LIST)

    strings: var[Strings] = var(default_strings)
    going: var[str] = var("")
    """The active run in a few words; empty for none."""

    is_ready = False
    """Whether the children are mounted, so that watchers may update them."""
    accepts_keys = True
    """Whether the screen handles keys yet; the app holds keys back until then."""

    class AcceptsKeys(Message):
        """The screen handles keys from now on."""

    _footer = query_one("#footer", KeyFooter)
    _is_covered = False
    """Whether a screen or dialog lies above this screen and gets the keys."""

    def __init__(self, screen_keys: ScreenKeys, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.screen_keys = screen_keys
        self.before_leaving: Callable[[Callable[[], object]], object] = lambda go: go()
        """Calls the given function if no typed text would be lost or the user agrees to it."""

    def notice(self, text: str, *hints: Hint, path: str = "") -> None:
        """Show a one-line notice for a moment, with keys that react to it.

        See ``KeyFooter.notice``.
        """
        self._footer.notice(text, *hints, path=path)

    def refuse(self, error: WedaError) -> None:
        """Show why an action is refused, and what the user can do about it."""
        refuse(self, error)

    @cached_property
    def routes(self) -> IntentRoutes:
        """The handlers of the intents that panes post."""
        return IntentRoutes()

    @on(Intent)
    def _route(self, intent: Intent) -> None:
        """Pass an intent to its handler, if there is one."""
        if self.routes.handle(intent):
            intent.stop()

    @property
    def words(self) -> Strings:
        """The sentences of the chosen language, for objects that know no reactive attributes."""
        return self.strings

    def ask(
        self, dialog: Screen[Result], answered: ScreenResultCallbackType[Result] | None = None
    ) -> None:
        """Show a dialog, and call ``answered`` with its result."""
        self.app.push_screen(dialog, answered)

    def start(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        group: str,
        *,
        is_exclusive: bool = True,
    ) -> None:
        """Start a worker; an exclusive worker cancels the other workers of its group."""
        self.run_worker(work, group=group, exclusive=is_exclusive)

    @property
    def command_app(self) -> CommandApp:
        """The app as the source of commands and of their keys."""
        return self.app if isinstance(self.app, CommandApp) else CommandApp()

    def watch_strings(self) -> None:
        """Show the keys in the other language."""
        if self.is_ready:
            self.show_keys()

    @property
    def is_typing(self) -> bool:
        """Whether the focused widget accepts text."""
        return takes_text(self.focused)

    def show_keys(self) -> None:
        """Show the working keys in the footer; below a dialog, the keys that work in the dialog."""
        words = self.strings.tui.keys
        right = [Hint(self.command_app.key_map.shown(HELP), words.help, "app.help")]
        if not self._is_covered:
            right += self.screen_keys.everywhere()
        if self.size.width >= WIDE_ENOUGH_TO_QUIT:
            right.append(Hint(self.command_app.key_map.shown(QUIT), words.quit, "app.quit"))
        above = self.app.screen
        left = _keys_of(above, self.strings) if self._is_covered else self.screen_keys.here()
        self._footer.show(left, right, has_answers=not self._is_covered)

    async def run_command(self, action: str) -> None:
        """Run a command of this screen by its id."""
        await self.screen_keys.run(action)

    async def action_run(self, command_id: str) -> None:
        """Run a command; this is the action of the bindings from ``bindings``."""
        await self.run_command(command_id)

    @on(Lines.Pressed)
    async def _on_lines_pressed(self, event: Lines.Pressed) -> None:
        await self.run_command(event.action)

    @on(Pane.KeysChanged)
    def _on_keys_changed(self) -> None:
        self.show_keys()

    @on(Noticed)
    def _on_noticed(self, event: Noticed) -> None:
        self.notice(event.text, path=event.path)

    @on(events.ScreenSuspend)
    @on(events.ScreenResume)
    def _show_keys_below(self, event: events.ScreenSuspend | events.ScreenResume) -> None:
        """Hide the screen's own keys while a dialog lies above, because they do not work then."""
        is_covered = isinstance(event, events.ScreenSuspend)
        if is_covered != self._is_covered and self.is_attached:
            self._is_covered = is_covered
            self.show_keys()


def type_text(screen: BaseScreen[Answer], event: events.Key) -> None:
    """Type a printable character that no field used, where letters are text and not keys."""
    is_text = event.is_printable and event.character is not None and not screen.is_typing
    if is_text and screen.screen_keys.type_text(event.key, event.character or ""):
        event.stop()


def _keys_of(above: object, strings: Strings) -> list[Hint]:
    """Return the keys of the dialog above, unless the dialog shows them itself."""
    if not isinstance(above, Modal) or above.names_keys:
        return []
    return [Hint(row.key, row.label) for row in above.help_rows(strings)]
