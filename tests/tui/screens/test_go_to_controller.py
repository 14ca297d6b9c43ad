"""What was chosen by its name is opened, without a terminal."""

from pathlib import Path

from tests.core.recordings import TASKS, environment
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.tui.commands.table import Command, KeyMap
from weda_tui.tui.screens.go_to_controller import GoToController
from weda_tui.tui.screens.go_to_dialog import GoTo, GoToChoice, SavedEntry

DEV = Target(environment(), "dev")


class GoToFake(FakeBench):
    """A screen, and the places that can be gone to."""

    key_map = KeyMap()
    catalogue = Catalogue(())

    def commands(self) -> list[Command]:
        return []

    def open_endpoint(self, endpoint: Endpoint) -> None:
        self.calls.append(("endpoint", endpoint))

    def open_saved(self, path: str) -> None:
        self.calls.append(("saved", path))

    def open_code(self, code: str) -> None:
        self.calls.append(("code", code))

    def switch_to(self, where: Target | None) -> None:
        self.calls.append(("target", where))

    async def run_command(self, action: str) -> None:
        self.calls.append(("run", action))


async def test_each_choice_leads_where_it_says(tmp_path: Path) -> None:
    bench = GoToFake()
    go_to = GoToController(bench, bench, session_in(tmp_path))
    choices = (
        None,
        GoToChoice("endpoint", endpoint=TASKS),
        GoToChoice("saved", saved=SavedEntry("a/b", "B")),
        GoToChoice("where", where=DEV),
        GoToChoice("code", code="SYS_ERR"),
        GoToChoice("command", action="history"),
    )
    for choice in choices:
        go_to.open()
        assert isinstance(bench.asked[-1][0], GoTo)
        await bench.answer(choice)
    assert bench.calls == [
        ("endpoint", TASKS), ("saved", "a/b"), ("target", DEV), ("code", "SYS_ERR"),
        ("run", "history"),
    ]  # fmt: skip
