import json
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.bodies.reading import Watched, index_of, laid_out
from tests.strategies import json_bodies
from weda_tui.core.json import chunks, lexing, long_strings, nodes
from weda_tui.core.json import index as json_index
from weda_tui.core.json.formatting import line_text
from weda_tui.core.json.text import find_fault, format_json

SIZES = st.sampled_from([1, 2, 3, 7, 16, 64, 64 * 1024])


@given(json_bodies, SIZES, st.sampled_from([None, 1, 4]))
def test_every_line_is_as_the_formatter_lays_it_out(body: bytes, piece: int, indent: int | None):
    if indent is not None:
        body = json.dumps(json.loads(body), indent=indent, ensure_ascii=False).encode()
    index = index_of(body, piece)
    assert index.fault is None
    assert laid_out(index) == format_json(body)


def test_every_token_stays_as_received():
    for body in [
        b'{"a":1.10,"a":1e400,"id":1893450276920229889}',
        rb'{"\u4e2d":"\u0041\/\ud83d\ude00"}',
        b" [ ] ",
        b'[{},[],{"a":{ }}]',
        b'"scalar, with ] and {"',
        b"-0.0",
        b'{"k}":"v\\\\","\\"":[1,[2,[3]]]}',
    ]:
        for piece in [1, 5, 65536]:
            assert laid_out(index_of(body, piece)) == format_json(body), (body, piece)


def test_halves_of_surrogate_pairs_and_long_integers_are_json():
    body = b'["\\ud800",' + b"7" * 4301 + b"]"
    assert laid_out(index_of(body, 4)) == b'[\n  "\\ud800",\n  ' + b"7" * 4301 + b"\n]"


@given(json_bodies, SIZES, st.data())
def test_a_body_that_is_cut_or_broken_is_a_fault_wherever_it_is_cut_into_pieces(
    body: bytes, piece: int, data: st.DataObject
):
    at = data.draw(st.integers(0, len(body)))
    broken = body[:at] + data.draw(st.sampled_from([b"", b",", b"]", b"}", b'"', b"1", b"\0"]))
    broken += body[at + 1 :] if data.draw(st.booleans()) else b""
    try:
        text = broken.decode()
    except UnicodeDecodeError:
        return
    assert (index_of(broken, piece).fault is None) == (find_fault(text) is None)


def test_where_it_stops_being_json():
    for body, fault in [
        (b"", 0),
        (b"[1,]", 3),
        (b"[1,2", 4),
        (b'{"a":1,}', 7),
        (b'{"a" 1}', 5),
        (b"[1 2]", 3),
        (b"[NaN]", 1),
        (b"[01]", 1),
        (b'["a\x00b"]', 1),
        (b'{"a":1}}', 7),
        (b"1,2", 1),
        (b'[1,"cut', 3),
        (b"[[1}]", 3),
    ]:
        for piece in [1, 2, 65536]:
            assert index_of(body, piece).fault == fault, (body, piece)


@pytest.mark.parametrize("shape", [(b"[", b"1", b"]"), (b'{"a":', b"1", b"}")])
def test_a_hundred_thousand_levels(shape: tuple[bytes, bytes, bytes]):
    opener, inner, closer = shape
    index = index_of(opener * 100_000 + inner + closer * 100_000)
    assert index.fault is None
    assert index.line_count == 200_001
    assert index.depth(100_000) == 100_000
    assert index.row(100_000).depth == 100_000
    assert index.is_closer(100_001)


def test_lines_are_found_by_offset():
    body = json.dumps([{"n": number, "t": "中"} for number in range(500)]).encode()
    index = index_of(body, 100)
    for line in range(0, index.line_count, 7):
        begin, end = index.extent(line)
        assert index.line_at(begin) == line
        assert index.line_at(end - 1) == line
    assert index.line_at(len(body) * 2) == index.line_count - 1


def test_a_body_on_its_way_gives_the_lines_that_are_whole():
    body = json.dumps([{"n": number} for number in range(500)]).encode()
    index = index_of(b"[1]")
    from weda_tui.core.json.index import JsonIndex
    from weda_tui.core.json.source import BodySource

    index = JsonIndex(BodySource(body[:1000]), 64)
    while index.grow(is_partial=True):
        pass
    assert index.line_count > 100
    assert not index.is_complete
    assert index.fault is None
    assert line_text(index, 2) == b'    "n": 0'


def test_few_things_are_kept_for_a_long_array():
    index = index_of(b"[" + b'{"a":[1,2]},' * 200_000 + b"0]")
    assert index.line_count == 200_000 * 6 + 3
    kept = sum(len(each) * each.itemsize for each in (index.piece_at, index.piece_line))
    assert kept < 1000
    assert len(index.spans.kind) == 1


@contextmanager
def every_string_is_long() -> Generator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "LONG", 1)
        patch.setattr(chunks, "STEP", 8)
        patch.setattr(long_strings, "STEP", 8)
        patch.setattr(long_strings, "_FIRST", 2)
        yield


@given(json_bodies, SIZES)
def test_long_strings_change_nothing(body: bytes, piece: int):
    expected = index_of(body)
    with every_string_is_long():
        index = index_of(body, piece)
        assert index.fault is None
        assert laid_out(index) == format_json(body)
        lines = range(expected.line_count)
        assert [index.row(line) for line in lines] == [expected.row(line) for line in lines]


