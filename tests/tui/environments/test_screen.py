"""The environment screen: the grid and its guards, the form, changes, and the list of ``0``."""

import json
from pathlib import Path

import msgspec
import pytest
from textual import events
from textual.geometry import Size

from tests.tui.environments.alone import HQ, form_alone
from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.forms import fill, is_form, only, save
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, SecretRef, TokenBody
from weda_tui.core.guard.level import Guard
from weda_tui.tui.app import WedaApp
from weda_tui.tui.environments.grid_pane import EnvironmentGrid
from weda_tui.tui.environments.screen import EnvironmentsScreen
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.widgets.choice import Choice
from weda_tui.tui.widgets.field import Field

DEV = (EnvTypeSetting("dev", Guard.NONE), EnvTypeSetting("pre", Guard.READ_ONLY))
SECOND = msgspec.structs.replace(HQ, name="验收", host="http://192.168.31.7", env_types=DEV)
"""A second deployment, which has no prod."""


def named(e: Explorer, name: str) -> Environment:
    return next(each for each in e.session.environments.all if each.name == name)


def chosen(e: Explorer, name: str) -> Choice:
    return e.app.screen.query_one(f"#field-{name}", Choice)


def variable(e: Explorer, name: str) -> Field:
    return e.app.screen.query_one(f"#variable-{name}", Field)


async def pick(e: Explorer, words: str) -> None:
    """Open the list of ``0`` and choose the row that contains the words."""
    await e.press("0")
    row = next(row for row in e.rows if words in row)
    await e.press(row.split(words)[0].split()[-1])
    await e.pilot.pause()


async def test_a_picture_between_a_resize_and_its_rows_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with form_alone(tmp_path, HQ, SECOND) as e:
        monkeypatch.setattr(WedaApp, "size", Size(160, 24))
        e.app.screen.query_one(EnvironmentGrid).refresh()
        assert "验收" in e.text


async def test_the_grid_shows_every_guard_and_a_digit_adds_a_missing_env_type(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path, HQ, SECOND) as e:
        assert isinstance(e.app.focused, EnvironmentGrid)
        assert "总部 · prod 的操作保护" in e.text
        row = next(row for row in e.rows if "验收" in row)
        assert row.split("│")[0].split("验收")[1].split() == ["–", "无", "#", "只读"]
        assert "└ 部署 总部" in e.text
        assert f"{named(e, '总部').secret_id} " in e.text, "whole, beside the grid"
        await e.press("right")
        assert "总部 · dev 的操作保护" in e.text
        assert "环境类型 dev ┘" in e.text
        await e.press("left", "down")
        assert "此部署没有 prod" in e.text
        await e.press("2")
        await save(e)
        assert named(e, "验收").guard_of("prod") is Guard.CONFIRM
        assert [each.name for each in named(e, "验收").env_types] == ["dev", "pre", "prod"]


async def test_a_digit_sets_the_guard_of_the_cell(tmp_path: Path) -> None:
    async with form_alone(tmp_path, HQ) as e:
        for key in ("4", "４"):
            await e.press("2")
            assert "已修改" not in e.text
            await e.press(key)
            assert "已修改 1 处" in e.text
            assert "! 写前确认 → # 只读" in e.text
        assert only(e).guard_of("prod") is Guard.CONFIRM, "not before it is saved"
        await save(e)
        assert only(e).guard_of("prod") is Guard.READ_ONLY


async def test_a_move_with_unsaved_changes_and_esc_ask_before_they_drop_any(tmp_path: Path) -> None:
    async with form_alone(tmp_path, HQ, SECOND) as e:
        await fill(e, timeout="12")
        await e.press("down")
        assert isinstance(e.app.screen, Menu)
        await e.press("escape")
        assert e.app.screen.query_one("#field-timeout", Field).value == "12"
        assert "› ! 写前确认" in e.text, "the cursor is back"
        await e.press("down", "3")
        text = e.text
        assert "environments/验收.toml" in text
        assert "已改" not in text
        await e.press("up")
        assert e.app.screen.query_one("#field-timeout", Field).value == "30"
        await fill(e, timeout="12")
        await e.press("down", "2")
        await e.pilot.pause()
        assert named(e, "总部").timeout == 12
        assert is_form(e)
        assert e.app.screen.query_one("#field-host", Field).value == "http://192.168.31.7"
        await e.press("enter")
        await e.type("x")
        await e.press("escape")
        assert isinstance(e.app.focused, EnvironmentGrid), "a step at a time"
        await e.press("escape")
        assert is_form(e)
        assert "再按一次 Esc 放弃" in e.rows[-1]
        await e.press("escape")
        assert e.left == [None]


