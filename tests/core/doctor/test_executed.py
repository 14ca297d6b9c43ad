"""What the doctor says about work that was or may have been done: never less than is known."""

import pytest

from tests.core.doctor.test_diagnosis import BOOK, of
from tests.core.doctor.test_pasted import diagnosed, failure
from weda_tui.core.answers.foreign import Foreign
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.log_lines import judge_line
from weda_tui.core.answers.network_words import judge_silence
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.pasted import diagnose_text

BEGUN = [
    ("StartFlow", "流程发起成功，首个任务不存在"),
    ("StartFlow", "the process was started; its first service task has no permission"),
    ("StartFlow", "启动子流程失败：流程不存在"),
    ("CompleteTask", "任务状态更新成功，写操作日志时任务不存在"),
    ("CompleteTask", "task completed but next task not found"),
    ("CompleteTask", "执行服务任务失败，任务不存在"),
    ("CompleteTask", "Task service timed out waiting for engine; task already finished"),
    ("AddCounterSignAssignee", "加签成功 2 人，第 3 人任务不存在"),
    ("Revoke", "timeout: lock conflict"),
    ("Revoke", "任务已撤销，回滚业务数据时流程已结束"),
]


def test_a_message_about_work_that_had_begun_is_no_check_before_it() -> None:
    for action, message in BEGUN:
        diagnosis = of("FailedOperation", f"workflow.{action}", message=message)
        assert diagnosis.executed is not Executed.NO, (action, message)


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("CompleteTask", "任务已完成，审批失败"),
        ("CompleteTask", "该任务已提交，重复提交失败"),
        ("PressTask", "当前流程已完成，无法催办，操作未能执行"),
        ("Revoke", "流程已发起，撤回失败"),
        ("StartFlow", "流程已经提交，不可重复提交，发起失败"),
    ],
)
def test_a_state_that_the_call_met_is_no_work_of_it(action: str, message: str) -> None:
    diagnosis = of("FailedOperation", f"workflow.{action}", message=message)
    assert diagnosis.executed is not Executed.YES


@pytest.mark.parametrize(
    ("code", "layer", "status", "message"),
    [
        ("HTTP 422", ErrorLayer.HTTP, 422, "已写入 2 条，第 3 条 age 类型错误"),
        ("HTTP 400", ErrorLayer.HTTP, 400, "成功 2 条，失败 1 条"),
        ("INVALID_PARAMETER", ErrorLayer.MODEL, 200, "前 2 条写入成功，第 3 条 age 类型错误"),
        (
            "RESOURCE_NOT_FOUND",
            ErrorLayer.GATEWAY,
            200,
            "upstream timed out after the record was written",
        ),
    ],
)
def test_work_that_a_message_names_counts_whatever_refused(
    code: str, layer: ErrorLayer, status: int, message: str
) -> None:
    diagnosis = of(code, "model.createMany", layer=layer, status=status, message=message)
    assert diagnosis.executed is not Executed.NO


@pytest.mark.parametrize("status", [408, 460, 499])
def test_a_client_that_hung_up_may_have_been_served(status: int) -> None:
    diagnosis = diagnosed(failure(ErrorLayer.HTTP, f"HTTP {status}"), status)
    assert diagnosis.executed is Executed.MAYBE
    assert diagnosis.steps[0].id is StepId.LOOK_FIRST


def test_a_303_that_leads_elsewhere_follows_work_that_was_done() -> None:
    elsewhere = diagnosed(failure(ErrorLayer.HTTP, Foreign.ELSEWHERE), 303)
    assert elsewhere.executed is Executed.MAYBE
    assert diagnosed(failure(ErrorLayer.HTTP, Foreign.ELSEWHERE), 302).executed is Executed.NO


@pytest.mark.parametrize(
    "text",
    [
        "attempt 1 failed: read timed out\nattempt 2 failed: Connection refused",
        "Retry 1: socket hang up\nRetry 2: getaddrinfo ENOTFOUND weda.corp.cn",
        "read tcp 10.0.0.2:5000->10.0.0.8:443: read: connection timed out",
        "requests.exceptions.SSLError: read timed out [SSL: x]",
        "ssl.SSLError: [SSL: DECRYPTION_FAILED_OR_BAD_RECORD_MAC] bad record mac in read",
    ],
)
def test_of_several_attempts_one_may_have_arrived(text: str) -> None:
    lost = judge_silence(text)
    assert lost is not None
    assert diagnosed(lost).executed is Executed.MAYBE


def test_a_line_about_a_client_that_hung_up_is_judged() -> None:
    line = judge_line('10.0.0.2 - - "POST /weda/x HTTP/1.1" 499 0')
    assert line is not None
    assert diagnosed(line, 499).executed is Executed.MAYBE


NAMES_OF_FIELDS = [
    ("客户端版本错误", CauseId.CREDENTIALS),
    ("client_id not found in table customer", CauseId.CREDENTIALS),
    ("密码重置链接格式不正确", CauseId.TOKEN_REVOKED),
    ("超时时间不能为空", CauseId.SLOW),
    ("deadline is required", CauseId.SLOW),
    ("采集频率不能为空", CauseId.RATE),
    ("合同到期日期格式错误", CauseId.EXPIRED),
    ("审批人不能为空", CauseId.NO_APPROVER),
    ("角色没有用户管理权限", CauseId.NO_APPROVER),
    ("模型没有删除权限", CauseId.MODEL_UNKNOWN),
    ("unique identifier not found", CauseId.CONFLICT),
    ("唯一标识不存在", CauseId.CONFLICT),
    ("信用额度必须大于0", CauseId.QUOTA),
]


def test_the_name_of_a_field_is_not_what_is_wrong() -> None:
    for message, wrong in NAMES_OF_FIELDS:
        for code in ("INVALID_PARAMETER", "FAILED_OPERATION"):
            diagnosis = of(code, "model.create", message=message)
            assert diagnosis.causes[0].id is not wrong, message


@pytest.mark.parametrize(
    "text",
    [
        '{"code":"INVALID_ACCESS_TOKEN","requestId":"r1"}\n{"code":"SERVER_TIMEOUT","requestId":"r2"}',
        '"POST /weda/x HTTP/1.1" 401 12\n"POST /weda/x HTTP/1.1" 504 0',
    ],
)
def test_of_several_answers_one_may_have_run(text: str) -> None:
    found = diagnose_text(text.encode(), BOOK)
    assert found is not None
    assert found.diagnosis is not None
    assert found.diagnosis.executed is Executed.MAYBE


def test_one_refusal_in_a_log_is_one() -> None:
    found = diagnose_text(b'{"code":"INVALID_ACCESS_TOKEN","requestId":"r1"}', BOOK)
    assert found is not None
    assert found.diagnosis is not None
    assert found.diagnosis.executed is Executed.NO
