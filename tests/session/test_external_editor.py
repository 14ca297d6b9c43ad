"""A text in an external editor: the result, what is kept, and which files remain."""

import os
import stat
from pathlib import Path

import pytest

from weda_tui.session.external_editor import EditorExit, edit_outside, editor_command

NAME = "body.json"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def writing(data: bytes, status: int = 0):
    def run(file: Path) -> int:
        file.write_bytes(data)
        return status

    return run


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({}, []),
        ({"EDITOR": "vim"}, ["vim"]),
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, ["code", "--wait"]),
        ({"VISUAL": "  ", "EDITOR": "nano"}, ["nano"]),
        ({"EDITOR": "'/opt/my editor/run' -n"}, ["/opt/my editor/run", "-n"]),
        ({"EDITOR": "'never ends"}, []),
    ],
)
def test_the_command_is_that_of_visual_then_of_editor(environ: dict[str, str], command: list[str]):
    assert editor_command(environ) == command


def test_the_editor_is_given_the_text_in_a_private_file_with_its_ending():
    seen: list[tuple[str, bytes, int]] = []

    def run(file: Path) -> int:
        seen.append((file.name, file.read_bytes(), stat.S_IMODE(file.stat().st_mode)))
        return 0

    edit_outside('{"名": 1}\r\n', NAME, run)
    mode = 0o600 if os.name == "posix" else seen[0][2]
    assert seen == [(NAME, '{"名": 1}\r\n'.encode(), mode)]


def test_what_it_writes_is_taken_and_the_file_goes(temporary: Path):
    edited = edit_outside("{}", NAME, writing(b'{\r\n"a": 1}'))
    assert (edited.ending, edited.text) == (EditorExit.CHANGED, '{\r\n"a": 1}')
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_line_end_that_editors_add_is_no_change(end: bytes):
    edited = edit_outside("{}", NAME, writing(b"{}" + end))
    assert (edited.ending, edited.text) == (EditorExit.SAME, "{}")


def test_a_line_end_that_was_there_stays():
    edited = edit_outside("{}\n", NAME, writing(b"[]\n"))
    assert (edited.ending, edited.text) == (EditorExit.CHANGED, "[]\n")


def test_an_editor_that_fails_leaves_the_text_and_what_it_wrote():
    edited = edit_outside("{}", NAME, writing(b"[1]", status=1))
    assert (edited.ending, edited.text, edited.status) == (EditorExit.FAILED, "{}", 1)
    assert edited.kept is not None
    assert edited.kept.read_bytes() == b"[1]"


def test_an_editor_that_fails_and_wrote_nothing_leaves_nothing(temporary: Path):
    edited = edit_outside("{}", NAME, lambda _: -9)
    assert (edited.ending, edited.status, edited.kept) == (EditorExit.FAILED, -9, None)
    assert list(temporary.iterdir()) == []


def test_an_editor_that_does_not_start_changes_nothing(temporary: Path):
    assert edit_outside("{}", NAME, lambda _: None).ending is EditorExit.NOT_STARTED
    assert list(temporary.iterdir()) == []


def test_bytes_that_are_no_utf_8_stay_in_their_file():
    edited = edit_outside("{}", NAME, writing("名".encode("gbk")))
    assert (edited.ending, edited.text) == (EditorExit.UNREADABLE, "{}")
    assert edited.kept is not None
    assert edited.kept.read_bytes() == "名".encode("gbk")


def test_a_file_that_is_gone_is_told_of(temporary: Path):
    def run(file: Path) -> int:
        file.unlink()
        return 0

    edited = edit_outside("{}", NAME, run)
    assert (edited.ending, edited.text, edited.kept) == (EditorExit.UNREADABLE, "{}", None)
    assert list(temporary.iterdir()) == []
