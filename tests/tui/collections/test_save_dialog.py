"""The dialog that asks where to save a request lists the folders, filtered by the typed text."""

from tests.tui.host import shown
from tests.tui.views.values import ZH
from weda_tui.tui.collections.save_dialog import SaveChoice, SaveDialog, SaveTask
from weda_tui.tui.widgets.field import Field

FOLDERS = ("审批", "审批/待办", "权限", "文件")


def dialog(folder: str = "权限", folders: tuple[str, ...] = FOLDERS) -> SaveDialog:
    return SaveDialog(SaveTask("存请求", "存", "列表", folder), folders, lambda _: False, ZH)


async def test_every_folder_is_shown_with_the_one_of_the_field_selected() -> None:
    async with shown(dialog()) as (app, _, _):
        at = next(at for at, row in enumerate(app.rows) if row.endswith(" 审批"))
        assert [row.split()[-1] for row in app.rows[at : at + 4]] == list(FOLDERS)
        assert any(row.split()[-2:] == ["›", "权限"] for row in app.rows)


async def test_arrows_take_a_folder_and_typing_narrows_the_list() -> None:
    asked = dialog()
    async with shown(asked) as (app, pilot, answers):
        await pilot.press("down")
        assert asked.query_one("#save-folder", Field).value == "文件"
        await pilot.press("tab", "end", "ctrl+u", *"审")
        assert not any("权限" in row for row in app.rows)
        assert not any("›" in row for row in app.rows), "nothing is chosen: 审 would be a new one"
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert answers == [SaveChoice("列表", "审批/待办")]


async def test_a_new_folder_is_what_was_typed() -> None:
    asked = dialog()
    async with shown(asked) as (_, pilot, answers):
        await pilot.press("tab", "end", "ctrl+u", *"审", "enter")
        await pilot.pause()
        assert answers == [SaveChoice("列表", "审")]


async def test_a_click_takes_a_folder() -> None:
    asked = dialog()
    async with shown(asked) as (app, pilot, answers):
        y = next(at for at, row in enumerate(app.rows) if "审批/待办" in row)
        await pilot.click(offset=(40, y))
        await pilot.pause()
        assert asked.query_one("#save-folder", Field).value == "审批/待办"
        assert not answers


async def test_without_folders_there_is_no_list() -> None:
    async with shown(dialog("我的请求", ()), size=(80, 24)) as (app, _, _):
        assert "↑↓" not in app.text
        assert "collections/我的请求/列表.toml" in app.text
