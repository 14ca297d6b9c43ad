"""A body read, decoded and escaped in pieces gives the same result as the whole body."""

import json
import mmap
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.bodies import pieces
from weda_tui.core.bodies.pieces import charset_of, is_utf8, json_string, pieces_of, utf8_pieces
from weda_tui.core.json.text import decode_body, utf8_body

CHARSETS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gbk", "gb18030", "big5"]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 5)


def in_utf8(body: bytes, content_type: str) -> bytes:
    return b"".join(utf8_pieces(body, charset_of(body, content_type)))


def test_a_body_in_pieces_is_decoded_as_the_whole() -> None:
    for declared in [*CHARSETS, "", "base64", "rot13", "no-such", "idna"]:
        for charset in CHARSETS:
            case = declared, charset
            body = '{"名": "值 1.10", "x": "鍵"}'.encode(charset)
            content_type = f"text/plain; charset={declared}" if declared else ""
            assert charset_of(body, content_type)[0] == decode_body(body, content_type)[1], case
            assert in_utf8(body, content_type) == utf8_body(body, content_type), case


@given(body=st.binary(max_size=60), declared=st.sampled_from(["", "gbk", "utf-8", "utf-16-le"]))
@example(body=b"\xff\xfe\x00", declared="")
@example(body=b"\xe5\xa5\xbd" * 4 + b"\xe5", declared="")
def test_any_bytes_in_pieces_are_decoded_as_the_whole(body: bytes, declared: str) -> None:
    content_type = f"text/plain; charset={declared}" if declared else ""
    assert in_utf8(body, content_type) == utf8_body(body, content_type)


@pytest.mark.parametrize("body", [b"", b"{}", "好".encode() * 9, b"\xff", "好".encode("gbk")])
def test_only_utf8_without_a_mark_is_itself(body: bytes) -> None:
    assert is_utf8(charset_of(body, "")) == (utf8_body(body, "") is body)


@given(text=st.text(max_size=40))
def test_a_text_in_pieces_becomes_one_json_string(text: str) -> None:
    body = text.encode("utf-8", "replace")
    written = b"".join(json_string(pieces_of(body)))
    assert written == msgspec.json.encode(body.decode())
    assert json.loads(written) == body.decode()


def test_a_mapped_file_comes_whole_and_stays_readable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pieces, "PIECE", mmap.ALLOCATIONGRANULARITY)
    whole = bytes(range(256)) * (mmap.ALLOCATIONGRANULARITY // 64) + b"end"
    (tmp_path / "body").write_bytes(whole)
    with (
        (tmp_path / "body").open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory,
    ):
        assert b"".join(pieces_of(memory)) == whole
        assert memory[:] == whole
