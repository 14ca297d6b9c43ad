import io
import sys
from collections.abc import Callable

import pytest

from weda_tui.cli import output
from weda_tui.core.errors import ErrorCode, FileError

ESCAPE = "\x1b]52;c;aGk=\x07"


class Stream(io.TextIOWrapper):
    """A stream in memory that may be a terminal."""

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


def test_a_terminal_is_cleaned_and_a_pipe_is_not(streams: Streams) -> None:
    out, _ = streams(terminal=True)
    output.data(f"a\n{ESCAPE}")
    output.json_data(b'"\xc2\x9b"')
    assert out.bytes.getvalue().decode() == 'a\n␛]52;c;aGk=␇\n"\\u009b"\n'
    out, _ = streams()
    output.data(ESCAPE)
    output.exact(b"\xff")
    assert out.bytes.getvalue() == ESCAPE.encode() + b"\n\xff"


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
