"""The explorer asks for a secret that is not stored."""

from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec
import pytest

from tests.session.weda import environment
from tests.tui.explorer import Explorer, explorer
from tests.tui.host import MARKUP, answers_to, hosted
from tests.tui.screens.network import open_endpoint, transport
from weda_tui.core.environments.deployment import SecretName, SecretRef
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.i18n.strings import EN
from weda_tui.tui.environments.secret_dialog import SecretQuestion

SIZES = [(160, 48), (80, 24)]


@pytest.fixture(params=SIZES, ids=str)
async def e(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncGenerator[Explorer]:
    async with explorer(tmp_path, size=request.param, language="zh") as running:
        [kept] = running.session.environments.all
        running.session.environments.save(
            msgspec.structs.replace(kept, secret_key=SecretRef("prompt")), secret="", replaces=kept
        )
        await open_endpoint(running, "DescribeInstanceApproverList")
        where = running.main.where
        assert where is not None
        running.main.where = msgspec.structs.replace(where, env_type="dev")
        await running.pilot.pause()
        yield running


async def test_a_send_asks_and_goes_on_or_says_after_esc_why_nothing_was_sent(
    e: Explorer, tmp_path: Path
):
    secret = transport(e).credentials.secret_key
    assert secret not in (tmp_path / "state" / "secrets.json").read_text("utf-8")
    await e.press("f5", "escape")
    await e.settle()
    assert isinstance(e.main.send_state, Failed)
    assert "此次没有输入" in e.text.replace("\n", "")
    await e.press("f5")
    assert isinstance(e.app.screen, SecretQuestion), e.text
    assert "总部 的 SecretKey" in e.text
    assert "https://weda.example.cn" in e.text
    await e.press("enter")
    assert isinstance(e.app.screen, SecretQuestion), "nothing typed, nothing sent"
    await e.type(secret)
    assert secret not in e.text
    await e.press("enter")
    await e.settle()
    assert isinstance(e.main.send_state, Answered)
    await e.send()
    assert isinstance(e.main.send_state, Answered)


async def test_text_from_outside_is_shown_literally():
    async with hosted(size=(120, 36)) as (app, pilot):
        for name in MARKUP:
            asked = SecretQuestion(environment(name), SecretName.PASSWORD, EN)
            answers = await answers_to(app, pilot, asked)
            assert "Password of" in app.text
            await pilot.press("a", "b", "enter")
            await pilot.pause()
            assert answers == ["ab"], name
