import os

import pytest

from weda_tui.core.files import DirectoryEntry, Folder, complete_path, matching, split_path

FOLDER = Folder(
    "/x",
    (
        DirectoryEntry("Sub", True),
        DirectoryEntry("a.txt", False, 3),
        DirectoryEntry("data.txt", False),
        DirectoryEntry(".env", False),
    ),
)


def found(letters: str, *, hidden: bool = False) -> list[str]:
    return [entry.name for entry in matching(FOLDER, letters, hidden=hidden)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ("", "")),
        ("a", ("", "a")),
        ("/", ("/", "")),
        ("/a/b", ("/a/", "b")),
        ("~/", ("~/", "")),
    ],
)
def test_a_path_is_a_folder_and_letters(text: str, parts: tuple[str, str]) -> None:
    assert split_path(text) == parts
    assert split_path(text.replace("/", os.sep)) == parts


@pytest.mark.parametrize(
    ("text", "done", "choices"),
    [
        ("~", "~/", []),
        ("/x/S", "/x/Sub/", ["/x/Sub/"]),
        ("/x/a.txt", "/x/a.txt", ["/x/a.txt"]),
        ("none", "none", []),
        (".", ".env", [".env"]),
        ("~/", "~/", ["~/Sub/", "~/a.txt", "~/data.txt"]),
    ],
)
def test_a_path_is_completed_as_a_shell_does(text: str, done: str, choices: list[str]) -> None:
    assert complete_path(FOLDER, text) == (done, choices)


def test_letters_find_names_and_beginnings_come_first() -> None:
    assert found("") == ["Sub", "a.txt", "data.txt"]
    assert found("a") == ["a.txt", "data.txt"]
    assert found("TXT") == ["a.txt", "data.txt"]
    assert found("ｓｕ") == ["Sub"]
    assert found("zz") == []


def test_hidden_ones_are_asked_for() -> None:
    assert found("", hidden=True)[-1] == ".env"
    assert found(".e") == [".env"]
    assert found("env") == []
