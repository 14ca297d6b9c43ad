"""Two tokens on the explorer's screen: which is shown, what is missing, no token in clear."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.forms import check, fill, is_form, only, save
from tests.tui.screens.network import transport
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.tui.tokens.dialog import TokenDetails


async def open_call(e: Explorer, endpoint: str) -> None:
    e.main.controllers.open_endpoint(e.session.modules.catalogue.get(endpoint))
    await e.pilot.pause()


def paths(e: Explorer) -> list[str]:
    return [request.url.path for request in transport(e).requests]


async def change(e: Explorer, **changes: object) -> Environment:
    """Save the environment with changed values and select it."""
    old = only(e)
    changed = msgspec.structs.replace(old, **changes)
    saved = e.session.environments.save(changed, secret="", replaces=old)
    e.main.where = e.session.environments.where()
    await e.pilot.pause()
    return saved


async def test_the_gauge_follows_the_open_endpoint_and_drops_the_other_token_first(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        assert e.rows[0].endswith("71h59m 有效"), "nothing of a token that was never fetched"
        await open_call(e, "auth.me")
        assert "用户令牌  ────────────────────  尚未获取   密钥 71h59m" in e.rows[0]
        assert "先获取用户令牌，再发送" in e.text
        await e.send()
        assert "✓ 成功" in e.text
        assert paths(e)[-2:] == ["/auth/v1/signin", "/auth/v1/user/me"]
        assert "1h59m 有效   密钥 71h59m" in e.rows[0]
        assert "用户令牌有效（1h59m），立即发送" in e.text
        await open_call(e, "workflow.DescribeInstanceApproverList")
        assert "71h59m 有效   用户 1h59m" in e.rows[0]
        await open_call(e, "auth.me")
        await e.pilot.resize_terminal(140, 40)
        assert "密钥 71h59m" in e.rows[0]
        for length, kept in ((60, "用户令牌  ━"), (72, " ━"), (90, "1h59m 有效")):
            await change(e, name="x" * length)
            row = e.rows[0]
            assert "密钥" not in row
            assert kept in row
            assert "https" not in row, "the address goes first"
        assert "用户令牌" not in e.rows[0]


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_without_a_user_it_is_said_before_and_after_f5(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with explorer(tmp_path, size=size) as e:
        await change(e, username="", password=None)
        await open_call(e, "auth.me")
        assert "✗ 缺少用户名或密码：按 F2 F2 填写" in e.text
        await e.press("f8")
        assert "– 未发送" in e.text
        await e.send()
        assert "总部 缺少用户名或密码，无法获取用户令牌。" in e.text.replace("\n", "")
        assert paths(e) == []
        await e.press("ctrl+t")
        assert "此环境缺少用户名或密码，无法获取令牌。请按 F2 F2 填写。" in e.text
        assert "1 立即刷新" not in e.text


async def test_a_user_that_is_filled_in_can_send_at_once_and_a_wrong_password_is_told(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        credentials = transport(e).credentials
        await change(e, username="", password=None)
        await open_call(e, "auth.me")
        await e.press("f2", "f2")
        await fill(e, username=credentials.username, password=credentials.password)
        await check(e)
        assert not is_form(e)
        fetches = ["/auth/v1/signin", "/auth/v1/token/clientCredential"]
        assert sorted(path for path in paths(e) if path in fetches) == fetches
        checked = len(paths(e))
        await e.send()
        assert "✓ 成功" in e.text
        assert paths(e)[checked:] == ["/auth/v1/user/me"], "the token of the check is used"
        await e.press("f2", "f2")
        await fill(e, password="not the password")
        await check(e)
        assert is_form(e)
        assert "✗  用户令牌" in e.text
        assert "✓  密钥令牌" in e.text
        assert "not the password" not in e.text
        await save(e)
        await e.send()
        assert "登录接口拒绝了此用户名和密码" in e.text
        assert "F2 F2" in e.text or "密码错误" in e.text


async def renewed(e: Explorer) -> None:
    """Wait for the requested token; the worker that keeps tokens fresh never ends."""
    async with asyncio.timeout(LONGEST_WORK):
        while any(w.group == "renew" and w.is_running for w in list(e.app.workers)):
            await e.pilot.pause()
            await asyncio.sleep(0)
    await e.pilot.pause()


async def test_a_token_without_its_credentials_is_not_fetched_by_a_key_that_is_not_shown(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        before = only(e)
        without_user = msgspec.structs.replace(before, username="")
        e.session.environments.save(without_user, secret="", replaces=before)
        e.main.controllers.targets.follow_edit(before.name)
        await open_call(e, "auth.me")
        await e.press("ctrl+t")
        assert isinstance(e.app.screen, TokenDetails)
        assert "1 获取" not in e.text
        await e.press("1")
        await renewed(e)
        assert isinstance(e.app.screen, TokenDetails), "nothing is asked"
        assert paths(e) == []


async def test_details_open_at_the_token_of_the_call_and_act_on_the_chosen_one(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_call(e, "auth.me")
        await e.press("ctrl+t")
        assert isinstance(e.app.screen, TokenDetails)
        assert "› 用户令牌  admin" in e.text
        await e.press("1")
        await renewed(e)
        assert paths(e) == ["/auth/v1/signin"]
        assert "刷新时无需密码" in e.text
        await e.press("1")
        await renewed(e)
        assert paths(e)[-1] == "/auth/v1/token", "renewed without the password"
        await e.press("down")
        assert "› 密钥令牌  SecretId" in e.text
        await e.press("1")
        await renewed(e)
        assert paths(e)[-1] == "/auth/v1/token/clientCredential"
        await e.press("up", "6")
        await e.pilot.pause()
        assert "已清除" in e.text
        assert e.main.where is not None
        status, environment = e.session.tokens.status, e.main.where.environment
        assert status(environment, TokenKind.USER).state is TokenState.NONE
        assert status(environment, TokenKind.KEY).state is TokenState.VALID


async def test_a_click_chooses_a_token_and_hides_the_other(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        await e.press("ctrl+t", "2")
        assert e.main.where is not None
        status = e.session.tokens.status(e.main.where.environment, TokenKind.KEY)
        assert status.token is not None
        assert status.token.value[:60] in e.text.replace("\n", "")
        y = next(i for i, row in enumerate(e.rows) if "用户令牌  admin" in row)
        x = e.rows[y].index("admin")
        await e.pilot.click(offset=(x + 8, y))
        await e.pilot.pause()
        assert "› 用户令牌" in e.text
        assert status.token.value[:60] not in e.text.replace("\n", "")


async def test_no_screen_shows_a_secret_of_the_user(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        token = await e.session.tokens.renew(only(e), TokenKind.USER)
        secrets = (transport(e).credentials.password, token.value, token.refresh_token)
        await open_call(e, "auth.me")
        await e.send()
        screens = [e.text]
        await open_call(e, "auth.refresh")
        assert e.main.draft is not None
        assert e.main.where is not None
        for value in secrets:
            body = f'{{"grant_type":"refresh_token","refresh_token":"{value}"}}'
            draft = msgspec.structs.replace(e.main.draft, body=body)
            preflight = e.session.sending.preflight(draft, e.main.where)
            assert preflight.request is not None
            assert value.encode() not in preflight.request.body
        await open_call(e, "auth.me")
        await e.press("f8")
        screens.append(e.text)
        await e.press("ctrl+t")
        screens.append(e.text)
        await e.press("escape", "f2", "f2")
        screens.append(e.text)
        kept = [path for path in (tmp_path / "workspace").rglob("*") if path.is_file()]
        for value in secrets:
            assert not [text for text in screens if value in text.replace("\n", "")]
            assert not [path for path in kept if value.encode() in path.read_bytes()]
