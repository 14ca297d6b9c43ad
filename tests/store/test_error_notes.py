from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.error_notes import LONGEST_NOTE, load_notes, save_note

UTF8 = st.characters(codec="utf-8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes" / "codes.toml"


def test_notes_are_kept_by_code_and_codes_differ_in_case(path: Path) -> None:
    assert load_notes(path).by_code == {}
    save_note(path, "PERMISSION_DENIED", "ask 张伟", known="")
    save_note(path, "permission_denied", "one\ntwo", known="")
    save_note(path, "FailedOperation.UserNoLicense", "x", known="")
    assert load_notes(path).by_code == {
        "PERMISSION_DENIED": "ask 张伟",
        "permission_denied": "one\ntwo",
        "FailedOperation.UserNoLicense": "x",
    }
    assert "'''one\ntwo\n'''" in path.read_text("utf-8"), "a version control can compare it"
    save_note(path, "PERMISSION_DENIED", " \n", known="ask 张伟")
    assert "PERMISSION_DENIED" not in load_notes(path).by_code


def test_a_note_that_somebody_else_changed_is_not_overwritten(path: Path) -> None:
    save_note(path, "X", "theirs", known="")
    with pytest.raises(FileError) as refused:
        save_note(path, "X", "mine", known="before")
    assert refused.value.code is ErrorCode.FILE_CHANGED
    assert load_notes(path).by_code == {"X": "theirs"}


def test_a_broken_file_is_named_and_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("\nX = 1\n")
    with pytest.raises(FileError) as refused:
        save_note(path, "Y", "mine", known="")
    assert refused.value.parameters["line"] == 2
    assert path.read_text() == "\nX = 1\n"


def test_a_long_note_is_cut(path: Path) -> None:
    assert len(save_note(path, "X", "y" * (LONGEST_NOTE + 1), known="")) == LONGEST_NOTE


@given(st.text(UTF8, min_size=1, max_size=30), st.text(UTF8, max_size=80))
def test_whatever_the_code_and_the_note_they_come_back(
    tmp_path_factory: pytest.TempPathFactory, code: str, note: str
) -> None:
    path = tmp_path_factory.mktemp("notes") / "codes.toml"
    kept = save_note(path, code, note, known="")
    assert load_notes(path).by_code.get(code, "") == kept.replace("\r\n", "\n").strip("\n")
