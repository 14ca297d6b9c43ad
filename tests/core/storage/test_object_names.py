from pathlib import PurePath

import pytest
from hypothesis import given

from tests.strategies import outside_text
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.storage.object_names import (
    check_object_id,
    distinct_names,
    file_name_of,
    object_ids_in,
    object_path,
)


@pytest.mark.parametrize(
    ("folder", "name", "path"),
    [
        ("", "a.jpg", "a.jpg"),
        ("dir/", "a.jpg", "dir/a.jpg"),
        ("/dir//sub/", "报告 1.pdf", "dir/sub/报告 1.pdf"),
        ("dir\\sub", "a", "dir/sub/a"),
    ],
)
def test_a_path_in_the_cloud(folder: str, name: str, path: str) -> None:
    assert object_path(folder, name) == path


@pytest.mark.parametrize(
    ("folder", "name"),
    [("..", "a"), ("a/../b", "c"), (".", "a"), ("", ".."), ("", ""), ("a", "/"), ("", "x" * 851),
     ("", "a\nb"), ("", "a\u202eb"), ("", "\ud800")],
)  # fmt: skip
def test_what_is_no_path(folder: str, name: str) -> None:
    with pytest.raises(FileError) as caught:
        object_path(folder, name)
    assert caught.value.code is ErrorCode.OBJECT_PATH_INVALID


def test_ids() -> None:
    assert check_object_id("cloud://env.bucket/a b.jpg") == "cloud://env.bucket/a b.jpg"
    for text in ("", "dir/a.jpg", "cloud://", "cloud://env", "cloud:///a", "cloud://e/"):
        with pytest.raises(FileError):
            check_object_id(text)


def test_ids_are_found_in_what_was_pasted() -> None:
    text = '["cloud://e.b/a b.jpg", "cloud://e.b/c"]\n\n  cloud://e.b/d,cloud://e.b/c\nx'
    assert object_ids_in(text) == ["cloud://e.b/a b.jpg", "cloud://e.b/c", "cloud://e.b/d", "x"]


def test_a_file_name_stays_in_its_folder() -> None:
    for object_id, name in [
        ("cloud://e.b/dir/a.jpg", "a.jpg"),
        ("cloud://e.b/报告 1.pdf", "报告 1.pdf"),
        ("cloud://e.b/../../etc/passwd", "passwd"),
        ("cloud://e.b/..", "download"),
        ("cloud://e.b/dir/", "download"),
        ("cloud://e.b/a\\..\\b", "a_.._b"),
        ("cloud://e.b/.bashrc", "_bashrc"),
        ("cloud://e.b/c:x", "c_x"),
        ("cloud://e.b/NUL.txt", "_NUL.txt"),
        ("cloud://e.b/a.txt . ", "a.txt"),
        ("cloud://e.b/a\x1b]0;x\x07\u202egpj", "a_]0;x__gpj"),
    ]:
        assert file_name_of(object_id) == name, object_id


def test_a_long_name_keeps_its_suffix() -> None:
    name = file_name_of(f"cloud://e.b/{'报' * 300}.tar")
    assert name.endswith(".tar")
    assert len(name.encode()) <= 240


@given(outside_text)
def test_whatever_a_server_names(text: str) -> None:
    name = file_name_of(f"cloud://e.b/{text}")
    assert PurePath(name).name == name
    assert name.isprintable()
    assert 0 < len(name.encode()) <= 250
    assert not name.startswith(".")


def test_names_do_not_meet() -> None:
    assert distinct_names(["a.jpg", "A.JPG", "b"], ["B"]) == ["a.jpg", "A (2).JPG", "b (2)"]
