import codecs
import gc
import itertools
import weakref
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.bodies.reading import Watched, laid_out, whole
from tests.material import CORPORA
from weda_tui.core.bodies.document import EMPTY, BodyForm, Document
from weda_tui.core.bodies.kind import BodyKind, Image, read_image
from weda_tui.core.bodies.table import Table
from weda_tui.core.bodies.text_index import PIECE, TextIndex, hex_text
from weda_tui.core.json.source import BodySource
from weda_tui.core.json.text import format_json

CORPUS = CORPORA / "json-test-suite" / "test_parsing"
TEXT = '{"名称":"服务器采购框架","金额":1.10}'


def lines(document: Document) -> list[bytes]:
    index = document.index
    rows = [index.row(line) for line in range(index.line_count)]
    return [index.source[row.start : row.end] for row in rows]


def test_what_a_body_is():
    for body, content_type, kind in [
        (b'{"a":1}', "text/plain", BodyKind.JSON),
        (b" \n[1]", "", BodyKind.JSON),
        (b"hello, world", "", BodyKind.TEXT),
        (b"", "", BodyKind.TEXT),
        (b"<!DOCTYPE html><p>", "", BodyKind.HTML),
        (b"<html>", "text/html", BodyKind.HTML),
        (b'<?xml version="1.0"?><a/>', "", BodyKind.XML),
        (b"<Error><Code>x</Code></Error>", "application/xml", BodyKind.XML),
        (b'{"a":1}\n{"a":2}\n', "", BodyKind.NDJSON),
        (b'{"a":1}\n', "application/x-ndjson", BodyKind.NDJSON),
        (b"\x00\x01\x02\x03" * 10, "", BodyKind.BINARY),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "application/zip", BodyKind.BINARY),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x20", "", BodyKind.IMAGE),
        (b'{"a":1', "application/json", BodyKind.TEXT),
    ]:
        assert whole(body, content_type).kind is kind, (body, content_type)


def test_an_image_has_a_type_and_a_size():
    for head, image in [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\x01\x20", Image("PNG", 16, 288)),
        (b"GIF89a\x10\0\x20\0", Image("GIF", 16, 32)),
        (b"BM" + bytes(12) + b"\x28\0\0\0\x10\0\0\0\x20\0\0\0", Image("BMP", 16, 32)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x0f\0\0\x1f\0\0", Image("WebP", 16, 32)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x20\0\x10\x03", Image("JPEG", 16, 32)),
        (b"\xff\xd8\xff\xe0\0\x04ab", Image("JPEG", 0, 0)),
        (b"BM no image", None),
    ]:
        assert read_image(head) == image, head


def test_the_charset_is_the_declared_one_or_that_of_the_bytes():
    for body, content_type, charset in [
        (TEXT.encode(), "", "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "application/json", "utf-8-sig"),
        (TEXT.encode("gbk"), "application/json;charset=GBK", "gbk"),
        (TEXT.encode("gb18030"), "application/json", "gb18030"),
        (TEXT.encode("big5", "ignore"), "text/plain; charset=big5", "big5"),
        (TEXT.encode("utf-16"), "", "utf-16"),
        (TEXT.encode("utf-16-le"), "", "utf-16-le"),
        (b'{"a":"plain"}'.decode().encode("utf-16-be"), "", "utf-16-be"),
        (TEXT.encode(), "application/json; charset=bogus", "utf-8"),
    ]:
        document = whole(body, content_type)
        assert document.charset == charset, content_type
        assert document.tree is not None, content_type
        assert document.received == body, content_type


def test_markup_says_itself_what_it_is_written_in():
    for text, charset, read in [
        ('<?xml version="1.0" encoding="Big5"?><a>採購</a>', "big5", "big5"),
        ('<html><META charset="big5"></html>採購', "big5", "big5"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Big5">採購', "big5", "big5"),
        ('<meta charset="big5">採購', "utf-8", "utf-8"),
        ('<meta charset="utf-8">采购', "gbk", "gb18030"),
        ('<meta charset="utf-16">采购', "gbk", "gb18030"),
        ('<meta charset="bogus">采购', "gbk", "gb18030"),
        ('<meta charset="hex">采购', "gbk", "gb18030"),
        ('text that says charset="big5": 采购', "gbk", "gb18030"),
    ]:
        case = text, charset
        document = whole(text.encode(charset))
        assert document.charset == read, case
        assert whole(text.encode("gbk", "replace"), "text/html; charset=gbk").charset == "gbk", case


def test_a_body_is_read_in_another_charset_by_hand():
    body = TEXT.encode("gbk")
    wrong = whole(body, "application/json; charset=latin-1")
    assert wrong.tree is not None
    right = whole(body, "application/json; charset=latin-1", charset="gbk")
    assert right.tree is not None
    assert laid_out(right.tree) == format_json(TEXT.encode())


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "gbk", "utf-16", "bogus", "utf-7", "hex", "hz", "utf-32"]),
)
def test_no_bytes_are_an_exception(body: bytes, charset: str):
    for form in (None, *BodyForm):
        document = whole(body, f"text/plain; charset={charset}", form=form)
        for line in range(document.index.line_count):
            document.index.row(line)
        assert document.received == body


@pytest.mark.parametrize(
    ("body", "place"),
    [('{"a":1,}', (1, 8)), ('{\n"名称": "中文" x}', (2, 12)), ("[1,2", (1, 5)), ("hello", None)],
)
def test_where_it_stops_being_json(body: str, place: tuple[int, int] | None):
    document = whole(body.encode())
    assert document.fault == place
    assert document.tree is None
    assert b"\n".join(lines(document)).decode() == body


