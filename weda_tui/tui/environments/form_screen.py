"""The base of both screens with an environment form: the form, its check, their layout."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.commands.table import COMMAND_LIST, Command
from weda_tui.tui.environments.check_controller import CheckController
from weda_tui.tui.environments.check_view import EnvironmentCheckPane
from weda_tui.tui.environments.columns import FormColumn
from weda_tui.tui.environments.editing import CheckRun, EnvironmentEditing
from weda_tui.tui.environments.form_controller import FormController
from weda_tui.tui.environments.form_pane import EnvironmentForm
from weda_tui.tui.environments.live_check import LiveCheck
from weda_tui.tui.environments.target_pane import TargetPane
from weda_tui.tui.layout.base_screen import BaseScreen
from weda_tui.tui.layout.headings import heading, stage_name
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.footer import Hint, KeyFooter
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow
from weda_tui.tui.widgets.pane import TALL
from weda_tui.tui.workbench.bench import Bench


class FormKeysBench(Bench, Protocol):
    """A screen with the form of an environment."""

    async def run_action(self, action: str) -> None:
        """Run an action of the screen."""


class FormKeys:
    """The key bindings that a screen with an environment form shows."""

    def __init__(
        self, bench: FormKeysBench, keys: Callable[[], Sequence[tuple[str, str, str]]]
    ) -> None:
        """``keys`` returns the current keys: the key as shown, its words, its action."""
        self._bench, self._keys = bench, keys

    def here(self) -> list[Hint]:
        """Return the keys of the screen."""
        return [Hint(*key) for key in self._keys()]

    def everywhere(self) -> list[Hint]:
        """Return no keys: no command leads from here to another place."""
        return []

    def works(self, command: Command) -> bool:
        """Return ``False``: commands of other places do not run here."""
        return False

    def show_help(self) -> None:
        """Show the keys of the screen."""
        words = self._bench.words.tui
        here = [HelpRow(shown, text) for shown, text, _ in self._keys()]
        here.append(HelpRow("↑↓ ←→ Space", words.form.guards_hint))
        everywhere = [HelpRow("F1", words.keys.help), HelpRow("Ctrl+Q", words.keys.quit)]
        self._bench.ask(Help(words.stage.where, here, everywhere, self._bench.words))

    async def run(self, command_id: str) -> None:
        """Run an action of the screen."""
        await self._bench.run_action("more" if command_id == COMMAND_LIST.id else command_id)

    def type_text(self, key: str, text: str) -> bool:
        """Return ``False``: on this screen text is typed into fields only."""
        return False


class EnvironmentScreen(BaseScreen[str | None]):
    """Returns the name of the saved environment, empty if removed, ``None`` for neither."""

    CSS_PATH = "form_screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]

    BINDINGS = [
        Binding("f5,ctrl+r", "check", show=False, priority=True),
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("ctrl+d", "remove", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]

    AUTO_FOCUS = ""

    is_first = False
    """Whether there is no other environment yet."""
    accepts_keys = False

    where: var[Target | None] = var(None)
    token: var[TokenStatus | None] = var(None)
    other_token: var[TokenStatus | None] = var(None)
    problems: var[int] = var(0)

    def __init__(
        self,
        session: Session,
        environment: Environment | None,
        strings: Strings,
        target: Target | None = None,
        *,
        checks_at_once: bool = False,
    ) -> None:
        """``environment`` is edited, ``None`` for a new one; ``target`` is the user's target.

        ``checks_at_once`` starts a check as soon as the form is mounted.
        """
        super().__init__(FormKeys(self, self.keys))
        self._session = session
        self._checks_at_once = checks_at_once
        self._answer: str | None = None
        self.below_checks: list[Widget] = []
        """The widgets below the checks."""
        own = environment.name if environment else ""
        taken = {each.name for each in session.environments.all} - {own}
        self.form = EnvironmentForm(environment, taken, is_first=self.is_first, id="form")
        self._checks = EnvironmentCheckPane(
            self.form.address_and_faults, self.draw_below_checks, id="checks-pane"
        )
        self.run = CheckRun(self._checks, partial(self.stop, "check"))
        self.editing = EnvironmentEditing(self, session, self.form, self.run, environment)
        self.editor = FormController(self, session, self.editing, self.run)
        self.before_leaving = partial(self.editor.leave_for, "")
        self.checking = CheckController(
            self, session, self.editing, self.run, self.editor.save_content
        )
        self.live = LiveCheck(self, session.checks, self.editing, self.run)
        self.routes.add(EnvironmentForm.EnvironmentEdited, self.show_edited)
        self.set_reactive(EnvironmentScreen.strings, strings)
        where = target or (environment and session.environments.where(environment.name))
        if target is not None:
            self.editing.env_type = target.env_type
        self.set_reactive(EnvironmentScreen.where, where)
        self.set_reactive(EnvironmentScreen.problems, len(session.environments.problems))

    def compose(self) -> ComposeResult:
        """Lay out the target strip, the left column, the form, the checks and the footer."""
        yield TargetPane(id="where").data_bind(
            EnvironmentScreen.strings, EnvironmentScreen.where, EnvironmentScreen.token,
            EnvironmentScreen.other_token, EnvironmentScreen.problems,
        )  # fmt: skip
        with Horizontal(id="columns"):
            yield from self.compose_left()
            yield FormColumn(self.form, self.draw_form_heading).data_bind(EnvironmentScreen.strings)
            with Vertical(id="checks-column"):
                yield self._checks.data_bind(EnvironmentScreen.strings)
                yield from self.below_checks
        yield KeyFooter(id="footer")

    def stop(self, group: str) -> None:
        """Cancel the workers of a group."""
        self.workers.cancel_group(self, group)

    def compose_left(self) -> ComposeResult:
        """Lay out the column left of the form."""
        yield from ()

    def on_mount(self) -> None:
        """Show the keys and the tokens; do nothing without a mounted form, when the app exits."""
        if not self.form.children:
            return
        self.is_ready = True
        self.begin()

        def accept_keys() -> None:
            self.accepts_keys = True
            self.app.post_message(self.AcceptsKeys())

        self.app.call_later(accept_keys)  # After the change of the focus
        self.environment_changed()
        self._refresh_tokens()
        self.set_interval(1.0, self._refresh_tokens)
        if self._checks_at_once:
            self.call_after_refresh(self.action_check)

    def begin(self) -> None:
        """Focus the first field."""
        self.form.focus_field("host")

    def _refresh_tokens(self) -> None:
        """Show the current states of the tokens."""
        environment, tokens = self.where and self.where.environment, self._session.tokens
        self.token = tokens.status(environment, TokenKind.KEY)
        self.other_token = tokens.status(environment, TokenKind.USER)

    def environment_changed(self) -> None:
        """Show the secrets and the keys for the environment that is now edited."""
        self._show_secrets()
        self.show_keys()

    @work(group="keyring", exclusive=True)
    async def _show_secrets(self) -> None:
        """Show which secrets are missing and where new ones go; both may wait for the system."""
        secrets, environment = self._session.secrets, self.editing.environment
        if environment is not None:
            self.form.show_absent(await asyncio.to_thread(secrets.find_absent, environment))
        self.form.show_keyring(await asyncio.to_thread(secrets.has_keyring))

    def on_screen_resume(self) -> None:
        """Close the screen if its work ended while a dialog was open above it."""
        if self._answer is not None:
            self.dismiss(self._answer)

    def leave(self, name: str | None) -> None:
        """Close the screen with ``name``, as soon as no dialog is open above it."""
        self._answer = name
        if name is None or self.is_active:
            self.dismiss(name)

    def watch_strings(self) -> None:
        """Draw everything in the new language."""
        if self.is_ready:
            for lines in self.query(Lines):
                lines.redraw()
            self.show_keys()

    # -- actions -----------------------------------------------------------------------------

    def action_check(self) -> None:
        """Check the values in the form; if they work, save them where they are new or edited."""
        self.live.stop()
        self.checking.check()

    def action_save(self) -> None:
        """Save without a check."""
        self.editor.save()

    def action_remove(self) -> None:
        """Remove the environment if the action is repeated to confirm it."""
        self.editor.remove()

    def action_leave(self) -> None:
        """Stop a running check, else leave; discard unsaved edits only at the second attempt."""
        self.editor.leave()

    def show_edited(self, event: EnvironmentForm.EnvironmentEdited) -> None:
        """Stop a check of the values before the edit; check an address while it is typed."""
        self.editor.edited()
        self.live.edited()

    @on(EnvironmentForm.ActionPressed)
    async def _on_action_pressed(self, event: EnvironmentForm.ActionPressed) -> None:
        if event.action:
            await self.run_action(event.action)

    # -- words -------------------------------------------------------------------------------

    def keys(self) -> list[tuple[str, str, str]]:
        """Return the keys of this screen: the key as shown, its words, its action."""
        words = self.strings.tui
        keys = [
            ("Tab", words.keys.next_field, ""),
            ("F5", words.form.check_save, "check"),
            ("Ctrl+S", words.keys.save, "save"),
        ]
        if self.editing.environment is not None:
            keys.append(("Ctrl+D", words.form.remove, "remove"))
        return [*keys, ("Esc", words.keys.close, "leave")]

    def draw_form_heading(self, width: int) -> list[Line]:
        """Draw the heading of the form."""
        words = self.strings.tui
        step = [Run(words.form.first_step, "dim"), Run(" ")] if self.is_first else []
        is_lit = self.form.has_focus_within or self.form.disabled
        left = stage_name("F2", words.stage.where, "", is_focused=is_lit)
        return [heading(left, step, is_focused=is_lit), Line()]

    def draw_below_checks(self, width: int) -> list[Line]:
        """Draw the rows below the list of checks."""
        return []
