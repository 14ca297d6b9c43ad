"""Runs in the background of the explorer: started, left, shown again, stopped, finished."""

import asyncio
from pathlib import Path

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from tests.tui.explorer import Explorer, SandboxTransport, explorer
from tests.tui.runs.test_dialog import READ, WRITE, choose_folder, data_file, given, until_quiet
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.guard.level import Guard
from weda_tui.core.load.figures import LoadFailure, LoadFigures, LoadSample
from weda_tui.core.load.plan import LoadPlan
from weda_tui.core.runs.choices import LoadChoice, MonitorChoice
from weda_tui.core.runs.results import RunChoice
from weda_tui.session.load import load as session_load
from weda_tui.session.load.run import LoadOptions, LoadOutcome
from weda_tui.tui.collections.screen import SavedScreen
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.runs import long_dialog
from weda_tui.tui.runs.dialog import RunDialog
from weda_tui.tui.runs.long_dialog import LongRunDialog
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


async def over_rows(e: Explorer, folder: Path, rows: str = ROWS, **choice: object) -> None:
    """Open the dialog of a run over rows and wait until it has read the rows."""
    file = data_file(folder, rows)
    choose(e, replace(RunChoice(data=str(file)), **choice))
    await choose_folder(e)
    await e.press("f5")
    async with asyncio.timeout(LONGEST_WORK):
        while not isinstance(e.app.screen, LongRunDialog) or is_looking(dialog_of(e)):
            await e.pilot.pause()
            await asyncio.sleep(0.001)
    await e.pilot.pause()


def is_looking(dialog: LongRunDialog) -> bool:
    return dialog._view.stage is RunStage.PREPARING and dialog._view.error is None


class Gate:
    """Holds the responses of all calls except token calls until ``open`` is set."""

    def __init__(self, e: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.open = asyncio.Event()
        answer = SandboxTransport.handle_async_request

        async def held(self_: SandboxTransport, request: httpx.Request) -> httpx.Response:
            if "token" not in request.url.path:
                self.calls.append(request.url.path)
                await self.open.wait()
            return await answer(self_, request)

        monkeypatch.setattr(SandboxTransport, "handle_async_request", held)

    async def until_called(self, e: Explorer, count: int = 1) -> None:
        async with asyncio.timeout(LONGEST_WORK):
            while len(self.calls) < count:
                await e.pilot.pause()
                await asyncio.sleep(0.001)


async def until_ended(e: Explorer) -> None:
    runs = e.main.controllers.long_runs
    async with asyncio.timeout(LONGEST_WORK):
        while runs.is_running:
            await e.pilot.pause()
            await asyncio.sleep(0.001)
    await until_quiet(e)


async def test_rows_are_shown_before_they_are_sent_and_summed_up(tmp_path: Path) -> None:
    given(tmp_path, a=READ)
    report = tmp_path / "report.csv"
    async with explorer(tmp_path) as e:
        await over_rows(e, tmp_path, report=str(report))
        await until(e, RunStage.CONFIRM)
        assert "rows.csv：3 行，每行 1 个请求" in e.text
        assert "第 1 行  审批/a  POST" in e.text
        assert "第 3 行  审批/a  POST" in e.text
        await e.press("f5")
        await until(e, RunStage.DONE)
        assert "行数：成功 3，失败 0，结果未知 0，未发送 0" in e.text
        assert "✓ 审批/a · 第 2 行" in e.text
        assert report.read_text().splitlines()[0] == "row,verdict,code,requestId"
        assert "逐行报告已写入" in e.text
        await e.press("escape")
        assert isinstance(e.app.screen, MainScreen)
        assert "▶" not in e.text


async def test_a_run_over_rows_goes_on_elsewhere_and_r_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, a=READ)
    async with explorer(tmp_path) as e:
        await over_rows(e, tmp_path)
        await until(e, RunStage.CONFIRM)
        gate = Gate(e, monkeypatch)
        await e.press("f5")
        await gate.until_called(e)
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
        gate.open.set()
        await until_ended(e)
        assert "▶" not in e.rows[0]
        assert "✓ 审批: 行数：成功 3" in e.rows[-1]
        await e.press("0", "R")
        await until(e, RunStage.DONE)
        assert "行数：成功 3，失败 0，结果未知 0，未发送 0" in e.text
        await e.press("escape", "0", "R")
        assert isinstance(e.app.screen, RunDialog), "it has been looked at"


async def test_stop_waits_for_what_is_on_its_way_and_the_rest_is_sent_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, a=READ)
    async with explorer(tmp_path) as e:
        await over_rows(e, tmp_path)
        await until(e, RunStage.CONFIRM)
        gate = Gate(e, monkeypatch)
        await e.press("f5")
        await gate.until_called(e)
        await e.press("escape", "2")
        assert "正在停止" in e.text
        gate.open.set()
        await until(e, RunStage.DONE)
        assert "行数：成功 1，失败 0，结果未知 0，未发送 2" in e.text
        await e.press("escape")
        await over_rows(e, tmp_path)
        assert "已完成 1 行，结果未知 0 行，未发送 2 行" in e.text
        assert "--resume" not in e.text
        assert len(gate.calls) == 1, "nothing is sent before that is answered"
        await e.press("r")
        await until(e, RunStage.CONFIRM)
        assert "继续运行：已完成 1 行，结果未知 0 行，待发送 2 行" in e.text
        await e.press("f5")
        await until(e, RunStage.DONE)
        assert "行数：成功 3" in e.text
        assert len(gate.calls) == 3


