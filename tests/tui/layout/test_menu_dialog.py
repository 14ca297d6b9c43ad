from tests.tui.host import MARKUP, answers_to, hosted, shown
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem

ITEMS = [
    MenuItem("1", "Help", "F1", "help"),
    MenuItem("5", "Send [/api]", "F5", "send"),
    MenuItem("p", "Go to", "Ctrl+P", "go_to"),
    MenuItem("z", "Undo", "Ctrl+Z", "undo"),
    MenuItem("", "no key", "", "other"),
]


PICKED = [
    ("1", "help"),
    ("５", "send"),
    ("p", "go_to"),
    ("ctrl+z", "undo"),
    ("down enter", "send"),
    ("end enter", "other"),
    ("escape", None),
    ("7 x f5 space escape", None),
    ("1 1", "help"),
]


async def test_a_digit_or_enter_picks_once():
    async with hosted() as (app, pilot):
        for keys, answer in PICKED:
            menu = Menu("All keys", ITEMS)
            assert await answers_to(app, pilot, menu, *keys.split()) == [answer], keys


async def test_a_click_picks():
    async with shown(Menu("All keys", ITEMS)) as (app, pilot, answers):
        row = next(i for i, text in enumerate(app.rows) if "Go to" in text)
        await pilot.click(offset=(6, row))
        await pilot.pause()
        assert answers == ["go_to"]


async def test_every_action_is_a_row_with_its_keys():
    menu = Menu(MARKUP[1], ITEMS, remark=MARKUP[0])
    async with shown(menu, size=(60, 13)) as (app, _, _):
        assert app.rows[2] == "━" * 60
        assert app.rows[3:] == [
            "  " + MARKUP[1],
            "",
            "› 1  Help" + "F1".rjust(49),
            "  5  Send [/api]" + "F5".rjust(42),
            "  p  Go to" + "Ctrl+P".rjust(48),
            "  z  Undo" + "Ctrl+Z".rjust(49),
            "     no key",
            "",
            "  " + MARKUP[0],
            "",
        ]


async def test_text_from_outside_is_shown_literally():
    items = [MenuItem(str(i), text, text, text) for i, text in enumerate(MARKUP)]
    async with shown(Menu("t", items, remark=" ".join(MARKUP))) as (app, pilot, answers):
        for text in MARKUP:
            assert strip_control_characters(text) in app.text
        await pilot.press("1")
        await pilot.pause()
        assert answers == [MARKUP[1]]
