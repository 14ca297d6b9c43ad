"""Writes and destructive writes: what asks for confirmation, and nothing is sent by accident."""

import json
from pathlib import Path

import msgspec
import pytest

from tests.core.recordings import environment
from tests.tui.explorer import Explorer, explorer
from tests.tui.host import answers_to, hosted, shown
from tests.tui.runs.test_dialog import until_quiet
from tests.tui.screens.network import (
    SilentNetwork,
    calls,
    edit_environment,
    open_endpoint,
    open_json,
    transport,
)
from tests.tui.views.values import ZH
from tests.tui.workbench.fakes import session_in
from weda_tui.core.environments.deployment import EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.runs.answer_values import Captured
from weda_tui.core.sending.exchange import Answered
from weda_tui.session.runs.memory import SentRequest
from weda_tui.tui.guard.dialog import GuardDialog
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.widgets.code_area import CodeArea

LIST = "GetFlowInstanceTasks"
READ, WRITE, STOP = "DescribeInstanceApproverList", "CompleteTask", "StopFlow"


def is_asked(e: Explorer) -> bool:
    return isinstance(e.app.screen, GuardDialog)


def name_is_asked(e: Explorer) -> bool:
    return is_asked(e) and bool(e.app.screen.query("#guard-name"))


async def choose_guard(e: Explorer, guard: Guard) -> None:
    """Change the guard of prod, and let the last write be long ago."""
    prod, dev = EnvTypeSetting("prod", guard), EnvTypeSetting("dev", Guard.NONE)
    edit_environment(e, env_types=(prod, dev))
    e.main.controllers.targets.follow_edit("总部")
    transport(e)._time.passed += 11
    await e.pilot.pause()


