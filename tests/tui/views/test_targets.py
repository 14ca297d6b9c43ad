import msgspec
import pytest

from tests.tui.views.values import EN, ZH, said, status, where
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.guard.level import Guard
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.tui.views.targets import (
    env_type_chip,
    env_type_role,
    gauge_bar,
    gauge_state,
    guard_run,
    other_token,
)
from weda_tui.tui.widgets.drawing.paint import Run


def test_prod_is_a_caution_and_the_others_are_quiet():
    assert env_type_chip("prod", ZH) == Run(" prod 正式 ", "chip-caution")
    assert env_type_chip("dev", EN, "where") == Run(" dev ", "chip-dim", "where")
    assert env_type_chip("mine", ZH) == Run(" mine ", "chip-dim")
    assert (env_type_role("prod"), env_type_role("dev")) == ("caution", "text")


@pytest.mark.parametrize(
    ("guard", "with_word", "runs"),
    [
        (Guard.NONE, True, []),
        (Guard.CONFIRM, True, [Run("! 写前确认", "caution")]),
        (Guard.TYPE_NAME, False, [Run("!", "caution")]),
        (Guard.READ_ONLY, True, [Run("# 只读", "text")]),
    ],
)
def test_a_guard_is_a_mark_and_a_word(guard: Guard, with_word: bool, runs: list[Run]):
    assert guard_run(where(guard=guard), ZH, with_word=with_word) == runs


@pytest.mark.parametrize(
    ("state", "remaining", "bar", "words"),
    [
        (TokenState.VALID, 7200.0, "━━━━━━━━━━", "2h00m 有效"),
        (TokenState.VALID, 3600.0, "━━━━━─────", "1h00m 有效"),
        (TokenState.EXPIRING, 1.0, "━─────────", "1s ! 即将到期"),
        (TokenState.EXPIRED, 0.0, "──────────", "0s ✗ 已到期"),
        (TokenState.REFUSED, 3600.0, "━━━━━─────", "1h00m ✗ 被拒绝"),
        (TokenState.RENEWING, 3600.0, "╌╌╌╌╌╌╌╌╌╌", "~ 刷新中"),
        (TokenState.NONE, 0.0, "──────────", "尚未获取"),
        (TokenState.NOT_NEEDED, 0.0, "──────────", "无需令牌"),
    ],
)
def test_the_gauge_reads_the_same_without_colour(
    state: TokenState, remaining: float, bar: str, words: str
):
    token = status(state, remaining)
    assert said(gauge_bar(token, 10)) == bar
    assert said(gauge_state(token, ZH)) == words
    assert said(gauge_bar(token, 0)).strip("━") == ""


def test_time_left_is_no_success():
    roles = {run.role for run in gauge_state(status(TokenState.VALID), ZH)}
    assert roles == {"text bold", "dim"}
    assert gauge_state(status(TokenState.REFUSED), ZH)[0].role == "fail bold"


@pytest.mark.parametrize(
    ("kind", "state", "words"),
    [
        (TokenKind.USER, TokenState.VALID, "   用户 1h00m"),
        (TokenKind.KEY, TokenState.EXPIRING, "   密钥 1h00m"),
        (TokenKind.USER, TokenState.REFUSED, "   用户 被拒绝"),
        (TokenKind.USER, TokenState.RENEWING, "   用户 刷新中"),
        (TokenKind.USER, TokenState.NONE, ""),
    ],
)
def test_the_other_token_is_faint_and_short(kind: TokenKind, state: TokenState, words: str):
    runs = other_token(msgspec.structs.replace(status(state), kind=kind), ZH)
    assert said(runs) == words
    assert {run.role for run in runs} <= {"faint"}
