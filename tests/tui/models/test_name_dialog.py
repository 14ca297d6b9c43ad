from tests.tui.host import shown
from weda_tui.core.models.data_model import ModelList
from weda_tui.i18n.strings import ZH
from weda_tui.tui.models.name_dialog import ModelNameDialog


async def test_a_name_is_answered_and_what_is_none_is_refused_in_place() -> None:
    dialog = ModelNameDialog(ModelList(added=("todo",)), ZH)
    async with shown(dialog) as (app, pilot, answers):
        await pilot.press("enter")
        await pilot.pause()
        assert "✗" in app.text
        await pilot.press(*"9x", "enter")
        await pilot.pause()
        assert "“9x”不是有效的数据模型标识" in app.text
        await pilot.press("backspace", "backspace", *"todo")
        await pilot.pause()
        assert "✗" not in app.text
        assert "已存在" in app.text
        await pilot.press("enter")
    assert answers == ["todo"]


async def test_esc_answers_none() -> None:
    async with shown(ModelNameDialog(ModelList(), ZH)) as (_, pilot, answers):
        await pilot.press("escape")
    assert answers == [None]
