"""A response belongs to its saved request as well as to its endpoint."""

from pathlib import Path

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.saving import settled
from weda_tui.core.guard.level import Guard
from weda_tui.core.sending.exchange import Answered, Idle
from weda_tui.tui.widgets.tabs import Tabs

CALL = """\
name = "{name}"
endpoint = "workflow.DescribeInstanceApproverList"
method = "POST"
url = "{{{{vars.host}}}}/weda/workflow/v1/{{{{WeDa.EnvType}}}}/DescribeInstanceApproverList"
headers = ["Content-Type: application/json;charset=utf-8"]
body = '{{"PageNo": 1, "PageSize": 10}}'
"""
FREE = """\
name = "{name}"
method = "{method}"
url = "{url}"
headers = ["Content-Type: application/json;charset=utf-8"]
body = '{{"PageNo": 1, "PageSize": 10}}'
"""
OTHER = "当前显示的请求"


def given(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        file = folder / f"workspace/collections/审批/{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def two_of_one_call(folder: Path) -> None:
    given(folder, todo=CALL.format(name="我的待办"), done=CALL.format(name="我的已办"))


async def open_saved(e: Explorer, name: str) -> None:
    assert await e.main.controllers.opening.open_now(f"审批/{name}")
    await settled(e)


async def test_a_call_and_its_saved_requests_share_no_answer(tmp_path: Path) -> None:
    two_of_one_call(tmp_path)
    async with explorer(tmp_path) as e:
        await e.send()
        of_call, endpoint = e.main.send_state, e.main.endpoint
        assert endpoint is not None
        await open_saved(e, "todo")
        assert isinstance(e.main.send_state, Idle)
        await e.send()
        await settled(e)
        answer, tabs = e.main.send_state, e.main.query_one("#result-tabs", Tabs)
        assert isinstance(answer, Answered)
        tabs.open("headers")
        await e.send()
        await settled(e)
        answer = e.main.send_state
        assert tabs.current == "headers", "the same request"
        await open_saved(e, "done")
        assert isinstance(e.main.send_state, Idle)
        assert e.main.last_entry is None, "it was never sent"
        await open_saved(e, "todo")
        assert e.main.send_state is answer
        assert tabs.current == "body"
        assert e.main.last_entry is not None
        assert OTHER not in e.text
        e.main.controllers.calls.open(e.session.modules.catalogue.get(endpoint.id))
        await settled(e)
        assert e.main.send_state is of_call
        assert OTHER not in e.text


async def test_an_answer_that_comes_late_says_whose_it_is_and_follows_the_request_that_is_moved(
    tmp_path: Path,
) -> None:
    two_of_one_call(tmp_path)
    async with explorer(tmp_path) as e:
        await open_saved(e, "todo")
        e.main.controllers.sending.send()
        assert await e.main.controllers.opening.open_now("审批/done")
        await settled(e)
        assert isinstance(e.main.send_state, Answered)
        assert f"这是 审批/todo 的响应，不属于{OTHER}" in e.text
        await open_saved(e, "todo")
        answer = e.main.send_state
        assert isinstance(answer, Answered)
        assert OTHER not in e.text
        folder = tmp_path / "workspace/collections/审批"
        (folder / "todo.toml").rename(folder / "mine.toml")
        e.main.controllers.opening.follow("审批/todo", "审批/mine")
        await settled(e)
        assert e.main.saved_path == "审批/mine"
        assert e.main.send_state is answer
        assert OTHER not in e.text


async def test_the_answer_of_a_draft_is_that_of_the_request_it_is_saved_as(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        answer = e.main.send_state
        await e.press("ctrl+s")
        await settled(e)
        await e.type("a")
        await e.press("enter")
        await settled(e)
        assert e.main.saved_path
        assert e.main.send_state is answer
        assert OTHER not in e.text


async def test_with_names_the_saved_request_where_there_is_no_room_for_its_title(
    tmp_path: Path,
) -> None:
    two_of_one_call(tmp_path)
    async with explorer(tmp_path, size=(120, 40)) as e:
        await open_saved(e, "done")
        assert "我的已办" in e.text
        await e.pilot.resize_terminal(80, 24)
        assert "我的已办" in e.text


async def test_requests_of_an_address_have_their_own_answers_and_names_whether_it_names_a_call(
    tmp_path: Path,
) -> None:
    url = "https://weda.example.cn/own/{}"
    of_call = "{{vars.host}}/weda/workflow/v1/prod/DescribeInstanceApproverList"
    given(
        tmp_path,
        one=FREE.format(name="一", method="GET", url=url.format("one")),
        two=FREE.format(name="写一条", method="POST", url=url.format("two")),
        three=FREE.format(name="三", method="POST", url=of_call),
    )
    async with explorer(tmp_path, prod_guard=Guard.CONFIRM) as e:
        await open_saved(e, "three")
        await e.send()
        await settled(e)
        assert isinstance(e.main.send_state, Answered)
        assert OTHER not in e.text
        await open_saved(e, "one")
        await e.send()
        await settled(e)
        assert not isinstance(e.main.send_state, Idle)
        await open_saved(e, "two")
        assert isinstance(e.main.send_state, Idle)
        assert e.main.last_entry is None
        await e.press("f5")
        await settled(e)
        assert "写一条" in e.text.split("执行前", 1)[-1]
        await e.press("ctrl+y")
        await settled(e)
        await e.main.run_command("history")
        await settled(e)
        assert "two" in e.text
