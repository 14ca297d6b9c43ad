import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from rich.cells import cell_len

from tests.strategies import outside_text
from tests.tui.views.values import EN, REQUEST, ZH, roles, text, where
from weda_tui.core.answers.item_failures import ItemFailure
from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.errors import (
    Delivery,
    ErrorCode,
    FileError,
    GuardError,
    NotReachableError,
    TokenError,
)
from weda_tui.core.requests.paging import ListPage, Slot
from weda_tui.core.sending.exchange import Answered, Cancelled, Exchange, Failed, Response, Settled
from weda_tui.i18n.quantities import clock_time
from weda_tui.i18n.strings import Strings
from weda_tui.tui.answers.verdict_view import detail_lines, item_lines, sentence, verdict_lines
from weda_tui.tui.widgets.drawing.paint import paint
from weda_tui.tui.widgets.drawing.palette import DARK

AT = 1_795_570_938.0
OK = Verdict(outcome=Outcome.OK, count=3, total=1204, request_id="79e7c0fc-8286")
REFUSED = Verdict(
    outcome=Outcome.FAILURE,
    layer=ErrorLayer.GATEWAY,
    code="INVALID_ACCESS_TOKEN",
    message="jwt [/expired]",
    request_id="79e7c0fc8286e",
)


def answered(verdict: Verdict, status: int = 200, body: bytes = b"x" * 1945) -> Answered:
    return Answered(
        Exchange(
            endpoint_id="workflow.StopFlow",
            request=REQUEST,
            response=Response(status=status, reason="", headers=(), body=body),
            verdict=verdict,
            started_at=AT,
            elapsed=0.084,
        )
    )


def failed() -> Failed:
    return Failed(
        error=NotReachableError(ErrorCode.CONNECTION_REFUSED, host="10.20.4.18", port=8080),
        endpoint_id="workflow.StopFlow",
        request=None,
        started_at=AT,
        elapsed=9.1,
    )


def test_a_success_is_a_sentence_and_its_facts():
    rows = text(verdict_lines(answered(OK), ZH, 90), 90)
    facts = "  HTTP 200 · 84 ms · 1.9 KB · requestId 79e7c0fc-8286"
    assert rows == ["   ✓ 成功   3 条，共 1,204 条", facts + clock_time(AT).rjust(89 - len(facts))]


@pytest.mark.parametrize(
    ("width", "facts"),
    [
        (60, "  HTTP 200 · 84 ms · 1.9 KB · requestId 79e7c0fc-8286"),
        (50, "  HTTP 200 · 84 ms · 1.9 KB"),
        (26, "  HTTP 200 · 84 ms"),
        (14, "  HTTP 200"),
    ],
)
def test_facts_of_a_success_are_dropped_whole_and_in_order(width: int, facts: str):
    assert text(verdict_lines(answered(OK), ZH, width), width)[1].startswith(facts)
    assert "…" not in text(verdict_lines(answered(OK), ZH, width), width)[1]


def test_http_200_of_a_failed_call_is_struck_out():
    lines = verdict_lines(answered(REFUSED), ZH, 90)
    rows = text(lines, 90)
    assert rows[0].startswith("   ✗ 失败   INVALID_ACCESS_TOKEN")
    assert rows[0].endswith("网关")
    assert rows[1].startswith("  HTTP 200 不代表成功 · requestId 79e7c0fc8286e · 84 ms · 1.9 KB")
    assert roles(lines)["HTTP 200"] == "dim strike"
    assert any("jwt [/expired]" in row for row in rows)
    narrow = text(verdict_lines(answered(REFUSED), ZH, 48), 48)[1]
    assert narrow == "  HTTP 200 不代表成功 · requestId 79e7c0fc8286e"
    honest = verdict_lines(answered(REFUSED, 403), ZH, 90)
    assert roles(honest)["HTTP 403"] == "dim"
    assert "不代表成功" not in "".join(text(honest, 90))


PARTLY = Verdict(
    outcome=Outcome.FAILURE,
    layer=ErrorLayer.PARTIAL,
    part_of=ErrorLayer.STORAGE,
    code="OBJECT_NOT_EXIST",
    count=9,
    failed=6,
    items=tuple(
        ItemFailure(index=index, code="OBJECT_NOT_EXIST", message="没有[/]") for index in range(6)
    ),
)


def test_a_batch_that_failed_in_part_says_how_many_and_which():
    rows = text(verdict_lines(answered(PARTLY), ZH, 90), 90)
    assert rows[0].startswith("   ! 部分失败   9 个中有 6 个失败")
    assert rows[0].endswith("云存储")
    assert rows[3].startswith("  ✗ 第 1 个  OBJECT_NOT_EXIST  没有[/]")
    assert "    另有 1 个失败，均列在正文中" in rows
    assert "6 of 9 failed" in text(verdict_lines(answered(PARTLY), EN, 90), 90)[0]


