"""The Textual app of the explorer: themes, language, and the keys that work on every screen."""

import asyncio
import gc
import os
import signal
import stat
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import get_args

from textual import events, on, work
from textual.app import SuspendNotSupported
from textual.binding import Binding
from textual.filter import LineFilter, Monochrome
from textual.screen import Screen
from textual.widgets import Input, TextArea

from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.environments.deployment import Environment, SecretName
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import WedaError
from weda_tui.core.text.control_characters import ACTING, clean_lines, strip_control_characters
from weda_tui.i18n.language import strings_for
from weda_tui.i18n.phrases.errors import explain
from weda_tui.session import Session
from weda_tui.session.files import keep_copy
from weda_tui.session.themes import load_themes
from weda_tui.tui import clipboard
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.key_map import load_key_map
from weda_tui.tui.commands.table import CommandApp, Handler, Handlers, when
from weda_tui.tui.layout.base_screen import BaseScreen
from weda_tui.tui.screens.main import MainScreen
from weda_tui.tui.terminal_background import TerminalBackground
from weda_tui.tui.textual_private import CarefulApp, drop_late_answers
from weda_tui.tui.widgets.drawing import palette
from weda_tui.tui.widgets.footer import KeyFooter
from weda_tui.tui.widgets.line_filters import AsciiGlyphs, AttributesOnly
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.widgets.modal import Answer, HelpRow, Modal
from weda_tui.tui.widgets.type_ahead import TypeAhead

CHECK_EVERY = 1.0
"""Seconds between two checks whether the terminal still exists."""


