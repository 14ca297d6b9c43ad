"""Modules of the workspace on the main screen: imported, added, edited, removed."""

import asyncio
from pathlib import Path

from tests.tui.explorer import Explorer, explorer
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.catalogue.own_call import OwnCall
from weda_tui.tui.catalogue.own_call_dialog import OwnCallForm
from weda_tui.tui.interchange.import_dialog import ImportDialog
from weda_tui.tui.screens.main import MainScreen
from weda_tui.tui.widgets.field import Field

PETS = """
openapi: 3.1.0
info: {title: 宠物店}
paths:
  /pets:
    get: {operationId: list, summary: 查宠物}
    delete: {operationId: clear, summary: 清空}
"""
UNKNOWN = "permissions.title.createRole"


def bring_in(e: Explorer, text: str = PETS) -> None:
    plan = e.session.modules.plan_import(text.encode(), file="pets.yaml")
    e.session.modules.apply_import(plan)
    e.main.controllers.calls.update()


async def done(e: Explorer) -> None:
    """Wait until the workers of the catalogue have finished."""
    async with asyncio.timeout(LONGEST_WORK):
        while any(w.group == "catalogue" and not w.is_finished for w in e.app.workers):
            await e.pilot.pause()
    await e.pilot.pause()


async def test_an_imported_call_is_found_guarded_and_sent_and_goes_only_with_its_module(
    tmp_path: Path,
) -> None:
    file = tmp_path / "pets.yaml"
    file.write_text(PETS, encoding="utf-8")
    async with explorer(tmp_path) as e:
        await e.press("ctrl+o")
        assert isinstance(e.app.screen, ImportDialog)
        e.app.screen.query_one(Field).value = str(file)
        await e.press("enter")
        await e.press("enter")
        await done(e)
        assert e.main.endpoint is e.session.modules.catalogue.get("pets.list")
        assert "已导入 pets" in e.text
        assert "▾ 宠物店 2" in e.text
        assert "= https://weda.example.cn/pets" in e.text
        await e.press("f3", *"清空", "enter")
        assert e.main.endpoint is e.session.modules.catalogue.get("pets.clear")
        await e.press("f5")
        assert "不可恢复" in e.text
        await e.press("escape")
        await e.press("f3", *"查宠物", "enter")
        await e.send()
        assert "404" in e.text
        await e.press("f3", "escape", "delete")
        assert "它来自导入的文档" in e.text
        await e.press("left", "delete")
        assert "删除模块 pets，2 个接口" in e.text
        await e.press("2")
        await done(e)
        assert "宠物店" not in e.text


async def test_a_call_of_ones_own_is_added_opened_and_taken_away_only_when_confirmed(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f3", "escape")
        await e.press("plus")
        assert isinstance(e.app.screen, OwnCallForm)
        assert "在模块 own 中新建接口" in e.text
        await e.press(*"Mine", "tab", "tab", *"/mine", "ctrl+s")
        await e.pilot.pause()
        assert e.main.endpoint is e.session.modules.catalogue.get("own.mine")
        assert "已保存 own.mine" in e.text
        assert e.main.endpoint is not None
        assert e.main.endpoint.effect is Effect.WRITE, "the guard asks unless it is said to read"
        assert (tmp_path / "workspace" / "modules" / "own.toml").exists()
        await e.press("f3", "escape", "delete")
        assert "删除自定义接口 Mine" in e.text
        await e.press("escape")
        assert "own.mine" in e.session.modules.catalogue.by_id
        await e.press("delete")
        await e.press("enter")
        assert "own.mine" in e.session.modules.catalogue.by_id, "the first answer keeps it"
        await e.press("delete")
        assert "Mine" in "".join(row[:37] for row in e.rows[2:40])
        await e.press("2")
        await done(e)
        assert "own.mine" not in e.session.modules.catalogue.by_id
        assert e.main.endpoint is not None
        assert e.main.endpoint.id != "own.mine"
        assert "Mine" not in "".join(row[:37] for row in e.rows[2:40])


async def test_an_edit_of_the_open_call_shows_at_once_and_what_was_typed_outlives_it(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        bring_in(e)
        e.main.controllers.open_endpoint(e.session.modules.catalogue.get("pets.list"))
        await e.pilot.pause()
        await e.main.run_command("edit_call")
        await e.pilot.pause()
        assert "编辑 查宠物" in e.text
        await e.press("end", *"/all", "ctrl+s")
        await e.pilot.pause()
        assert "= https://weda.example.cn/pets/all" in e.text
        e.main.controllers.open_endpoint(e.session.modules.catalogue.get("pets.clear"))
        await e.pilot.pause()
        await e.press("f4", "enter", *"{}")
        call = OwnCall(action="clear", method="DELETE", path="/pets/all", title="清")
        e.session.modules.save_call("pets", call)
        e.main.controllers.calls.update()
        await e.pilot.pause()
        draft = e.main.draft
        assert draft is not None
        assert "{}" in draft.body


async def test_a_documented_call_is_left_alone_and_one_known_by_its_title_is_defined_there(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f3", "escape")
        for keys in (("0", "W"), ("delete",)):
            await e.press(*keys)
            assert isinstance(e.app.screen, MainScreen)
            assert "内置接口来自文档，不能编辑或删除" in e.text
            await e.press("down")
        e.main.controllers.open_endpoint(e.session.modules.catalogue.get(UNKNOWN))
        await e.pilot.pause()
        await e.press("f3", "escape")
        await e.press("0", "W")
        assert "自行定义 创建角色" in e.text
        await e.press(*"/weda/auth/v1/{envType}/role", "ctrl+s")
        await e.pilot.pause()
        endpoint = e.session.modules.catalogue.get(UNKNOWN)
        assert e.main.endpoint is endpoint
        assert "自定义" in e.text
        draft = e.main.draft
        assert draft is not None
        assert draft.url == "{{vars.host}}/weda/auth/v1/{{WeDa.EnvType}}/role"


async def test_a_broken_module_is_named_above_the_tree_and_the_rest_stays(tmp_path: Path) -> None:
    folder = tmp_path / "workspace" / "modules"
    folder.mkdir(parents=True)
    (folder / "pets.openapi.json").write_text("{")
    (folder / "own.toml").write_text("titel = 1")
    async with explorer(tmp_path) as e:
        left = "".join(row[1:].partition("┃")[0].strip() for row in e.rows).replace(" ", "")
        assert "✗own.toml第1行：未知的键titel。" in left
        assert "另有1个无法打开" in left
        assert "▾ 审批流 42" in e.text
