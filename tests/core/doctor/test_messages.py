"""The message of a server is read as evidence: whatever it says, nothing is invented."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.doctor.concepts import Concept
from weda_tui.core.doctor.messages import SentValue, is_partly_done, read_message
from weda_tui.core.doctor.pasted import diagnose_pasted, pasted_state

SENT = (
    SentValue(("InstanceId",), "1700000000000000003"),
    SentValue(("filter", "where", "status"), "open"),
    SentValue(("data", "name"), "张三"),
    SentValue(("PageSize",), "500"),
)
DOCUMENTED = ("FlowCode", "PageType", "age")


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("当前用户不是该任务的审批人", Concept.NOT_APPROVER),
        ("you are not an approver of this task", Concept.NOT_APPROVER),
        ("节点未找到审批人", Concept.NO_APPROVER),
        ("流程未发布", Concept.NOT_PUBLISHED),
        ("unsupported query operator $foo", Concept.UNKNOWN_OPERATOR),
        ("操作符 $foo 不支持", Concept.UNKNOWN_OPERATOR),
        ("Duplicate entry 'a' for key 'b'", Concept.EXISTS),
        ("手机号已被其他用户绑定", Concept.EXISTS),
        ("存储空间不足", Concept.QUOTA),
        ("请求过于频繁，请稍后重试", Concept.TOO_MANY),
        ("任务已处理", Concept.HANDLED),
        ("invalid task state: COMPLETED", Concept.HANDLED),
        ("字段name超过最大长度64", Concept.OVER_LIMIT),
        ("pageSize must be <= 200", Concept.OVER_LIMIT),
        ("验证码已过期", Concept.EXPIRED),
        ("Unknown column 'a' in 'where clause'", Concept.UNKNOWN_FIELD),
        ("参数类型错误，应为整数", Concept.WRONG_TYPE),
        ("java.lang.NumberFormatException: x", Concept.WRONG_TYPE),
        ("手机号格式不正确", Concept.WRONG_FORMAT),
        ("level must be one of A, B", Concept.NOT_LISTED),
        ("邮箱不能为空", Concept.MISSING),
        ("Missing request header", Concept.MISSING),
        ("流程实例不存在", Concept.NOT_FOUND),
        ("No task found with id 1", Concept.NOT_FOUND),
        ("没有该数据的查看权限", Concept.NOT_ALLOWED),
        ("节点未开启回退", Concept.SWITCHED_OFF),
        ("revoke is turned off for this node", Concept.SWITCHED_OFF),
        ("当前发起人暂无可用的审批流程", Concept.NOTHING_TO_START),
        ("no startable flow", Concept.NOTHING_TO_START),
        ("Read timed out", Concept.SLOW),
        ("系统异常，请联系管理员", Concept.SERVER),
    ],
)
def test_what_is_wrong_is_found_in_both_languages(text: str, concept: Concept) -> None:
    assert read_message(text).concepts[0] is concept


@pytest.mark.parametrize("text", ["", "ok", "成功", "The status of the request", "x" * 100_000])
def test_a_message_that_names_nothing_has_no_concept(text: str) -> None:
    reading = read_message(text, SENT, DOCUMENTED)
    assert (reading.concepts, reading.paths, reading.names) == ((), (), ())


def test_what_is_named_or_quoted_is_found_in_the_request() -> None:
    for text, paths in [
        ("InstanceId is required", [("InstanceId",)]),
        ("instance_id 不存在", [("InstanceId",)]),
        ("instance 1700000000000000003 not found", [("InstanceId",)]),
        ("status must be one of [open, closed]", [("filter", "where", "status")]),
        ("字段 name 超过最大长度", [("data", "name")]),
        ("用户 张三 不存在", []),  # too short to be found in the request
        ("the name of the status is wrong", []),  # ordinary English words
        ("PageSize 500 is over the limit, InstanceId too", [("PageSize",), ("InstanceId",)]),
    ]:
        assert list(read_message(text, SENT).paths) == paths, text


def test_a_documented_field_that_was_not_sent_is_named() -> None:
    assert read_message("FlowCode 不能为空", SENT, DOCUMENTED).names == ("FlowCode",)
    assert read_message("InstanceId 不能为空", SENT, ("InstanceId",)).names == ()


def test_limits_are_numbers_beside_their_words() -> None:
    assert read_message("长度不能超过 500 个字符，当前 1024").limits == ("500",)
    assert read_message("must be at most 6 MB").limits == ("6 MB",)


@pytest.mark.parametrize(
    ("text", "is_done"),
    [
        ("流程实例已创建，但节点未找到审批人", True),
        ("共 3 条，成功 2 条，失败 1 条", True),
        ("2 of 3 records deleted", True),
        ("流程实例不存在", False),
        ("the record could not be created", False),
    ],
)
def test_a_message_may_say_that_part_of_it_was_done(text: str, is_done: bool) -> None:
    assert is_partly_done(text) is is_done


WORDS = st.sampled_from(
    [
        "不存在",
        "已处理",
        "is required",
        "InstanceId",
        "status",
        "500",
        "超过",
        "'",
        "(",
        "[",
        "$",
        "\\",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=12).map(" ".join))


@given(text=TEXTS, name=st.text(max_size=12), value=st.text(max_size=12))
@example(text="a)b(", name="a)b(", value="[")
def test_no_message_breaks_it_or_makes_it_invent_a_name(text: str, name: str, value: str) -> None:
    sent = (*SENT, SentValue((name, 0), value))
    reading = read_message(text, sent, (*DOCUMENTED, name))
    is_partly_done(text)
    folded = text.casefold().replace("_", "").replace("-", "").replace(" ", "")
    known = {each.path: each for each in sent}
    for path in reading.paths:
        each = known[path]
        plain = each.name.casefold().replace("_", "").replace("-", "").replace(" ", "")
        assert plain in folded or each.text in text
    assert set(reading.names) <= {*DOCUMENTED, name}


def test_a_name_without_a_word_in_it_is_never_named() -> None:
    assert read_message("参数错误", [SentValue(("__",), "1")]).paths == ()


SAID = [
    line.split("|", 1)
    for line in (Path(__file__).parent / "said.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
ALIKE = (
    {"not-found", "model-unknown"},
    {"over-limit", "size"},
    {"quota", "licence"},
    {"quota", "rate"},
    {"value-unfit", "value-type"},
    {"value-unfit", "value-not-listed"},
)
"""Causes that cannot be distinguished by words alone."""


def named_by(text: str) -> str:
    """Return the first cause that the message of a server names."""
    failed = Verdict(
        outcome=Outcome.FAILURE, layer=ErrorLayer.BUSINESS, code="NobodysCode", message=text
    )
    diagnosis = diagnose_pasted(pasted_state(failed, 200), None)
    assert diagnosis is not None, text
    return diagnosis.causes[0].id.value


def test_the_words_of_many_servers_name_their_cause() -> None:
    found = [(cause, named_by(text), text) for cause, text in SAID]
    assert len(found) > 200
    wrong = [each for each in found if each[0] != each[1] and {*each[:2]} not in ALIKE]
    assert wrong == []


def test_words_of_a_quoted_value_are_not_those_of_the_server() -> None:
    sent = (SentValue(("data", "state"), "已归档"),)
    said = read_message('选项 "已归档" 未在选项集中定义', sent)
    assert said.concepts[0] is Concept.NOT_LISTED
    assert Concept.HANDLED in read_message('选项 "已归档" 未在选项集中定义').concepts
