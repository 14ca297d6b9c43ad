"""The list of a field's values: while it is open, the keys of the screen keep their meaning."""

from pathlib import Path

from textual import events
from textual.geometry import Region
from textual.widget import Widget

from tests.tui.explorer import Explorer, explorer
from tests.tui.host import answers_to, hosted
from tests.tui.screens.network import open_endpoint
from weda_tui.core.catalogue.endpoint import EnumValue, Parameter
from weda_tui.core.requests.form import FormRow
from weda_tui.i18n.strings import ZH
from weda_tui.tui.commands.table import GLOBAL_COMMANDS
from weda_tui.tui.requests.form_rows import FormRows
from weda_tui.tui.requests.value_dialog import ValueList

KEYS = [key.keys.split(",")[0] for key in GLOBAL_COMMANDS if key.keys]
ABOUT_THE_LIST = {"f1", "ctrl+q"}
"""F1 shows help about the list, and Ctrl+Q quits without closing the list first."""
ACTION = Parameter(
    name="Action", location="body", type="integer", enum=(EnumValue(1), EnumValue(2))
)


class KeyLog(Widget, can_focus=True):
    """Stands for the page below the list and records its keys."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def on_key(self, event: events.Key) -> None:
        self.keys.append(event.key)


async def reopen_list(e: Explorer) -> None:
    """Close a dialog and open the list of the same row again."""
    if e.app.screen is not e.main:
        await e.press("escape")
    e.app.set_focus(e.main.query_one(FormRows))
    await e.press("enter")
    assert isinstance(e.app.screen, ValueList)


async def test_a_key_of_the_screen_closes_the_list_and_reaches_the_page_below() -> None:
    page, row = KeyLog(), FormRow(location="body", path=("Action",), parameter=ACTION)
    async with hosted(page, size=(80, 24)) as (app, pilot):
        for key in (key for key in KEYS if key not in ABOUT_THE_LIST):
            opened = ValueList(row, Region(0, 0, 10, 1), ZH)
            assert await answers_to(app, pilot, opened, key) == [None], key
            assert page.keys == [key]
            page.keys.clear()


async def test_the_keys_of_the_screen_work_as_without_the_list_which_a_click_or_a_resize_closes(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "CompleteTask")
        await e.press("down", "enter")
        assert isinstance(e.app.screen, ValueList)
        for key in ("f5", "f6"):
            await e.press(key)
            with_list = e.rows
            await reopen_list(e)
            await e.press("escape")
            before = e.rows
            await e.press(key)
            assert e.rows != before
            assert with_list == e.rows
            await reopen_list(e)
        await e.press("f1")
        assert "a…z 0…9" in e.text
        await e.press("escape")
        assert isinstance(e.app.screen, ValueList)
        await e.pilot.click(offset=(5, 40))
        await e.pilot.pause()
        assert e.app.screen is e.main
        await reopen_list(e)
        await e.pilot.resize_terminal(100, 30)
        await e.pilot.pause()
        assert e.app.screen is e.main, "the list does not stay where its field was"
