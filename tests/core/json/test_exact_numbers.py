from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.json import exact_numbers
from weda_tui.core.json.exact_numbers import exact_number

DIGITS = st.text("0123456789", min_size=1, max_size=200)


@given(st.sampled_from(["", "-"]), DIGITS, st.none() | DIGITS, st.none() | st.integers(-99, 99))
def test_a_number_that_is_read_in_parts_is_the_number(
    sign: str, whole: str, fraction: str | None, exponent: int | None
):
    text = sign + whole + ("" if fraction is None else f".{fraction}")
    text += "" if exponent is None else f"e{exponent}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact_numbers, "LONG", 0)
        patch.setattr(exact_numbers, "_PART", 19)
        assert exact_number(text).as_tuple() == Decimal(text).as_tuple()


@pytest.mark.parametrize("long", [0, 1000])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"1e{'9' * 30}", Decimal("Infinity")),
        (f"-1e{'9' * 30}", Decimal("-Infinity")),
        (f"1e-{'9' * 30}", Decimal(0)),
        (f"0e{'9' * 30}", Decimal(0)),
        ("1e1000000000000000000", Decimal("Infinity")),
        (f"1e{'9' * 19}", Decimal("Infinity")),
        (f"-1e+{'9' * 19}", Decimal("-Infinity")),
        (f"1e-{'9' * 19}", Decimal(0)),
        (f"0e{'9' * 19}", Decimal(0)),
    ],
)
def test_a_number_beyond_all_bounds_is_infinite_or_nothing(
    text: str, number: Decimal, long: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(exact_numbers, "LONG", long)
    assert exact_number(text) == number


def test_no_part_of_a_number_of_megabytes_is_read_in_a_long_call(monkeypatch: pytest.MonkeyPatch):
    read = list[int]()

    def watched(text: str) -> Decimal:
        read.append(len(text))
        return Decimal(text)

    monkeypatch.setattr(exact_numbers, "Decimal", watched)
    digits = "7" * 1_000_001
    assert exact_number(digits) == Decimal(digits)
    assert max(read) <= exact_numbers.LONG
