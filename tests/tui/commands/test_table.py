"""The table of all commands: no key is bound twice, every command has a name in both languages."""

import re
from collections import Counter
from pathlib import Path

import pytest

from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import (
    APP_COMMANDS,
    GLOBAL_COMMANDS,
    PLACES,
    ZOOM,
    Command,
    global_bindings,
    is_letter,
    show_key,
)

NOT_BOUND = {"ctrl+j", "ctrl+e", "ctrl+a", "ctrl+c", "ctrl+v", "ctrl+m", "ctrl+i", "ctrl+h"}
"""Line ends, copy keys, and keys that a terminal sends as Enter, Tab or Backspace."""
ALL = [each for each in vars(commands).values() if isinstance(each, Command)]


def test_every_command_has_an_id_of_its_own():
    assert len({each.id for each in ALL}) == len(ALL)


def test_no_key_has_two_meanings():
    keys = [key for each in GLOBAL_COMMANDS for key in each.keys.split(",") if key]
    spaces = [each.space for each in GLOBAL_COMMANDS]
    assert len(set(keys)) == len(keys)
    assert len(set(spaces)) == len(spaces)
    assert not NOT_BOUND & set(keys)
    assert not any(key.startswith(("alt+", "shift+f")) for key in keys)


@pytest.mark.parametrize("place", PLACES)
def test_no_key_has_two_meanings_in_one_place(place: str) -> None:
    bound_here = {key.command for key in PLACES[place] if key.command and key.shown}
    keys = Counter(
        key for each in bound_here | set(GLOBAL_COMMANDS) for key in each.keys.split(",") if key
    )
    assert [key for key, count in keys.items() if count > 1] == []


SAME_ACT = (
    {"save", "save_body"},
    {"copy_as", "copy_curl", "export_saved", "export_table"},
    {"copy_menu", "copy_row"},
    {"edit_details", "edit_outside", "change_rule"},
    {"set_empty", "clear_entries"},
    {"error_book", "look_up_code"},
    {"run_saved", "long_run"},
)
"""Groups of commands that do the same with different objects."""


def test_a_letter_has_one_meaning_in_every_place():
    of_letters: dict[str, set[str]] = {}
    for each in ALL:
        for letter in {each.letter, *(key for key in each.keys.split(",") if is_letter(key))}:
            if letter:
                of_letters.setdefault(letter, set()).add(each.id)
    shared = [ids for ids in of_letters.values() if len(ids) > 1]
    assert [ids for ids in shared if ids not in SAME_ACT] == []
    assert not {"j", "k", "g", "G"} & {*of_letters}, "they move in lists"


@pytest.mark.parametrize("place", PLACES)
def test_everything_in_a_list_of_commands_has_a_letter_or_a_key(place: str) -> None:
    commands_here = [key.command for key in PLACES[place] if key.command is not None]
    without = [each.id for each in commands_here if not (each.letter or each.shown or each == ZOOM)]
    assert set(without) <= {"go_to_line"}
    letters = Counter(each.letter for each in dict.fromkeys(commands_here) if each.letter)
    assert [letter for letter, count in letters.items() if count > 1] == []


def test_every_function_key_has_a_digit_behind_space():
    for each in GLOBAL_COMMANDS:
        if each.shown.startswith("F"):
            assert each.space == each.shown[1:]


def test_what_is_shown_is_the_first_key():
    for each in GLOBAL_COMMANDS:
        assert each.shown.lower() == each.keys.partition(",")[0]


def test_the_bindings_are_shared_out_between_app_and_screen():
    app, screen = global_bindings(for_app=True), global_bindings(for_app=False)
    names = {each.id for each in APP_COMMANDS}
    assert {binding.id for binding in app} == names
    assert not {binding.id for binding in screen} & names
    assert len(app) + len(screen) == len(GLOBAL_COMMANDS)
    assert all(binding.priority for binding in app + screen)
    assert next(b for b in screen if b.id == "send").key == "f5,ctrl+r,ctrl+enter"


@pytest.mark.parametrize("strings", [ZH, EN])
def test_every_command_has_words(strings: Strings):
    for each in ALL:
        assert each.words(strings.tui.keys)
    for keys in PLACES.values():
        for key in keys:
            assert key.words(strings.tui.keys)
            assert key.shown or key.command, "a key that is not shown must be in the 0 list"


def test_the_menu_offers_the_other_language_by_its_name():
    assert commands.LANGUAGE.words(EN.tui.keys) == "切换到中文"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_keys_of_a_readme_stand_in_this_table(name: str) -> None:
    text = (Path(__file__).parents[3] / name).read_text("utf-8")
    cells = re.findall(r"^\| (`(?:F\d|Ctrl|\d).*?) \|", text, re.MULTILINE)
    keys = {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}
    shown = {show_key(key) for each in ALL for key in each.keys.split(",") if key}
    assert len(keys) > 9
    assert keys <= shown | {each.shown for each in ALL}
