"""The check list: each fact stands under what it is about."""

import msgspec
import pytest

from tests.tui.drawings.values import EN, HOST, ZH, endpoint, status, text, where
from weda_tui.core.access_token import AccessToken, TokenState
from weda_tui.core.environment_texts import FieldFault, Reason
from weda_tui.core.errors import (
    ErrorCode,
    FileError,
    LimitError,
    NotReachableError,
    TokenError,
    WedaError,
)
from weda_tui.tui.drawings.environment_checks import CheckState, draw_afterwards, draw_checks

TRIED = where().environment
INVALID = FieldFault("name", FileError(ErrorCode.NAME_INVALID, text="a/b"))


def token(**changes: object) -> AccessToken:
    held = status(TokenState.VALID).token
    assert held is not None
    return msgspec.structs.replace(held, clock_skew=0.4, **changes)


def checks(state: CheckState, *faults: FieldFault, host: str = HOST) -> list[str]:
    return text(draw_checks(host, faults, state, ZH, 60))


def marks(state: CheckState, *faults: FieldFault, host: str = HOST) -> list[str]:
    """Return the rows that begin with a mark."""
    return [row.strip() for row in checks(state, *faults, host=host) if row[:3].strip()]


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("https://weda.cn", "https，域名"),
        ("http://10.20.4.18:8080", "http，IP"),
        ("http://[::1]:8080", "http，IP"),
    ],
)
def test_the_spelling_is_told_before_anything_connects(host: str, said: str) -> None:
    assert marks(CheckState(), host=host) == ["✓  地址写法", "–  密钥令牌"]
    assert said in checks(CheckState(), host=host)[1]


def test_a_bad_address_says_why() -> None:
    fault = FieldFault("host", WedaError(ErrorCode.HOST_NO_SCHEME, text="weda.cn"))
    assert marks(CheckState(), fault, host="weda.cn") == ["✗  地址写法", "–  密钥令牌"]
    said = "".join(row.strip() for row in checks(CheckState(), fault, host="weda.cn"))
    assert "写成 http://… 或 https://…" in said, "and what to write instead"
    assert marks(CheckState(), host="") == ["–  地址写法", "–  密钥令牌"]


def test_a_key_that_is_there_is_not_asked_for() -> None:
    missing = FieldFault("secret_key", Reason.MISSING)
    assert "     SecretKey 填好后按 F5" in checks(CheckState(), missing)
    assert "     还没试过，按 F5 取一次" in checks(CheckState())


def test_a_token_says_what_else_is_well() -> None:
    state = CheckState(tried=TRIED, token=token())
    assert marks(state) == ["✓  地址写法", "✓  能连上", "✓  TLS", "✓  时钟", "✓  密钥令牌"]


@pytest.mark.parametrize(
    ("environment", "held", "row"),
    [
        ({"verify_tls": False}, {}, "!  TLS"),
        ({"host": "http://10.1.2.3"}, {}, "–  TLS"),
        ({}, {"clock_skew": 31.0}, "!  时钟"),
        ({}, {"clock_skew": -31.0}, "!  时钟"),
        ({}, {"clock_skew": None}, "–  时钟"),
    ],
)
def test_what_was_not_checked_is_not_called_good(
    environment: dict[str, object], held: dict[str, object], row: str
) -> None:
    tried = msgspec.structs.replace(TRIED, **environment)
    state = CheckState(tried=tried, token=msgspec.structs.replace(token(), **held))
    assert row in marks(state)


@pytest.mark.parametrize(
    ("error", "rows"),
    [
        (
            TokenError(ErrorCode.TOKEN_WRONG_SECRET, detail="", status=401),
            ["✓  能连上", "✗  密钥令牌"],
        ),
        (NotReachableError(ErrorCode.TLS_EXPIRED, host="weda.cn"), ["✗  TLS"]),
        (NotReachableError(ErrorCode.DNS_FAILED, host="weda.cn"), ["✗  能连上"]),
        (LimitError(ErrorCode.TIMED_OUT, seconds=30.0, phase="connect"), ["✗  能连上"]),
        (FileError(ErrorCode.SECRET_MISSING, environment="总部", ref="file"), ["✗  SecretKey"]),
    ],
)
def test_a_failure_stands_under_what_failed(error: WedaError, rows: list[str]) -> None:
    assert marks(CheckState(tried=TRIED, error=error)) == ["✓  地址写法", *rows]


def test_what_hinders_saving_stands_last_and_takes_nothing_away() -> None:
    refused = FileError(ErrorCode.FILE_UNWRITABLE, file="a.toml", reason="disk full")
    state = CheckState(tried=TRIED, token=token(), save_error=refused)
    assert marks(state)[-2:] == ["✓  密钥令牌", "✗  保存"]
    assert marks(CheckState(), INVALID) == ["✓  地址写法", "–  密钥令牌", "✗  保存"]
    taken = FieldFault("name", Reason.TAKEN, "总部")
    assert "已经有一个叫 总部 的环境" in "\n".join(checks(CheckState(), taken))


def test_an_empty_name_is_not_a_failure_yet() -> None:
    assert marks(CheckState(), FieldFault("name", Reason.MISSING)) == ["✓  地址写法", "–  密钥令牌"]


def test_what_comes_afterwards_names_the_action_where_it_fits_whole() -> None:
    assert any("StopFlow" in row for row in text(draw_afterwards(endpoint(), EN, 60), 60))
    narrow = text(draw_afterwards(endpoint(), EN, 24), 24)
    assert not any("Stop" in row and "…" in row for row in narrow)


WITH_USER = msgspec.structs.replace(TRIED, username="zhangwei", password=None)
WRONG = TokenError(ErrorCode.TOKEN_WRONG_PASSWORD, status=400, detail="invalid_grant")


def test_a_user_is_checked_after_the_key() -> None:
    well = ["✓  地址写法", "✓  能连上", "✓  TLS", "✓  时钟", "✓  密钥令牌"]
    running = CheckState(tried=WITH_USER, token=token(), is_running=True)
    assert marks(running) == [*well, "~  用户令牌"]
    both = CheckState(tried=WITH_USER, token=token(), user_token=token(lifetime=7200.0))
    assert marks(both) == [*well, "✓  用户令牌"]
    assert checks(both)[-1].strip() == "取到，2h00m"


def test_a_user_that_is_refused_stands_first_and_says_what_still_works() -> None:
    state = CheckState(tried=WITH_USER, token=token(), user_error=WRONG)
    assert marks(state)[1:3] == ["✗  用户令牌", "✓  能连上"]
    said = "".join(row.strip() for row in checks(state)[:8])
    for part in ("invalid_grant", "密码不对", "用户名密码登录", "审批流不受影响", "Ctrl+S"):
        assert part in said
