import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.i18n import quantities


def test_time_left() -> None:
    for seconds, text in [
        (257_520, "71h32m"),
        (4320, "1h12m"),
        (3600, "1h00m"),
        (3599.9, "59m59s"),
        (307, "5m07s"),
        (60, "1m00s"),
        (42.9, "42s"),
        (0, "0s"),
        (-5, "0s"),
    ]:
        assert quantities.time_left(seconds) == text, seconds


def test_elapsed() -> None:
    for seconds, text in [
        (0, "<1 ms"),
        (0.0004, "<1 ms"),
        (0.084, "84 ms"),
        (0.9994, "999 ms"),
        (0.9996, "1.0 s"),
        (1.23, "1.2 s"),
        (59.94, "59.9 s"),
        (59.96, "1m00s"),
        (125, "2m05s"),
    ]:
        assert quantities.elapsed(seconds) == text, seconds


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 B"),
        (116, "116 B"),
        (1023, "1023 B"),
        (1024, "1.0 KB"),
        (1946, "1.9 KB"),
        (1024 * 1024 - 1, "1.0 MB"),
        (108_737_331, "103.7 MB"),
        (3 * 2**30, "3.0 GB"),
    ],
)
def test_size(number: int, text: str) -> None:
    assert quantities.size(number) == text


@given(st.integers(0, 2**40 - 2**26))
def test_a_size_is_short_up_to_what_rounds_to_a_terabyte(number: int) -> None:
    amount = quantities.size(number).split()[0]
    assert float(amount) < 1024


@pytest.mark.parametrize(("number", "text"), [(42, "42"), (1204, "1,204"), (-1204, "-1,204")])
def test_count(number: int, text: str) -> None:
    assert quantities.count(number) == text


@pytest.mark.parametrize(("seconds", "text"), [(30.0, "30"), (0.5, "0.5"), (120, "120")])
def test_seconds_in_a_sentence(seconds: float, text: str) -> None:
    assert quantities.plain_seconds(seconds) == text


def test_a_noun_agrees_with_its_count() -> None:
    sentence = "{count:file does|files do} not open"
    shown = [sentence.format(count=quantities.count(number)) for number in (0, 1, 2, 1204)]
    assert shown == [f"{shown} not open" for shown in (
        "0 files do", "1 file does", "2 files do", "1,204 files do",
    )]  # fmt: skip
    assert f"{quantities.count(1204)} 条" == "1,204 条"
