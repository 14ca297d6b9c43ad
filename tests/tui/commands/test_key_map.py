"""The user's own key bindings: ``keys.toml`` in the settings folder."""

import re
from pathlib import Path

import pytest

from tests.tui.explorer import explorer
from weda_tui.core.errors import ErrorCode
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.store.paths import Paths
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.key_map import load_key_map, read_key
from weda_tui.tui.commands.table import COMMANDS, PLACES, KeyMap, PlaceKey, show_key
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.tokens.dialog import TokenDetails


def load(folder: Path, text: str | bytes) -> tuple[dict[str, str], list[tuple[ErrorCode, object]]]:
    paths = Paths(workspace=folder / "workspace", state=folder)
    paths.keys.write_bytes(text.encode() if isinstance(text, str) else text)
    key_map, problems = load_key_map(paths)
    return key_map.by_id(), [(each.code, each.parameters.get("line")) for each in problems]


def test_without_a_file_every_key_is_the_default(tmp_path: Path) -> None:
    key_map, problems = load_key_map(Paths(workspace=tmp_path, state=tmp_path))
    assert key_map.by_id() == {}
    assert problems == []
    assert key_map.shown(commands.SEND) == "F5"


def test_one_key_or_several(tmp_path: Path) -> None:
    text = '[keys]\nsend = ["F10", "ctrl+g"]\nbundle = "w"\nzoom = "Ctrl+K"\n'
    assert load(tmp_path, text) == ({"send": "f10,ctrl+g", "bundle": "w", "zoom": "ctrl+k"}, [])


def test_what_cannot_be_is_left_out_and_the_rest_applies(tmp_path: Path) -> None:
    keys, problems = load(
        tmp_path,
        '[keys]\nbundel="w"\nsave = "hyper+x"\nchoose = "w"\ntoken = 3\nzoom = []\nshow = "f10"\n',
    )
    assert keys == {"show": "f10"}
    assert sorted(problems) == [
        (ErrorCode.TOML_BAD_VALUE, 3),
        (ErrorCode.TOML_BAD_VALUE, 5),
        (ErrorCode.TOML_BAD_VALUE, 6),
        (ErrorCode.TOML_UNKNOWN_KEY, 2),
        (ErrorCode.TOML_UNKNOWN_KEY, 4),
    ]


@pytest.mark.parametrize(
    ("entries", "left", "line"),
    [
        ('bundle = "r"', {}, 2),  # the key copies the requestId in the same place
        ('where = "f3"', {}, 2),
        ('rename_saved = "R"', {}, 2),
        ('zoom = "ctrl+k"\ncopy_as = "ctrl+k"', {"zoom": "ctrl+k"}, 3),
        ('next_hit = "N"\nprevious_hit = "n"', {"next_hit": "N", "previous_hit": "n"}, 0),
        ('refresh_models = "m"', {"refresh_models": "m"}, 0),  # a key of another place
        ('bundle = "b"', {}, 2),
    ],
)
def test_a_key_has_one_meaning_in_a_place(
    tmp_path: Path, entries: str, left: dict[str, str], line: int
) -> None:
    keys, problems = load(tmp_path, f"[keys]\n{entries}\n")
    assert keys == left
    assert problems == ([(ErrorCode.KEY_TAKEN, line)] if line else [])


@pytest.mark.parametrize("text", ["[keys", "[key]\n", "keys = 3\n", b"\xff", "keys = [1]\n"])
def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path, text: str | bytes) -> None:
    keys, problems = load(tmp_path, text)
    assert keys == {}
    assert len(problems) == 1


@pytest.mark.parametrize("strings", [ZH, EN])
def test_a_clash_says_line_key_and_both_commands(tmp_path: Path, strings: Strings) -> None:
    paths = Paths(workspace=tmp_path, state=tmp_path)
    paths.keys.write_text('[keys]\nbundle = "r"\n', encoding="utf-8")
    (problem,) = load_key_map(paths)[1]
    line = explain(problem, strings).line
    assert all(part in line for part in ("keys.toml", "2", "r", "bundle", "copy_request_id"))
    assert "\n" not in line


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("/", "slash"), ("F9", "f9"), ("Ctrl+K", "ctrl+k"), ("ctrl+shift+a", "ctrl+shift+a"),
        ("shift+ctrl+a", "ctrl+shift+a"), ("X", "X"), ("+", "plus"), ("delete", "delete"),
        ("", None), (" ", None), ("enter", None), ("Esc", None), ("hyper+x", None), ("xy", None),
        ("ctrl+", None), ("1", None), ("j", None), (",", None), ("\x1b", None),
    ],
)  # fmt: skip
def test_a_key_is_read_by_its_name(text: str, key: str | None) -> None:
    assert read_key(text) == key


@pytest.mark.parametrize(
    ("key", "shown"),
    [("ctrl+k", "Ctrl+K"), ("f9", "F9"), ("x", "x"), ("X", "X"), ("slash", "/"),
     ("alt+up", "Alt+↑"), ("delete", "Del"), ("space", "Space")],
)  # fmt: skip
def test_a_key_is_shown_as_it_is_printed_on_the_keyboard(key: str, shown: str) -> None:
    assert show_key(key) == shown


def test_the_key_of_a_widget_stays_where_the_command_has_another_one():
    key_map = KeyMap({commands.NEXT_HIT: ("w",), commands.EDIT_CALL: ("f9",)})
    shown = {place: [key_map.shown_in_place(key) for key in keys] for place, keys in PLACES.items()}
    assert "Enter" in shown["search"]
    assert "w" in shown["result"]
    assert "n" not in shown["result"]
    assert "f9" not in shown["with"]
    assert key_map.shown_in_place(PlaceKey("↑↓", commands.MOVE.words)) == "↑↓"


def test_every_command_without_a_key_of_a_widget_can_have_another_one():
    for each in COMMANDS.values():
        assert commands.is_changeable(each) is not (each.shown and not each.keys), each.id


async def test_a_changed_key_acts_and_is_shown_and_what_is_wrong_is_said_at_start_and_in_the_help(
    tmp_path: Path,
) -> None:
    (tmp_path / "state").mkdir()
    text = (
        '[keys]\nbundel="w"\nwhere = "f3"\n'
        'token = "f10"\nbundle = "w"\nzoom = "ctrl+k"\nfilter = "f"\n'
    )
    (tmp_path / "state/keys.toml").write_text(text, encoding="utf-8")
    async with explorer(tmp_path) as e:
        assert "keys.toml 第 2 行" in e.rows[-1]
        await e.send()
        await e.press("f6", "f10")
        assert isinstance(e.app.screen, TokenDetails)
        await e.press("escape", "ctrl+t")
        assert e.app.screen is e.main, "the default key is free"
        await e.press("ctrl+k")
        assert e.main.query_one("#response").region.width == 160
        await e.press("f1")
        assert isinstance(e.app.screen, Help)
        rows = ""
        for _ in range(4):
            rows += e.text
            await e.press("pagedown")
        assert re.search(r" w +支持包", rows)
        assert re.search(r" F10 +令牌", rows)
        assert "bundel" in rows
        assert "keys.toml 第 3 行" in rows
        await e.press("escape", "space")
        assert any("令牌" in row and "F10" in row for row in e.rows)
