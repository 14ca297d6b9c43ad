import io
import json
import sys
from collections.abc import Callable

import pytest

from weda_tui.cli import output
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.text.control_characters import ACTING

ESCAPE = "\x1b]52;c;aGk=\x07"


class Stream(io.TextIOWrapper):
    """A stream in memory that may claim to be a terminal."""

    def __init__(self, encoding: str, terminal: bool) -> None:
        self.bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.bytes, encoding=encoding)

    def isatty(self) -> bool:
        return self.terminal


Streams = Callable[..., tuple[Stream, Stream]]


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> Streams:
    def use(encoding: str = "utf-8", terminal: bool = False) -> tuple[Stream, Stream]:
        out, err = Stream(encoding, terminal), Stream(encoding, terminal)
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        return out, err

    return use


def test_lines_for_people_are_cleaned_and_a_document_in_a_pipe_is_not(streams: Streams) -> None:
    out, _ = streams(terminal=True)
    output.data(f"a\n{ESCAPE}")
    output.json_data(b'"\xc2\x9b"')
    assert out.bytes.getvalue().decode() == 'a\n␛]52;c;aGk=␇\n"\\u009b"\n'
    out, _ = streams()
    output.data(f"a\tb\r\n{ESCAPE}\x9b\u202e\u200d")
    output.exact(b"\xff")
    output.document(ESCAPE.encode())
    output.pieces([ESCAPE.encode()])
    lines = "a\tb\r\n␛]52;c;aGk=␇\\u009b\\u202e\u200d\n".encode()
    assert out.bytes.getvalue() == lines + b"\xff" + ESCAPE.encode() * 2


JSON = '{"a":"\x7f\x80\x9f\xa0é\u2027\u2028\u202e\u202f\u2066\u2069\u206a中😀\\u001b"}'


def test_json_in_a_pipe_has_no_character_that_acts_on_a_terminal(streams: Streams) -> None:
    out, _ = streams()
    output.json_data(JSON.encode())
    written = out.bytes.getvalue().decode()
    assert json.loads(written) == json.loads(JSON)
    assert ACTING.search(written) is None
    assert "\xa0é\u2027" in written
    for size in (1, 2, 3, 7):
        out, _ = streams()
        data = JSON.encode()
        output.json_pieces(data[at : at + size] for at in range(0, len(data), size))
        assert out.bytes.getvalue().decode() == written[:-1]


def test_stderr_is_always_cleaned(streams: Streams) -> None:
    _, err = streams()
    output.talk(f"one\n{ESCAPE}")
    assert err.bytes.getvalue().decode() == "one\n␛]52;c;aGk=␇\n"


def test_other_character_sets(streams: Streams) -> None:
    out, err = streams("gbk")
    output.talk("✗ 失败 · \u0e01")
    assert err.bytes.getvalue().decode("gbk") == "x 失败 - ?\n"
    output.json_data('{"a":"✓"}'.encode())
    assert out.bytes.getvalue().decode() == '{"a":"✓"}\n'
    _, err = streams("ascii")
    output.talk("✓ OK")
    assert err.bytes.getvalue() == b"+ OK\n"


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(FileError) as raised:
            output.exact(b"x" * 100_000)
        output.exact(b"later")
    assert raised.value.code is ErrorCode.FILE_UNWRITABLE
    assert raised.value.parameters["file"] == "stdout"


def test_streams_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    output.data("x")
    output.talk("x")
    assert not output.is_terminal(None)
