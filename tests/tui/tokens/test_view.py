"""The block that shows one token."""

from pathlib import Path

import msgspec
import pytest

from tests.tui.views.values import EN, ZH, status, text, where
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import SecretRef
from weda_tui.core.errors import ErrorCode, TokenError
from weda_tui.core.tokens.access_token import TokenState, TokenStatus
from weda_tui.tui.tokens.view import TokenView, draw_token, tilde

ENVIRONMENT = msgspec.structs.replace(
    where().environment,
    secret_key=SecretRef("file"),
    username="zhangwei",
    password=SecretRef("env", "PW"),
)
WRONG = TokenError(ErrorCode.TOKEN_WRONG_PASSWORD, status=400, detail="invalid_grant")


def of_user(state: TokenState = TokenState.VALID) -> TokenStatus:
    held = status(state)
    token = held.token and msgspec.structs.replace(
        held.token, value="a" * 30 + "z" * 30, refresh_token="refresh-" + "r" * 40
    )
    return msgspec.structs.replace(held, kind=TokenKind.USER, token=token)


def rows(view_of: TokenStatus, *, is_short: bool = False, **changes: object) -> list[str]:
    view = TokenView(
        environment=ENVIRONMENT,
        status=view_of,
        error=None,
        is_chosen=True,
        is_revealed=False,
        kept_in=Path("/state/tokens.json"),
        now=0.0,
    )
    lines = draw_token(msgspec.structs.replace(view, **changes), ZH, 88, is_short=is_short)
    return text(lines, 92)


def test_a_chosen_token_tells_everything_but_its_secrets() -> None:
    drawn = "\n".join(rows(of_user()))
    for part in (
        *("› 用户令牌  zhangwei", "1h00m 有效", "数据模型、云存储", "刷新时无需密码"),
        *("签发", "到期", "POST https://weda.example.cn", "7200 s = 2h00m", "HTTP 200"),
        *("aaaaaaaaaa••••", "60 个字符", "/state/tokens.json", "0600"),
    ):
        assert part in drawn
    assert "a" * 30 not in drawn
    assert "refresh-" not in drawn


def test_a_token_in_clear_shows_no_refresh_token() -> None:
    drawn = "\n".join(rows(of_user(), is_revealed=True))
    assert "a" * 30 + "z" * 30 in drawn
    assert "refresh-" not in drawn


def test_the_other_token_tells_how_long_and_what_for() -> None:
    drawn = "\n".join(rows(of_user(), is_chosen=False))
    assert "到期" in drawn
    assert "数据模型、云存储" in drawn
    assert "POST" not in drawn
    assert rows(of_user(), is_chosen=False, is_short=True) == rows(of_user(), is_chosen=False)[:1]


@pytest.mark.parametrize(
    ("kind", "said"), [(TokenKind.USER, "缺少用户名或密码"), (TokenKind.KEY, "缺少 SecretId")]
)
def test_without_credentials_it_says_where_to_fill_them_in(kind: TokenKind, said: str) -> None:
    none = TokenStatus(kind=kind, state=TokenState.NONE)
    bare = msgspec.structs.replace(ENVIRONMENT, password=None, secret_key=None)
    drawn = "\n".join(rows(none, environment=bare))
    assert said in drawn
    assert "F2 F2" in drawn


def test_what_the_last_call_answered_stands_below_the_token_there_is() -> None:
    chosen = "\n".join(rows(of_user(), error=WRONG))
    assert "✗ 登录接口拒绝了此用户名和密码（HTTP 400）。" in chosen
    assert "invalid_grant" in chosen
    other = "\n".join(rows(of_user(), error=WRONG, is_chosen=False))
    assert "✗ 登录接口拒绝" in other
    assert "invalid_grant" not in other


def test_a_short_token_is_hidden_whole() -> None:
    assert "••••••••••••   1 个字符" in "\n".join(rows(status(TokenState.VALID)))


def test_english_rows_fit_too() -> None:
    view = TokenView(
        environment=ENVIRONMENT,
        status=of_user(),
        error=WRONG,
        is_chosen=True,
        is_revealed=False,
        kept_in=Path("/state/tokens.json"),
        now=0.0,
    )
    assert not [row for row in text(draw_token(view, EN, 76, is_short=False), 80) if "…" in row]


def test_the_home_folder_is_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert tilde(f"{tmp_path}/state/tokens.json") == "~/state/tokens.json"
    assert tilde(f"{tmp_path}-other/x") == f"{tmp_path}-other/x"