async def test_a_second_stop_waits_for_nothing_and_all_can_be_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, w=WRITE)
    async with explorer(tmp_path) as e:
        await over_rows(e, tmp_path)
        await until(e, RunStage.CONFIRM)
        assert "此次运行有 1 个请求会写数据" in e.text
        gate = Gate(e, monkeypatch)
        await e.press("f5")
        assert gate.calls == [], "a question is not answered by the key that begins"
        await e.press("y")
        await gate.until_called(e)
        await e.press("escape", "2", "escape")
        await until(e, RunStage.DONE)
        assert "结果未知 1，未发送 2" in e.text
        assert "结果未知的行：1" in e.text
        await e.press("escape")
        await over_rows(e, tmp_path)
        await e.press("r")
        await until(e, RunStage.CONFIRM)
        assert "将发送 2 行，每行各发送一次这些请求。" in e.text
        await e.press("escape")
        await over_rows(e, tmp_path)
        await e.press("s")
        await until(e, RunStage.CONFIRM)
        gate.open.set()
        await e.press("y")
        await until(e, RunStage.DONE)
        assert len(gate.calls) == 4
        await e.press("escape")
        await over_rows(e, tmp_path)
        await e.until_shown("相同的运行已于")
        assert "共 3 行" in e.text
        await e.press("r", "f5")
        assert len(gate.calls) == 4
        await e.press("s")
        await until(e, RunStage.CONFIRM)
        assert len(gate.calls) == 4


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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, w=WRITE)
    async with explorer(tmp_path) as e:
        gate = Gate(e, monkeypatch)
        gate.open.set()
        await choose_folder(e)
        await e.press("tab")
        await until(e, RunStage.CHOOSING)
        await e.press("f5")
        await until(e, RunStage.CONFIRM)
        assert "监控只发送读请求" in e.text
        await e.press("y", "ctrl+y", "escape")
        assert dialog_of(e)._view.stage is RunStage.CHOOSING
        await e.press("down", "down", "down", "enter", "f5")
        await until(e, RunStage.CONFIRM)
        assert gate.calls == []
        await e.press("y")
        await until(e, RunStage.RUNNING)
        await gate.until_called(e)
        await e.press("escape", "2")
        await until(e, RunStage.DONE)


async def test_what_is_typed_for_a_monitor_is_checked(tmp_path: Path) -> None:
    given(tmp_path, a=READ)
    async with explorer(tmp_path) as e:
        await choose_folder(e)
        await e.press("tab")
        await until(e, RunStage.CHOOSING)
        await e.press("enter")
        dialog = dialog_of(e)
        dialog.query_one("#run-name", Field).value = "soon"
        await e.press("enter")
        assert "“soon”无效。" in e.text
        dialog.query_one("#run-name", Field).value = "30s"
        await e.press("enter")
        assert dialog._view.choice.monitor.every == "30s"
        await e.press("enter")
        dialog.query_one("#run-name", Field).value = ""
        await e.press("enter", "f5")
        assert "请选择间隔" in e.text


@pytest.mark.parametrize("guard", [Guard.READ_ONLY])
async def test_read_only_monitors_nothing_that_writes(tmp_path: Path, guard: Guard) -> None:
    given(tmp_path, w=WRITE)
    async with explorer(tmp_path, prod_guard=guard) as e:
        choose(e, RunChoice(monitor=MonitorChoice(may_write=True)))
        await choose_folder(e)
        await e.press("tab")
        await until(e, RunStage.CHOOSING)
        await e.press("f5")
        await until(e, RunStage.CONFIRM)
        assert "只读：" in e.text
        await e.press("y", "ctrl+y")
        assert dialog_of(e)._view.stage is RunStage.CONFIRM


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


async def choose_load(e: Explorer, load: LoadChoice) -> None:
    choose(e, RunChoice(load=load))
    await choose_folder(e)
    await e.press("tab")
    await until(e, RunStage.CHOOSING)
    await e.press("tab")
    await e.until_shown("用 审批 压测")


async def test_a_load_is_confirmed_with_the_name_on_prod_and_shows_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, a=READ)
    monkeypatch.setattr(long_dialog, "has_locust", lambda: True)
    monkeypatch.setattr(session_load, "LoadRun", LoadRunFake)
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        await choose_load(e, LoadChoice(users="3", time="1m", errors="1%"))
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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, w=WRITE)
    monkeypatch.setattr(long_dialog, "has_locust", lambda: True)
    async with explorer(tmp_path) as e:
        await choose_load(e, LoadChoice())
        await e.press("f5")
        await until(e, RunStage.CONFIRM)
        assert "以下请求会写数据" in e.text
        await e.press("y", "ctrl+y", "escape")
        assert dialog_of(e)._view.stage is RunStage.CHOOSING


async def test_without_locust_it_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, a=READ)
    monkeypatch.setattr(long_dialog, "has_locust", lambda: False)
    async with explorer(tmp_path) as e:
        await choose_load(e, LoadChoice(users="3"))
        assert "pipx inject weda-tui" in e.text
        assert "--users 3 --spawn-rate 1 --time 30s" in e.text.replace("\n", "")
        await e.press("f5")
        assert dialog_of(e)._view.stage is RunStage.CHOOSING