def test_an_item_is_named_as_it_was_asked_for():
    asked = structs.replace(REQUEST, body=b'[{"cloudObjectId":"cloud://e.b/a.jpg"},{},{}]')
    rows = text(item_lines(PARTLY, asked, ZH, 90), 90)
    assert rows[1].startswith("  ✗ cloud://e.b/a.jpg  OBJECT_NOT_EXIST")
    assert rows[2].startswith("  ✗ 第 2 个  ")


def test_an_unknown_shape_claims_nothing():
    lines = verdict_lines(answered(Verdict(outcome=Outcome.UNKNOWN)), ZH, 90)
    assert text(lines)[0] == "   ? 无法判定   HTTP 200，正文格式未知"
    assert [line.fill for line in lines] == ["", ""]


@pytest.mark.parametrize("verdict", [OK, REFUSED, Verdict(outcome=Outcome.UNKNOWN)])
def test_a_verdict_without_the_rule_that_should_settle_it_says_so(verdict: Verdict):
    broken = FileError(ErrorCode.TOML_SYNTAX, file="success.toml", line=3, column=1)
    state = answered(verdict)
    without = Answered(structs.replace(state.exchange, no_rule=broken))
    lines = verdict_lines(without, ZH, 90)
    assert lines[-1] not in verdict_lines(state, ZH, 90)
    assert "caution" in roles(lines[-1:]).values()
    assert "success.toml" in "".join(text(lines[-2:], 90))


def test_a_token_call_that_was_answered_is_no_silence():
    refused = TokenError(ErrorCode.TOKEN_WRONG_SECRET, status=401, detail="")
    rows = text(verdict_lines(structs.replace(failed(), error=refused), ZH, 90), 90)
    assert rows[1].startswith("  令牌请求 HTTP 401 · 9.1 s")


@pytest.mark.parametrize("strings", [ZH, EN])
def test_the_name_of_an_environment_keeps_its_case(strings: Strings):
    missing = FileError(ErrorCode.NO_USER, environment="hq")
    rows = text(
        verdict_lines(structs.replace(failed(), error=missing, request=None), strings, 90), 90
    )
    assert "Hq" not in "".join(rows)
    assert "hq" in "".join(rows)


def test_no_answer_says_why_and_keeps_the_draft():
    rows = text(verdict_lines(failed(), EN, 90), 90)
    assert rows[0].startswith("   ✗ NOT SENT   ")
    assert "10.20.4.18:8080" in rows[0]
    assert "connection_refused" not in "".join(rows), "a code of ours says nothing to a person"
    assert rows[1].startswith("  no HTTP response · 9.1 s")
    assert rows[1].endswith(clock_time(AT))
    assert rows[-1] == "  Your input is unchanged: edit it and press F5"


@pytest.mark.parametrize(
    ("is_write", "role", "extra"), [(True, "caution", "写"), (False, "text", "F5")]
)
def test_a_cancelled_write_is_a_caution(is_write: bool, role: str, extra: str):
    state = Cancelled(endpoint_id="a.b", target=where(), elapsed=1.2, is_write=is_write)
    lines = verdict_lines(state, ZH, 90)
    assert lines[0].left[1].role == f"{role} bold"
    assert "1.2 s" in text(lines)[0]
    assert extra in text(lines)[1]


@pytest.mark.parametrize("width", [30, 47, 78])
@pytest.mark.parametrize("strings", [ZH, EN])
def test_a_cancelled_write_says_everything_in_a_narrow_pane(width: int, strings: Strings):
    state = Cancelled(endpoint_id="a.b", target=where("dev"), elapsed=1.2, is_write=True)
    rows = text(verdict_lines(state, strings, width), width)
    assert all(cell_len(row) <= width for row in rows)
    shown = "".join("".join(rows).split())
    words = strings.tui.result
    for sentence_ in (words.cancelled_after, words.cancelled_write):
        said = sentence_.format(elapsed="1.2 s", place="总部 · dev")
        assert "".join(said.split()) in shown


@pytest.mark.parametrize(
    ("verdict", "size", "words"),
    [
        (OK, 9, "3 of 1,204 records"),
        (Verdict(outcome=Outcome.OK, count=0), 9, "0 records"),
        (Verdict(outcome=Outcome.OK), 1945, "body 1.9 KB"),
        (Verdict(outcome=Outcome.OK), 0, "The body is empty"),
    ],
)
def test_what_a_success_amounts_to(verdict: Verdict, size: int, words: str):
    assert sentence(verdict, size, EN) == words