def test_json_that_breaks_far_behind_its_beginning_becomes_text():
    body = b"[" + b'{"a":1},\n' * 20_000 + b"oops]"
    document = Document(body)
    assert document.is_json
    assert document.index.line_count > 100
    document.grow_whole()
    assert not document.is_json
    assert document.fault == (20_001, 1)
    assert document.index.line_count == 20_001


@pytest.mark.parametrize("content_type", ["", "application/json"])
def test_a_body_on_its_way_that_stops_being_json_is_text(content_type: str):
    begun = b'{"a": [' + b'{"id": 1}, ' * 20_000 + b"oops, " + b'{"id": 1}, ' * 20_000
    document = Document(begun, content_type, is_partial=True)
    assert document.kind is BodyKind.TEXT
    assert document.fault is not None
    assert document.is_settled


def test_text_is_cut_into_lines():
    for text, expected in [
        ("", []),
        ("a", ["a"]),
        ("a\nb", ["a", "b"]),
        ("a\n", ["a"]),
        ("a\n\n", ["a", ""]),
        ("\n", [""]),
        ("a\r\nb\r\n", ["a", "b"]),
    ]:
        assert lines(whole(text.encode())) == [line.encode() for line in expected], (text, expected)


@given(st.lists(st.binary(max_size=9), max_size=40), st.integers(1, 30))
def test_lines_of_text_whatever_the_pieces(parts: list[bytes], piece: int):
    body = b"x" + b"\n".join(part.replace(b"\r", b"") for part in parts)
    expected = body.split(b"\n")
    expected = expected[:-1] if expected[-1] == b"" else expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("weda_tui.core.bodies.text_index.PIECE", piece)
        document = whole(body, form=BodyForm.RAW, charset="utf-8")
    assert lines(document) == expected
    for number in range(len(expected)):
        begin, end = document.index.extent(number)
        assert document.index.line_at(begin) == number
        assert document.index.line_at(end - 1) == number


def test_a_line_of_ten_megabytes_is_one_line():
    index = whole(b"x" * 10_000_000 + b"\nend").index
    assert isinstance(index, TextIndex)
    assert index.line_count == 2
    assert index.row(0).end == 10_000_000 > PIECE


def test_a_piece_has_no_more_lines_than_are_found_at_once():
    body = b"\n" * 100_000 + b"end"
    index = TextIndex(BodySource(body))
    steps = [0]
    while not index.is_complete:
        index.grow()
        steps.append(index.line_count)
    assert max(after - before for before, after in itertools.pairwise(steps)) < 20_000
    assert index.line_count == 100_001
    assert index.extent(77_777) == (77_777, 77_778)
    assert index.extent(100_000) == (100_000, 100_003)


def test_bytes_by_sixteen():
    body = bytes(range(40))
    document = whole(body)
    assert document.form is BodyForm.HEX
    assert document.index.line_count == 3
    assert document.index.extent(2) == (32, 40)
    assert document.index.line_at(33) == 2
    assert hex_text(b"AB\x00", 16, 8) == (
        "00000010  41 42 00" + " " * 15 + "  " + " " * 23 + "  AB."
    )


def test_nothing_is_a_body_too():
    assert EMPTY.is_complete
    assert EMPTY.index.line_count == 0
    assert whole(zlib.compress(b"x" * 1000)).kind is BodyKind.BINARY


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_every_case_of_the_parsing_corpus():
    files = sorted(CORPUS.glob("*.json"))
    assert {file.name[0] for file in files} == {"y", "n", "i"}
    for file in files:
        body = file.read_bytes()
        document = whole(body)
        for line in range(min(200, document.index.line_count)):
            document.index.row(line)
        assert document.received == body, file.name
        if file.name.startswith("y_"):
            assert document.is_json, file.name
            assert document.fault is None, file.name
        elif file.name.startswith("n_"):
            assert not document.is_json, file.name


def test_no_call_takes_in_more_of_a_line_of_megabytes_than_a_piece():
    body = b"short\n" + b"x" * 3_000_000 + b"\nend"
    source = Watched(body)
    index = TextIndex(source)
    while not index.is_complete:
        index.grow()
    assert [index.extent(line) for line in range(3)] == [
        (0, 6), (6, 3_000_007), (3_000_007, 3_000_010),
    ]  # fmt: skip
    assert source.most <= PIECE


@pytest.mark.parametrize(
    "long", [b'"' + b"x" * 2_000_000 + b'"', b"7" * 2_000_000, b" " * 2_000_000 + b"7"]
)
def test_what_begins_with_something_of_megabytes_is_not_read_before_it_grows(long: bytes):
    document = Document(b'{"a":1,"b":' + long + b"}", "application/json")
    assert document.index.line_count == 0
    document.grow_whole()
    assert document.index.line_count == 4


@pytest.mark.parametrize(
    "body", [b'{"rows": [{"a": 1}, {"a": 2}]}', b"two\nlines", bytes(range(256))]
)
def test_a_document_that_nobody_holds_is_gone_at_once(body: bytes):
    document = Document(body)
    document.grow_whole()
    table = Table(document.tree, 1) if document.tree is not None else None
    lines = [document.index.row(line) for line in range(document.index.line_count)]
    gone = weakref.ref(document.index)
    gc.disable()
    try:
        del document, table
        assert (bool(lines), gone()) == (True, None)
    finally:
        gc.enable()


def test_a_short_beginning_shows_the_lines_that_are_sure():
    document = Document(
        b'{"code": 0, "message": "", "Data": [' + b'{"Id": 19}, ' * 20, is_partial=True
    )
    assert document.is_settled
    assert lines(document)[:4] == [b"{", b"0", b'""', b"["]
    assert len(lines(document)) > 40
