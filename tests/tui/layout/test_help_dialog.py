import pytest

from tests.tui.host import MARKUP, shown
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.widgets.modal import HelpRow


@pytest.mark.parametrize("strings", [ZH, EN])
async def test_help_lists_the_keys_here_and_everywhere(strings: Strings):
    here = [HelpRow("[ ]", "tabs", "0")]
    everywhere = [HelpRow("F5", "send", "Space 5"), *(HelpRow("", text, text) for text in MARKUP)]
    async with shown(Help(MARKUP[0], here, everywhere, strings)) as (app, pilot, answers):
        for part in (strings.tui.help.here, strings.tui.help.everywhere, "[ ]", "Space 5"):
            assert part in app.text
        assert strings.tui.help.title.format(place=MARKUP[0]) in app.text
        assert all(strip_control_characters(text) in app.text for text in MARKUP)
        await pilot.press("down", "enter", "a")
        await pilot.pause()
        assert answers == []
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]


async def test_a_long_list_scrolls():
    rows = [HelpRow(f"F{i}", f"action {i}") for i in range(80)]
    async with shown(Help("x", rows, [], EN), size=(80, 24)) as (app, pilot, _):
        assert "action 79" not in app.text
        await pilot.press(*["pagedown"] * 8)
        assert "action 79" in app.text


@pytest.mark.parametrize("strings", [ZH, EN])
async def test_six_keys_come_first_the_others_in_groups(strings: Strings):
    words = strings.tui.help
    here = [HelpRow(f"F{n}", f"action {n}", group="odd" if n % 2 else "even") for n in range(10)]
    async with shown(Help("x", here, [], strings)) as (app, _, _):
        rows = [row.strip("› ") for row in app.rows if row.strip("› ")]
        at = rows.index(words.first)
        assert [row.split()[0] for row in rows[at + 1 :]] == [
            "F0", "F1", "F2", "F3", "F4", "F5", "even", "F6", "F8", "odd", "F7", "F9",
        ]  # fmt: skip


async def test_what_is_typed_narrows_the_keys_by_key_words_and_pinyin():
    here = [HelpRow("Y", "复制路径"), HelpRow("F8", "预览"), HelpRow("=", "比较")]
    async with shown(Help("x", here, [HelpRow("F5", "发送", "Space 5")], ZH)) as (app, pilot, _):
        for typed, found in (("fuzhi", "Y"), ("比", "="), ("f8", "F8"), ("space", "F5")):
            await pilot.press("ctrl+u", *typed)
            await pilot.pause()
            keys = {row.key for row in here} | {"F5"}
            assert {row.strip("› ").split()[0] for row in app.rows if row.strip("› ")} & keys == {
                found
            }, typed


@pytest.mark.parametrize("key", ["?", "escape"])
async def test_the_sign_that_opens_the_help_closes_it(key: str):
    async with shown(Help("x", [], [], ZH)) as (_, pilot, answers):
        await pilot.press(key)
        await pilot.pause()
        assert answers == [None]