async def test_every_field_is_saved_as_it_was_typed(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f2", "f2")
        await fill(
            e, alias="hq", client_id="lowcode-1", device_id="weda-tui-0123456789",
            ca_file="ca.pem", client_certificate="me.pem", client_key="me.key",
        )  # fmt: skip
        for name in ("verify_tls", "token_body"):
            chosen(e, name).action_turn(1)
        chosen(e, "proxy_kind").action_turn(-1)
        await e.pilot.pause()
        await fill(e, proxy="http://Proxy.cn:80")
        assert "证书   校验 → ! 不校验" in e.text
        await save(e)
        kept = only(e)
        assert (kept.alias, kept.client_id) == ("hq", "lowcode-1")
        assert kept.device_id == "weda-tui-0123456789"
        assert (kept.ca_file, kept.client_certificate) == ("ca.pem", "me.pem")
        assert (kept.client_key, kept.proxy) == ("me.key", "http://proxy.cn")
        assert (kept.verify_tls, kept.token_body) == (False, TokenBody.FORM)
        assert "! TLS" in e.rows[0], "as long as it is so"


FAULTS = [
    ("alias", "总部", ("别名只能用字母", "letters, digits")),
    ("client_id", "a b", ("client_id 只能是", "a client_id must be")),
    ("device_id", "short", ("16 到 48", "16 to 48")),
    ("client_key", "me.key", ("未填写 客户端证书", "Client cert is missing")),
]


async def test_a_fault_is_told_at_the_field_while_typing_and_keeps_one_there(
    tmp_path: Path,
) -> None:
    async with form_alone(tmp_path, HQ, SECOND) as e:
        for name, typed, (said, _) in FAULTS:
            field = e.app.screen.query_one(f"#field-{name}", Field)
            before = field.value
            assert said not in e.text
            await fill(e, **{name: typed})
            assert said in e.text, name
            await save(e)
            assert is_form(e), name
            assert field.value == typed
            await fill(e, **{name: before})
        await fill(e, **{name: typed for name, typed, _ in FAULTS})
        await e.app.run_action("language")
        await e.pilot.pause()
        text = e.text
        assert all(said in text for _, _, (_, said) in FAULTS)
        await e.app.run_action("language")
        await fill(e, timeout="0")
        await e.press("escape", "down", "2")
        assert is_form(e)
        assert e.app.screen.query_one("#field-timeout", Field).value == "0"
        assert "environments/总部.toml" in e.text


async def test_variables_are_added_bound_to_an_env_type_and_removed(tmp_path: Path) -> None:
    before = msgspec.structs.replace(HQ, variables={"user": "1"})
    async with form_alone(tmp_path, before) as e:
        name = variable(e, "1-name")
        name.value = "two words"
        await e.until_shown("不能有空格")
        name.value = "user"
        variable(e, "1-value").value = "2"
        await e.until_shown("上面已有 user")
        e.app.screen.query_one("#variable-1-scope", Choice).action_turn(-1)
        await e.until_shown("user (dev)")
        assert "上面已有" not in e.text
        variable(e, "2-name").value = "flow"
        variable(e, "2-value").value = "3"
        await e.pilot.pause()
        variable(e, "0-name").focus()
        variable(e, "0-name").value = ""
        await e.press("tab", "backspace")
        assert variable(e, "0-name").value == ""
        await e.press("backspace")
        assert variable(e, "0-name").value == "user"
        await save(e)
        assert only(e).variables == {"flow": "3"}
        assert only(e).variables_at("dev") == {"flow": "3", "user": "2"}


async def test_a_variable_of_a_dropped_env_type_is_not_lost_silently(tmp_path: Path) -> None:
    prod, dev = HQ.env_types
    types = (prod, msgspec.structs.replace(dev, variables={"a": "1"}))
    async with form_alone(tmp_path, msgspec.structs.replace(HQ, env_types=types)) as e:
        await e.press("right")
        await pick(e, "移除环境类型 dev")
        assert "未选择环境类型 dev" in e.text
        await save(e)
        assert is_form(e)


async def test_the_list_leads_to_the_name_and_to_a_copy_without_secrets(tmp_path: Path) -> None:
    async with form_alone(tmp_path, HQ) as e:
        await pick(e, "重命名")
        assert e.app.focused is e.app.screen.query_one("#field-name")
        await e.press("escape")
        await pick(e, "复制一份")
        assert e.app.screen.query_one("#field-name", Field).value == "总部-2"
        await save(e)
        assert is_form(e), "SecretKey and password are asked for"
        await fill(e, secret_key="k", password="p")
        await save(e)
        assert named(e, "总部-2").host == named(e, "总部").host


async def test_what_was_removed_is_restored_from_the_list(tmp_path: Path) -> None:
    async with form_alone(tmp_path, HQ, SECOND) as e:
        await e.press("down", "delete")
        await save(e, "delete")
        assert e.left == [""]
        await e.open(only(e))
        await pick(e, "恢复已删除的环境")
        assert "验收" in e.text
        await e.press("1")
        await e.pilot.pause()
        assert "environments/验收.toml" in e.text
        assert named(e, "验收").env_types == DEV


async def test_a_postman_environment_is_imported_and_shown(tmp_path: Path) -> None:
    file = tmp_path / "e.json"
    values = [
        {"key": "vars.host", "value": "http://10.0.0.9"},
        {"key": "access_token", "value": "hush"},
        {"key": "flow", "value": "f1"},
    ]
    content = {"name": "华南", "values": values, "_postman_variable_scope": "environment"}
    file.write_text(json.dumps(content))
    async with form_alone(tmp_path, HQ) as e:
        await e.press("ctrl+o")
        e.app.post_message(events.Paste(str(file)))
        await e.press("enter")
        await e.pilot.pause()
        assert "新环境 华南" in e.text
        assert "access_token" in e.text
        assert "hush" not in e.text
        await e.press("enter")
        await e.pilot.pause()
        assert named(e, "华南").variables == {"flow": "f1"}
        assert "environments/华南.toml" in e.text


async def test_a_file_that_changed_meanwhile_is_settled_by_the_user(tmp_path: Path) -> None:
    async with form_alone(tmp_path, HQ) as e:
        file = tmp_path / "workspace/environments/总部.toml"
        first, screen = file.read_bytes(), e.app.screen
        assert isinstance(screen, EnvironmentsScreen)
        changed = first + b'\n[variables]\nmine = "1"\n'
        for answer in ("1", "3", "escape", "2"):
            file.write_bytes(first)
            e.session.environments.reload()
            screen.editing.show_named("总部")
            await e.pilot.pause()
            await fill(e, timeout="12")
            file.write_bytes(changed)
            await save(e)
            assert isinstance(e.app.screen, Menu), answer
            assert "总部 的文件在磁盘上已更改" in e.text
            assert file.read_bytes() == changed
            await e.press(answer)
            await e.pilot.pause()
            e.session.environments.reload()
            if answer == "1":
                assert e.app.screen.query_one("#field-timeout", Field).value == "30"
                assert e.app.screen.query_one("#variable-0-name", Field).value == "mine"
            elif answer == "2":
                assert (only(e).timeout, only(e).variables) == (12, {})
            else:
                assert e.app.screen.query_one("#field-timeout", Field).value == "12"
                name = e.app.screen.query_one("#field-name", Field).value
                assert name == ("总部-2" if answer == "3" else "总部")
                assert only(e).variables == {"mine": "1"}


async def test_below_140_cells_one_stage_is_seen(tmp_path: Path) -> None:
    async with form_alone(tmp_path, HQ, size=(100, 30)) as e:
        for size in ((100, 30), (80, 24)):
            await e.pilot.resize_terminal(*size)
            assert "部署 × 环境类型" in e.text
            assert "访问地址 *" not in e.text
            await e.press("enter")
            assert "访问地址 *" in e.text
            assert "部署 × 环境类型" not in e.text
            await e.press("escape")
            assert "部署 × 环境类型" in e.text


async def test_the_name_of_a_variable_is_shown_and_a_secret_is_not(tmp_path: Path) -> None:
    by_name = msgspec.structs.replace(HQ, secret_key=SecretRef("env", "WEDA_KEY"))
    async with form_alone(tmp_path, by_name) as e:
        assert any("env:WEDA_KEY" in row and "SecretKey" in row for row in e.rows)
        await pick(e, "复制一份")
        assert any("env:WEDA_KEY" in row and "SecretKey" in row for row in e.rows)
        for typed, is_shown in (("env:OTHER", True), ("en", False), ("s3cret-0123", False)):
            await fill(e, secret_key=typed)
            row = next(row for row in e.rows if "SecretKey" in row)
            assert (typed in row) is is_shown, row
            assert ("•" in row) is not is_shown, row
