"""The one table of keys: no key twice, every action named in both languages."""

import pytest

from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.tui.keys import APP_ACTIONS, GLOBAL_KEYS, STAGE_KEYS, global_bindings, label

NOT_BOUND = {"ctrl+j", "ctrl+e", "ctrl+a", "ctrl+c", "ctrl+v", "ctrl+m", "ctrl+i", "ctrl+h"}
"""Line ends, copies, and keys that are Enter, Tab or Backspace on the wire."""


def test_no_key_has_two_meanings():
    keys = [key for each in GLOBAL_KEYS for key in each.keys.split(",") if key]
    spaces = [each.space for each in GLOBAL_KEYS]
    assert len(set(keys)) == len(keys)
    assert len(set(spaces)) == len(spaces)
    assert not NOT_BOUND & set(keys)
    assert not any(key.startswith(("alt+", "shift+f")) for key in keys)


def test_every_function_key_has_a_digit_behind_space():
    for key in GLOBAL_KEYS:
        if key.shown.startswith("F"):
            assert key.space == key.shown[1:]


def test_what_is_shown_is_the_first_key():
    for key in GLOBAL_KEYS:
        assert key.shown.lower() == key.keys.partition(",")[0]


def test_the_bindings_are_shared_out_between_app_and_screen():
    app, screen = global_bindings(for_app=True), global_bindings(for_app=False)
    assert {binding.action for binding in app} == {"help", "quit"}
    assert {binding.action for binding in app} <= APP_ACTIONS
    assert not {binding.action for binding in screen} & APP_ACTIONS
    assert len(app) + len(screen) == len([key for key in GLOBAL_KEYS if key.keys])
    assert all(binding.priority and binding.id == binding.action for binding in app + screen)
    assert next(b for b in screen if b.action == "send").key == "f5,ctrl+r,ctrl+enter"


@pytest.mark.parametrize("strings", [ZH, EN])
def test_every_action_has_words(strings: Strings):
    for key in GLOBAL_KEYS:
        assert label(key.action, strings.tui.keys)
    for places in STAGE_KEYS.values():
        for place in places:
            assert label(place.label, strings.tui.keys)
            assert place.shown or place.action, "a key that is not shown must be in the 0 list"


def test_an_action_without_words_is_a_bug():
    with pytest.raises(TypeError):
        label("no_such_action", EN.tui.keys)
