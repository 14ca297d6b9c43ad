"""The environment in the form, the values of its fields, and the state of its check."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Protocol

import msgspec

from weda_tui.core.environments.check import StepResult, plan_steps
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.form_texts import EnvironmentTexts, FieldFault
from weda_tui.core.environments.input import EnvironmentInput
from weda_tui.core.errors import WedaError
from weda_tui.session import Session
from weda_tui.tui.environments.check_view import CheckState
from weda_tui.tui.environments.form_view import fault_words
from weda_tui.tui.workbench.bench import Bench


class CheckView(Protocol):
    """A widget that shows the state of a check."""

    def show(self, state: CheckState) -> None:
        """Show a state."""

    def redraw(self) -> None:
        """Draw again what depends on the typed values."""


class CheckRun:
    """Holds the state of the check and shows every change of it."""

    def __init__(self, view: CheckView, cancel: Callable[[], None]) -> None:
        """``cancel`` cancels the worker that checks."""
        self.state = CheckState()
        self._view, self._cancel = view, cancel

    def begin(self, tried: Environment) -> None:
        """Show the steps of a check that is about to run."""
        self._set(CheckState(is_running=True, plan=plan_steps(tried)))

    def add(self, result: StepResult) -> None:
        """Show the result of a step."""
        self._replace(results=(*self.state.results, result))

    def end(self) -> None:
        """Show that the check has ended."""
        self._replace(is_running=False)

    def add_live(self, result: StepResult) -> None:
        """Show a result of the check of an address that is being typed."""
        self._replace(live=(*self.state.live, result))

    def forget_live(self) -> None:
        """Clear the results of an address that was typed before."""
        if self.state.live:
            self._replace(live=())

    def stop(self) -> bool:
        """Cancel the check and clear its results; return whether a check was running."""
        if not self.state.is_running:
            return False
        self._cancel()
        self._set(CheckState())
        return True

    def show_save_error(self, error: WedaError | None) -> None:
        """Show why the environment could not be saved; ``None`` clears the message."""
        self._replace(save_error=error)

    def redraw(self) -> None:
        """Draw again what depends on the typed values."""
        self._view.redraw()

    def _replace(self, **changes: object) -> None:
        self._set(msgspec.structs.replace(self.state, **changes))

    def _set(self, state: CheckState) -> None:
        self.state = state
        self._view.show(state)


class FormFields(Protocol):
    """The fields of an environment."""

    @property
    def is_edited(self) -> bool:
        """Whether the fields hold edits that are not saved."""
        ...

    def texts(self) -> EnvironmentTexts:
        """Return the texts of the fields."""
        ...

    def read(self) -> EnvironmentInput | tuple[FieldFault, ...]:
        """Return the content of the form, or its faults in the order of the fields."""
        ...

    async def show(
        self,
        environment: Environment | None,
        taken: Collection[str],
        start: EnvironmentTexts | None = None,
    ) -> None:
        """Show another environment, without edits."""

    def show_faults(self) -> None:
        """Show the faults of untouched fields too."""

    def focus_field(self, name: str) -> None:
        """Focus a field."""

    def return_to(self, name: str) -> None:
        """Focus a field now if the form has the focus, else when the form gets the focus again."""

    def set_locked(self, *, is_locked: bool) -> None:
        """Disable or enable editing, and keep the focus on the same field."""


class EditingBench(Bench, Protocol):
    """The part of the screen that showing another environment uses."""

    def environment_changed(self) -> None:
        """Show the secrets and the keys for the environment that is now edited."""


class EnvironmentEditing:
    """Holds the edited environment, and reads the fields."""

    is_saving = False
    """Whether files are being written; set by the form controller."""
    env_type = "prod"
    """The env type under the cursor of the grid; set by the grid controller."""

    def __init__(
        self,
        bench: EditingBench,
        session: Session,
        fields: FormFields,
        check: CheckRun,
        environment: Environment | None,
    ) -> None:
        """``environment`` is the environment to edit; ``None`` for a new one."""
        self.environment, self.fields = environment, fields
        self.begun_as = environment
        """The environment that the fields were filled from, even if its file has changed since."""
        self._bench, self._session, self._check = bench, session, check
        self._asked: set[str] = set()

    @property
    def name(self) -> str:
        """The name of the environment, empty for a new one."""
        return self.environment.name if self.environment else ""

    def names(self, but: Environment | None = None) -> set[str]:
        """Return the names of all environments, except that of ``but``."""
        return {e.name for e in self._session.environments.all} - ({but.name} if but else set())

    def find(self, name: str) -> Environment | None:
        """Return the environment with a name, or ``None``."""
        return next((e for e in self._session.environments.all if e.name == name), None)

    async def show(
        self,
        environment: Environment | None,
        start: EnvironmentTexts | None = None,
        begun_as: Environment | None = None,
    ) -> None:
        """Show the form of another or of a new environment, without edits.

        ``begun_as`` is the environment that ``start`` was copied from.
        """
        self._check.stop()
        self.environment, self.begun_as = environment, begun_as or environment
        self.forget_questions()
        await self.fields.show(environment, self.names(environment), start)
        self._bench.environment_changed()

    def show_named(self, name: str) -> None:
        """Show the form of the environment with a name, or of a new one if there is none."""
        self._bench.start(partial(self._show_named, name), "turn")

    async def _show_named(self, name: str) -> None:
        await self.show(self.find(name))

    def replace(self, environment: Environment | None) -> None:
        """Replace the environment by the current state of its file; the fields do not change."""
        self.environment = environment

    def read(self) -> EnvironmentInput | None:
        """Return the content of the form, or focus its first fault and return ``None``."""
        typed = self.fields.read()
        if isinstance(typed, EnvironmentInput):
            return typed
        self.fields.show_faults()
        self.fields.focus_field(typed[0].field)
        self._check.redraw()
        self._bench.notice(fault_words(typed[0], self._bench.words))
        return None

    def confirm(self, action: str, question: str) -> bool:
        """Return whether the question of an action was already shown; if not, show it.

        An action that would lose something is thus confirmed by repeating it.
        """
        if action in self._asked:
            return True
        self._asked.add(action)
        self._bench.notice(question)
        return False

    def forget_questions(self) -> None:
        """Require every action to be confirmed again."""
        self._asked.clear()
