import pytest
from textual import events

from tests.tui.host import MARKUP, hosted
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.messages import CopyRequested


@pytest.mark.parametrize(
    ("pasted", "value"),
    [
        ("https://weda.example.cn\n", "https://weda.example.cn"),
        ("  two\nlines", "two"),
        ("a\tb", "a b"),
        ("\u202eAKID\u200b-1\x1b[0m\x07", "AKID-1[0m"),
        ("", ""),
        ("\n", ""),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
async def test_a_paste_is_its_first_line_without_the_unprintable(pasted: str, value: str):
    field = Field(id="field")
    async with hosted(field) as (app, pilot):
        field.focus()
        app.post_message(events.Paste(pasted))
        await pilot.pause()
        assert field.value == value
        assert app.rows[0].strip() == value


async def test_a_paste_goes_to_the_cursor_or_in_place_of_the_selection():
    field = Field(id="field")
    async with hosted(field) as (app, pilot):
        field.focus()
        field.value = "old-host"
        field.cursor_position = 4
        app.post_message(events.Paste("new-"))
        await pilot.pause()
        assert (field.value, field.cursor_position) == ("old-new-host", 8)
        await pilot.press("home", "shift+end")
        app.post_message(events.Paste("whole"))
        await pilot.pause()
        assert (field.value, field.cursor_position) == ("whole", 5)


async def test_control_characters_cannot_be_typed_and_markup_is_text():
    field = Field(id="field")
    async with hosted(field) as (app, pilot):
        field.focus()
        await pilot.press("a", "ctrl+l", "ctrl+o", "f5", "中", "left_square_bracket")
        assert field.value == "a中["
        for text in MARKUP:
            field.value = strip_control_characters(text)
            await pilot.pause()
            assert app.rows[0].strip() == strip_control_characters(text)


@pytest.mark.parametrize("has_focus", [True, False])
async def test_no_value_reaches_the_terminal_raw(has_focus: bool):
    field = Field(id="field")
    async with hosted(field) as (app, pilot):
        if has_focus:
            field.focus()
        field.value = "AK\x1b]0;PWN\x07\u202eX"
        await pilot.pause()
        drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "AK\u241b]0;PWN\u2407\ufffdX" in drawn
        assert not [c for c in drawn if strip_control_characters(c) != c]


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
async def test_a_secret_is_neither_copied_nor_cut(key: str):
    field = Field(id="field", password=True)
    async with hosted(field) as (app, pilot):
        field.focus()
        field.value = "s3cret"
        await pilot.press("home", "shift+end", key)
        assert field.value == "s3cret"
        assert not app.clipboard
        assert not app.heard


async def test_a_copy_goes_to_whoever_holds_the_clipboard_and_a_cut_takes_it_out():
    field = Field(id="field")
    async with hosted(field) as (app, pilot):
        field.focus()
        field.value = "weda"
        await pilot.press("home", "shift+end", "ctrl+c")
        assert field.value == "weda"
        await pilot.press("ctrl+x")
        assert field.value == ""
        copies = [each for each in app.heard if isinstance(each, CopyRequested)]
        assert len(copies) == len(app.heard)
        assert [(each.text, each.what) for each in copies] == [("weda", "weda")] * 2


async def test_the_own_clipboard_is_pasted_as_a_line_too():
    field = Field(id="field")
    async with hosted(field) as (app, pilot):
        field.focus()
        app.copy_to_clipboard("a\x1b\u202eb\nsecond")
        await pilot.press("ctrl+v")
        assert field.value == "ab"
