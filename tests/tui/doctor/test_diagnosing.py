"""The doctor on the screen: its diagnosis, and each step with its key."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from msgspec import structs

from tests.tui.explorer import Explorer, explorer
from tests.tui.models.live import wait_for_models
from tests.tui.screens.network import (
    TOKEN,
    answering,
    calls,
    open_endpoint,
    open_failing,
    saying,
    transport,
)
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.doctor.causes import StepId
from weda_tui.core.guard.level import Guard
from weda_tui.core.sending.exchange import Answered
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.doctor.block import DoctorBlock
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.widgets.field import Field

Before = Callable[[httpx.Request], httpx.Response | None]


def refusing(code: str, message: str = "m", **headers: str) -> Before:
    body = {"code": code, "requestId": "79e7c0fc8286e", "message": message}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answering(lambda: httpx.Response(200, json=body, headers=named))


class Once:
    """Answers the first ``count`` calls with an error code; the sandbox answers the others."""

    def __init__(self, code: str, count: int = 1, message: str = "m", **headers: str) -> None:
        self._refuse, self._left = refusing(code, message, **headers), count

    def __call__(self, request: httpx.Request) -> httpx.Response | None:
        answer = self._refuse(request) if self._left else None
        self._left -= answer is not None
        return answer


def doctor(e: Explorer) -> DoctorBlock:
    return e.main.query_one(DoctorBlock)


async def fail(e: Explorer) -> None:
    await e.send()
    await e.press("f6")
    await e.settle()


async def take(e: Explorer, step: StepId) -> None:
    assert e.main.diagnosis is not None
    number = [each.id for each in e.main.diagnosis.steps].index(step) + 1
    await e.press(str(number))
    await e.settle()


async def test_a_key_fetches_a_new_token_and_sends_again(tmp_path: Path) -> None:
    async with explorer(
        tmp_path, before=Once("INVALID_ACCESS_TOKEN", 2, "verify failed: jwt expired")
    ) as e:
        await fail(e)
        assert "诊断  令牌无效或已过期（INVALID_ACCESS_TOKEN）" in e.text
        assert "下一步：检查环境" in e.text
        assert "        未执行任何操作：被网关拒绝" in e.text
        assert "否    令牌已过期" in e.text
        assert "刚获取的令牌也被拒绝" in e.text
        assert "1  检查环境" in e.text
        assert "2  刷新令牌并重新发送" in e.text
        assert "读：可安全重新发送" in e.text
        assert e.rows[-1].startswith(" Enter 检查环境   1-5 选择步骤")
        tokens = len([r for r in transport(e).requests if r.url.path.startswith("/auth/")])
        await e.press("2")
        await e.settle()
        assert "✓ 成功" in e.text
        assert "诊断" not in e.text
        after = [r for r in transport(e).requests if r.url.path.startswith("/auth/")]
        assert len(after) == tokens + 1
        assert e.main.focused is e.main.query_one(BodyView)


async def test_an_env_type_is_mended_in_the_address_or_switched_and_nothing_sent(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, before=refusing("INVALID_ENV")) as e:
        editor = e.main.query_one(RequestEditor)
        draft = editor.draft
        assert draft is not None
        url = draft.url.replace("{{WeDa.EnvType}}", "prd")
        editor.show_draft(structs.replace(draft, url=url))
        await fail(e)
        assert "prd 不是已知名称，最接近的是 prod" in e.text
        await take(e, StepId.SWITCH_ENV_TYPE)
        assert editor.draft is not None
        assert "/prod/" in editor.draft.url
        editor.show_draft(draft)
        await fail(e)
        assert "1  切换到 dev" in e.text
        before = len(calls(e))
        await take(e, StepId.SWITCH_ENV_TYPE)
        assert e.main.where is not None
        assert e.main.where.env_type == "dev"
        assert len(calls(e)) == before
        assert "已切换到 dev。按 F5 发送。" in e.rows[-1]


async def test_the_field_at_fault_is_gone_to(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=refusing("InvalidParameter")) as e:
        await open_endpoint(e, "GetFlowInstanceTasks")
        editor = e.main.query_one(RequestEditor)
        assert editor.draft is not None
        editor.show_draft(structs.replace(editor.draft, body='{"PageSize": "x"}'))
        await e.pilot.pause()
        await e.press("f5")
        await e.send()
        await e.press("f6")
        assert "是    参数类型错误" in e.text
        assert "转到 InstanceId" in e.text
        await take(e, StepId.GO_TO_FIELD)
        assert e.main.stage == "with"
        assert isinstance(e.main.focused, Field) or e.main.focused_place == "form"


async def test_a_misspelt_model_is_mended_and_sent(tmp_path: Path) -> None:
    before = answering(
        lambda: httpx.Response(
            400, json={"code": "DATASOURCE_NOT_EXIST", "message": "m", "requestId": "r"}
        ),
        "/v1/model/prod/custmer",
    )
    async with explorer(tmp_path, before=before) as e:
        assert e.main.where is not None
        e.main.controllers.open_endpoint(e.session.modules.catalogue.get("model.list"))
        await e.pilot.pause()
        editor = e.main.query_one(RequestEditor)
        assert editor.draft is not None
        url = editor.draft.url.replace("{{modelName}}", "custmer")
        editor.show_draft(structs.replace(editor.draft, url=url))
        await fail(e)
        assert "不是已知名称" not in e.text
        await take(e, StepId.REFRESH_MODELS)
        await wait_for_models(e)
        await e.settle()
        assert "custmer 不是已知名称，最接近的是 customer" in e.text, (
            "judged by the models that came"
        )
        await take(e, StepId.FIX_SPELLING)
        assert "✓ 成功" in e.text
        assert editor.draft is not None
        assert "/customer/" in editor.draft.url


def pass_time(e: Explorer, seconds: float) -> None:
    transport(e)._time.passed += seconds
    e.main.controllers.doctor.tick()


async def test_a_rate_limit_is_waited_for_until_esc_or_an_edit_stops_it(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Once("EXCEED_RATELIMIT", 2, Retry_After="12")) as e:
        await fail(e)
        assert "1  等待 12 s 后发送" in e.text
        sent = len(calls(e))
        await e.press("1")
        assert "12 s 后发送，Esc 取消" in e.text
        pass_time(e, 7.5)
        await e.pilot.pause()
        assert "5 s 后发送，Esc 取消" in e.text
        await e.press("escape")
        assert "已取消等待，请求未发送。" in e.rows[-1]
        pass_time(e, 60)
        await e.settle()
        assert len(calls(e)) == sent
        await e.press("1")
        pass_time(e, 12.5)
        await e.settle()
        await e.press("1")
        pass_time(e, 12.5)
        await e.settle()
        assert "✓ 成功" in e.text
        transport(e)._before = refusing("EXCEED_RATELIMIT")
        await fail(e)
        await e.press("1")
        assert e.main.waiting == 10.0
        await open_endpoint(e, "DescribeProcessInstance")
        assert e.main.waiting is None


async def test_what_helps_is_opened(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=refusing("INVALID_ENV")) as e:
        await fail(e)
        await take(e, StepId.ERROR_BOOK)
        assert "错误码手册" in e.text
        await e.press("escape")
        await take(e, StepId.EDIT_ENVIRONMENT)
        assert len(e.app.screen_stack) == 2
        assert isinstance(e.app.focused, Field), "the step says that it opens the form"
        await e.press("escape", "escape")
        await e.settle()
        assert e.main.diagnosis is not None
        assert e.main.diagnosis.steps[-1].id is StepId.SERVER_LOG, "it goes before the bundle"
        await e.press("f6", "B")
        assert "支持包" in e.text
        assert len(calls(e)) == 1, "no step sent anything"


async def test_refused_credentials_are_edited_where_they_stand(tmp_path: Path) -> None:
    refused = answering(lambda: httpx.Response(401, json={"code": "x", "message": "m"}), TOKEN)
    async with explorer(tmp_path, before=refused) as e:
        await fail(e)
        await take(e, StepId.EDIT_ENVIRONMENT)
        await e.pilot.pause()
        assert e.app.focused is not None
        assert e.app.focused.id == "field-secret_key"


async def test_the_docs_are_opened_and_the_request_id_copied(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=refusing("NOBODYS_CODE")) as e:
        await fail(e)
        assert "错误码手册中没有 NOBODYS_CODE" in e.text
        assert "是    " not in e.text
        await take(e, StepId.OPEN_DOCS)
        assert e.main.stage == "with"
        assert e.main.query_one(RequestEditor).tab == "docs"


async def test_a_write_is_repeated_behind_the_guard_unless_nothing_was_executed(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        await open_endpoint(e, "CompleteTask")
        for code, asks in (("EXCEED_RATELIMIT", False), ("SERVER_TIMEOUT", True)):
            with subtests.test(code=code):
                transport(e)._before = refusing(code)
                await fail(e)
                transport(e)._time.passed += 11
                assert ("写：发送前需确认" in e.text) is asks
                sent = len(calls(e))
                await e.press("enter")
                await e.settle()
                assert len(calls(e)) == sent, "the first step repeats no write"
                await e.press("escape", "escape", "f6")
                await take(e, StepId.SEND_AGAIN if asks else StepId.WAIT_AND_SEND)
                pass_time(e, 11)
                await e.settle()
                assert len(calls(e)) == (sent if asks else sent + 1)
                if asks:
                    await e.press("enter")
                    assert len(calls(e)) == sent, "Enter sends nothing in a guard"
                    await e.press("y")
                    await e.settle()
                    assert len(calls(e)) == sent + 1


async def test_the_doctor_takes_the_focus_from_no_field(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_failing(e)
        field = e.main.focused
        await e.send()
        assert "诊断" in e.text
        assert e.main.focused is field
        await e.press("f7")
        assert e.main.focused is doctor(e)


async def test_all_causes_take_the_room_of_the_body_until_esc(tmp_path: Path) -> None:
    async with explorer(
        tmp_path, size=(80, 24), before=refusing("INVALID_ACCESS_TOKEN", "jwt expired")
    ) as e:
        await e.send()
        assert "已排除 3 个，未知 1 个    I 查看全部" in e.text
        assert "接口要求密钥令牌" not in e.text
        await e.press("I")
        assert "接口要求密钥令牌" in e.text
        assert "requestId 79e7c0fc8286e" in e.text
        assert "Enter" not in e.rows[-1], "the cursor reads from the top"
        await e.press("end")
        assert e.rows[-1].startswith(" Enter 复制日志命令")
        await e.press("escape")
        assert "接口要求密钥令牌" not in e.text
        assert '"requestId": "79e7c0fc8286e"' in e.text


async def test_what_decided_it_is_always_in_view(tmp_path: Path) -> None:
    body = (
        '{"Response": {"RequestId": "79e7c0fc8286e", "Error": '
        '{"Code": "FailedOperation", "Message": "任务不存在"}}}'
    )
    async with explorer(tmp_path, before=saying(body)) as e:
        await fail(e)
        for size in ((160, 48), (120, 36), (100, 30), (80, 24), (72, 20)):
            await e.pilot.resize_terminal(*size)
            await e.send()
            for text in ('"Code": "FailedOperation"', '"Message": "任务不存在"', "RequestId"):
                assert text in e.text, size
            assert "F7 下一步" in e.text, size
            assert "诊断  " in e.text, size


async def test_what_decided_it_is_in_view_when_nothing_was_laid_out_in_between(
    tmp_path: Path,
) -> None:
    body = (
        '{"Response": {"RequestId": "79e7c0fc8286e", "Error": '
        '{"Code": "FailedOperation", "Message": "任务不存在"}}}'
    )
    async with explorer(tmp_path, size=(100, 30), before=saying(body)) as e:
        await fail(e)
        previous = e.main.diagnosis
        with e.app.batch_update():
            e.app.simulate_key("f5")
            async with asyncio.timeout(LONGEST_WORK):
                while e.main.diagnosis is None or e.main.diagnosis is previous:  # noqa: ASYNC110
                    await asyncio.sleep(0.001)
        await e.settle()
        assert '"Code": "FailedOperation"' in e.text
        assert '"Message": "任务不存在"' in e.text


async def test_a_call_without_an_answer_is_diagnosed(tmp_path: Path) -> None:
    def refuse(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.startswith("/weda/"):
            raise httpx.ReadTimeout("slow")
        return None

    async with explorer(tmp_path, before=refuse) as e:
        await fail(e)
        assert "        不确定是否已执行：请求已发送，未收到响应" in e.text
        assert "1  重新发送" in e.text
        await e.press("0")
        assert "全部原因" in e.text


async def test_a_failure_of_the_past_has_its_diagnosis(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Once("INVALID_ENV")) as e:
        await fail(e)
        await e.send()
        assert isinstance(e.main.send_state, Answered)
        assert e.main.diagnosis is None
        await e.main.run_command("history")
        await e.pilot.pause()
        await e.press("down", "down", "enter")
        await e.settle()
        await e.press("f6")
        assert "诊断  环境不正确" in e.text
        assert "        未执行任何操作" in e.text


async def test_it_speaks_the_other_language(tmp_path: Path) -> None:
    async with explorer(tmp_path, language="en", before=refusing("INVALID_ENV")) as e:
        await fail(e)
        assert "          Nothing was executed: refused by the gateway" in e.text
        assert "          Next: Switch to dev" in e.text
        assert "1  Switch to dev" in e.text


IMPORTED = """\
method = "POST"
url = "{{host}}/weda/workflow/v1/prod/StartFlow"
headers = ["Authorization: Bearer {{token}}"]
body = "{}"
[variables]
host = "https://weda.old.cn"
"""


async def test_a_request_of_another_deployment_is_brought_here_and_back(tmp_path: Path) -> None:
    file = tmp_path / "workspace/collections/old/start.toml"
    file.parent.mkdir(parents=True)
    file.write_text(IMPORTED)
    async with explorer(tmp_path) as e:
        await e.main.controllers.opening.open_now("old/start")
        await fail(e)
        assert "URL 指向 https://weda.old.cn/weda/workflow/v1/prod/StartFlow" in e.text
        editor = e.main.query_one(RequestEditor)
        before = editor.draft
        await take(e, StepId.USE_ADDRESS)
        after = editor.draft
        assert after is not None
        assert before is not None
        assert after.url == "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/StartFlow"
        assert after.headers == ()
        assert after.endpoint_id == "workflow.StartFlow"
        assert editor.endpoint is not None
        assert editor.endpoint.id == after.endpoint_id
        assert "FlowCode" in e.text
        await e.press("escape", "ctrl+z")
        await e.settle()
        assert editor.draft == before
        headers = (("authorization", "Bearer {{token}}"),)
        editor.show_draft(structs.replace(after, headers=headers))
        await e.press("f5")  # required fields are missing, and a second F5 sends
        await fail(e)
        assert "下一步：改用内置令牌" in e.text
        assert "2  设置变量的值" in e.text
        await take(e, StepId.USE_BUILT_IN_TOKEN)
        assert editor.draft is not None
        assert editor.draft.headers == ()
