"""The environment form: what is checked, what is saved, and where the secret is stored."""

import asyncio
import threading
from pathlib import Path

import httpx
import msgspec
import pytest
from textual import events

from tests.tui.environments.alone import HQ, form_alone
from tests.tui.explorer import HOST, Explorer, explorer
from tests.tui.screens.forms import (
    SECRET,
    check,
    fill,
    fill_rightly,
    is_form,
    only,
    save,
    start_check,
    until_done,
    until_form,
)
from tests.tui.screens.network import TOKEN, answering, transport
from tests.tui.screens.test_main_races import burst
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.environments.deployment import EnvTypeSetting
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.session.secrets import Secrets
from weda_tui.tui.environments.screen import EnvironmentsScreen
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.widgets.field import Field

BAD_ADDRESSES = {
    "weda.example.cn": "weda",
    "ftp://weda.example.cn": "ftp",
    "https://999.1.2.3": "999.1.2.3",
    "https://user:pass@weda.example.cn": "地址",
    "https://weda.example.cn:99999": "99999",
}


async def test_a_bad_address_is_told_while_typing_and_a_good_one_is_the_name_until_there_is_one(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path) as e:
        for typed, said in BAD_ADDRESSES.items():
            await fill(e, host=HOST)
            assert "✗  地址格式" not in e.text
            await fill(e, host=typed)
            text = e.text
            assert "✗  地址格式" in text, typed
            assert text.count(said) > 1, "in the field, and in the reason"
            await e.press("f5")
            assert is_form(e)
        await fill(e, host=HOST)
        await e.press("f5")
        assert e.app.focused is not None
        assert e.app.focused.id == "field-secret_id"
        assert "未填写 SecretId" in e.rows[-1]
        assert not transport(e).requests
        name = e.app.screen.query_one("#field-name", Field)
        await fill(e, host="https://weda.cn:443/")
        assert "https，域名" in e.text
        assert name.value == "weda.cn", "also after F5 has shown what is missing"
        await fill(e, name="")
        await fill(e, host="https://weda.cn:8080")
        assert name.value == "weda.cn-8080", "an empty name is nobody's"
        await fill(e, name="总部")
        await fill(e, host="https://weda.cn:80801")
        assert name.value == "总部"


async def test_a_wrong_secret_is_told_by_f5_and_saved_by_ctrl_s_off_workspace_and_screen(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path) as e:
        await fill_rightly(e, secret_key=SECRET)
        await check(e)
        assert is_form(e)
        assert not e.session.environments.all
        assert "令牌接口拒绝了此" in e.text
        assert "✓  微搭网关" in e.text
        assert SECRET not in e.text
        assert e.app.focused is not None
        assert e.app.focused.id == "field-secret_key"
        await fill(e, secret_id="AKID", secret_key="")
        await e.type(SECRET)
        assert SECRET[:6] not in e.text
        e.app.screen.query_one("#env-types").focus()
        asked = len(transport(e).requests)
        await save(e, "right", "down", "space", "ctrl+s")
        assert e.left == ["总部"]
        assert only(e).host == HOST
        assert only(e).env_types == (EnvTypeSetting("prod", Guard.TYPE_NAME),)
        assert len(transport(e).requests) == asked, "saved without a check"
        files = [path for path in (tmp_path / "workspace").rglob("*") if path.is_file()]
        assert files
        assert not [path for path in files if SECRET.encode() in path.read_bytes()]


async def test_steps_are_seen_as_they_finish_until_esc_or_an_edit_stops_the_check(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path) as e:
        for is_edited in (True, False):
            network = await start_check(e)
            assert "✓  微搭网关" in e.text
            assert "~  密钥令牌" in e.text
            if is_edited:
                await fill(e, secret_key=SECRET)
                assert "内容有修改" in e.rows[-1]
            else:
                await e.press("escape")
                assert "✓  微搭网关" not in e.text, "what was stopped says nothing"
            network.release.set()
            await e.pilot.pause()
            assert network.is_cancelled
            assert is_form(e)
            assert not e.session.environments.all
        await e.press("escape")
        assert is_form(e)
        assert "再按一次 Esc 放弃" in e.rows[-1], "asked once before it drops what was typed"
        await e.type("x")
        await e.press("escape")
        assert is_form(e), "typing on asks again"
        await e.press("escape")
        assert e.left == [None]
        assert not e.session.environments.all


