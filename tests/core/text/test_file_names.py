import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.text.file_names import LONGEST_NAME, check_name, fold_name


@pytest.mark.parametrize("name", ["总部", "HQ", "b 分部", "10.20.4.18-8080", "x" * LONGEST_NAME])
def test_a_name_of_letters_digits_and_blanks_is_a_files_name(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    "name", ["", " a", "a ", ".a", "a.", "a/b", "a\\b", "a:b", "CON", "com1.x", "a\x1b", "部" * 67]
)
def test_any_other_is_refused(name: str) -> None:
    with pytest.raises(FileError) as refused:
        check_name(name)
    assert refused.value.code is ErrorCode.NAME_INVALID


def test_names_are_told_apart_as_every_file_system_can() -> None:
    assert fold_name("HQ") == fold_name("hq")
    assert fold_name("caf\u00e9") == fold_name("cafe\u0301")
    assert fold_name("总部") != fold_name("总")