async def test_effect_and_guard_of_the_env_type_decide_who_asks(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    no, yes, name = (False, False), (True, False), (True, True)
    async with explorer(tmp_path, size=(100, 30)) as e:
        for guard, cases in (
            (Guard.NONE, {WRITE: no, STOP: no}),
            (Guard.CONFIRM, {READ: no, WRITE: yes, STOP: name}),
            (Guard.TYPE_NAME, {WRITE: name}),
        ):
            await choose_guard(e, guard)
            for action, asked in cases.items():
                with subtests.test(guard=guard, action=action):
                    await open_endpoint(e, action)
                    before = len(calls(e))
                    await e.press("f5")
                    assert (is_asked(e), name_is_asked(e)) == asked
                    if asked == no:
                        await e.settle()
                    assert len(calls(e)) - before == (1 if asked == no else 0)
                    if asked != no:
                        await e.press("escape")
        await e.press("f2", "right", "enter")
        await open_endpoint(e, WRITE)
        await e.send()
        assert not is_asked(e)
        assert calls(e)[-1].url.path.endswith("/dev/CompleteTask")


async def test_a_read_only_place_refuses_and_says_where_to_change_it(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path, prod_guard=Guard.READ_ONLY) as e:
        for action in (WRITE, STOP):
            with subtests.test(action):
                await open_endpoint(e, action)
                assert "# 操作保护为只读：不会发送" in e.text
                assert "✗ 未发送" not in e.text
                await e.send()
                assert not transport(e).requests
                assert "✗ 未发送   总部 · prod 为只读。" in e.text
                assert "F2 F2" in e.text
                assert e.rows[1].startswith("╌")


async def test_a_call_to_another_host_is_refused_unasked_and_offers_the_own_address(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, WRITE)
        draft = e.main.draft
        assert draft is not None
        moved = draft.url.replace("{{vars.host}}", "https://other.example.cn")
        edited = msgspec.structs.replace(draft, url=moved, body="{}")
        e.main.query_one(RequestEditor).show_draft(edited)
        await e.pilot.pause()
        assert "✗ 不会发往 https://other.example.cn" in e.text
        await e.send()
        assert not is_asked(e), "neither of the guard nor of what is missing"
        assert not transport(e).requests
        await until_quiet(e)
        assert "1  使用这个环境的地址" in e.text
        await e.press("f7", "1")
        assert e.main.draft is not None
        assert e.main.draft.url == draft.url
        assert not transport(e).requests
        assert "不会发往" not in e.text


async def test_enter_esc_and_f8_send_nothing_and_are_no_consent(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        for action in (WRITE, STOP):
            with subtests.test(action):
                await open_endpoint(e, action)
                draft = e.main.draft
                await e.press("f5")
                if action == STOP:
                    await e.type("总部")
                await e.press("enter", "enter", "f5", "space")
                assert is_asked(e)
                assert "Enter 不会发送" in e.text
                await e.press("escape")
                assert not is_asked(e)
                assert e.main.draft == draft
                assert "– 未发送" not in e.text
                await e.press("f5", "f8")
                assert e.app.screen is e.main
                assert "– 未发送" in e.text
                assert f"/prod/{action}" in e.text
                await e.press("f5")
                assert is_asked(e), "looking is no consent"
                assert not transport(e).requests
                await e.press("escape")


async def test_only_the_answer_of_the_question_sends_and_exactly_once(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, WRITE)
        for number, keys in enumerate(("ctrl+y ctrl+y", "y y y"), 1):
            with subtests.test(keys):
                await e.press("f5", *keys.split())
                await e.settle()
                assert len(calls(e)) == number
                assert calls(e)[-1].url.path.endswith("/prod/CompleteTask")
                transport(e)._time.passed += 11
        await open_endpoint(e, STOP)
        before = len(calls(e))
        await e.press("f5", "ctrl+y")
        assert "还差 2 个字符" in e.text
        assert "不可恢复" in e.text
        await e.type("总")
        await e.press("ctrl+y")
        assert "还差 1 个字符" in e.text
        assert len(calls(e)) == before
        await e.type("部")
        assert "名称正确" in e.text
        await e.press("ctrl+y")
        await e.settle()
        assert [each.url.path.rpartition("/")[2] for each in calls(e)[before:]] == [STOP]


def question(folder: Path, action: str, body: str = "") -> GuardDialog:
    """Return the question before a call at prod, with the body of the documents by default."""
    session = session_in(folder)
    draft = draft_for(session.modules.catalogue.get(f"workflow.{action}"))
    sent = msgspec.structs.replace(draft, body=body or draft.body)
    return GuardDialog(session.sending.preflight(sent, Target(environment(), "prod")), ZH)


async def test_the_question_names_place_call_body_and_consequence(tmp_path: Path) -> None:
    async with shown(question(tmp_path, WRITE), size=(160, 48)) as (app, pilot, answers):
        for said in (
            "将在 总部   prod 正式  执行：同意 1 个审批任务。",
            "https://weda.example.cn",
            "CompleteTask",
            'TaskId        "1600000000000000002"',
            "ButtonAction  2 同意",
            "  Type        4 微搭内部用户",
            'CcUserIds[]   "1500000000000000003"',
            "Tab 原始正文",
            "只发送一次",
        ):
            assert said in app.text
        await pilot.press("tab")
        assert '"TaskId": "1600000000000000002"' in app.text
        assert '"ButtonAction": 2,  = 同意' in app.text
        assert "Tab 按字段显示" in app.text
        await pilot.press("tab", "enter", "f5")
        assert "ButtonAction  2 同意" in app.text
        assert answers == []


async def test_a_body_that_rows_would_not_say_whole_is_shown_as_it_is(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with hosted(size=(160, 48)) as (app, pilot):
        for body in (
            '{"InstanceIdList": ["1"], "instanceidlist": ["2"]}',
            '{"InstanceIdList": ["1"], "InstanceIdList": ["2"]}',
            '{"InstanceIdList": ["1"]',
        ):
            with subtests.test(body):
                asked = question(tmp_path, "ManageStopProcessList", body)
                assert await answers_to(app, pilot, asked) == []
                assert asked.query("#guard-name")
                assert body in app.text
                assert "Tab 原始正文" not in app.text
                await pilot.press("tab")
                assert body in app.text
                await pilot.press("escape")


async def test_only_the_same_write_within_ten_seconds_asks_again_and_the_seconds_are_counted(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, WRITE)
        for guard in (Guard.CONFIRM, Guard.NONE):
            with subtests.test(guard=guard):
                await choose_guard(e, guard)
                before = len(calls(e))
                await e.press("f5")
                if guard is Guard.CONFIRM:
                    await e.press("ctrl+y")
                await e.settle()
                await e.press("f5")
                assert is_asked(e)
                assert "刚刚发送过相同的请求" in e.text
                assert len(calls(e)) - before == 1
                await e.press("ctrl+y")
                await e.settle()
                assert len(calls(e)) - before == 2
        transport(e)._time.passed += 11
        await e.send()
        assert len(calls(e)) == 5
        await e.press("f4")
        await e.type("9")
        await e.send()
        assert len(calls(e)) == 6
        assert "! 0 秒前发送过相同的请求：发送前会询问" in e.text
        for seconds, is_said in ((4.0, True), (6.0, False)):
            transport(e)._time.passed += seconds
            e.main.query_one(RequestEditor).refresh_times()
            await e.pilot.pause()
            assert ("! 4 秒前发送过相同的请求：发送前会询问" in e.text) is is_said
        assert "秒前发送过" not in e.text


def stopping(*ids: str) -> str:
    return json.dumps({"InstanceIdList": ids, "UserInfo": {"UserId": "1", "Type": 4}})


async def open_stop(e: Explorer, body: str) -> None:
    """Open the endpoint that stops many flows, with the given body."""
    await open_json(e, "ManageStopProcessList")
    body_area = e.app.focused
    assert isinstance(body_area, CodeArea)
    body_area.load_text(body)
    await e.pilot.pause()


async def test_earlier_answers_of_the_same_address_name_the_records(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, LIST)
        await e.send()
        state = e.main.send_state
        assert isinstance(state, Answered)
        tasks = json.loads(state.exchange.response.body)["Response"]["Data"]["Result"]
        known, name = str(tasks[0]["InstanceId"]), tasks[0]["FlowName"]
        await open_stop(e, stopping(known, *map(str, range(1, 8))))
        await e.press("f5")
        await e.pilot.pause()
        assert name_is_asked(e)
        assert "终止 8 个流程实例。 此操作不可恢复。" in e.text
        row = next(row for row in e.rows if known in row)
        assert "InstanceIdList" in row
        below = e.rows[e.rows.index(row) + 1]
        assert name in below
        assert "09:42 查到" in below
        await e.press("tab")
        row = next(row for row in e.rows if known in row)
        assert "记录  " in row
        assert name in row
        assert "另有 3 个" in e.text
        await e.press("escape")
        await open_stop(e, stopping(known))
        await e.press("f5")
        await e.pilot.pause()
        assert f"终止 1 个流程实例：{name}" in e.text
        await e.press("escape")
        edit_environment(e, host="https://other.example.cn")
        await open_stop(e, stopping(known))
        await e.press("f5")
        await e.pilot.pause()
        assert name_is_asked(e)
        assert "https://other.example.cn" in e.text
        assert "查到" not in e.text
        assert name not in e.text
        assert len(calls(e)) == 1


async def test_f5_twice_and_enter_twice_send_a_write_once(tmp_path: Path) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        network = SilentNetwork(e)
        await open_endpoint(e, WRITE)
        await e.press("f5")
        await network.arrived.wait()
        await e.press("f5", "ctrl+r", "enter", "f5")
        assert "仍在等待上一个请求" in e.text
        network.release.set()
        await e.settle()
        assert len(calls(e)) == 1


async def test_what_is_captured_while_the_question_stands_there_is_asked_about_anew(
    tmp_path: Path,
) -> None:
    file = tmp_path / "workspace/collections/a/complete.toml"
    file.parent.mkdir(parents=True)
    file.write_text(
        'endpoint = "workflow.CompleteTask"\n'
        'body = \'{"TaskId": "{{task}}", "UserId": "2"}\'\n[variables]\ntask = "1"\n',
        "utf-8",
    )
    async with explorer(tmp_path) as e:
        e.main.controllers.opening.open("a/complete")
        await until_quiet(e)
        await e.press("f5", "f5")
        assert is_asked(e)
        where, captured = e.main.where, [Captured("task", "7")]
        assert where is not None
        e.session.captured.scope(where).note("a/b", SentRequest(ok=True, at=0.0), captured)
        await e.press("ctrl+y")
        assert is_asked(e)
        assert not calls(e)
        await e.press("ctrl+y")
        await e.settle()
        assert len(calls(e)) == 1
        state = e.main.send_state
        assert isinstance(state, Answered)
        assert json.loads(state.exchange.request.body)["TaskId"] == "7"
