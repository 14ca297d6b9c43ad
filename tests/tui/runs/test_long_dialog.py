"""Runs in the background of the explorer: started, left, shown again, stopped, finished."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import msgspec
import pytest
from textual.pilot import Pilot

from tests.session.weda import Weda, place
from tests.tui.explorer import Explorer, explorer
from tests.tui.host import Host, hosted
from tests.tui.runs.test_dialog import READ, WRITE, choose_folder, data_file, given, until_quiet
from tests.tui.screens.network import SilentNetwork
from tests.tui.steady import LONGEST_WORK
from tests.tui.views.values import ZH
from weda_tui.core.guard.level import Guard
from weda_tui.core.load.figures import LoadFailure, LoadFigures, LoadSample
from weda_tui.core.load.plan import LoadPlan
from weda_tui.core.runs.choices import LoadChoice, MonitorChoice, RunWay
from weda_tui.core.runs.results import RunChoice
from weda_tui.session import Session
from weda_tui.session.load import load as session_load
from weda_tui.session.load.run import LoadOptions, LoadOutcome
from weda_tui.tui.collections.screen import SavedScreen
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.runs import long_dialog
from weda_tui.tui.runs.dialog import RunDialog
from weda_tui.tui.runs.long_dialog import LeaveChoice, LongRunDialog, Surroundings
from weda_tui.tui.runs.long_runs import LongRuns
from weda_tui.tui.runs.view import RunStage
from weda_tui.tui.screens.main import MainScreen
from weda_tui.tui.widgets.field import Field

NAMED = f"{READ}[[assert]]\non = '$.Response.RequestId'\nexists = true\n"
ROWS = "name\na\nb\nc\n"


def choose(e: Explorer, choice: RunChoice) -> None:
    e.session.run_choices["审批"] = choice


def dialog_of(e: Explorer) -> LongRunDialog:
    found = e.app.screen
    assert isinstance(found, LongRunDialog), found
    return found


async def until(e: Explorer, stage: RunStage) -> LongRunDialog:
    """Wait until the dialog is in front and at the given stage; return the dialog."""
    async with asyncio.timeout(LONGEST_WORK):
        while not isinstance(e.app.screen, LongRunDialog) or dialog_of(e)._view.stage is not stage:
            await e.pilot.pause()
            await asyncio.sleep(0.001)
    await e.pilot.pause()
    return dialog_of(e)


class BenchFake:
    """What a run uses of the main screen, in a small app."""

    words = ZH

    def __init__(self, app: Host) -> None:
        self.set_interval, self._app = app.set_interval, app

    def show_going(self, text: str) -> None:
        pass

    def notice_in_front(self, text: str) -> None:
        pass

    def start(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        group: str,
        *,
        is_exclusive: bool = True,
    ) -> None:
        self._app.run_worker(work(), group=group, exclusive=is_exclusive)

    def stop(self, group: str) -> None:
        self._app.workers.cancel_group(self._app, group)


class AloneLong:
    """The dialogs of long runs in a small app; leaving one stops its run."""

    def __init__(self, app: Host, pilot: Pilot[int], session: Session, guard: Guard) -> None:
        self.app, self.pilot, self._session = app, pilot, session
        self._where = place(session, "prod", guard)
        self._runs = LongRuns(BenchFake(app), lambda _: None)

    @property
    def dialog(self) -> LongRunDialog:
        found = self.app.screen
        assert isinstance(found, LongRunDialog), found
        return found

    def ask_nothing(self, *_: object) -> None:
        pass

    def leave(self, _: str, answered: Callable[[LeaveChoice], None]) -> None:
        answered(LeaveChoice.STOP)

    async def open(self, way: RunWay, choice: RunChoice) -> None:
        self._session.run_choices["审批"] = choice
        around = Surroundings(self.ask_nothing, self.ask_nothing, self.leave)
        self.app.push_screen(
            LongRunDialog(self._session, self._runs, self._where, "审批", way, ZH, around)
        )
        await self.pilot.pause()

    async def over(self, file: Path, report: str = "") -> None:
        """Open the dialog of a run over rows and wait until it has read the rows."""
        await self.open(RunWay.ROWS, RunChoice(data=str(file), report=report))
        await self.wait(
            lambda: self.dialog._view.stage is RunStage.CONFIRM or self.dialog._view.error
        )

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, stage: RunStage) -> None:
        await self.wait(lambda: self.dialog._view.stage is stage)

    async def wait(self, is_so: Callable[[], object]) -> None:
        async with asyncio.timeout(LONGEST_WORK):
            while not is_so():
                await self.pilot.pause()
                await asyncio.sleep(0.001)
        await self.pilot.pause()


@asynccontextmanager
async def alone(session: Session, guard: Guard = Guard.CONFIRM) -> AsyncGenerator[AloneLong]:
    """Show dialogs of long runs without an explorer."""
    async with hosted(size=(120, 36)) as (app, pilot):
        yield AloneLong(app, pilot, session, guard)


def hold_calls(weda: Weda) -> asyncio.Event:
    """Hold the responses of all calls until the returned event is set."""
    answer, is_open = weda.call_answer, asyncio.Event()

    async def held(request: httpx.Request) -> httpx.Response:
        await is_open.wait()
        return answer(request)

    weda.call_answer = held
    return is_open


async def until_ended(e: Explorer) -> None:
    runs = e.main.controllers.long_runs
    async with asyncio.timeout(LONGEST_WORK):
        while runs.is_running:
            await e.pilot.pause()
            await asyncio.sleep(0.001)
    await until_quiet(e)


async def test_rows_are_shown_before_they_are_sent_and_summed_up(
    tmp_path: Path, session: Session
) -> None:
    given(tmp_path, a=READ)
    report = tmp_path / "report.csv"
    async with alone(session) as run:
        await run.over(data_file(tmp_path, ROWS), str(report))
        await run.until(RunStage.CONFIRM)
        text = run.app.text
        assert "rows.csv：3 行，每行 1 个请求" in text
        assert "第 1 行  审批/a  POST" in text
        assert "第 3 行  审批/a  POST" in text
        await run.press("f5")
        await run.until(RunStage.DONE)
        text = run.app.text
        assert "行数：成功 3，失败 0，结果未知 0，未发送 0" in text
        assert "✓ 审批/a · 第 2 行" in text
        assert report.read_text().splitlines()[0] == "row,verdict,code,requestId"
        assert "逐行报告已写入" in text
        await run.press("escape")
        assert not isinstance(run.app.screen, LongRunDialog)


async def test_a_run_over_rows_goes_on_elsewhere_and_r_comes_back(tmp_path: Path) -> None:
    given(tmp_path, a=READ)
    async with explorer(tmp_path) as e:
        choose(e, RunChoice(data=str(data_file(tmp_path, ROWS))))
        await choose_folder(e)
        await e.press("f5")
        await until(e, RunStage.CONFIRM)
        network = SilentNetwork(e)
        await e.press("f5")
        await network.arrived.wait()
        await until(e, RunStage.RUNNING)
        await e.press("escape")
        assert isinstance(e.app.screen, Menu)
        assert "数据行 0/3" in e.text
        await e.press("escape")
        assert dialog_of(e)._view.stage is RunStage.RUNNING
        await e.press("escape", "1")
        assert isinstance(e.app.screen, MainScreen)
        assert "▶ 数据行 0/3" in e.rows[0]
        await e.press("f3")
        assert isinstance(e.app.screen, SavedScreen)
        await until_quiet(e)
        e.main.controllers.long_runs._tick()
        await e.pilot.pause()
        assert "▶ 数据行 0/3" in e.rows[0], "on the whole screen of saved requests, too"
        await e.press("escape")
        await until_quiet(e)
        await e.press("0", "R")
        await until(e, RunStage.RUNNING)
        await e.press("b", "ctrl+q")
        assert "仍在运行" in e.text
        await e.press("escape")
        network.release.set()
        await until_ended(e)
        assert "▶" not in e.rows[0]
        assert "✓ 审批: 行数：成功 3" in e.rows[-1]
        await e.press("0", "R")
        await until(e, RunStage.DONE)
        assert "行数：成功 3，失败 0，结果未知 0，未发送 0" in e.text
        await e.press("escape", "0", "R")
        assert isinstance(e.app.screen, RunDialog), "it has been looked at"


async def test_stop_waits_for_what_is_on_its_way_and_the_rest_is_sent_later(
    tmp_path: Path, session: Session, weda: Weda
) -> None:
    given(tmp_path, a=READ)
    file = data_file(tmp_path, ROWS)
    async with alone(session) as run:
        await run.over(file)
        await run.until(RunStage.CONFIRM)
        is_open = hold_calls(weda)
        await run.press("f5")
        await run.wait(lambda: weda.calls)
        await run.press("escape")
        assert "正在停止" in run.app.text
        is_open.set()
        await run.until(RunStage.DONE)
        assert "行数：成功 1，失败 0，结果未知 0，未发送 2" in run.app.text
        await run.press("escape")
        await run.over(file)
        assert "已完成 1 行，结果未知 0 行，未发送 2 行" in run.app.text
        assert "--resume" not in run.app.text
        assert len(weda.calls) == 1, "nothing is sent before that is answered"
        await run.press("r")
        await run.until(RunStage.CONFIRM)
        assert "继续运行：已完成 1 行，结果未知 0 行，待发送 2 行" in run.app.text
        await run.press("f5")
        await run.until(RunStage.DONE)
        assert "行数：成功 3" in run.app.text
        assert len(weda.calls) == 3


async def test_a_second_stop_waits_for_nothing_and_all_can_be_sent_again(
    tmp_path: Path, session: Session, weda: Weda
) -> None:
    given(tmp_path, w=WRITE)
    file = data_file(tmp_path, ROWS)
    async with alone(session) as run:
        await run.over(file)
        await run.until(RunStage.CONFIRM)
        assert "此次运行有 1 个请求会写数据" in run.app.text
        assert "将发送 3 行，每行各发送一次这些请求。" in run.app.text
        is_open = hold_calls(weda)
        await run.press("f5")
        assert weda.calls == [], "a question is not answered by the key that begins"
        await run.press("y")
        await run.wait(lambda: weda.calls)
        await run.press("escape", "escape")
        await run.until(RunStage.DONE)
        assert "结果未知 1，未发送 2" in run.app.text
        assert "结果未知的行：1" in run.app.text
        await run.press("escape")
        await run.over(file)
        await run.press("r")
        await run.until(RunStage.CONFIRM)
        assert "将发送 2 行，每行各发送一次这些请求。" in run.app.text
        await run.press("escape")
        await run.over(file)
        await run.press("s")
        await run.until(RunStage.CONFIRM)
        is_open.set()
        await run.press("y")
        await run.until(RunStage.DONE)
        assert len(weda.calls) == 4
        await run.press("escape")
        await run.over(file)
        await run.wait(lambda: "相同的运行已于" in run.app.text)
        assert "共 3 行" in run.app.text
        await run.press("r", "f5")
        assert len(weda.calls) == 4
        await run.press("s")
        await run.until(RunStage.CONFIRM)
        assert len(weda.calls) == 4


async def test_a_monitor_shows_its_rounds_and_replaces_its_files(tmp_path: Path) -> None:
    given(tmp_path, a=NAMED)
    page = tmp_path / "state.html"
    async with explorer(tmp_path) as e:
        choose(e, RunChoice(monitor=MonitorChoice(every="1h", html=str(page))))
        await choose_folder(e)
        await e.press("tab")
        await until(e, RunStage.CHOOSING)
        assert "监控 审批" in e.text
        await e.press("f5")
        await until(e, RunStage.RUNNING)
        await e.until_shown("通过 1，失败 0")
        assert "正在监控" in e.text
        assert "只发送读请求" in e.text
        assert page.exists()
        await e.press("b")
        assert "▶ 监控 1 轮 ✓" in e.rows[0]
        await e.press("0", "R")
        await until(e, RunStage.RUNNING)
        await e.press("escape", "2")
        await until(e, RunStage.DONE)
        assert "1 轮，失败 0 轮，跳过 0 轮" in e.text
        await e.press("f5")
        assert dialog_of(e)._view.stage is RunStage.CHOOSING
        assert "1h" in e.text


async def test_a_monitor_sends_writes_only_where_they_are_chosen_and_confirmed(
    tmp_path: Path, session: Session, weda: Weda
) -> None:
    given(tmp_path, w=WRITE)
    async with alone(session) as run:
        await run.open(RunWay.MONITOR, RunChoice())
        await run.press("f5")
        await run.until(RunStage.CONFIRM)
        assert "监控只发送读请求" in run.app.text
        await run.press("y", "ctrl+y", "escape")
        assert run.dialog._view.stage is RunStage.CHOOSING
        await run.press("down", "down", "down", "enter", "f5")
        await run.until(RunStage.CONFIRM)
        assert weda.calls == []
        await run.press("y")
        await run.until(RunStage.RUNNING)
        await run.wait(lambda: weda.calls)
        await run.press("escape")
        await run.until(RunStage.DONE)


async def test_what_is_typed_for_a_monitor_is_checked(tmp_path: Path, session: Session) -> None:
    given(tmp_path, a=READ)
    async with alone(session) as run:
        await run.open(RunWay.MONITOR, RunChoice())
        await run.press("enter")
        typed = run.dialog.query_one("#run-name", Field)
        typed.value = "soon"
        await run.press("enter")
        assert "“soon”无效。" in run.app.text
        typed.value = "30s"
        await run.press("enter")
        assert run.dialog._view.choice.monitor.every == "30s"
        await run.press("enter")
        typed.value = ""
        await run.press("enter", "f5")
        assert "请选择间隔" in run.app.text


async def test_read_only_monitors_nothing_that_writes(tmp_path: Path, session: Session) -> None:
    given(tmp_path, w=WRITE)
    choice = RunChoice(monitor=MonitorChoice(may_write=True))
    async with alone(session, Guard.READ_ONLY) as run:
        await run.open(RunWay.MONITOR, choice)
        await run.press("f5")
        await run.until(RunStage.CONFIRM)
        assert "只读：" in run.app.text
        await run.press("y", "ctrl+y")
        assert run.dialog._view.stage is RunStage.CONFIRM


class LoadRunFake:
    """A load run that sends nothing."""

    def __init__(self, plan: LoadPlan, options: LoadOptions, *_: object, **__: object) -> None:
        self.options = options
        self.sample = LoadSample()
        self.outcome: LoadOutcome | None = None

    async def go(self) -> None:
        total = LoadFigures(count=40, failed=2, rate=20.0, mean_rate=20.0, p95=84.0)
        failures = (LoadFailure("审批/a", "EXCEED_RATELIMIT", 2),)
        requests = (msgspec.structs.replace(total, name="审批/a"),)
        self.sample = LoadSample(users=3, total=total, requests=requests, failures=failures)
        try:
            await asyncio.Event().wait()
        finally:
            self.outcome = LoadOutcome(self.sample, 0)


async def test_a_load_is_confirmed_with_the_name_on_prod_and_shows_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, a=READ)
    monkeypatch.setattr(long_dialog, "has_locust", lambda: True)
    monkeypatch.setattr(session_load, "LoadRun", LoadRunFake)
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        choose(e, RunChoice(load=LoadChoice(users="3", time="1m", errors="1%")))
        await choose_folder(e)
        await e.press("tab")
        await until(e, RunStage.CHOOSING)
        await e.press("tab")
        await e.until_shown("用 审批 压测")
        await e.press("f5")
        await until(e, RunStage.CONFIRM)
        assert "将以 3 个用户压测 总部 · prod" in e.text
        await e.press("ctrl+y")
        assert not e.main.controllers.long_runs.is_running, "the name is not typed"
        dialog_of(e).query_one("#run-name", Field).value = "总部"
        await e.press("ctrl+y")
        await until(e, RunStage.RUNNING)
        await e.until_shown("▶ 压测 20/s p95 84 ms ✗2")
        assert "✗ 2  EXCEED_RATELIMIT  审批/a" in e.text
        await e.press("escape", "2")
        await until(e, RunStage.DONE)
        assert "✗ 失败率 5%，上限 1%" in e.text


async def test_writes_are_under_load_only_where_that_is_chosen(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, w=WRITE)
    monkeypatch.setattr(long_dialog, "has_locust", lambda: True)
    async with alone(session) as run:
        await run.open(RunWay.LOAD, RunChoice(load=LoadChoice()))
        await run.press("f5")
        await run.until(RunStage.CONFIRM)
        assert "以下请求会写数据" in run.app.text
        await run.press("y", "ctrl+y", "escape")
        assert run.dialog._view.stage is RunStage.CHOOSING


async def test_without_locust_it_says_how_to_install_it(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, a=READ)
    monkeypatch.setattr(long_dialog, "has_locust", lambda: False)
    async with alone(session) as run:
        await run.open(RunWay.LOAD, RunChoice(load=LoadChoice(users="3")))
        assert "pipx inject weda-tui" in run.app.text
        assert "--users 3 --spawn-rate 1 --time 30s" in run.app.text.replace("\n", "")
        await run.press("f5")
        assert run.dialog._view.stage is RunStage.CHOOSING
