"""Timestamps and ids: which values are times, and which only resemble times."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.bodies.ids import is_id
from weda_tui.core.bodies.timestamps import moment

CHINA = timezone(timedelta(hours=8))


def told(value: str, key: str, **options: bool) -> str:
    at = moment(value, key, CHINA, **options)
    return f"{at:%Y-%m-%d %H:%M:%S}" if at is not None else ""


def test_a_moment_is_told_in_the_zone():
    for value, key in [
        ("1795483338000", "CreateTime"),
        ("1795483338999", "value"),
        ('"1795483338000"', "createdAt"),
        ("1795483338", "exp"),
        ("1795483338", "updated_at"),
        ("1795483338", "START_TIME"),
        ("1795483338000", "开始时间"),
        ('"2026-11-24T01:22:18Z"', "x"),
        ('"2026-11-24T09:22:18.123+0800"', ""),
        ('"2026-11-23 20:22:18-05:00"', "x"),
    ]:
        assert told(value, key) == "2026-11-24 09:22:18", (value, key)


def test_what_only_looks_like_one_is_none():
    for value, key in [
        ("1893450276618240001", "CreateTime"),
        ('"1893450276618240001"', "time"),
        ("1795483338", "count"),
        ("1795483338", "phone"),
        ("8613800138000", "value"),
        ("1795483338000", "orderNo"),
        ("1795483338000", "instance_id"),
        ("1795483338000", "合同编号"),
        ('"1795483338000"', "title"),
        ("17954833380001", "time"),
        ("1795483338000.0", "time"),
        ("-1795483338000", "time"),
        ("999999999999", "value"),
        ("9999999999999", "time"),
        ('"2026-11-24T09:22:18"', "time"),
        ('"2026-11-24"', "time"),
        ('"2026-13-24T09:22:18Z"', "time"),
        ('"2026-11-24T09:22:18Z and more"', "time"),
        ('"0001-01-01T00:00:00Z"', "time"),
        ("7200", "expires_in"),
        ("true", "time"),
        ("null", "EndTime"),
        ("", ""),
    ]:
        assert told(value, key) == "", (value, key)


def test_what_a_model_calls_a_time_is_one_whatever_its_name():
    assert told("1795483338", "n") == ""
    assert told("1795483338", "n", is_time=True) == "2026-11-24 09:22:18"


@given(st.text(), st.text(), st.booleans())
def test_no_value_and_no_name_is_too_odd(value: str, key: str, is_time: bool):
    for text in (value, f'"{value}"'):
        at = moment(text, key, UTC, is_time=is_time)
        assert at is None or 1900 <= at.year <= 2100


@given(st.integers(10**15, 10**20 - 1), st.text(), st.booleans())
def test_an_id_is_never_a_moment(number: int, key: str, is_time: bool):
    for text in (str(number), f'"{number}"'):
        assert is_id(b"", text.encode())
        assert moment(text, key, UTC, is_time=is_time) is None


@given(st.integers(1_002_000_000, 4_102_000_000), st.integers(-14, 14))
def test_both_ways_to_write_a_moment_are_the_same(seconds: int, hours: int):
    zone = timezone(timedelta(hours=hours))
    at = datetime.fromtimestamp(seconds, zone)
    assert moment(f'"{at.isoformat()}"', "x", zone) == at
    assert moment(f"{seconds}000", "x", zone) == at


@pytest.mark.parametrize("value", [b'"66f0c1"', b"12"])
def test_the_id_of_a_record_is_one_however_short(value: bytes):
    assert is_id(b'"_id"', value)
    assert not is_id(b'"name"', value)


@pytest.mark.parametrize("value", [b"", b'""', b"null", b"{", b"true"])
def test_what_leads_nowhere_is_no_id(value: bytes):
    assert not is_id(b'"_id"', value)


@pytest.mark.parametrize("value", [b"123456789012345", b'"12 34"', b"123456789012345678901"])
def test_other_numbers_are_no_ids(value: bytes):
    assert not is_id(b'"n"', value)
