"""Runs in the explorer: live rows, the guard once, stop, the failed ones again, the answer."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from tests.cli.program import run_cli
from tests.tui.explorer import Explorer, explorer
from tests.tui.host import shown
from weda_tui.core.answer_values import Unjudged
from weda_tui.core.assertions import Held, NotHeld
from weda_tui.core.environment import Guard
from weda_tui.i18n.language import strings_for
from weda_tui.sandbox.server import background
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.dialogs.run import RunDialog
from weda_tui.tui.drawings.run import RunStage
from weda_tui.tui.widgets.tabs import Tabs

READ = 'endpoint = "workflow.DescribeInstanceApproverList"\n'
WRITE = 'endpoint = "workflow.CompleteTask"\nbody = \'{"TaskId": "1"}\'\n'
WRONG = f'{READ}[[assert]]\non = "status"\nequals = 201\n'
CAPTURE = f'{READ}[capture]\nRequest = "$.Response.RequestId"\n'
USE = f"{READ}depends = ['审批/a']\n[[assert]]\non = '$.Response.RequestId'\nexists = true\n"
WORKERS = {"run", "open-saved", "saved", "saved-read"}


def given(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        file = folder / "workspace/collections/审批" / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


async def until_quiet(e: Explorer) -> None:
    async with asyncio.timeout(10):
        while any(worker.is_running and worker.group in WORKERS for worker in list(e.app.workers)):
            await e.pilot.pause()
            await asyncio.sleep(0)
    await e.pilot.pause()


async def run_folder(e: Explorer) -> RunDialog:
    """Run the first folder of the tree."""
    await e.main.run_command("saved")
    await until_quiet(e)
    await e.press("R")
    await until_quiet(e)
    dialog = e.app.screen
    assert isinstance(dialog, RunDialog)
    return dialog


async def test_a_folder_runs_and_the_foot_sums_it_up(tmp_path: Path) -> None:
    given(tmp_path, a=CAPTURE, b=USE, c=WRONG)
    async with explorer(tmp_path) as e:
        await run_folder(e)
        assert "运行 审批" in e.text
        assert "✓ 审批/a" in e.text
        assert "✓ 审批/b" in e.text
        assert "✗ 审批/c" in e.text
        assert "HTTP 状态码 等于 201 · 实际是 200" in e.text
        assert "✓ 2  ✗ 1" in e.text
        await e.press("home")
        assert "Request = " in e.text
        await e.press("escape")
        assert not isinstance(e.app.screen, RunDialog)
        assert any("✓ 2  ✗ 1" in row for row in e.rows)


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
        assert "✓ 回答是核实过的成功" in e.text
        assert "✗ HTTP 状态码 等于 201" in e.text


async def test_f5_on_a_saved_request_judges_by_its_file(tmp_path: Path) -> None:
    given(tmp_path, a=CAPTURE)
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await until_quiet(e)
        await e.press("down", "enter")
        await until_quiet(e)
        await e.send()
        assert "断言 ✓ 1" in e.text
        e.main.query_one("#result-tabs", Tabs).open("checks")
        await e.pilot.pause()
        assert "取出的变量" in e.text
        assert "Request = " in e.text


async def test_the_failed_ones_run_again(tmp_path: Path) -> None:
    given(tmp_path, a=CAPTURE, b=USE, c=WRONG)
    async with explorer(tmp_path) as e:
        await run_folder(e)
        given(tmp_path, c=READ)
        await e.press("f5")
        await until_quiet(e)
        assert "✓ 审批/c" in e.text
        assert "审批/a" not in e.text.partition("运行 审批")[2].partition("Esc")[0]
        assert "✓ 1  ✗ 0" in e.text


async def test_a_write_asks_once_and_enter_never_answers(tmp_path: Path) -> None:
    given(tmp_path, a=READ, w=WRITE)
    calls: list[str] = []

    def before(request: httpx.Request) -> None:
        calls.append(request.url.path.rpartition("/")[2])

    async with explorer(tmp_path, before=before) as e:
        dialog = await run_folder(e)
        assert "这次运行有 1 处会改动数据" in e.text
        assert "审批/w" in e.text
        await e.press("enter")
        assert "CompleteTask" not in calls
        await e.press("y")
        await until_quiet(e)
        assert dialog._view.stage is RunStage.DONE
        assert calls.count("CompleteTask") == 1


async def test_read_only_runs_nothing_that_writes(tmp_path: Path) -> None:
    given(tmp_path, a=READ, w=WRITE)
    async with explorer(tmp_path, prod_guard=Guard.READ_ONLY) as e:
        dialog = await run_folder(e)
        assert "这里只读" in e.text
        await e.press("y", "ctrl+y", "f5")
        await until_quiet(e)
        assert dialog._view.stage is RunStage.CONFIRM
        await e.press("escape")
        assert not isinstance(e.app.screen, RunDialog)


async def test_a_broken_file_is_named(tmp_path: Path) -> None:
    given(tmp_path, a=READ, b="endpoint = 5\n")
    async with explorer(tmp_path) as e:
        await run_folder(e)
        assert "审批/b.toml" in e.text
        await e.press("escape")
        assert not isinstance(e.app.screen, RunDialog)


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
    dialog = RunDialog(session, session.where_exactly(), "审批", strings_for("zh"))
    async with shown(dialog) as (app, pilot, _), asyncio.timeout(20):
        while dialog._view.stage is not RunStage.DONE:
            await pilot.pause()
        assert "✓ 2  ✗ 1  – 1" in app.text
    await session.aclose()
    outcomes = {Held: "held", NotHeld: "failed", Unjudged: "not-judged"}
    return [
        (
            result.path,
            result.cause.value,
            [outcomes[type(check.judgement)] for check in result.checks],
        )
        for result in dialog._view.results
    ]


async def test_esc_stops_a_run_and_shows_what_was_not_sent(tmp_path: Path) -> None:
    polled = f"{READ}[poll]\nuntil = {{ on = '$.never', exists = true }}\nevery = 50\n"
    given(tmp_path, a=READ, b=polled, c=READ)
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await until_quiet(e)
        await e.press("R")
        dialog = e.app.screen
        assert isinstance(dialog, RunDialog)
        async with asyncio.timeout(10):
            while "正在发送" not in e.text or "✓ 审批/a" not in e.text:
                dialog._tick()
                await asyncio.sleep(0.001)
        await e.press("escape")
        await e.pilot.pause()
        assert dialog._view.stage is RunStage.DONE
        assert "– 审批/b  停在半路" in e.text
        assert "– 审批/c  没有发送" in e.text
        await e.press("escape")
        assert not isinstance(e.app.screen, RunDialog)
