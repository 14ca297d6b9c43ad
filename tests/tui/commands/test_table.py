"""The one table of commands: no key twice, every command named in both languages."""

from collections import Counter

import pytest

from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import (
    APP_COMMANDS,
    GLOBAL_COMMANDS,
    PLACES,
    Command,
    global_bindings,
)

NOT_BOUND = {"ctrl+j", "ctrl+e", "ctrl+a", "ctrl+c", "ctrl+v", "ctrl+m", "ctrl+i", "ctrl+h"}
"""Line ends, copies, and keys that are Enter, Tab or Backspace on the wire."""
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
