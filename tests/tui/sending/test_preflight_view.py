import msgspec
import pytest

from tests.tui.views.values import EN, ZH, preflight, roles, said, status, text, where
from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.collections.saved_request import Assertion, AssertionOperator, SavedRequest
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.json.text import JsonFault
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.tokens.access_token import TokenState, TokenStatus
from weda_tui.tui.sending.preflight_view import (
    effect_runs,
    first_step,
    preflight_lines,
    preflight_sentence,
)
from weda_tui.tui.widgets.drawing.paint import Run

VARIABLE = FileError(ErrorCode.VARIABLE_UNKNOWN, name="currentUser", nearest="")
OTHER = FileError(ErrorCode.URL_OTHER_HOST, host="https://evil.example/a/b", expected="https://a.b")
FAULT = JsonFault(4, 12, "Expecting ',' delimiter")


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        (
            {"error": VARIABLE, "decision": GuardDecision.REFUSE},
            ("✗ {{currentUser}} 没有值", "fail"),
        ),
        (
            {"decision": GuardDecision.REFUSE, "body_fault": FAULT},
            ("# 操作保护为只读：不会发送", "text"),
        ),
        ({"decision": GuardDecision.ASK_NAME}, ("! 发送前需输入名称 总部", "caution")),
        ({"decision": GuardDecision.ASK}, ("! 写前确认：发送前会询问", "caution")),
        (
            {"decision": GuardDecision.ASK, "repeated_after": 3.4},
            ("! 3 秒前发送过相同的请求：发送前会询问", "caution"),
        ),
        ({"body_fault": FAULT}, ("! JSON 第 4 行第 12 列：缺少逗号，或有多余内容", "caution")),
        ({"token": status(TokenState.VALID)}, ("令牌有效（1h00m），立即发送", "dim")),
        ({"token": status(TokenState.RENEWING)}, ("令牌有效（1h00m），立即发送", "dim")),
        ({"token": status(TokenState.EXPIRING, 42)}, ("令牌即将到期（42s），立即发送", "text")),
        ({"token": status(TokenState.NONE)}, ("先获取令牌，再发送", "dim")),
        ({"token": status(TokenState.EXPIRED, 0)}, ("先获取令牌，再发送", "dim")),
        ({"token": status(TokenState.REFUSED)}, ("令牌被拒绝：先获取新令牌，再发送", "fail")),
        ({"token": status(TokenState.NOT_NEEDED)}, ("无需令牌，立即发送", "dim")),
    ],
)
def test_the_one_thing_that_happens_first(changes: dict[str, object], step: tuple[str, str]):
    drawn = first_step(msgspec.structs.replace(preflight(), **changes), ZH)
    assert drawn == Run(*step)


def test_any_other_reason_is_told_in_its_own_words():
    drawn = first_step(preflight(error=OTHER), ZH)
    assert drawn.role == "fail"
    assert drawn.text.startswith("✗ ")
    assert "https://evil.example" in drawn.text
    assert "/a/b" not in drawn.text


@pytest.mark.parametrize("state", [*TokenState])
def test_short_words_are_short(state: TokenState):
    long = first_step(preflight(token=status(state)), EN)
    short = first_step(preflight(token=status(state)), EN, short=True)
    assert len(short.text) <= len(long.text)
    assert short.text


def test_three_rows_say_where_what_and_what_first():
    lines = preflight_lines(preflight(Effect.READ), ZH, 48)
    assert text(lines, 48) == [
        "   F5 发送   终止流程 [/api]  即将发送",
        "  → 总部 · prod · 只读，不修改数据",
        "  → 令牌有效（1h00m），立即发送",
    ]
    assert lines[0].left[2] == Run(" F5 发送 ", "chip-focus", "send")
    assert roles(lines)["prod"] == "caution bold"
    assert roles(preflight_lines(preflight(where=where("dev")), ZH, 48))["dev"] == "text bold"


def test_a_read_only_guard_takes_the_fill_from_the_chip():
    refused = preflight(decision=GuardDecision.REFUSE)
    assert preflight_lines(refused, ZH, 48)[0].left[2].role == "dim"
    assert preflight_sentence(refused, ZH)[0].role == "dim"


