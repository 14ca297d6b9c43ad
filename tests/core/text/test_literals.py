"""The values between the literal parts of a template."""

import pytest

from weda_tui.core.text.literals import values_between


@pytest.mark.parametrize(
    ("text", "literals", "shortest", "values"),
    [
        ("a-b-c", ("", "-", ""), 0, ["a", "b-c"]),
        ("orders('7')", ("", "('", "')"), 1, ["orders", "7"]),
        ("('7')", ("", "('", "')"), 1, None),
        ("('7')", ("", "('", "')"), 0, ["", "7"]),
        ("xab", ("x", "", ""), 1, ["a", "b"]),
        ("xa", ("x", "", ""), 1, None),
        ("aa", ("aa", "a"), 0, None),
        ("aba", ("ab", "ba"), 0, None),
        ("a--b", ("a", "-", "-b"), 0, ["", ""]),
        ("a", ("a",), 1, []),
        ("ab", ("a",), 0, None),
    ],
)
def test_values_are_found_in_order(
    text: str, literals: tuple[str, ...], shortest: int, values: list[str] | None
) -> None:
    spans = values_between(text, literals, shortest=shortest)
    assert (None if spans is None else [text[slice(*span)] for span in spans]) == values