@pytest.mark.parametrize(
    ("number", "count", "total", "words"),
    [
        (1, 20, 138, "1–20 of 138"),
        (7, 18, 138, "121–138 of 138"),
        (1, 3, 3, "3 of 3 records"),
        (1, 20, None, "20 records"),
        (9, 0, 138, "0 of 138 records"),
    ],
)
def test_one_page_of_several_says_which_records_they_are(
    number: int, count: int, total: int | None, words: str
):
    verdict = Verdict(outcome=Outcome.OK, count=count, total=total)
    place = Slot("PageNumber", "body", number, is_sent=True)
    page = ListPage(
        place=place, size_slot=None, number=number, size=20, is_offset=False,
        count=count, total=total,
    )  # fmt: skip
    assert sentence(verdict, 1, EN, page) == words


@pytest.mark.parametrize(
    "state",
    [
        answered(OK),
        answered(REFUSED),
        failed(),
        Cancelled(endpoint_id="a.b", target=where(), elapsed=1.0, is_write=True),
    ],
)
def test_the_key_stands_in_the_first_row_where_there_is_no_heading(state: Settled):
    with_key = verdict_lines(state, ZH, 80, with_key=True)
    assert text(with_key)[0].startswith(" F6 ")
    assert with_key[0].left[0].action == "result"
    assert with_key[1:] == verdict_lines(state, ZH, 80)[1:]


@given(outside_text, outside_text, st.integers(20, 120), st.sampled_from([ZH, EN]))
def test_words_of_the_server_never_widen_a_row(
    code: str, message: str, width: int, strings: Strings
):
    verdict = Verdict(
        outcome=Outcome.FAILURE,
        layer=ErrorLayer.BUSINESS,
        code=code,
        message=message,
        request_id=code,
    )
    for line in verdict_lines(answered(verdict), strings, width):
        assert cell_len(paint(line, width, DARK).text) == width


@pytest.mark.parametrize(
    ("delivery", "chip", "said"),
    [
        (Delivery.NOT_SENT, "✗ 未发送", "未执行任何操作"),
        (Delivery.SENT, "✗ 无响应", "不确定是否已执行"),
        (Delivery.ANSWERED, "✗ 不完整", "服务器已处理请求"),
    ],
)
def test_a_failure_says_whether_anything_was_executed(delivery: Delivery, chip: str, said: str):
    error = NotReachableError(ErrorCode.CONNECTION_LOST, host="h", port=80, received=0)
    error.delivery = delivery
    rows = text(verdict_lines(structs.replace(failed(), error=error, request=REQUEST), ZH, 90), 90)
    assert rows[0].startswith(f"   {chip}")
    assert rows[0].endswith("网络")
    assert any(said in row for row in rows)


def test_a_token_call_that_was_cut_leaves_the_request_unsent():
    error = NotReachableError(ErrorCode.CONNECTION_LOST, host="h", port=80, received=0)
    error.delivery = Delivery.SENT
    rows = text(verdict_lines(structs.replace(failed(), error=error), ZH, 90), 90)
    assert rows[0].startswith("   ✗ 未发送")
    assert rows[3].strip() == "未执行任何操作：没有获取到令牌，请求未发送"


def test_what_never_was_to_leave_says_nothing_of_a_token():
    error = GuardError(ErrorCode.GUARD_READ_ONLY, environment="总部", env_type="prod")
    rows = text(verdict_lines(structs.replace(failed(), error=error), ZH, 90), 90)
    assert rows[0].startswith("   ✗ 未发送")
    assert not any("令牌" in row for row in rows)


@pytest.mark.parametrize(
    ("code", "layer"),
    [
        (ErrorCode.TLS_EXPIRED, "TLS"),
        (ErrorCode.PROXY_NAME, "代理"),
        (ErrorCode.DNS_FAILED, "网络"),
    ],
)
def test_a_failure_names_its_layer(code: ErrorCode, layer: str):
    error = NotReachableError(code, host="h", proxy="http://p")
    rows = text(verdict_lines(structs.replace(failed(), error=error), ZH, 90), 90)
    assert rows[0].endswith(layer)


def test_the_systems_own_words_are_shown_as_they_are():
    error = NotReachableError(ErrorCode.CONNECTION_REFUSED, host="h", port=80)
    error.detail = "[Errno 111] [/refused]"
    rows = text(detail_lines(structs.replace(failed(), error=error), EN, 90), 90)
    assert rows[1] == "  connection_refused · [Errno 111] [/refused]"
