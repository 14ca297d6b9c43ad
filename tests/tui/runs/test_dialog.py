"""Runs in the explorer: live rows, one guard question, stopping, repeating failures, responses."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from textual.pilot import Pilot

from tests.cli.program import run_cli
from tests.session.weda import Weda, place
from tests.tui.explorer import Explorer, explorer
from tests.tui.host import Host, shown
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.guard.level import Guard
from weda_tui.core.runs.answer_values import Unjudged
from weda_tui.core.runs.assertions import AssertionHeld, NotHeld
from weda_tui.core.runs.results import RunChoice, RunResult
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.i18n.language import strings_for
from weda_tui.sandbox.server.sockets import background
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.files.picker_dialog import FilePicker, FileRows
from weda_tui.tui.links.save_value_dialog import AssertionDialog
from weda_tui.tui.runs.dialog import RunDialog, RunTask
from weda_tui.tui.runs.view import RunStage
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.tabs import Tabs

READ = 'endpoint = "workflow.DescribeInstanceApproverList"\n'
WRITE = 'endpoint = "workflow.CompleteTask"\nbody = \'{"TaskId": "1"}\'\n'
WRONG = f'{READ}[[assert]]\non = "status"\nequals = 201\n'
CAPTURE = f'{READ}[capture]\nRequest = "$.Response.RequestId"\n'
USE = f"{READ}depends = ['审批/a']\n[[assert]]\non = '$.Response.RequestId'\nexists = true\n"
WORKERS = {"run", "run-end", "open-saved", "saved", "saved-read"}


class AloneRun(NamedTuple):
    """The dialog of a run in a small app."""

    app: Host
    pilot: Pilot[int]
    press: Callable[..., Awaitable[None]]
    dialog: RunDialog


def given(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        file = folder / "workspace/collections/审批" / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


async def until_quiet(e: Explorer) -> None:
    async with asyncio.timeout(LONGEST_WORK):
        while any(worker.is_running and worker.group in WORKERS for worker in list(e.app.workers)):
            await e.pilot.pause()
            await asyncio.sleep(0)
    await e.pilot.pause()


async def choose_folder(e: Explorer) -> RunDialog:
    """Open the run dialog for the first folder of the tree."""
    await e.main.run_command("saved")
    await until_quiet(e)
    await e.press("0", "R")
    await until_quiet(e)
    dialog = e.app.screen
    assert isinstance(dialog, RunDialog)
    return dialog


async def run_folder(e: Explorer) -> RunDialog:
    """Run the first folder of the tree."""
    dialog = await choose_folder(e)
    await e.press("f5")
    await until_quiet(e)
    return dialog


@asynccontextmanager
async def alone(
    session: Session, guard: Guard = Guard.CONFIRM, picked: str = ""
) -> AsyncGenerator[AloneRun]:
    """Show the dialog of a run without an explorer; ``picked`` is the file that is chosen."""
    task = RunTask(paths=("审批",), name="审批")
    where = session.environments.where() or place(session, "prod", guard)
    dialog = RunDialog(
        session, where, task, strings_for("zh"), pick=lambda _, answered: answered(picked)
    )
    async with shown(dialog) as (app, pilot, _):

        async def press(*keys: str) -> None:
            """Press keys and wait until nothing runs."""
            await pilot.press(*keys)
            await app.workers.wait_for_complete()
            await pilot.pause()

        await press()
        yield AloneRun(app, pilot, press, dialog)


async def test_a_folder_runs_and_the_foot_sums_it_up(tmp_path: Path) -> None:
    given(tmp_path, a=CAPTURE, b=USE, c=WRONG)
    async with explorer(tmp_path) as e:
        await run_folder(e)
        assert "运行 审批" in e.text
        assert "✓ 审批/a" in e.text
        assert "✓ 审批/b" in e.text
        assert "✗ 审批/c" in e.text
        assert "预期：HTTP 状态码 等于 201，实际为 200" in e.text
        assert "✓ 2  ✗ 1" in e.text
        await e.press("home")
        assert "Request = " in e.text
        await e.press("escape")
        assert not isinstance(e.app.screen, RunDialog)
        assert any("✓ 2  ✗ 1" in row for row in e.rows)


async def test_the_results_are_written_as_junit_where_that_was_chosen(tmp_path: Path) -> None:
    given(tmp_path, a=CAPTURE, c=WRONG)
    report = tmp_path / "report.xml"
    async with explorer(tmp_path) as e:
        await choose_folder(e)
        await e.press("down", "down", "down", "enter")
        e.app.screen.query_one("#save-path", Field).value = str(report)
        await e.press("enter")
        await e.until_shown(str(report)[:24])
        await e.press("f5")
        await until_quiet(e)
        assert f"JUnit 结果已写入 {report}" in e.text.replace("\n", "")
        text = report.read_text(encoding="utf-8")
        assert 'tests="2" failures="1"' in text
        assert "预期：HTTP 状态码 等于 201，实际为 200" in text
        report.unlink()
        await e.press("f5")
        await until_quiet(e)
        assert 'tests="2" failures="1"' in report.read_text(encoding="utf-8"), "with those before"
        report.unlink()
        report.mkdir()
        await e.press("f5")
        await until_quiet(e)
        assert "无法写入 " in e.text
        report.rmdir()
        report.write_text("name\n1\n", encoding="utf-8")
        await e.press("f5")
        await until_quiet(e)
        assert "请指定其他文件，或先移走" in e.text
        assert report.read_text(encoding="utf-8") == "name\n1\n"
        assert "JUnit 结果已写入" not in e.text


async def test_enter_opens_the_answer_with_its_assertions(tmp_path: Path) -> None:
    given(tmp_path, a=CAPTURE, c=WRONG)
    async with explorer(tmp_path) as e:
        await run_folder(e)
        await e.press("enter")
        await until_quiet(e)
        assert e.main.stage == "result"
        assert e.main.saved_path == "审批/c"
        assert "断言 ✗ 1" in e.text
        e.main.query_one("#result-tabs", Tabs).open("checks")
        await e.pilot.pause()
        assert "✓ 判定结果为成功" in e.text
        assert "✗ 预期：HTTP 状态码 等于 201" in e.text


async def test_enter_opens_a_request_that_was_not_sent_with_the_reason(tmp_path: Path) -> None:
    given(tmp_path, a=f'{READ}method = "POST"\nurl = "https://weda.old.cn/x"\n', b=READ)
    async with explorer(tmp_path) as e:
        await run_folder(e)
        assert "URL 指向 https://weda.old.cn" in e.text
        assert "Enter 打开请求" in e.text
        await e.press("enter")
        await until_quiet(e)
        await e.settle()
        assert e.main.stage == "result"
        assert e.main.saved_path == "审批/a"
        assert isinstance(e.main.send_state, Failed)
        assert "1  使用这个环境的地址" in e.text
        tree = [row.split() for row in e.rows]
        assert any("✗" in row and "a" in row for row in tree)
        assert any("✓" in row and "b" in row for row in tree)


async def test_f5_on_a_saved_request_judges_by_its_file_and_result_shows_what_a_run_got_for_it(
    tmp_path: Path,
) -> None:
    given(tmp_path, a=CAPTURE)
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await until_quiet(e)
        await e.press("down", "enter")
        await until_quiet(e)
        await e.send()
        assert "断言 ✓ 1" in e.text
        tabs = e.main.query_one("#result-tabs", Tabs)
        tabs.open("checks")
        await e.pilot.pause()
        text = e.text
        assert "提取的变量" in text
        assert "Request = " in text
        await e.press("f6", "a")
        await until_quiet(e)
        assert isinstance(e.app.screen, AssertionDialog)
        await e.press("escape")
        tabs.open("body")
        before = e.main.send_state
        await run_folder(e)
        await e.press("escape")
        state = e.main.send_state
        assert isinstance(state, Answered)
        assert state is not before
        assert isinstance(e.main.outcome, RunResult)
        assert state.exchange is e.main.outcome.exchange
        assert e.text.count("断言 1") == 1, "the tabs count what is judged"


async def test_the_failed_ones_run_again(tmp_path: Path, session: Session, weda: Weda) -> None:
    weda.call_answer = lambda _: httpx.Response(200, json={"Response": {"RequestId": "r"}})
    given(tmp_path, a=CAPTURE, b=USE, c=WRONG)
    async with alone(session) as run:
        await run.press("f5")
        assert "✓ 2  ✗ 1" in run.app.text
        given(tmp_path, c=READ)
        await run.press("f5")
        assert "✓ 审批/c" in run.app.text
        assert "审批/a" not in run.app.text
        assert "✓ 1  ✗ 0" in run.app.text


async def test_a_write_asks_once_and_enter_never_answers(
    tmp_path: Path, session: Session, weda: Weda
) -> None:
    given(tmp_path, a=READ, w=WRITE)
    async with alone(session) as run:
        await run.press("f5")
        assert "此次运行有 1 个请求会写数据" in run.app.text
        assert "审批/w" in run.app.text
        await run.press("enter")
        assert weda.calls == []
        await run.press("y")
        assert run.dialog._view.stage is RunStage.DONE
        assert [each.url.path.rpartition("/")[2] for each in weda.calls].count("CompleteTask") == 1


async def test_read_only_runs_nothing_that_writes(
    tmp_path: Path, session: Session, weda: Weda
) -> None:
    given(tmp_path, a=READ, w=WRITE)
    async with alone(session, Guard.READ_ONLY) as run:
        await run.press("f5")
        assert "只读：" in run.app.text
        await run.press("y", "ctrl+y", "f5")
        assert run.dialog._view.stage is RunStage.CONFIRM
        assert weda.calls == []
        await run.press("escape")
        assert run.app.screen is not run.dialog


async def test_a_broken_file_is_named(tmp_path: Path, session: Session) -> None:
    given(tmp_path, a=READ, b="endpoint = 5\n")
    async with alone(session) as run:
        await run.press("f5")
        assert "审批/b.toml" in run.app.text
        await run.press("escape")
        assert run.app.screen is not run.dialog


def test_the_same_files_have_the_same_verdict_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, a=CAPTURE, b=USE, c=WRONG, d=f"{READ}depends = ['审批/c']\n")
    monkeypatch.setenv("WEDA_TUI_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("WEDA_TUI_STATE", str(tmp_path / "state"))
    with background(seed=7) as info:
        run_cli(
            *("env", "add", "hq", "--host", info.base, "--secret-id", info.secret_id),
            stdin=f"{info.secret_key}\n",
        )
        ran = run_cli("run", "审批", "--json")
        headless = [
            (each["path"], each["cause"], [check["outcome"] for check in each["assertions"]])
            for each in json.loads(ran.data)["results"]
        ]
        seen = asyncio.run(_run_on_screen(tmp_path))
    assert seen == headless
    assert [cause for _, cause, _ in seen] == ["none", "none", "assertion", "skipped"]


async def _run_on_screen(folder: Path) -> list[tuple[str, str, list[str]]]:
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    session = Session(paths, environ={})
    task = RunTask(paths=("审批",), name="审批")
    dialog = RunDialog(session, session.environments.where_exactly(), task, strings_for("zh"))
    async with shown(dialog) as (app, pilot, _), asyncio.timeout(LONGEST_WORK):
        while not dialog._view.count:
            await pilot.pause()
        await pilot.press("f5")
        while dialog._view.stage is not RunStage.DONE:
            await pilot.pause()
        await pilot.pause()  # the run may have ended with the key
        assert "✓ 2  ✗ 1  – 1" in app.text
    await session.aclose()
    outcomes = {AssertionHeld: "held", NotHeld: "failed", Unjudged: "not-judged"}
    return [
        (
            result.path,
            result.cause.value,
            [outcomes[type(check.judgement)] for check in result.checks],
        )
        for result in dialog._view.results
    ]


async def test_esc_stops_a_run_and_shows_what_was_not_sent(
    tmp_path: Path, session: Session
) -> None:
    polled = f"{READ}[poll]\nuntil = {{ on = '$.never', exists = true }}\nevery = 50\n"
    given(tmp_path, a=READ, b=polled, c=READ)
    async with alone(session) as run:
        await run.pilot.press("f5")
        async with asyncio.timeout(LONGEST_WORK):
            while "正在发送" not in run.app.text or "✓ 审批/a" not in run.app.text:
                run.dialog._tick()
                await asyncio.sleep(0.001)
        await run.press("escape")
        assert run.dialog._view.stage is RunStage.DONE
        assert "– 审批/b  发送过程中停止" in run.app.text
        assert "– 审批/c  未发送" in run.app.text
        await run.press("escape")
        assert run.app.screen is not run.dialog


# -- what is chosen before it begins ---------------------------------------------------------

ROWS = f'{READ}[[assert]]\non = "$.Response.RequestId"\nequals = "{{{{want}}}}"\n'


def data_file(folder: Path, text: str, name: str = "rows.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


async def pick(e: Explorer, file: Path) -> None:
    """Choose a data file with the file picker."""
    await e.press("home", "enter")
    picker = e.app.screen
    assert isinstance(picker, FilePicker)
    picker.query_one("#picker-path", Field).value = str(file)
    async with asyncio.timeout(LONGEST_WORK):
        while [each.name for each in picker.query_one(FileRows).entries] != [file.name]:
            await e.pilot.pause()
    assert "选择数据文件：CSV 或 JSON" in e.text
    await e.press("enter")
    await until_quiet(e)


async def test_nothing_is_sent_before_f5(tmp_path: Path, session: Session, weda: Weda) -> None:
    given(tmp_path, a=READ, b=READ)
    async with alone(session) as run:
        assert run.dialog._view.stage is RunStage.CHOOSING
        assert "2 个请求" in run.app.text
        await run.press("escape")
        assert run.app.screen is not run.dialog
        assert (weda.calls, weda.token_calls) == ([], [])


async def test_a_data_file_is_picked_and_each_row_has_its_results(tmp_path: Path) -> None:
    given(tmp_path, a=ROWS)
    file = data_file(tmp_path, "want,note\nx,one\ny,two\nz,three\n")
    ids = iter("xnz")

    def before(request: httpx.Request) -> httpx.Response | None:
        if "token" in request.url.path:
            return None
        return httpx.Response(200, json={"Response": {"RequestId": next(ids, "y")}})

    async with explorer(tmp_path, before=before) as e:
        await choose_folder(e)
        await pick(e, file)
        assert "rows.csv · 3 行" in e.text
        assert "1 个请求 × 3 行 = 3 次" in e.text
        assert "列：want · note" in e.text
        assert "! 没有请求用到 {{note}}" in e.text
        await e.press("f5")
        await e.until_shown("第 3 行")
        await e.press("f5")
        await e.until_shown("行数：成功 2，失败 1，结果未知 0，未发送 0")
        assert "✓ 审批/a · 第 1 行" in e.text
        assert "✗ 审批/a · 第 2 行" in e.text
        assert "✓ 审批/a · 第 3 行" in e.text
        assert "数据：want = y  note = two" in e.text
        await e.press("enter")
        await until_quiet(e)
        assert e.main.stage == "result"
        assert "断言 ✗ 1" in e.text


async def test_the_choice_is_remembered_for_its_path(tmp_path: Path, session: Session) -> None:
    given(tmp_path, a=READ)
    file = data_file(tmp_path, '[{"a": 1}]', "rows.json")
    async with alone(session, picked=str(file)) as run:
        await run.press("home", "enter")
        await run.press("down", "enter", "right", "down", "left", "escape")
    async with alone(session) as run:
        assert run.dialog._view.choice == RunChoice(str(file), 3, bail=True)
        assert "rows.json · 1 行" in run.app.text
        await run.press("delete")
        assert "无：每个请求发送一次" in run.app.text


@pytest.mark.parametrize("text", ["a,b\n1\n", "", '{"a": 1}'])
async def test_what_is_wrong_with_the_data_is_named_and_nothing_runs(
    tmp_path: Path, session: Session, text: str
) -> None:
    given(tmp_path, a=READ)
    session.run_choices["审批"] = RunChoice(data=str(data_file(tmp_path, text)))
    async with alone(session) as run:
        assert any("✗" in row and "rows.csv" in row for row in run.app.rows)
        await run.press("f5")
        assert run.dialog._view.stage is RunStage.CHOOSING
        data_file(tmp_path, "a\n1\n2\n")
        await run.press("f5")
        assert "1 个请求 × 2 行 = 2 次" in run.app.text


async def test_parallel_stays_between_one_and_the_most(tmp_path: Path, session: Session) -> None:
    given(tmp_path, a=READ)
    async with alone(session) as run:
        await run.press("down", "left")
        assert run.dialog._view.choice.parallel == 1
        await run.press(*["right"] * 40)
        assert run.dialog._view.choice.parallel == 32
        await run.press("enter")
        assert run.dialog._view.choice.parallel == 1


async def test_the_first_failure_can_be_the_last_request(tmp_path: Path, session: Session) -> None:
    given(tmp_path, a=WRONG, b=READ)
    async with alone(session) as run:
        await run.press("down", "down", "enter", "f5")
        causes = [each.cause.value for each in run.dialog._view.results]
        assert causes == ["assertion", "skipped"]