class WedaApp(CarefulApp, CommandApp):
    """The explorer on one workspace."""

    TITLE = "weda-tui"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "screens/main.tcss"
    BINDINGS = [
        *commands.global_bindings(for_app=True),
        *commands.bindings(commands.GO_TO, commands.HELP_HERE),
        Binding("ctrl+z", "suspend", show=False),
    ]

    _glyphs: Sequence[LineFilter] = ()
    _colours: Sequence[LineFilter] = ()

    def __init__(
        self,
        session: Session,
        language: Language,
        theme: str = palette.DARK,
        *,
        first_screen: Callable[[], Screen[None]] | None = None,
    ) -> None:
        """``first_screen`` makes the first screen; the default is the explorer's main screen."""
        super().__init__()
        self._session, self._first_screen = session, first_screen
        self.language: Language = language
        self.animation_level = "none"
        self.key_map, self.key_problems = load_key_map(session.paths)
        user_palettes, problems = load_themes(session.paths, palette.PALETTES)
        palette.add_palettes(user_palettes)
        self.key_problems = [*self.key_problems, *problems]
        self._type_ahead = TypeAhead(self, self._accepts_keys, super().on_event)
        for each in palette.themes():
            self.register_theme(each)
        self.theme = theme
        if has_no_color():
            self._colours = [AttributesOnly()]
        if os.environ.get("WEDA_TUI_AMBIGUOUS") == "wide":
            self._glyphs = [AsciiGlyphs()]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters that change drawn lines: glyphs and colours for this terminal.

        Textual adds ``Monochrome`` for ``NO_COLOR`` before it knows the theme, also if the variable
        is empty, and would paint black and white. This method removes ``Monochrome``: attributes
        such as bold are kept and show in the colours of the terminal.
        """
        filters = [each for each in super().get_line_filters() if not isinstance(each, Monochrome)]
        return [*filters, *self._glyphs, *self._colours]

    def get_default_screen(self) -> Screen[None]:
        """Return the first screen."""
        if self._first_screen is not None:
            return self._first_screen()
        return MainScreen(self._session, strings_for(self.language))

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme; Textual's default theme is never used."""
        return super().get_css_variables() if self.theme in palette.PALETTES else {}

    def refresh_css(self, animate: bool = True) -> None:
        """Apply the CSS again to all screens; before the first screen, only set the variables."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    async def on_event(self, event: events.Event) -> None:
        """Hold a key or a paste back until the previous key has had its full effect."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._type_ahead.accept(event)
        else:
            await super().on_event(event)

    def _accepts_keys(self) -> bool:
        screen = self.screen_stack[-1] if self.screen_stack else None
        return screen.accepts_keys if isinstance(screen, BaseScreen) else True

    @on(BaseScreen.AcceptsKeys)
    async def _on_accepts_keys(self) -> None:
        await self._type_ahead.go_on()

    @on(MainScreen.Ready)
    def _on_ready(self) -> None:
        gc.freeze()
        gc.enable()
        screen = self.screen_stack[0]
        if self.key_problems and isinstance(screen, MainScreen) and screen.is_ready:
            words = explain(self.key_problems[0], strings_for(self.language))
            screen.query_one(KeyFooter).notice_until_read(f"✗ {words.line}")

    def on_mount(self) -> None:
        """Install the signal handlers, the key map, and the questions for secrets and routes."""
        self._end_well_on_signals()
        self.set_keymap(self.key_map.by_id())
        self._session.secrets.ask = self._ask_secret
        self._session.approvals.ask = self._ask_route

    async def _ask_secret(self, environment: Environment, name: SecretName) -> str:
        """Ask the user for a secret that is not stored; return an empty string after Esc."""
        from weda_tui.tui.environments.secret_dialog import SecretQuestion

        question = SecretQuestion(environment, name, strings_for(self.language))
        return await self._answer_to(question) or ""

    async def _ask_route(self, status: RouteStatus) -> bool:
        """Ask whether a secret may be sent over a route; return ``False`` after Esc."""
        from weda_tui.tui.environments.route_dialog import RouteQuestion

        return await self._answer_to(RouteQuestion(status, strings_for(self.language))) is True

    async def _answer_to(self, question: Modal[Answer]) -> Answer | None:
        """Show a question until it is answered or the task that asks is cancelled."""
        answer: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()

        def closed(given: Answer | None) -> None:
            if not answer.done():
                answer.set_result(given)

        self.push_screen(question, closed)
        try:
            return await answer
        except asyncio.CancelledError:
            question.withdraw()
            raise

    def _end_well_on_signals(self) -> None:
        """Install handlers that restore the terminal on ``SIGTERM``, ``SIGHUP`` and ``SIGQUIT``."""
        loop = asyncio.get_running_loop()

        def end(number: int, _: FrameType | None) -> None:
            signal.signal(signal.SIGCONT, signal.SIG_DFL)  # Textual's sets the screen up again
            _redirect_lost_terminal()
            with suppress(RuntimeError):  # the loop has ended, and the program ends too
                loop.call_soon_threadsafe(self.exit, 128 + number)

        def die(number: int, _: FrameType | None) -> None:
            signal.signal(number, signal.SIG_DFL)  # a second signal does not wait for the loop
            _redirect_lost_terminal()
            try:
                loop.call_soon_threadsafe(self._die_by, number)
            except RuntimeError:  # the loop has ended
                os.kill(os.getpid(), number)

        if sys.platform != "win32":
            signal.signal(signal.SIGTERM, end)
            signal.signal(signal.SIGHUP, end)
            signal.signal(signal.SIGQUIT, die)
            _run_on_the_loop(signal.SIGTSTP, loop)
            _run_on_the_loop(signal.SIGCONT, loop)
            if not self.is_headless:
                self.set_interval(CHECK_EVERY, _hang_up_if_terminal_is_gone)

    def _die_by(self, number: int) -> None:
        """Restore the terminal, then let the default action of the signal end the process."""
        with suppress(SuspendNotSupported), self.suspend():
            os.kill(os.getpid(), number)
        os.kill(os.getpid(), number)

    def action_suspend(self) -> None:
        """Suspend the program, except in a text field, where Ctrl+Z belongs to editing.

        The whole process group stops, so that a parent such as make stops too and the shell
        returns. Nothing happens if no shell could resume the group: if another process of the group
        leads the session, or process 1, the first process of a container.
        """
        is_typing = isinstance(self.focused, Input | TextArea)
        session = os.getsid(0) if hasattr(os, "getsid") else 1
        if is_typing or session == 1 or os.getpid() != session == os.getpgrp():
            return
        resume = signal.signal(signal.SIGCONT, signal.SIG_DFL)  # Textual's would start it twice
        with suppress(SuspendNotSupported), self.suspend():
            os.killpg(0, signal.SIGSTOP)
        signal.signal(signal.SIGCONT, resume)

    def bug_report(self) -> str:
        """Return the current traceback without secrets and without values of local variables."""
        return "\n".join(clean_lines(self._session.tokens.masker().text(traceback.format_exc())))

    def handlers(self) -> Handlers:
        """Return the handlers of the commands that work on every screen."""
        return {
            commands.HELP: Handler(self.action_help),
            commands.HELP_HERE: Handler(self.action_help),
            commands.QUIT: Handler(self.action_quit),
            commands.GO_TO: Handler(self.action_go_to),
            commands.LANGUAGE: Handler(self.action_language),
            commands.THEME: Handler(self.action_theme),
            commands.LONG_RUN: Handler(self.action_long_run, when(self._has_long_run)),
        }

    def action_help(self) -> None:
        """Show help for the selected place."""
        screen = self.screen
        if isinstance(screen, BaseScreen):
            screen.screen_keys.show_help()
        elif isinstance(screen, Modal):
            self._show_help_of(screen)

    def _show_help_of(self, above: Modal[object]) -> None:
        """Show the keys of a dialog; in the help dialog, close the help."""
        from weda_tui.tui.layout.help_dialog import Help

        if isinstance(above, Help):
            above.action_close()
            return
        strings = strings_for(self.language)
        words = strings.tui.keys
        everywhere = [HelpRow("F1", words.help), HelpRow("Ctrl+Q", words.quit)]
        title, here = above.help_title(strings), above.help_rows(strings)
        self.push_screen(Help(title, here, everywhere, strings))

    def action_go_to(self) -> None:
        """Open the search dialog, also over a screen above the main one; do nothing in a dialog."""
        main, above = self.screen_stack[0], self.screen
        if not isinstance(main, MainScreen) or not isinstance(above, BaseScreen):
            return
        if above is main:
            main.controllers.go_to.open()
            return

        def leave(go: Callable[[], None]) -> None:
            above.dismiss(None)
            self.call_later(go)

        main.controllers.go_to.open(leave=lambda go: above.before_leaving(partial(leave, go)))

    def _has_long_run(self) -> bool:
        main = self.screen_stack[0] if self.screen_stack else None
        if not isinstance(main, MainScreen) or not main.is_ready:
            return False
        return main.controllers.long_runs.work is not None

    def action_long_run(self) -> None:
        """Show the long run, or its result after it ended; do nothing while a dialog is open."""
        main = self.screen_stack[0]
        if isinstance(main, MainScreen) and isinstance(self.screen, BaseScreen):
            main.controllers.show_long_run()

    def action_language(self) -> None:
        """Switch to the next language, now and for the next start."""
        languages = get_args(Language)
        self.language = languages[(languages.index(self.language) + 1) % len(languages)]
        strings = strings_for(self.language)
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.strings = strings
        self._session.settings.remember(language=self.language)

    def action_theme(self) -> None:
        """Switch to the next theme, now and for the next start."""
        if has_no_color():
            self._notice(strings_for(self.language).tui.help.no_color)
            return
        names = list(palette.PALETTES)
        at = names.index(self.theme) if self.theme in names else 0
        self.theme = names[(at + 1) % len(names)]
        self._session.settings.remember(theme=self.theme)
        self._notice(self.theme)

    def action_help_quit(self) -> None:
        """Show how to quit; Textual calls this for Ctrl+C without a selection."""
        self._notice(strings_for(self.language).tui.help.quit_hint)

    def _notice(self, text: str) -> None:
        """Show a line in the footer of the screen in front, unless a dialog is in front."""
        if isinstance(self.screen, BaseScreen):
            self.screen.notice(text)

    async def action_quit(self) -> None:
        """Quit; unsaved drafts are restored at the next start.

        The user is asked once if files are being transferred or a write has no response yet.
        """
        strings = strings_for(self.language)
        asking = [each for each in self.screen_stack if isinstance(each, Modal | MainScreen)]
        question = next(filter(None, (each.quit_question(strings) for each in asking)), None)
        if question is None or self.screen.has_class("quitting"):
            self.exit(0)
            return
        from weda_tui.tui.layout.menu_dialog import Menu, MenuItem

        items = [MenuItem("1", question.stay, "Esc", ""),
                 MenuItem("2", question.quit, "Ctrl+Q", "quit")]  # fmt: skip
        menu = Menu(question.title, items, question.remark).add_class("quitting")
        self.push_screen(menu, lambda act: self.exit(0) if act else None)

    @on(CopyRequested)
    def _on_copy_requested(self, event: CopyRequested) -> None:
        event.stop()
        self._copy(event.text, event.what, event.is_program)

    @work(group="copy", exclusive=True, description="copy")  # the default holds the text
    async def _copy(self, text: str, what: str, is_program: bool) -> None:
        """Copy a text, and show in the footer where the copy went.

        A command such as curl is not copied if it contains control characters that a terminal
        executes.
        """
        landed = None
        if not is_program or not ACTING.search(text):
            landed = await clipboard.copy(text, os.environ, self.copy_to_clipboard)
        words = strings_for(self.language).tui.result
        match landed:
            case None:
                told = words.not_copied.format(what=what)
            case clipboard.CopyDestination.NATIVE:
                told = words.copied_native.format(what=what)
            case clipboard.CopyDestination.TERMINAL:
                told = words.copied_osc52.format(what=what)
            case clipboard.CopyDestination.NOWHERE:
                told = await self._keep_copy(text, what)
        for screen in reversed(self.screen_stack):
            if isinstance(screen, BaseScreen):
                screen.notice(told)
                return

    async def _keep_copy(self, text: str, what: str) -> str:
        """Write a text that no clipboard accepts into a file; return the notice for the footer."""
        strings = strings_for(self.language)
        from weda_tui.tui.tokens.view import tilde

        try:
            await asyncio.to_thread(keep_copy, self._session.paths.copied, text)
        except WedaError as error:
            return explain(error, strings).what
        return strings.tui.result.copied_to_file.format(
            what=what, file=strip_control_characters(tilde(str(self._session.paths.copied)))
        )

    async def on_unmount(self) -> None:
        """Close connections and end the sandbox."""
        await self._session.aclose()


