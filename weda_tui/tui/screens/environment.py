"""The screen of the environment form: first run, new, edit; with a check at the right."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.access_token import AccessToken
from weda_tui.core.environment import Environment, Where
from weda_tui.core.errors import (
    ErrorCode,
    FileError,
    LimitError,
    NotReachableError,
    TokenError,
    WedaError,
)
from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.explain import explain
from weda_tui.i18n.quantities import elapsed, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.dialogs.help import Help, HelpRow
from weda_tui.tui.dialogs.menu import Menu, MenuItem
from weda_tui.tui.panes.environment_form import EnvironmentForm, FormContent, FormFault
from weda_tui.tui.panes.where_pane import WherePane
from weda_tui.tui.screens.page import Page
from weda_tui.tui.widgets.footer import Hint, KeyFooter
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.wrap import wrap

GUIDE_EXAMPLE = "DescribeInstanceApproverList"


class EnvironmentScreen(Page[str | None]):
    """Answers with the saved environment's name, empty when removed, ``None`` for neither."""

    CSS_PATH = "environment.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]

    BINDINGS = [
        Binding("f5,ctrl+r", "check", show=False, priority=True),
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("ctrl+d", "remove", show=False, priority=True),
        Binding("f7", "ways", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]

    is_ready = False
    """Whether the children are there to be told."""

    where: var[Where | None] = var(None)

    _form = query_one("#form", EnvironmentForm)
    _checks = query_one("#checks", Lines)
    _footer = query_one("#footer", KeyFooter)

    def __init__(
        self,
        session: Session,
        environment: Environment | None,
        strings: Strings,
    ) -> None:
        super().__init__()
        self._session = session
        self._environment = environment
        self._is_first = not session.environments
        self._is_checking = self._is_saving = False
        self._checked: Environment | None = None
        self._token: AccessToken | None = None
        self._error: WedaError | None = None
        self._save_error: WedaError | None = None
        self._answer: str | None = None
        self._focus_before: Widget | None = None
        self._asked_to_leave = self._asked_to_remove = False
        self.set_reactive(EnvironmentScreen.strings, strings)
        if environment is not None:
            self.set_reactive(EnvironmentScreen.where, session.where(environment.name))

    def compose(self) -> ComposeResult:
        """Lay out the strip, the form, the checks and the keys."""
        yield WherePane(id="where").data_bind(EnvironmentScreen.strings, EnvironmentScreen.where)
        with Horizontal(id="columns"):
            with Vertical(id="form-column"):
                yield Lines(self._draw_form_heading, id="form-heading")
                yield EnvironmentForm(
                    self._environment,
                    is_first=self._is_first,
                    id="form",
                ).data_bind(EnvironmentScreen.strings)
            with Vertical(id="checks-column"):
                yield Lines(self._draw_checks_heading, id="checks-heading")
                yield Lines(self._draw_checks, id="checks")
        yield KeyFooter(id="footer")

    def on_mount(self) -> None:
        """Show the keys."""
        self.is_ready = True
        self._show_keys()
        self._ask_for_keyring()

    @work(group="keyring")
    async def _ask_for_keyring(self) -> None:
        self._form.show_keyring(await asyncio.to_thread(self._session.has_keyring))

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
        return self._is_checking or self._is_saving

    def watch_strings(self) -> None:
        """Speak the other language."""
        if self.is_ready:
            for lines in self.query(Lines):
                lines.redraw()
            self._show_keys()

    # -- actions -----------------------------------------------------------------------------

    def action_check(self) -> None:
        """Fetch one token; when it comes, save what it was fetched for and go back."""
        if not self.is_busy and (content := self._content()) is not None:
            self._is_checking = True
            self._check(content)

    def _content(self) -> FormContent | None:
        """Return what the form says, or go to what is wrong in it."""
        content = self._form.content()
        if isinstance(content, FormFault):
            self._form.show_faults()
            self._form.focus_field(content.field)
            self.notice(content.text)
            return None
        names = {environment.name for environment in self._session.environments}
        own = self._environment.name if self._environment else ""
        if content.environment.name in names - {own}:
            self._form.focus_field("name")
            self.notice(self.strings.tui.form.taken.format(name=content.environment.name))
            return None
        return content

    @work(group="check", exclusive=True)
    async def _check(self, content: FormContent) -> None:
        self._checked, self._token = content.environment, None
        self._error = self._save_error = None
        self._checks.redraw()
        old = self._environment
        is_kept = old is not None and content.environment.secret_key == old.secret_key
        try:
            self._token = await self._session.try_environment(
                content.environment, secret=content.secret, replaces=old if is_kept else None
            )
        except WedaError as error:
            self._error = error
        self._is_checking = False
        self._checks.redraw()
        if self._error is None:
            self._save(content)

    def _stop_check(self) -> None:
        self.workers.cancel_group(self, "check")
        self._is_checking = False
        self._checks.redraw()

    def action_save(self) -> None:
        """Save without a check."""
        if self._is_saving or (content := self._content()) is None:
            return
        if self._is_checking:
            self._stop_check()
        self._save(content)

    def _save(self, content: FormContent) -> None:
        self._set_saving(True)
        self._store(content)

    def _set_saving(self, is_saving: bool) -> None:
        """Take no edits while files are written; afterwards the focus is where it was."""
        if is_saving:
            self._focus_before = self.focused
        self._is_saving = self._form.disabled = is_saving
        if not is_saving and self._focus_before is not None:
            self.set_focus(self._focus_before)

    @work(group="save")
    async def _store(self, content: FormContent) -> None:
        self._save_error = None
        try:
            self._environment = await asyncio.to_thread(
                self._session.save_environment,
                content.environment,
                secret=content.secret,
                replaces=self._environment,
            )
        except WedaError as error:
            self._save_error = error
            self._checks.redraw()
            self._set_saving(False)
            self.notice(explain(error, self.strings).what)
            return
        self._finish(content.environment.name)

    def action_remove(self) -> None:
        """Remove the environment, asked for twice."""
        environment = self._environment
        if environment is None or self._is_saving:
            return
        if not self._asked_to_remove:
            self._asked_to_remove = True
            self.notice(self.strings.tui.form.remove_question.format(name=environment.name))
            return
        if self._is_checking:
            self._stop_check()
        self._set_saving(True)
        self._remove(environment)

    @work(group="save")
    async def _remove(self, environment: Environment) -> None:
        try:
            await asyncio.to_thread(self._session.remove_environment, environment)
        except WedaError as error:
            self._set_saving(False)
            self.notice(explain(error, self.strings).what)
            return
        self._finish("")

    def action_leave(self) -> None:
        """Stop a check, else go back; typed text is dropped only when asked twice."""
        if self._is_saving:
            return
        if self._is_checking:
            self._stop_check()
        elif self._form.is_touched and not self._asked_to_leave:
            self._asked_to_leave = True
            self.notice(self.strings.tui.form.discard_question)
        else:
            self.dismiss(None)

    def action_ways(self) -> None:
        """What to do without a deployment at hand."""
        if not self._is_first:
            return
        words = self.strings.tui.form
        items = [
            MenuItem("1", words.use_sandbox, words.use_sandbox_hint, "sandbox"),
            MenuItem("2", words.browse, words.browse_hint, "browse"),
        ]
        self.app.push_screen(Menu(words.no_deployment, items), self._on_way)

    def _on_way(self, way: str | None) -> None:
        if way == "sandbox":
            self._use_sandbox()
        elif way == "browse":
            self.dismiss(None)

    @work(group="sandbox", exclusive=True)
    async def _use_sandbox(self) -> None:
        try:
            environment = await self._session.start_sandbox(self.strings.tui.form.sandbox_name)
        except WedaError as error:
            self.notice(explain(error, self.strings).what)
            return
        self._finish(environment.name)

    @on(EnvironmentForm.Edited)
    def _on_edited(self, event: EnvironmentForm.Edited) -> None:
        event.stop()
        self._asked_to_leave = self._asked_to_remove = False
        if self._is_checking:
            self._stop_check()
            self.notice(self.strings.tui.form.check_voided)
        self._checks.redraw()

    @on(EnvironmentForm.Pressed)
    def _on_pressed(self, event: EnvironmentForm.Pressed) -> None:
        event.stop()
        match event.action:
            case "check":
                self.action_check()
            case "save":
                self.action_save()
            case way:
                self._on_way(way)

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
            ("Ctrl+S", words.keys.save, "save"),
        ]
        if self._is_first:
            keys.append(("F7", words.form.no_deployment, "ways"))
        if self._environment is not None:
            keys.append(("Ctrl+D", words.form.remove, "remove"))
        return [*keys, ("Esc", words.keys.close, "leave")]

    def _show_keys(self) -> None:
        words = self.strings.tui.keys
        self._footer.show(
            [Hint(*key) for key in self._keys()],
            [Hint("F1", words.help, "app.help"), Hint("Ctrl+Q", words.quit, "app.quit")],
        )

    def show_help(self) -> None:
        """Show the keys of this screen."""
        words = self.strings.tui
        here = [HelpRow(shown, text) for shown, text, _ in self._keys()]
        here.append(HelpRow("↑↓ ←→ Space", words.form.guards_hint))
        everywhere = [HelpRow("F1", words.keys.help), HelpRow("Ctrl+Q", words.keys.quit)]
        self.app.push_screen(Help(words.stage.where, here, everywhere, self.strings))

    def _draw_form_heading(self, width: int) -> list[Line]:
        words = self.strings.tui
        step = [Run(words.form.first_step, "dim"), Run(" ")] if self._is_first else []
        left = [Run(" "), Run("F2 ", "focus bold"), Run(words.stage.where, "bold")]
        return [Line(left, step), Line()]

    def _draw_checks_heading(self, width: int) -> list[Line]:
        return [Line([Run(" "), Run(self.strings.tui.form.checks, "text")]), Line()]

    def _draw_checks(self, width: int) -> list[Line]:
        """Draw a fact a row: spelling at once, the rest from the token call."""
        if not self._form.is_ready:
            return []
        words = self.strings.tui.form
        lines: list[Line] = []
        host, fault = "", self._form.fault("host")
        if not self._form.value("host"):
            lines += _check("–", words.check_spelling, words.host_hint, width)
        elif fault:
            lines += _check("✗", words.check_spelling, fault, width)
        else:
            host = self._form.host()
            scheme, _, name = host.partition("://")
            is_ip = name.startswith("[") or name.split(":")[0].replace(".", "").isdigit()
            kind = words.ip if is_ip else words.domain
            text = words.check_spelling_good.format(scheme=scheme, kind=kind)
            lines += _check("✓", words.check_spelling, text, width)
        return [*lines, *self._network_checks(host, width), *self._afterwards(width)]

    def _network_checks(self, host: str, width: int) -> list[Line]:
        words = self.strings.tui.form
        if self._is_checking:
            return _check("~", words.check_token, words.checking, width)
        if self._save_error is not None:
            said = explain(self._save_error, self.strings)
            return _failure(words.check_saving, said, width)
        if self._error is not None:
            return self._failed_checks(self._error, host, width)
        token = self._token
        if token is None:
            return _check("–", words.check_token, words.check_token_wait, width)
        took = words.check_reach_good.format(
            address=host.partition("://")[2], elapsed=elapsed(token.elapsed)
        )
        lines = [
            *_check("✓", words.check_reach, took, width),
            *self._tls_check(host.startswith("https"), width),
        ]
        if token.clock_skew is None:
            lines += _check("–", words.check_clock, words.check_clock_unknown, width)
        else:
            skew = words.check_clock_good.format(seconds=f"{abs(token.clock_skew):.1f}")
            mark = "✓" if abs(token.clock_skew) < 30 else "!"
            lines += _check(mark, words.check_clock, skew, width)
        good = words.check_token_good.format(lifetime=time_left(token.lifetime))
        return [*lines, *_check("✓", words.check_token, good, width)]

    def _tls_check(self, is_https: bool, width: int) -> list[Line]:
        words = self.strings.tui.form
        if not is_https:
            return _check("–", words.check_tls, words.check_tls_none, width)
        if self._checked is not None and not self._checked.verify_tls:
            return _check("!", words.check_tls, words.check_tls_off, width)
        return _check("✓", words.check_tls, words.check_tls_good, width)

    def _failed_checks(self, error: WedaError, host: str, width: int) -> list[Line]:
        words = self.strings.tui.form
        said = explain(error, self.strings)
        lines: list[Line] = []
        title = words.check_token
        if isinstance(error, TokenError):
            lines += _check("✓", words.check_reach, host.partition("://")[2], width)
        elif error.code in _TLS_CODES:
            title = words.check_tls
        elif isinstance(error, NotReachableError | LimitError):
            title = words.check_reach
        elif isinstance(error, FileError):
            title = words.secret_key
        lines += _failure(title, said, width)
        return [*lines, Line(), Line([Run("    "), Run(words.still_saves, "dim")])]

    def _afterwards(self, width: int) -> list[Line]:
        if not self._is_first:
            return []
        words = self.strings.tui.form
        endpoint = self._session.catalogue.get(f"workflow.{GUIDE_EXAMPLE}")
        return [
            Line(),
            Line([Run(" "), Run(words.after, "text")]),
            Line(),
            Line([Run("  "), Run(words.after_open)]),
            Line(
                [
                    Run("  "),
                    Run(endpoint.title.text(self.strings.language), "bold"),
                    Run(f"  {GUIDE_EXAMPLE}", "dim"),
                ]
            ),
            *(Line([Run("  "), Run(t, "dim")]) for t in wrap(words.after_why, width - 4)),
        ]


_TLS_CODES = {
    ErrorCode.TLS_UNKNOWN_CA,
    ErrorCode.TLS_WRONG_HOST,
    ErrorCode.TLS_EXPIRED,
    ErrorCode.TLS_FAILED,
    ErrorCode.HTTPS_ON_HTTP_PORT,
    ErrorCode.CA_FILE_INVALID,
}
_MARK_ROLES = {"✓": "ok", "✗": "fail", "!": "caution", "~": "focus", "–": "dim"}


def _failure(title: str, said: Words, width: int) -> list[Line]:
    """Return a check that failed: why, and what to do."""
    hint = [Line([Run("    "), Run(t)]) for t in wrap(said.hint, width - 6)]
    return [*_check("✗", title, said.what, width), *hint]


def _check(mark: str, title: str, fact: str, width: int) -> list[Line]:
    """Return a check: mark and title, the fact below."""
    return [
        Line([Run("  "), Run(mark, _MARK_ROLES[mark]), Run(f"  {title}")]),
        *(Line([Run("     "), Run(t, "dim")]) for t in wrap(fact, width - 7)),
    ]