async def test_an_edit_and_a_rename_are_told_and_keep_secret_and_order_of_env_types(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        settings = tuple(EnvTypeSetting(n, Guard.NONE) for n in ("dev", "test", "prod"))
        old = only(e)
        new = msgspec.structs.replace(old, env_types=settings)
        e.session.environments.save(new, secret="", replaces=old)
        e.main.where = e.session.environments.where()
        await e.press("f2", "f2")
        await fill(e, timeout="12")
        await save(e)
        assert e.rows[-1].endswith("已保存 总部   F1 帮助")
        assert only(e).timeout == 12
        assert only(e).env_types == settings
        await e.send()
        assert "✓ 成功" in e.text
        await e.press("f2", "f2")
        await fill(e, name="华东")
        await save(e)
        folder = tmp_path / "workspace/environments"
        assert [path.name for path in folder.glob("*.toml")] == ["华东.toml"]
        assert "华东" in e.rows[0]
        await e.send()
        assert "✓ 成功" in e.text


async def test_a_suggested_name_is_free_and_a_taken_one_is_refused(tmp_path: Path) -> None:
    taken = msgspec.structs.replace(HQ, name="weda.example.cn")
    async with form_alone(tmp_path, taken, is_new=True) as e:
        assert "新建环境" in e.text
        await fill(e, host=HOST)
        assert e.app.screen.query_one("#field-name", Field).value == "weda.example.cn-2"
        await fill_rightly(e, name="weda.example.cn")
        await save(e)
        assert is_form(e)
        assert "已存在名为 weda.example.cn 的环境" in e.rows[-1]


async def test_ctrl_d_twice_without_an_edit_removes_the_environment_and_its_secret(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        secret = transport(e).credentials.secret_key
        await e.press("f2", "f2", "enter", "ctrl+d")
        assert "再按一次 Ctrl+D 删除 总部" in e.rows[-1]
        assert e.session.environments.all
        await e.press("x", "backspace", "ctrl+d")
        assert e.session.environments.all
        await save(e, "ctrl+d")
        assert not e.session.environments.all
        assert "还没有环境" in e.rows[0]
        assert e.rows[-1].endswith("已删除 总部   F1 帮助")
        kept = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert not [path for path in kept if secret.encode() in path.read_bytes()]


async def test_a_network_failure_is_told_in_the_check_and_ctrl_s_still_saves(
    tmp_path: Path,
) -> None:
    def refuse() -> httpx.Response:
        raise httpx.ConnectError("") from ConnectionRefusedError()

    async with form_alone(tmp_path, before=answering(refuse, "/")) as e:
        await fill_rightly(e)
        await check(e)
        assert "weda.example.cn:443 上没有服务在监听。" in e.text
        await save(e)
        assert only(e).name == "总部"
        assert len(transport(e).requests) == 1, "what cannot work is not tried"


async def test_a_check_that_ends_under_the_help_leaves_when_the_help_does(tmp_path: Path) -> None:
    async with form_alone(tmp_path) as e:
        network = await start_check(e)
        await e.press("f1")
        assert isinstance(e.app.screen, Help)
        network.release.set()
        async with asyncio.timeout(LONGEST_WORK):
            while not e.session.environments.all:
                await e.pilot.pause()
        await e.pilot.pause()
        assert isinstance(e.app.screen, Help)
        assert e.left == []
        await e.press("escape")
        await e.pilot.pause()
        assert e.left == ["总部"]


async def test_a_kept_key_is_tried_neither_for_another_key_nor_at_another_address(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path, HQ) as e:
        kept = only(e)
        assert "留空则不修改" in e.text
        assert transport(e).credentials.secret_key not in e.text
        await fill(e, secret_key="env:WEDA_NOT_SET")
        await check(e)
        assert is_form(e)
        assert only(e) == kept
        tried = [request for request in transport(e).requests if request.url.path.startswith(TOKEN)]
        assert not tried, "what is checked is what is saved"
        assert "✗  密钥令牌" in e.text
        assert "WEDA_NOT_SET" in e.text
        await fill(e, secret_key="", host="https://elsewhere.example.org")
        assert "已存储的 SecretKey 仅用于" in e.text
        await check(e)
        assert is_form(e)
        assert not [r for r in transport(e).requests if r.url.host == "elsewhere.example.org"]
        await e.press("ctrl+s")
        assert is_form(e)
        assert e.app.focused is not None
        assert e.app.focused.id == "field-secret_key"
        assert only(e) == kept
        await fill(e, secret_key="env:WEDA_KEY")
        await e.press("ctrl+s")
        assert e.app.focused.id == "field-password"
        assert "已存储的密码仅用于" in e.text
        await fill(e, password="env:WEDA_PW")
        await save(e)
        assert only(e).host == "https://elsewhere.example.org"


def fields(e: Explorer) -> str:
    """Return the screen above the footer, which may still show the notice of the last save."""
    return "\n".join(e.rows[:-1])


async def test_the_limit_is_the_one_of_the_file(tmp_path: Path) -> None:
    async with form_alone(tmp_path, HQ) as e:
        for typed in ("0", "86401", "1e3", ""):
            await fill(e, timeout="30")
            assert "不超过 86400" not in fields(e)
            await fill(e, timeout=typed)
            assert "不超过 86400" in fields(e), typed
            await save(e)
            assert is_form(e), typed
        for typed in ("0.5", "86400"):
            if not is_form(e):
                await e.open(only(e))
            await fill(e, timeout=typed)
            assert "不超过 86400" not in fields(e), typed
            await save(e)
            assert e.left.pop() == "总部"
            assert only(e).timeout == float(typed)


async def test_the_system_is_asked_for_a_keyring_off_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_on: list[threading.Thread] = []

    def has_keyring(_: Secrets) -> bool:
        asked_on.append(threading.current_thread())
        return True

    monkeypatch.setattr(Secrets, "has_keyring", has_keyring)
    async with form_alone(tmp_path) as e:
        async with asyncio.timeout(LONGEST_WORK):
            while "系统钥匙串" not in e.text:
                await e.pilot.pause()
        assert asked_on
        assert threading.main_thread() not in asked_on


async def test_a_second_environment_is_made_from_the_selected_one_and_gone_to_once_saved(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        first = msgspec.structs.replace(only(e), name="A", secret_key=None)
        e.session.environments.save(first, secret="x")
        assert e.session.environments.all[0].name == "A"
        await e.press("f2", "end", "0")
        assert "新建环境" in e.text
        assert "还没有环境" not in e.text
        assert e.rows[0].startswith(" F2 总部 ›  prod")
        await fill_rightly(e, name="分公司", secret_key="wrong")
        await check(e)
        assert is_form(e), "the key is wrong"
        await save(e)
        assert e.app.screen is e.main
        assert "已保存 分公司" in e.rows[-1]
        assert e.rows[0].startswith(" F2 分公司 ›")


async def test_what_hinders_the_save_stands_below_what_the_network_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise FileError(ErrorCode.FILE_UNWRITABLE, file="总部.toml", reason="disk full")

    async with form_alone(tmp_path) as e:
        monkeypatch.setattr(e.session.environments, "store", refuse)
        await fill_rightly(e, name="a/b")
        at = next(i for i, row in enumerate(e.rows) if "✗  保存" in row)
        assert "a/b" in e.rows[at + 1]
        assert e.text.count("a/b") >= 3, "in the field, under it, and in the check list"
        await e.press("f5")
        assert e.app.focused is e.app.screen.query_one("#field-name")
        assert "网络连通" not in e.text
        assert not transport(e).requests
        await fill(e, name="总部")
        await check(e)
        marks = [row[-60:].split("│")[-1].strip() for row in e.rows]
        marks = [mark for mark in marks if mark[:1] in set("✓✗–")]
        assert marks == [
            "–  域名解析", "–  网络连通", "–  TLS", "✓  微搭网关", "–  时钟", "✓  密钥令牌",
            "–  用户令牌", "✓  prod 正式", "✓  dev 体验", "✓  权限", "✓  OData", "–  数据模型",
            "–  云存储", "–  登录与令牌", "✗  保存",
        ]  # fmt: skip
        assert "disk full" in e.text
        await fill(e, name="华东")
        assert "✗  保存" not in e.text


async def test_approvals_that_cannot_be_read_keep_the_form_open(tmp_path: Path) -> None:
    async with form_alone(tmp_path, HQ) as e:
        await fill(e, name="华东")
        e.session.paths.approved_routes.write_text("damaged")
        await save(e)
        assert e.app.screen.query_one("#field-name", Field).value == "华东"
        assert "approved_routes.json" in e.text.replace("\n", "")


async def test_the_form_says_that_a_secret_is_kept_for_another_address(tmp_path: Path) -> None:
    """The stored secret is for one host and is not used if the host in the file changed."""
    async with form_alone(tmp_path, HQ) as e:
        assert e.app.screen.query_one("#field-secret_key", Field).placeholder
        [file] = e.session.paths.environments.glob("*.toml")
        file.write_text(file.read_text("utf-8").replace(HOST, "https://new.example.cn"), "utf-8")
        e.session.environments.reload()
        screen = e.app.screen
        assert isinstance(screen, EnvironmentsScreen)
        screen.editing.show_named("总部")
        await e.pilot.pause()
        field = screen.query_one("#field-secret_key", Field)
        assert not field.placeholder
        field.focus()
        await e.pilot.pause()
        text = e.text.replace("\n", "").replace(" ", "")
        assert "已存" not in text
        assert "仅用于一个地址" in text
        assert "https://new.example.cn" in text


async def test_a_check_stays_and_sums_up_without_an_edit_and_saves_an_edit_that_is_fit(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path, HQ) as e:
        screen = e.app.screen
        assert isinstance(screen, EnvironmentsScreen)
        await check(e)
        assert screen.is_current
        assert "✓ 总部：10 项检查通过" in e.rows[-1]
        for said in ("✓  微搭网关", "✓  密钥令牌", "✓  用户令牌", "✓  prod 正式", "✓  云存储"):
            assert said in e.text
        assert not screen.form.is_edited, "Esc asks nothing"
        await fill(e, timeout="12")
        await check(e)
        assert e.left == ["总部"]
        assert only(e).timeout == 12


async def test_the_check_is_reached_from_everywhere_and_left_by_esc(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f3", "escape", "space", "C")
        await until_done(e, e.app.screen)
        assert is_form(e)
        assert "✓  密钥令牌" in e.text
        await e.press("escape")
        assert e.app.screen is e.main


async def test_what_is_typed_behind_the_choice_of_a_new_one_goes_into_its_address(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        for size in ((160, 48), (120, 40), (80, 24)):
            await e.pilot.resize_terminal(*size)
            for keys in (("f2", "0"), ("f2", "down", "enter")):
                with subtests.test(size=size, keys=keys):
                    burst(e, *keys, *"h.t")
                    e.app.post_message(events.Paste("tps://a.b"))
                    await until_form(e)
                    await e.pilot.pause()
                    address = e.app.screen.query_one("#field-host", Field)
                    assert e.app.focused is address
                    assert address.value == "h.ttps://a.b"
                    assert not transport(e).requests
                e.app.pop_screen()
                await e.pilot.pause()


async def test_f5_shows_the_field_with_the_fault_however_the_form_is_scrolled(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path, HQ, size=(80, 24)) as e:
        await e.press("enter")
        await fill(e, host="weda.example.cn")
        await e.press("down", "down")
        assert "访问地址" not in e.text
        await e.press("f5")
        assert "访问地址" in e.text
        assert "缺少协议" in e.text