def _run_on_the_loop(number: int, loop: asyncio.AbstractEventLoop) -> None:
    """Run the current handler of a signal on the event loop.

    The handler writes to the terminal, and the signal may arrive in the middle of another write.
    """
    does = signal.getsignal(number)
    if callable(does):
        signal.signal(number, partial(loop.call_soon_threadsafe, does))


def _hang_up_if_terminal_is_gone() -> None:
    """Raise ``SIGHUP`` if the terminal is gone.

    The kernel sends the signal to the session leader only, for example a shell or make. Reading
    from a terminal that is gone returns at once without data, so the thread that reads keys would
    use a whole core.
    """
    if sys.platform != "win32" and not os.isatty(0):
        signal.raise_signal(signal.SIGHUP)


def _redirect_lost_terminal() -> None:
    """Redirect standard input, output and error to the null device if the terminal is gone.

    A failed write would end the thread that writes to the terminal, and other threads would wait
    for this thread for ever.
    """
    with suppress(OSError):
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            if stat.S_ISCHR(os.fstat(descriptor).st_mode) and not os.isatty(descriptor):
                os.dup2(nothing, descriptor)
        os.close(nothing)


def _outlive_terminal(failed: threading.ExceptHookArgs) -> None:
    """Let the thread that writes to the terminal go on after the terminal is gone.

    Textual's queue for this thread is bounded, and Textual waits for the thread at the end. The
    exception of any other thread is reported as usual.
    """
    if failed.thread is None or failed.thread.name != "textual-output" or os.isatty(2):
        threading.__excepthook__(failed)
        return
    _redirect_lost_terminal()
    failed.thread.run()


def has_no_color() -> bool:
    """Return whether the user disabled colours: ``NO_COLOR`` is set and not empty."""
    return bool(os.environ.get("NO_COLOR"))


def run_explorer(
    session: Session, language: Language, background: Callable[[], TerminalBackground]
) -> int:
    """Run the explorer until the user quits; return the exit status."""
    return run_app(session, WedaApp(session, language), background)


def run_app(session: Session, app: WedaApp, background: Callable[[], TerminalBackground]) -> int:
    """Run an app in the saved theme, else in one that matches the terminal; return its status."""
    kept, seen = session.settings.preferences.theme, background()
    if has_no_color() or app.console.color_system not in {"256", "truecolor"}:
        app.theme = palette.TERMINAL
    elif kept in palette.PALETTES:
        app.theme = kept
    elif seen.is_light:
        app.theme = palette.LIGHT
    if seen.was_asked:
        drop_late_answers(seen.typed)
    threading.excepthook = _outlive_terminal
    status = app.run()
    return status if status is not None else app.return_code or 0
