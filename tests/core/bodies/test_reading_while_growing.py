import threading

import pytest

from tests.core.bodies.reading import at_every_step, index_of, whole
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.text_index import TextIndex
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.source import BodySource

TEXT = b"".join(b"line %d\n" % number for number in range(20)) + b"x" * 40 + b"\nend"
JSON = (
    b'{"a":{"b":[1,2,{"c":"' + b"long" * 2000 + b'"},[3,4]],"d":{"e":[[],[5]]}},"f":[6,'
    + b'{"g":7},' * 5 + b'8],"h":9}'
)  # fmt: skip


def test_lines_of_text_are_right_at_every_step_of_a_growing_index(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("weda_tui.core.bodies.text_index.PIECE", 16)
    right, index = TextIndex(BodySource(TEXT)), TextIndex(BodySource(TEXT))
    while not right.is_complete:
        right.grow()

    def look() -> None:
        offset, lines = index.indexed - 1, index.line_count
        for line in range(lines):
            assert index.extent(line) == right.extent(line)
        if offset >= 0:
            assert index.line_at(offset) == right.line_at(offset)
            assert index.line_at(len(TEXT)) >= right.line_at(offset)

    while not index.is_complete:
        at_every_step(index.grow, look)
    look()


@pytest.mark.parametrize("piece", [1, 7, 40, 1000])
def test_lines_of_json_are_right_at_every_step_of_a_growing_index(piece: int):
    right, index = index_of(JSON, piece), JsonIndex(BodySource(JSON), piece)

    def look() -> None:
        offset, lines = index.indexed - 1, index.line_count
        for line in range(lines):
            assert index.row(line) == right.row(line)
            assert index.is_closer(line) == right.is_closer(line)
            assert nodes.path_of(index, line) == nodes.path_of(right, line)
            assert nodes.end_of(index, line) in {None, nodes.end_of(right, line)}
            assert nodes.count_of(index, line) in {None, nodes.count_of(right, line)}
        if offset >= 0:
            assert index.line_at(offset) == right.line_at(offset)

    while not index.is_complete:
        at_every_step(index.grow, look)
    look()


def test_a_body_that_is_no_json_after_all_keeps_its_lines_until_it_turns():
    document = Document(b'{"a":[' + b"1,\n" * 30_000 + b"oops]}", "application/json")
    known = document.index.line_count

    def look() -> None:
        assert document.is_json
        assert document.index.line_count >= known
        assert document.index.row(known - 1).start
        assert document.fault is None
        assert not document.is_complete

    while not document.must_become_text:
        at_every_step(document.read_piece, look)
    look()
    document.become_text()
    assert not document.is_json
    assert document.fault == (30_001, 1)
    document.grow_whole()
    assert document.index.line_count == 30_001


def test_two_threads_grow_a_document_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("weda_tui.core.bodies.text_index.PIECE", 16)
    document, right = Document(TEXT, charset="utf-8"), whole(TEXT, charset="utf-8")
    others: list[threading.Thread] = []

    def look() -> None:
        if len(others) < 50:
            others.append(threading.Thread(target=document.read_piece))
            others[-1].start()
            others[-1].join(0.001)

    at_every_step(document.read_piece, look)
    for each in others:
        each.join()
    document.grow_whole()
    rows = [document.index.row(line) for line in range(document.index.line_count)]
    assert rows == [right.index.row(line) for line in range(right.index.line_count)]
