"""A request is exported for another program, without a terminal."""

from pathlib import Path

from tests.core.recordings import TASKS
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.requests.draft import draft_for
from weda_tui.tui.collections.pane import SavedPane
from weda_tui.tui.files.save_dialog import SaveFile
from weda_tui.tui.interchange.controller import ExportController
from weda_tui.tui.layout.menu_dialog import Menu


async def test_format_and_file_are_asked_and_the_file_is_written(tmp_path: Path) -> None:
    bench, session, file = FakeBench(), session_in(tmp_path), tmp_path / "a.md"
    session.collections.changes.create("a", "files", draft_for(TASKS))
    exports = ExportController(bench, session)
    exports.on_export_requested(SavedPane.ExportRequested("files/a", "a"))
    assert isinstance(bench.asked[-1][0], Menu)
    await bench.answer("markdown")
    assert isinstance(bench.asked[-1][0], SaveFile)
    await bench.answer(str(file))
    await bench.finish()
    assert "GetFlowInstanceTasks" in file.read_text("utf-8")
