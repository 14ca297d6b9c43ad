"""An environment form and its list of checks without a terminal."""

from collections.abc import Collection
from pathlib import Path

from tests.core.recordings import environment
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.form_texts import EnvironmentTexts, FieldFault, Reason, texts_of
from weda_tui.core.environments.input import EnvironmentInput
from weda_tui.tui.environments.check_view import CheckState
from weda_tui.tui.environments.editing import CheckRun, EnvironmentEditing
from weda_tui.tui.environments.form_controller import FormController

FAULT = FieldFault("host", Reason.MISSING)


class FakeFields:
    """Form fields with the content that a test sets."""

    is_edited = False

    def __init__(self, shown: Environment | None) -> None:
        self.shown = shown
        self.start: EnvironmentTexts | None = None
        self.said: EnvironmentInput | tuple[FieldFault, ...] = (FAULT,)
        self.calls: list[tuple[object, ...]] = []

    def texts(self) -> EnvironmentTexts:
        return self.start or texts_of(self.shown)

    def read(self) -> EnvironmentInput | tuple[FieldFault, ...]:
        return self.said

    async def show(
        self,
        environment: Environment | None,
        taken: Collection[str],
        start: EnvironmentTexts | None = None,
    ) -> None:
        self.shown, self.start, self.is_edited = environment, start, start is not None
        self.calls.append(("show", environment.name if environment else "", sorted(taken)))

    def show_faults(self) -> None:
        self.calls.append(("faults",))

    def focus_field(self, name: str) -> None:
        self.calls.append(("focus", name))

    def return_to(self, name: str) -> None:
        self.calls.append(("return", name))

    def set_locked(self, *, is_locked: bool) -> None:
        self.calls.append(("locked", is_locked))


class FakeChecks:
    """A list of checks that stores the state shown last."""

    def __init__(self) -> None:
        self.state = CheckState()
        self.drawn = 0

    def show(self, state: CheckState) -> None:
        self.state = state

    def redraw(self) -> None:
        self.drawn += 1


class FakeScreen(FakeBench):
    """A screen with the form of an existing or a new environment."""

    def __init__(self, folder: Path, edited: str = "") -> None:
        super().__init__()
        self.session = session_in(folder)
        for name in ("甲", "乙"):
            self.session.environments.save(environment(name), secret="", approves=None)
        known = {each.name: each for each in self.session.environments.all}
        self.fields, self.checks = FakeFields(known.get(edited)), FakeChecks()
        self.run = CheckRun(self.checks, lambda: self.calls.append(("cancel",)))
        self.editing = EnvironmentEditing(
            self, self.session, self.fields, self.run, known.get(edited)
        )
        self.form = FormController(self, self.session, self.editing, self.run)

    def environment_changed(self) -> None:
        self.calls.append(("changed", self.editing.name))

    def leave(self, name: str | None) -> None:
        self.calls.append(("leave", name))

    def says(self, name: str) -> EnvironmentInput:
        """Fill the form with an environment of the given name."""
        self.fields.said = EnvironmentInput(environment=environment(name), secret="")
        return self.fields.said