@pytest.mark.parametrize(
    ("effect", "words", "role", "short", "mark"),
    [
        (Effect.READ, "只读，不修改数据", "text", "只读", "只读，不修改数据"),
        (Effect.WRITE, "写：终止流程 [/api]", "caution", "写", "写"),
        (Effect.DESTRUCTIVE, "不可恢复：终止流程 [/api]", "fail", "不可恢复的写", "删"),
    ],
)
def test_the_effect_carries_the_colour(
    effect: Effect, words: str, role: str, short: str, mark: str
):
    shown = preflight(effect)
    assert effect_runs(shown, ZH) == [Run(words, role)]
    assert effect_runs(shown, ZH, short=True) == [Run(short, role)]
    assert said(preflight_sentence(shown, ZH)) == f" F5 发送   → prod {mark} · 令牌有效"
    assert text(preflight_lines(shown, ZH, 40), 40)[1] == f"  → 总部 · prod · {short}"


def test_the_env_type_of_the_path_is_shown():
    edited = preflight(where=where("dev"), env_type="prod")
    assert roles(preflight_lines(edited, ZH, 48))["prod"] == "caution bold"


def of_user(state: TokenState) -> TokenStatus:
    return msgspec.structs.replace(status(state), kind=TokenKind.USER)


@pytest.mark.parametrize(
    ("token", "step"),
    [
        (of_user(TokenState.VALID), "用户令牌有效（1h00m），立即发送"),
        (of_user(TokenState.NONE), "先获取用户令牌，再发送"),
        (of_user(TokenState.REFUSED), "用户令牌被拒绝：先获取新令牌，再发送"),
        (
            TokenStatus(kind=TokenKind.BASIC, state=TokenState.NOT_NEEDED),
            "使用 SecretId 和 SecretKey",
        ),
        (TokenStatus(kind=TokenKind.NONE, state=TokenState.NOT_NEEDED), "无需令牌"),
    ],
)
def test_it_tells_of_the_kind_of_token_that_the_call_takes(token: TokenStatus, step: str):
    assert first_step(preflight(token=token), ZH).text.startswith(step)


@pytest.mark.parametrize(
    ("code", "step"),
    [
        (ErrorCode.NO_USER, "✗ 缺少用户名或密码：按 F2 F2 填写"),
        (ErrorCode.NO_KEY, "✗ 缺少 SecretId 或 SecretKey：按 F2 F2 填写"),
    ],
)
def test_credentials_that_are_missing_stand_before_everything(code: ErrorCode, step: str):
    lack = FileError(code, environment="总部")
    asked = preflight(error=lack, decision=GuardDecision.ASK, token=of_user(TokenState.NONE))
    assert first_step(asked, ZH) == Run(step, "fail")
    for strings in (ZH, EN):
        row = text(preflight_lines(asked, strings, 48), 48)[2]
        assert "F2 F2" in row
        assert "…" not in row


def checked(path: str = "a/todo") -> SavedRequest:
    checks = (Assertion("status", AssertionOperator.EQUALS, 200),) * 2
    draft = RequestDraft(endpoint_id="a.b", method="POST", url="")
    return SavedRequest(path=path, draft=draft, asserts=checks)


def test_the_checks_of_a_file_are_told_as_far_as_they_fit() -> None:
    fine = preflight(token=status(TokenState.VALID), decision=GuardDecision.SEND)
    assert text(preflight_lines(fine, ZH, 60, checked()))[2].endswith("立即发送；然后检查 2 条断言")
    assert text(preflight_lines(fine, EN, 54, checked()))[2].endswith("then assertions: 2")
    assert "断言" not in text(preflight_lines(fine, ZH, 60))[2]
    refused = preflight(decision=GuardDecision.REFUSE)
    assert "断言" not in text(preflight_lines(refused, ZH, 60, checked()))[2]


def test_what_goes_out_is_named_as_far_as_it_fits() -> None:
    saved = checked("a/my approvals of this week")
    assert text(preflight_lines(preflight(), EN, 80, saved))[0] == (
        "   F5 Send   my approvals of this week  will be sent to"
    )
    assert text(preflight_lines(preflight(), EN, 40, saved))[0] == (
        "   F5 Send   my appro…  will be sent to"
    )
    assert text(preflight_lines(preflight(), EN, 30, saved))[0] == "   F5 Send   will be sent to"


def test_a_call_that_waits_for_a_value_says_so_and_not_what_it_may_become():
    waiting = preflight(
        Effect.DESTRUCTIVE,
        decision=GuardDecision.REFUSE,
        known_decision=GuardDecision.SEND,
        before=("a/b",),
    )
    assert effect_runs(waiting, EN) == [Run("effect known only after the capture", "caution")]
    assert "a/b" in first_step(waiting, EN).text
    assert "chip-focus" in roles(preflight_lines(waiting, EN, 80)).values()
    refused = msgspec.structs.replace(waiting, known_decision=GuardDecision.REFUSE)
    assert first_step(refused, EN).text == EN.tui.with_.guard_read_only
