"""The single background run: its state, its end, and what stops it, without a terminal."""

import asyncio
from collections.abc import Callable

import pytest

from tests.core.recordings import environment
from tests.tui.workbench.fakes import FakeBench
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.results import Consent, RunResult
from weda_tui.i18n.strings import Strings
from weda_tui.tui.runs.long_runs import LongRuns
from weda_tui.tui.runs.long_work import LongWork, WorkQuestion
from weda_tui.tui.widgets.drawing.paint import Line


class TickingFake:
    def __init__(self) -> None:
        self.is_stopped = False

    def stop(self) -> None:
        self.is_stopped = True


class LongFake(FakeBench):
    def __init__(self) -> None:
        super().__init__()
        self.going: list[str] = []
        self.stopped: list[str] = []
        self.ticking = TickingFake()

    def stop(self, group: str) -> None:
        self.stopped.append(group)

    def set_interval(self, interval: float, callback: Callable[[], object]) -> TickingFake:
        del interval, callback
        return self.ticking

    def show_going(self, text: str) -> None:
        self.going.append(text)

    def notice_in_front(self, text: str) -> None:
        self.notices.append(text)


class WorkFake:
    way = RunWay.MONITOR
    path = "files"
    is_stopping = can_resume = False
    is_ok = True

    def __init__(self, error: BaseException | None = None, *, ends: bool = False) -> None:
        self.where = Target(environment(), "dev")
        self.error, self.ends = error, ends
        self.calls: list[str] = []

    async def prepare(self) -> WorkQuestion:
        return WorkQuestion()

    async def go(self, consent: Consent) -> None:
        self.calls.append("go")
        if self.error is not None:
            raise self.error

    async def finish(self) -> None:
        self.calls.append("finish")

    def stop(self) -> bool:
        return self.ends

    def close(self) -> None:
        self.calls.append("close")

    def status(self, strings: Strings) -> str:
        return "monitor 2 rounds"

    def outcome(self, strings: Strings) -> str:
        return "2 rounds"

    def row_count(self) -> int:
        return 0

    def row(self, index: int, strings: Strings, width: int) -> Line:
        return Line()

    def result(self, index: int) -> RunResult | None:
        return None

    def progress(self, strings: Strings, width: int) -> list[Line]:
        return []

    def summary(self, strings: Strings, width: int, index: int) -> list[Line]:
        return []


async def test_its_state_stands_in_the_top_line_until_it_has_ended() -> None:
    bench = LongFake()
    ended: list[LongWork] = []
    runs, work = LongRuns(bench, ended.append), WorkFake()
    runs.begin(work, Consent())
    assert runs.is_running
    question = runs.quit_question(bench.words)
    assert question is not None
    assert question.title == "monitor 2 rounds is still running"
    await bench.finish()
    assert work.calls == ["go", "close", "finish"]
    assert bench.going == ["monitor 2 rounds", ""]
    assert bench.notices == ["✓ files: 2 rounds"]
    assert bench.ticking.is_stopped
    assert ended == [work]
    assert runs.quit_question(bench.words) is None
    assert runs.work is work, "until it is looked at"
    runs.forget()
    assert runs.work is None


async def test_whoever_looks_at_its_end_gets_no_notice() -> None:
    bench = LongFake()
    seen: list[bool] = []
    runs = LongRuns(bench, lambda _: None)
    runs.changed = lambda: seen.append(runs.is_running)
    runs.begin(WorkFake(), Consent())
    await bench.finish()
    assert seen == [True, False]
    assert bench.notices == []


async def test_why_it_ended_is_said() -> None:
    bench = LongFake()
    runs = LongRuns(bench, lambda _: None)
    work = WorkFake(FileError(ErrorCode.NOTHING_TO_RESUME))
    runs.begin(work, Consent())
    await bench.finish()
    assert bench.notices[0].startswith("✗ There is no unfinished run")
    assert work.calls[-1] == "finish"


@pytest.mark.parametrize(("ends", "stopped"), [(True, []), (False, ["long-run"])])
async def test_one_that_ends_by_itself_is_not_cancelled(ends: bool, stopped: list[str]) -> None:
    bench = LongFake()
    runs = LongRuns(bench, lambda _: None)
    runs.begin(WorkFake(asyncio.CancelledError(), ends=ends), Consent())
    runs.stop()
    assert bench.stopped == stopped
    if not ends:
        await bench.finish()
        assert not runs.is_running
        return
    with pytest.raises(asyncio.CancelledError):  # the program is ending
        await bench.finish()
