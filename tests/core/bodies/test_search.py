import json
import re
import time
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import json_bodies, outside_text
from weda_tui.core.bodies import search
from weda_tui.core.bodies.search import (
    BodySearch,
    Hits,
    InvalidPattern,
    Matcher,
    MatchLocation,
    prepare,
)
from weda_tui.core.json.source import BodySource


def found(body: bytes, query: BodySearch) -> list[int]:
    matcher = prepare(query)
    assert isinstance(matcher, Matcher)
    offsets = array("Q")
    for _ in search.search(BodySource(body), matcher, offsets):
        pass
    return offsets.tolist()


@given(st.binary(max_size=80), st.text("aAbB中", min_size=1, max_size=3), st.integers(1, 9))
def test_every_occurrence_is_found_across_the_edges_of_chunks(body: bytes, text: str, chunk: int):
    body = body.replace(b"\x00", text.encode()).replace(b"\x01", text.lower().encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "CHUNK", chunk)
        for has_case in (True, False):
            flags = 0 if has_case else re.IGNORECASE
            wanted = [m.start() for m in re.finditer(re.escape(text.encode()), body, flags)]
            assert found(body, BodySearch(text=text, has_case=has_case)) == wanted
            pattern = BodySearch(text=re.escape(text), is_regex=True, has_case=has_case)
            assert found(body, pattern) == wanted


@given(json_bodies, st.integers(1, 30))
def test_keys_and_values_together_are_everything(body: bytes, chunk: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "CHUNK", chunk)
        keys = found(body, BodySearch(text="a", where=MatchLocation.KEYS))
        values = found(body, BodySearch(text="a", where=MatchLocation.VALUES))
        assert sorted(keys + values) == found(body, BodySearch(text="a"))


def test_keys_only_and_values_only():
    body = b'{"name":"name","x":["name",{"name" : 1}],"y":1}'
    assert found(body, BodySearch(text="name", where=MatchLocation.KEYS)) == [2, 29]
    assert found(body, BodySearch(text="name", where=MatchLocation.VALUES)) == [9, 21]
    assert found(body, BodySearch(text="1", where=MatchLocation.VALUES)) == [37, 45]
    assert found(body, BodySearch(text="1", where=MatchLocation.KEYS)) == []


def test_a_name_with_its_value_is_found_however_they_are_spaced():
    for body in (b'{"status":3}', b'{"status" : 3}', b'{\n"status":\n3}'):
        assert found(body, BodySearch(text='"status": 3')) == [body.index(b'"status')]


@given(outside_text, st.data(), st.integers(1, 30))
def test_a_character_is_found_escaped_or_not(text: str, data: st.DataObject, chunk: int):
    start = data.draw(st.integers(0, len(text)))
    wanted = text[start : start + 2]
    for is_escaped in (True, False):
        quoted = json.dumps(text, ensure_ascii=is_escaped).encode("utf-8", "surrogatepass")
        if not wanted or wanted.isascii() or json.dumps(wanted) == f'"{wanted}"':
            continue
        if any(ord(character) < 0x80 or 0xD800 <= ord(character) < 0xE000 for character in wanted):
            continue
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search, "CHUNK", chunk)
            assert found(quoted, BodySearch(text=wanted, reads_escapes=True))


def test_both_ways_to_write_a_character_are_counted_and_a_pattern_is_taken_as_it_is():
    body = '["中文", "\\u4e2d文", "\\u4E2D\\u6587", "😀", "\\ud83d\\uDE00"]'.encode()
    assert len(found(body, BodySearch(text="中文"))) == 1
    assert len(found(body, BodySearch(text="中文", reads_escapes=True))) == 3
    assert len(found(body, BodySearch(text="😀", reads_escapes=True, has_case=True))) == 2
    assert len(found(body, BodySearch(text="中文", reads_escapes=True, is_regex=True))) == 1
    assert len(found(b'["a.b"]', BodySearch(text="a.b", reads_escapes=True))) == 1


@pytest.mark.parametrize(
    ("text", "refused"),
    [("a(", InvalidPattern(1)), ("[", InvalidPattern(0)), ("a{2}{3}", InvalidPattern(4))],
)
def test_a_pattern_that_is_none_is_refused(text: str, refused: InvalidPattern):
    assert prepare(BodySearch(text=text, is_regex=True)) == refused


@pytest.mark.parametrize("text", [r"HT-\d+", "a+b*", "(ab){2,3}", "中.文", "((ab)*c)*"])
def test_a_plain_pattern_is_taken(text: str):
    assert isinstance(prepare(BodySearch(text=text, is_regex=True)), Matcher)


def test_nothing_is_looked_for_without_a_text():
    assert prepare(BodySearch(text="")) is None


def test_a_pattern_that_fits_nothing_at_all_finds_nothing():
    assert found(b"abc", BodySearch(text="x*", is_regex=True)) == []


def test_no_more_are_counted_than_can_be_gone_to(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search, "MOST_HITS", 5)
    assert len(found(b"ab" * 100, BodySearch(text="ab"))) == 5


def test_what_others_do_between_two_steps_is_no_time_of_a_pattern(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search, "_HITS_AT_ONCE", 10)
    matcher = prepare(BodySearch(text="a", is_regex=True))
    assert isinstance(matcher, Matcher)
    found, seconds = array("Q"), 0.02
    for _ in search.search(BodySource(b"a" * 30), matcher, found, seconds):
        until = time.process_time() + 2 * seconds
        while time.process_time() < until:
            pass
    assert found.tolist() == list(range(30))


def test_a_step_is_over_after_some_occurrences(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search, "_HITS_AT_ONCE", 10)
    matcher, found = prepare(BodySearch(text="a")), array("Q")
    assert isinstance(matcher, Matcher)
    counts = [len(found) for _ in search.search(BodySource(b"a" * 35), matcher, found)]
    assert counts == [10, 20, 30, 35]


def test_the_selected_hit():
    hits = Hits()
    assert (hits.offset, len(hits)) == (-1, 0)
    hits.choose_from(3)
    hits.step(1)
    assert hits.offset == -1
    hits.offsets.extend([2, 5, 9])
    hits.choose_from(3)
    assert hits.offset == 5
    assert hits.number_in(0, 6) == 1
    assert hits.number_in(6, 9) == -1
    hits.step(2)
    assert hits.offset == 2
    hits.choose_from(10)
    assert hits.offset == 2, "else the first of all"
    assert hits.has_any(3, 6)
    assert not hits.has_any(3, 5)


def test_what_is_shown_of_a_query_is_found_in_text():
    matcher = prepare(BodySearch(text='"a": "中'))
    assert isinstance(matcher, Matcher)
    assert matcher.shown.search(json.dumps({"a": "中"}, ensure_ascii=False))


@pytest.mark.parametrize("text", ["(a|aa)+$", "(a+)+$", "a*a*a*a*a*[bc]"])
def test_a_pattern_with_too_much_to_try_is_given_up(text: str):
    matcher = prepare(BodySearch(text=text, is_regex=True))
    assert isinstance(matcher, Matcher)
    with pytest.raises(TimeoutError):
        list(search.search(BodySource(b"a" * 2000 + b"!"), matcher, array("Q"), 0.02))


@pytest.mark.parametrize("text", ["(((a{100}){100}){100}){100}", "((?:ab){999}){9999}"])
def test_a_pattern_that_is_huge_once_it_is_written_out_is_refused(text: str):
    assert prepare(BodySearch(text=text, is_regex=True)) == InvalidPattern(-1)
