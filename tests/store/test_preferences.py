"""The preferences of the screen; a file that cannot be read is never an error."""

from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.preferences import (
    MOST_WORKSPACES,
    ChosenPlace,
    OpenCall,
    Preferences,
    load_preferences,
    save_preferences,
)

CHOSEN = Preferences(
    "总部", "dev", "zh", "dark", "model.list", body_in_memory=100, widths={"main": [30, 60]}
)


def test_what_is_saved_is_loaded(tmp_path: Path):
    path = tmp_path / "state" / "preferences.json"
    assert load_preferences(path) == Preferences()
    save_preferences(path, CHOSEN)
    assert load_preferences(path) == CHOSEN


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"theme": 1}', b'{"theme": "\xff"}', b'{"widths": {"a": ["x"]}}']
)
def test_a_corrupt_file_is_the_defaults(tmp_path: Path, data: bytes):
    (tmp_path / "p").write_bytes(data)
    assert load_preferences(tmp_path / "p") == Preferences()
    save_preferences(tmp_path / "p", CHOSEN)
    assert load_preferences(tmp_path / "p") == CHOSEN


def test_a_key_of_a_newer_version_is_passed_over(tmp_path: Path):
    (tmp_path / "p").write_bytes(b'{"theme": "dark", "new": []}')
    assert load_preferences(tmp_path / "p") == Preferences(theme="dark")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError) as caught:
        save_preferences(tmp_path / "file" / "p", CHOSEN)
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE


def test_what_is_open_is_kept_by_workspace_and_the_oldest_goes_first():
    kept = Preferences(theme="dark")
    for number in range(MOST_WORKSPACES + 2):
        kept = kept.with_open_call(f"w{number}", OpenCall(f"e{number}"))
    kept = kept.with_open_call("w2", OpenCall("again", "a/b"))
    assert len(kept.opened) == MOST_WORKSPACES
    assert kept.open_call("w2") == OpenCall("again", "a/b")
    assert kept.open_call("w3") == OpenCall("e3")
    assert kept.open_call("w0") == OpenCall()
    assert kept.theme == "dark"


def test_a_file_of_an_earlier_version_says_what_was_open_until_something_is():
    kept = Preferences(endpoint="model.list", saved="a/b")
    assert kept.open_call("w") == OpenCall("model.list", "a/b")
    kept = kept.with_open_call("w", OpenCall("model.get"))
    assert kept.open_call("w") == OpenCall("model.get")
    assert kept.open_call("other") == OpenCall()


def test_what_another_window_wrote_of_its_workspace_stays(tmp_path: Path):
    path, mine = tmp_path / "p", Preferences().with_open_call("mine", OpenCall("a"))
    save_preferences(path, Preferences().with_open_call("other", OpenCall("b")), "other")
    save_preferences(path, mine, "mine")
    save_preferences(path, Preferences(theme="dark"), "third")
    assert load_preferences(path).opened == {"other": OpenCall("b"), "mine": OpenCall("a")}
    assert load_preferences(path).theme == "dark"


def test_what_is_chosen_is_kept_by_workspace_and_the_oldest_goes_first():
    kept = Preferences(environment="of before")
    for number in range(MOST_WORKSPACES + 1):
        kept = kept.with_place(f"w{number}", ChosenPlace(f"e{number}", "dev"))
    assert len(kept.chosen) == MOST_WORKSPACES
    assert kept.chosen["w1"] == ChosenPlace("e1", "dev")
    assert "w0" not in kept.chosen
    assert kept.environment == "of before"


def test_what_another_window_chose_in_its_workspace_stays(tmp_path: Path):
    path, mine = tmp_path / "p", Preferences().with_place("mine", ChosenPlace("A"))
    save_preferences(path, Preferences().with_place("other", ChosenPlace("B")), "other")
    save_preferences(path, mine, "mine")
    save_preferences(path, Preferences(theme="dark"), "third")
    assert load_preferences(path).chosen == {"other": ChosenPlace("B"), "mine": ChosenPlace("A")}
