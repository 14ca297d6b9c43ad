"""Every title gets a file name; no two names are the same file on any system."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.strategies import outside_text
from weda_tui.core.collections.paths import check_path, file_name_for, in_order, is_within
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.text.file_names import check_name, fold_name


@example("0.-", [])
@example("a" * 91 + ". b", [])
@given(outside_text, st.lists(outside_text, max_size=4))
def test_any_title_has_a_file_name_that_is_free(title: str, others: list[str]):
    taken: list[str] = []
    for other in (*others, title, title.upper(), title):
        name = file_name_for(other, taken)
        check_path(name)
        check_name(name)
        assert fold_name(name) not in {fold_name(each) for each in taken}
        taken.append(name)


def test_what_a_file_cannot_hold_is_replaced():
    for title, name in [
        ("本周 待办", "本周 待办"),
        ("a/b\\c: d?", "a-b-c- d"),
        ("..", "request"),
        ("con", "con_"),
        ("folder", "folder_"),
        ("com1.x", "_com1.x"),
        ("审" * 100, "审" * 64),
        ("0.-", "0"),
        ("-. 0 .-", "0"),
        ("a" * 192 + ". b", "a" * 192),
    ]:
        assert file_name_for(title) == name, title


def test_names_that_differ_in_case_get_a_number():
    assert file_name_for("list", ["List", "list 2"]) == "list 3"


@pytest.mark.parametrize("path", ["", "a/", "/a", "a/../b", "a/folder", "a/nul", "a\\b", "C:/a"])
def test_a_path_that_leaves_the_folder_is_refused(path: str):
    with pytest.raises(FileError) as caught:
        check_path(path)
    assert caught.value.code is ErrorCode.NAME_INVALID


def test_the_order_of_a_folder_comes_first_then_names():
    assert in_order(["b", "C", "a", "z"], ("z", "gone", "b")) == ("z", "b", "a", "C")


def test_a_folder_holds_what_lies_below_it():
    assert is_within("a/b", "a")
    assert not is_within("ab", "a")
