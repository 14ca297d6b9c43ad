"""A run needs a target, without a terminal."""

from pathlib import Path

from tests.core.recordings import environment
from tests.tui.runs.test_long_runs import LongFake, WorkFake
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Target
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.results import Consent, RunResult
from weda_tui.tui.collections.pane import SavedPane
from weda_tui.tui.runs.controller import RunController
from weda_tui.tui.runs.dialog import RunDialog
from weda_tui.tui.runs.long_dialog import LongRunDialog
from weda_tui.tui.runs.long_runs import LongRuns
from weda_tui.tui.runs.view import RunView


class RunFake(FakeBench):
    def __init__(self) -> None:
        super().__init__()
        self.long_runs = LongRuns(LongFake(), lambda _: None)

    def place_to_send(self) -> Target | None:
        return self.target

    def run_ended(self, text: str, view: RunView) -> None:
        self.calls.append((text, view))

    def open_result(self, result: RunResult) -> None:
        self.calls.append(("open", result.path))


async def test_a_run_needs_a_target_and_its_result_is_opened(tmp_path: Path) -> None:
    bench = RunFake()
    runs = RunController(bench, bench, session_in(tmp_path))
    runs.on_run_requested(SavedPane.RunRequested("files"))
    assert bench.asked == []
    bench.target = Target(environment(), "dev")
    runs.on_run_requested(SavedPane.RunRequested("files"))
    assert isinstance(bench.asked[-1][0], RunDialog)
    await bench.answer(RunResult(order=(0, 0), path="files/a", title="a"))
    assert bench.calls == [("open", "files/a")]


async def test_another_way_and_what_goes_on_have_a_dialog_of_their_own(tmp_path: Path) -> None:
    bench = RunFake()
    bench.target = Target(environment(), "dev")
    runs = RunController(bench, bench, session_in(tmp_path))
    runs.show_long_run()
    assert bench.asked == [], "nothing goes on"
    runs.on_run_requested(SavedPane.RunRequested("files"))
    await bench.answer(RunWay.MONITOR)
    assert isinstance(bench.asked.pop()[0], LongRunDialog)
    bench.long_runs.begin(WorkFake(), Consent())
    runs.on_run_requested(SavedPane.RunRequested("files"))
    assert isinstance(bench.asked[-1][0], LongRunDialog)
    await bench.answer(None)
    assert bench.notices == [bench.words.run.long.returns]
    runs.on_run_requested(SavedPane.RunRequested("files"))
    await bench.answer(RunWay.ONCE)
    assert isinstance(bench.asked[-1][0], RunDialog)
