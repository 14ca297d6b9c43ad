import re

import pytest

from weda_tui.core.text.patterns import compile_pattern, is_too_large


@pytest.mark.parametrize("text", ["(((a{100}){100}){100}){100}", "(a{2,}){99999}", "a{,999999}"])
def test_what_is_repeated_too_often_is_too_large(text: str):
    assert is_too_large(text)


UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
TIME = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z"


def test_what_people_write_is_not():
    for text in [
        *(r"\d{4}-\d{2}-\d{2}", r'\{"a":\{\}\}', "a{1000}", "{}", "x{a}", f"{TIME} {UUID}"),
        r"^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}:\d{1,5} .{0,2000}$",
        r"[({99999}]{3}(a[)]{50}){50}",
    ]:
        assert not is_too_large(text), text


def test_a_pattern_is_given_up_in_time():
    with pytest.raises(TimeoutError):
        compile_pattern("(a|aa)+$").search("a" * 60 + "!", timeout=0.01)


def test_no_pattern_is_an_error_with_its_place():
    with pytest.raises(re.error) as caught:
        compile_pattern("[")
    assert caught.value.pos == 0


@pytest.mark.parametrize("text", ["(a{999}){999}", "(" * 5000 + ")" * 5000])
def test_what_is_too_large_is_not_compiled(text: str):
    for pattern in (text, text.encode()):
        with pytest.raises(OverflowError):
            compile_pattern(pattern)


def test_case_counts_unless_it_is_said_not_to():
    assert compile_pattern(b"a").search(b"A") is None
    assert compile_pattern(b"a", has_case=False).search(b"A") is not None


def test_a_long_pattern_is_too_large_before_it_is_taken_apart() -> None:
    assert is_too_large("[" * 1_000_000)
    with pytest.raises(OverflowError):
        compile_pattern("(?x)#" + "[" * 1_000_000)
