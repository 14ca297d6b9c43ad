"""The screen of the environment form: new or edit, with a check at the right."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.access_token import TokenStatus
from weda_tui.core.endpoint import TokenKind
from weda_tui.core.environment import Environment, Where
from weda_tui.core.environment_check import first_fault, plan_steps, refused_field
from weda_tui.core.environment_input import EnvironmentInput, FieldFault
from weda_tui.core.errors import WedaError
from weda_tui.i18n.check import sum_words
from weda_tui.i18n.explain import explain
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.dialogs.help import Help
from weda_tui.tui.drawings.environment_checks import CheckState
from weda_tui.tui.drawings.environment_form import draw_more, fault_words
from weda_tui.tui.panes.environment_check import EnvironmentCheckPane
from weda_tui.tui.panes.environment_form import EnvironmentForm
from weda_tui.tui.panes.where_pane import WherePane
from weda_tui.tui.screens.page import Page
from weda_tui.tui.widgets.float import HelpRow
from weda_tui.tui.widgets.footer import Hint, KeyFooter
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.stage import TALL


class EnvironmentScreen(Page[str | None]):
    """Answers with the saved environment's name, empty when removed, ``None`` for neither."""

    CSS_PATH = "environment.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]

    BINDINGS = [
        Binding("f5,ctrl+r", "check", show=False, priority=True),
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("ctrl+d", "remove", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]

    is_first = False
    """Whether there is no other environment yet."""

    where: var[Where | None] = var(None)
    token: var[TokenStatus | None] = var(None)
    other_token: var[TokenStatus | None] = var(None)
    problems: var[int] = var(0)

    _copied: Environment | None = None
    """The environment that a new one was begun as a copy of."""
    _form = query_one("#form", EnvironmentForm)
    check_state: var[CheckState] = var(CheckState())

    _checks = query_one("#checks-pane", EnvironmentCheckPane)
    _more = query_one("#form-more", Lines)

    def __init__(
        self,
        session: Session,
        environment: Environment | None,
        strings: Strings,
        in_hand: Where | None = None,
        *,
        checks_at_once: bool = False,
    ) -> None:
        """``environment`` is edited, ``None`` makes a new one; ``in_hand`` is where the user is.

        ``checks_at_once`` starts a check as soon as the form is there.
        """
        super().__init__()
        self._session = session
        self._environment = environment
        self._checks_at_once = checks_at_once
        self._is_saving = False
        self._answer: str | None = None
        self._focus_before: Widget | None = None
        self._asked_to_leave = self._asked_to_remove = False
        self.set_reactive(EnvironmentScreen.strings, strings)
        where = session.where(environment.name) if environment else in_hand
        self.set_reactive(EnvironmentScreen.where, where)
        self.set_reactive(EnvironmentScreen.problems, len(session.environments.problems))

    def compose(self) -> ComposeResult:
        """Lay out the strip, room for the tree, the form, the checks and the keys."""
        yield WherePane(id="where").data_bind(
            EnvironmentScreen.strings, EnvironmentScreen.where, EnvironmentScreen.token,
            EnvironmentScreen.other_token, EnvironmentScreen.problems,
        )  # fmt: skip
        own = self._environment.name if self._environment else ""
        taken = {environment.name for environment in self._session.environments.all} - {own}
        with Horizontal(id="columns"):
            yield from self.compose_left()
            with Vertical(id="form-column"):
                yield Lines(self._draw_form_heading, id="form-heading")
                yield EnvironmentForm(
                    self._environment, taken, is_first=self.is_first, id="form"
                ).data_bind(EnvironmentScreen.strings)
                yield Lines(self._draw_more, id="form-more")
            with Vertical(id="checks-column"):
                yield EnvironmentCheckPane(
                    self._said, self.draw_below_checks, id="checks-pane"
                ).data_bind(EnvironmentScreen.strings, EnvironmentScreen.check_state)
                yield from self.compose_right()
        yield KeyFooter(id="footer")

    def compose_left(self) -> ComposeResult:
        """Lay out what stands left of the form."""
        yield from ()

    def compose_right(self) -> ComposeResult:
        """Lay out what stands below the checks."""
        yield from ()

    def on_mount(self) -> None:
        """Show the keys and the gauge."""
        self.is_ready = True
        self.begin()
        self.show_keys()
        self.ask_for_secrets()
        self._refresh_tokens()
        self.set_interval(1.0, self._refresh_tokens)
        if self._checks_at_once:
            self.call_after_refresh(self.action_check)

    def begin(self) -> None:
        """Give something the focus."""
        self._form.focus_field("host")

    def _refresh_tokens(self) -> None:
        """Take the tokens' states as they are now."""
        self.token = self._session.token_status(self.where, TokenKind.KEY)
        self.other_token = self._session.token_status(self.where, TokenKind.USER)

    @work(group="keyring", exclusive=True)
    async def ask_for_secrets(self) -> None:
        """Show which secrets are not there, and where new ones go; both wait for the system."""
        known, environment = self._session.environments, self._environment
        if environment is not None:
            self._form.show_absent(await asyncio.to_thread(known.find_absent, environment))
        self._form.show_keyring(await asyncio.to_thread(known.has_keyring))

    def on_screen_resume(self) -> None:
        """Leave when all was done while a float lay above."""
        if self._answer is not None:
            self.dismiss(self._answer)

    def _finish(self, answer: str) -> None:
        """Leave with an answer, as soon as no float lies above."""
        self._answer = answer
        if self.is_active:
            self.dismiss(answer)

    @property
    def is_busy(self) -> bool:
        """Whether a check or a save is under way."""
        return self.check_state.is_running or self._is_saving

    def watch_strings(self) -> None:
        """Speak the other language."""
        if self.is_ready:
            for lines in self.query(Lines):
                lines.redraw()
            self.show_keys()

    # -- check and save ----------------------------------------------------------------------

    def action_check(self) -> None:
        """Look at what the form says step by step; when it is fit, save what is new of it."""
        if not self.is_busy and (content := self._content()) is not None:
            tried = content.environment
            self.check_state = CheckState(is_running=True, tried=tried, plan=plan_steps(tried))
            self._check(content)

    def _content(self) -> EnvironmentInput | None:
        """Return what the form says, or go to what is wrong in it."""
        said = self._form.read()
        if isinstance(said, EnvironmentInput):
            return said
        self._form.show_faults()
        self._form.focus_field(said[0].field)
        self._checks.redraw()
        self.notice(fault_words(said[0], self.strings))
        return None

    @work(group="check", exclusive=True, description="check")
    async def _check(self, content: EnvironmentInput) -> None:
        """Show each step as it finishes; a kept secret is tried where none is typed."""
        tried, old = content.environment, self._environment
        begun = self._session.clock.monotonic()
        results = self._session.check_environment(
            tried,
            secret=content.secret,
            password=content.password,
            replaces=old,
            copied=self._copied,
        )
        async with aclosing(results):
            async for result in results:
                shown = (*self.check_state.results, result)
                self.check_state = msgspec.structs.replace(self.check_state, results=shown)
        self.check_state = msgspec.structs.replace(self.check_state, is_running=False)
        if self.check_state.is_fit and (old is None or self._form.is_edited):
            self._save(content)
        else:
            fault = first_fault(self.check_state.plan, self.check_state.results)
            if field := refused_field(fault):
                self._form.return_to(field)
            took = self._session.clock.monotonic() - begun
            self.notice(sum_words(tried.name, self.check_state.results, took, self.strings))

    def _stop_check(self) -> None:
        if self.check_state.is_running:
            self.workers.cancel_group(self, "check")
            self.check_state = CheckState()

    def action_save(self) -> None:
        """Save without a check."""
        if not self._is_saving and (content := self._content()) is not None:
            self._stop_check()
            self._save(content)

    def _save(self, content: EnvironmentInput) -> None:
        environment = content.environment
        save = partial(
            self._session.environments.store,
            environment,
            secret=content.secret,
            password=content.password,
            replaces=self._environment,
            copied=self._copied,
            approves=None,
        )
        self._write(save, environment.name)

    def _write(self, write: Callable[[], Awaitable[object]], answer: str) -> None:
        """Change files, take no edits meanwhile, then leave with an answer."""
        self.notice(self.strings.tui.form.saving)
        self._focus_before = self.focused
        self._is_saving = self._form.disabled = True
        self._write_and_leave(write, answer)

    @work(group="save", description="save")
    async def _write_and_leave(self, write: Callable[[], Awaitable[object]], answer: str) -> None:
        try:
            await write()
        except WedaError as error:
            self._take_edits_again()
            self._not_written(error)
        else:
            self._written(answer)

    def _take_edits_again(self) -> None:
        self._is_saving = self._form.disabled = False
        self.set_focus(self._focus_before)

    def _written(self, answer: str) -> None:
        """What was to be written is."""
        self._finish(answer)

    def _not_written(self, error: WedaError) -> None:
        """Say why nothing was written; what was typed stays."""
        self.check_state = msgspec.structs.replace(self.check_state, save_error=error)
        self.notice(explain(error, self.strings).what)

    def action_remove(self) -> None:
        """Remove the environment, asked for twice."""
        environment = self._environment
        if environment is None or self._is_saving:
            return
        if not self._asked_to_remove:
            self._asked_to_remove = True
            self.notice(self.strings.tui.form.remove_question.format(name=environment.name))
            return
        self._stop_check()
        self._write(partial(self._session.environments.discard, environment), "")

    @on(EnvironmentForm.Edited)
    def _on_edited(self, event: EnvironmentForm.Edited) -> None:
        event.stop()
        self._asked_to_leave = self._asked_to_remove = False
        if self.check_state.is_running:
            self._stop_check()
            self.notice(self.strings.tui.form.check_voided)
        self.check_state = msgspec.structs.replace(self.check_state, save_error=None)
        self._checks.redraw()

    # -- leaving -----------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Stop a check, else go back; typed text is dropped only when asked twice."""
        if self.check_state.is_running:
            self._stop_check()
        elif self.may_leave(self.strings.tui.form.discard_question):
            self.dismiss(None)

    def may_leave(self, question: str) -> bool:
        """Return whether nothing is lost by leaving, or losing it was agreed to."""
        if self._is_saving:
            return False
        if self._form.is_edited and not self._asked_to_leave:
            self._asked_to_leave = True
            self.notice(question)
            return False
        self._stop_check()
        return True

    @on(EnvironmentForm.Pressed)
    def _on_pressed(self, event: EnvironmentForm.Pressed) -> None:
        event.stop()
        match event.action:
            case "check":
                self.action_check()
            case "save":
                self.action_save()
            case _:
                pass

    @on(Lines.Pressed)
    async def _on_hint_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        if event.action:
            await self.app.run_action(event.action, default_namespace=self)

    # -- words -------------------------------------------------------------------------------

    def _keys(self) -> list[tuple[str, str, str]]:
        words = self.strings.tui
        keys = [
            ("Tab", words.keys.next_field, ""),
            ("F5", words.form.check_save, "check"),
            *self.own_keys(),
            ("Ctrl+S", words.keys.save, "save"),
        ]
        if self._environment is not None:
            keys.append(("Ctrl+D", words.form.remove, "remove"))
        return [*keys, ("Esc", words.keys.close, "leave")]

    def own_keys(self) -> list[tuple[str, str, str]]:
        """Return the keys of one kind of this screen: shown, words, action."""
        return []

    def keys_here(self) -> list[Hint]:
        """Return the keys of this screen."""
        return [Hint(*key) for key in self._keys()]

    def show_help(self) -> None:
        """Show the keys of this screen."""
        words = self.strings.tui
        here = [HelpRow(shown, text) for shown, text, _ in self._keys()]
        here.append(HelpRow("↑↓ ←→ Space", words.form.guards_hint))
        everywhere = [HelpRow("F1", words.keys.help), HelpRow("Ctrl+Q", words.keys.quit)]
        self.app.push_screen(Help(words.stage.where, here, everywhere, self.strings))

    def _draw_form_heading(self, width: int) -> list[Line]:
        words = self.strings.tui
        step = [Run(words.form.first_step, "dim"), Run(" ")] if self.is_first else []
        is_in_hand = self._form.has_focus_within or self._form.disabled
        role, name = ("focus bold", "bold") if is_in_hand else ("dim", "text")
        return [Line([Run(" "), Run("F2 ", role), Run(words.stage.where, name)], step), Line()]

    @on(EnvironmentForm.Scrolled)
    def _on_scrolled(self, event: EnvironmentForm.Scrolled) -> None:
        event.stop()
        self._more.redraw()

    def _draw_more(self, width: int) -> list[Line]:
        """Say that the form goes on below; the row that says so is one of those left for it."""
        if not self._form.is_ready:
            return []
        has_more = self._form.rows_below > self._more.size.height
        return draw_more(self.strings) if has_more else []

    def _said(self) -> tuple[str, Sequence[FieldFault]] | None:
        """Return what the list of checks needs of the form."""
        if not self._form.is_ready:
            return None
        said = self._form.read()
        return self._form.texts().host, () if isinstance(said, EnvironmentInput) else said

    def draw_below_checks(self, width: int) -> list[Line]:
        """Draw what stands below the list of checks."""
        return []
