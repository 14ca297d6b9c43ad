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
        await pilot.press(*["pagedown"] * 6)
        assert "action 79" in app.text
