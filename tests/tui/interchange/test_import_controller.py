"""The result of an import is shown, without a terminal."""

from pathlib import Path

from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.tui.interchange.import_controller import ImportController
from weda_tui.tui.interchange.import_dialog import ImportDialog


class ImportFake(FakeBench):
    """A list of saved requests, and a catalogue."""

    current = Catalogue(())

    async def show_saved(self, path: str) -> None:
        self.calls.append(("saved", path))

    async def prepare(self) -> None:
        self.calls.append(("prepare",))

    def update(self) -> None:
        self.calls.append(("update",))

    def open(self, endpoint: Endpoint) -> None:
        self.calls.append(("open", endpoint.id))


async def test_an_import_that_was_given_up_shows_nothing(tmp_path: Path) -> None:
    bench, session = ImportFake(), session_in(tmp_path)
    imports = ImportController(bench, bench, session, bench.show_saved)
    imports.open()
    assert isinstance(bench.asked[-1][0], ImportDialog)
    await bench.answer(None)
    await bench.finish()
    assert (bench.calls, bench.notices) == ([], [])
