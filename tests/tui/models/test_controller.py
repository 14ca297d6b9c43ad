"""The data models of the chosen target, without a terminal."""

from pathlib import Path

from tests.core.recordings import environment
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.tui.models.controller import ModelsController
from weda_tui.tui.models.name_dialog import ModelNameDialog
from weda_tui.tui.models.view import ModelsShown

DEV = Target(environment(), "dev")


class ModelsFake(FakeBench):
    """A tree with the catalogue that it shows."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.current, self.row = catalogue, object()

    def selected_row(self) -> object:
        return self.row

    def show(self, catalogue: Catalogue) -> None:
        self.current = catalogue

    def update(self) -> None:
        self.calls.append(("update",))

    def open(self, endpoint: Endpoint) -> None:
        self.calls.append(("open", endpoint.id))

    def remove(self) -> None:
        self.calls.append(("remove",))


class Given:
    def __init__(self, folder: Path) -> None:
        session = session_in(folder)
        self.bench = ModelsFake(session.modules.catalogue)
        self.shown: list[ModelsShown] = []
        self.models = ModelsController(
            self.bench, self.bench, session, self.shown.append,
            lambda: self.bench.calls.append(("choose",)),
        )  # fmt: skip


def test_without_a_target_one_is_chosen(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.models.refresh()
    given.models.add()
    assert given.bench.calls == [("choose",), ("choose",)]


async def test_a_model_is_added_by_its_name(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.bench.target = DEV
    given.models.add()
    assert isinstance(given.bench.asked[-1][0], ModelNameDialog)
    await given.bench.answer("customer")
    await given.bench.finish()
    assert given.shown[-1].known.added == ("customer",)
    assert given.bench.calls == [("update",)]
    added = given.bench.words.models.command.added
    assert given.bench.notices == [added.format(name="customer")]


async def test_the_models_of_another_target_are_not_shown(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.bench.target = DEV
    given.models.add()
    await given.bench.answer("customer")
    given.bench.target = Target(environment("other", "https://other.example.cn"), "dev")
    await given.bench.finish()
    assert given.shown == []


async def test_the_start_shows_nothing_again(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.bench.target = DEV
    given.models.show()
    await given.bench.finish()
    count = len(given.shown)
    given.models.show_first()
    await given.bench.finish()
    assert len(given.shown) == count


def test_what_is_no_model_is_removed_as_a_call(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.models.remove()
    assert given.bench.calls == [("remove",)]