@given(json_bodies, SIZES, st.data())
def test_a_fault_in_or_beside_a_long_string_is_where_it_is_in_a_short_one(
    body: bytes, piece: int, data: st.DataObject
):
    at = data.draw(st.integers(0, len(body)))
    broken = body[:at] + data.draw(st.sampled_from([b"", b'"', b"\\", b"\\u12", b"\x01", b","]))
    broken += body[at + 1 :] if data.draw(st.booleans()) else b""
    expected = index_of(broken).fault
    with every_string_is_long():
        assert index_of(broken, piece).fault == expected


def test_a_string_of_megabytes_is_read_without_its_inside(monkeypatch: pytest.MonkeyPatch):
    read: list[int] = []

    def lex(data: bytes, depth: int, *, is_last: bool = True) -> lexing.Lexed:
        read.append(len(data))
        return lexing.lex(data, depth, is_last=is_last)

    monkeypatch.setattr(json_index, "lex", lex)
    inside = b'\\u4e2d\\n\\"text ' * 100_000
    body = b'{"a":1,"big":"' + inside + b'","' + inside + b'":["' + inside + b'",2]}'
    index = index_of(body)
    assert index.row(2).key == b'"big"'
    assert index.row(2).end - index.row(2).start == len(inside) + 2
    assert index.key(3) == b'"' + inside + b'"'
    assert nodes.name_of(index, 3) == '中\n"text ' * 100_000
    assert index.row(3).key.startswith(b'"' + inside[:4000])
    assert index.row(3).key.endswith(b'text \xe2\x80\xa6"')
    assert len(index.row(3).key) < 5000
    assert index.source[index.row(5).start :] == b"2]}"
    assert max(read) < 100


BLANKS = st.text(" \t\n", max_size=40)
NUMBERS = st.from_regex(r"-?[0-9]{1,60}(\.[0-9]{1,60})?([eE][+-]?[0-9]{1,30})?", fullmatch=True)


@st.composite
def long_winded(draw: st.DrawFn) -> bytes:
    """Draw JSON with many digits and blanks; a number may have a forbidden leading zero."""
    inner = st.recursive(NUMBERS, lambda each: st.lists(each, max_size=3).flatmap(_spaced))
    members = draw(st.lists(st.tuples(BLANKS, BLANKS, BLANKS, inner, BLANKS), max_size=4))
    texts = (f'{a}"k"{b}:{c}{value}{d}' for a, b, c, value, d in members)
    return f"{draw(BLANKS)}{{{','.join(texts)}}}{draw(BLANKS)}".encode()


def _spaced(items: list[str]) -> st.SearchStrategy[str]:
    return st.lists(BLANKS, min_size=len(items), max_size=len(items)).map(
        lambda blanks: f"[{','.join(b + item + b for b, item in zip(blanks, items, strict=True))}]"
    )


@given(long_winded(), SIZES)
def test_long_numbers_and_blanks_change_nothing(body: bytes, piece: int):
    expected = index_of(body)
    with every_string_is_long():
        index = index_of(body, piece)
        assert index.fault == expected.fault
        if index.fault is None:
            assert laid_out(index) == format_json(body)
            lines = range(expected.line_count)
            assert [index.row(line) for line in lines] == [expected.row(line) for line in lines]


@pytest.mark.parametrize(
    "long", [b"7" * 3_000_000, b"1" + b" " * 3_000_000, b"\n" * 3_000_000 + b"-0.5"]
)
def test_no_call_reads_a_number_or_blanks_of_megabytes_whole(
    long: bytes, monkeypatch: pytest.MonkeyPatch
):
    read: list[int] = []

    def lex(data: bytes, depth: int, *, is_last: bool = True) -> lexing.Lexed:
        read.append(len(data))
        return lexing.lex(data, depth, is_last=is_last)

    def read_row(data: bytes, at: int, depth: int) -> lexing.LexedLine:
        read.append(len(data))
        return lexing.read_row(data, at, depth)

    monkeypatch.setattr(json_index, "lex", lex)
    monkeypatch.setattr(json_index, "read_row", read_row)
    index = index_of(b'{"n":' + long + b',"m":[' + long + b',2],"k" ' + b"\n" * 300_000 + b":3}")
    rows = [index.row(line) for line in range(index.line_count)]
    assert index.line_count == 8
    assert [row.key for row in rows if row.key] == [b'"n"', b'"m"', b'"k"']
    assert index.source[rows[1].start : rows[1].end] == long.strip()
    assert index.source[rows[3].start : rows[3].end] == long.strip()
    assert max(read) < 400_000


@pytest.mark.parametrize("before", [b"", b'{"a":[1,', b'["' + b"x" * 100_000 + b'",'])
def test_what_is_no_json_is_left_after_a_step(before: bytes):
    source = Watched(before + b"0 plain words without end " * 200_000)
    index = json_index.JsonIndex(source)
    while not index.is_complete:
        index.grow()
    assert index.fault == len(before) + 2
    assert source.most <= 3 * chunks.STEP
