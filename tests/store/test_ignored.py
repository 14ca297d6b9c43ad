from pathlib import Path

import pytest

from weda_tui.core.comparison.ignored import USUAL, Ignored
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.ignored import change_ignored, load_ignored


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rules" / "ignored.toml"


def test_paths_are_kept_and_what_is_the_usual_is_not_written(path: Path) -> None:
    assert load_ignored(path) == USUAL
    change_ignored(path, lambda now: now)
    assert not path.exists()

    change_ignored(path, lambda now: now.with_path("Data[].Version"))
    change_ignored(path, lambda now: now.without_path("Data[].EndTime"))

    assert load_ignored(path) == Ignored(("Data[].Version",), ("Data[].EndTime",))
    change_ignored(path, lambda now: now.without_path("Data[].Version"))
    assert load_ignored(path) == Ignored((), ("Data[].EndTime",))


def test_comments_and_what_another_window_wrote_stay(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'# ours\r\npaths = ["$.a"]  # agreed\r\n')

    kept = change_ignored(path, lambda now: now.without_path("b"))

    assert kept == Ignored(("$.a",), ("b",))
    assert path.read_bytes().startswith(b"# ours\r\n")
    assert b"# agreed" in path.read_bytes()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("\npath = []", ErrorCode.TOML_UNKNOWN_KEY, 2),
        ("paths = 'a'", ErrorCode.TOML_BAD_VALUE, 1),
        ("kept = [1]", ErrorCode.TOML_BAD_VALUE, 1),
        ("paths = ['a', '']", ErrorCode.TOML_BAD_VALUE, 1),
        ("paths = ['a[b]']", ErrorCode.TOML_BAD_VALUE, 1),
        ("paths = [", ErrorCode.TOML_SYNTAX, 1),
    ],
)
def test_what_is_no_path_is_named_with_its_line(
    path: Path, text: str, code: ErrorCode, line: int
) -> None:
    path.parent.mkdir()
    path.write_text(text)

    with pytest.raises(FileError) as refused:
        load_ignored(path)
    assert refused.value.code is code
    assert refused.value.parameters["line"] == line
    with pytest.raises(FileError):
        change_ignored(path, lambda now: now.with_path("b"))
    assert path.read_text() == text
