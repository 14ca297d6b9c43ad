"""The values between the literal parts of a template."""

from weda_tui.core.text.literals import values_between


def test_values_are_found_in_order() -> None:
    for text, literals, shortest, values in [
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
    ]:
        case = text, literals, shortest
        spans = values_between(text, literals, shortest=shortest)
        assert (None if spans is None else [text[slice(*span)] for span in spans]) == values, case
