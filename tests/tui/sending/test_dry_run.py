"""F8 shows what would be sent and why, and sends nothing."""

import shlex
from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import calls, edit_environment, open_endpoint, open_json, transport
from weda_tui.core.masking import MASK
from weda_tui.tui import clipboard
from weda_tui.tui.widgets.code_area import CodeArea
from weda_tui.tui.widgets.tabs import Tabs

READ, STOP = "DescribeInstanceApproverList", "StopFlow"


async def test_f8_and_the_authentication_tab_show_what_would_be_sent_and_0_copies_it_as_curl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command in the copy prints the token."""
    async with explorer(tmp_path) as e:
        edit_environment(e, variables={"flow": "{{leave}}", "leave": "7"})
        e.main.controllers.reload_files()
        await open_json(e, STOP)
        area = e.app.focused
        assert isinstance(area, CodeArea)
        area.load_text('{"InstanceId": "{{flow}}"}')
        await e.pilot.pause()
        e.main.query_one("#with-tabs", Tabs).open("auth")
        await e.pilot.pause()
        assert "{{flow}} = 7" in e.text
        assert "环境 总部" in e.text
        e.main.query_one("#with-tabs", Tabs).open("json")
        await e.press("f8")
        assert not transport(e).requests
        for said in (
            "– 未发送",
            "POST https://weda.example.cn/weda/workflow/v1/prod/StopFlow",
            f"Authorization: Bearer {MASK}",
            '"InstanceId": "7"',
            "{{flow}} = 7",
            "环境 总部",
            "{{vars.host}} = https://weda.example.cn",
            "内置",
            "输入名称 总部",
            "密钥令牌：没有有效的令牌，先发送以下请求获取",
            "POST https://weda.example.cn/auth/v1/token/clientCredential",
            f"Authorization: Basic {MASK}",
        ):
            assert said in e.text, said
        assert transport(e).credentials.secret_key not in e.text
        copied = await copy_as_curl(e, monkeypatch)
        words = shlex.split(copied.replace("\\\n", ""))
        assert words[:3] == ["curl", "-X", "POST"]
        header = next(word for word in words if word.startswith("Authorization: $("))
        assert "weda-tui token --env '总部' --route " in header
        assert MASK not in copied
        assert words[-1] == '{"InstanceId": "7"}'
        assert not transport(e).requests


async def test_f8_names_an_unknown_variable_instead_of_saying_nothing(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await open_json(e, READ)
        area = e.app.focused
        assert isinstance(area, CodeArea)
        for name, size in (("one", (80, 24)), ("two", (100, 30)), ("three", (160, 48))):
            with subtests.test(f"{size}"):
                await e.pilot.resize_terminal(*size)
                area.load_text(f'{{"InstanceId": "{{{{{name}}}}}"}}')
                await e.pilot.pause()
                await e.press("f8")
                assert "– 未发送" in e.text
                assert f"✗ 变量 {{{{{name}}}}} 没有值。" in e.text
                assert not transport(e).requests


async def copy_as_curl(e: Explorer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Copy as curl from the list of ``0`` and return the copied text."""
    copied: list[str] = []

    def keep(text: str, _what: str, _is_program: bool) -> None:
        copied.append(text)

    monkeypatch.setattr(e.app, "_copy", keep)
    await choose_copy_as_curl(e)
    return copied[0]


async def choose_copy_as_curl(e: Explorer) -> None:
    await e.press("0")
    row = next(row for row in e.rows if "复制为 curl 命令" in row)
    number = row[: row.index("复制为")].split()[-1:]
    await e.press(number[0] if number and number[0].isdigit() else row.split()[-1])


async def test_after_a_send_its_copy_has_that_command_and_f8_tells_the_age_of_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, READ)
        await e.send()
        await e.press("f6")
        copied = await copy_as_curl(e, monkeypatch)
        assert "weda-tui token --env '总部' --route " in copied
        assert MASK not in copied
        await e.press("f8")
        assert "密钥令牌，0s 前获取，剩余有效期 71h59m" in e.text
        assert "clientCredential" not in e.text
        assert len(calls(e)) == 1


async def test_over_a_route_that_is_not_approved_the_token_stays_masked_and_it_is_said_why(
    tmp_path: Path, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    async def keep(text: str, *_: object) -> clipboard.CopyDestination:
        copied.append(text)
        return clipboard.CopyDestination.TERMINAL

    monkeypatch.setattr(clipboard, "copy", keep)
    async with explorer(tmp_path) as e:
        await open_endpoint(e, READ)
        file = e.session.paths.environments / "总部.toml"
        file.write_text(f'proxy = "none"\n{file.read_text("utf-8")}', "utf-8")
        e.main.controllers.reload_files()
        for size in ((80, 24), (160, 48)):
            with subtests.test(f"{size}"):
                await e.pilot.resize_terminal(*size)
                e.main.notice("else")
                await e.press("f8")
                assert "– 未发送" in e.text
                await choose_copy_as_curl(e)
                await e.pilot.pause()
                command = copied.pop()
                assert f"Bearer {MASK}" in command
                assert "weda-tui token" not in command
                assert "令牌已脱敏：请先批准路由" in e.text
                assert not transport(e).requests
