"""The only writer to stdout and stderr, and the reader of stdin.

stdout is for data. Lines for people are cleaned: for a terminal, of all characters that it does not
draw; for a pipe, of the characters that act on a terminal, because the reader of the pipe may show
them there. In JSON such characters are escaped. A document is cleaned for a terminal, and written
byte for byte into a pipe. stderr is for messages, which are always cleaned. A reader that closes
the pipe, such as ``head``, ends the output, not the command.
"""

import codecs
import contextlib
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

import msgspec

from weda_tui.core.errors import unwritable
from weda_tui.core.text.cells import cells
from weda_tui.core.text.control_characters import clean_lines, show_acting

_PLAIN = str.maketrans({"✓": "+", "✗": "x", "·": "-", "•": "*", "…": "...", "━": "=", "─": "-"})
"""Replacements for our own marks if the character set of the terminal lacks them."""

_ACTING = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]")
"""The UTF-8 bytes of ``control_characters.ACTING`` that JSON may contain unescaped."""
_CUT = re.compile(rb"(?:\xc2|\xe2[\x80\x81]?)\Z")
"""The beginning of such a character at the end of a piece."""


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is open and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def read_stdin(most: int = -1) -> bytes:
    """Return stdin, or its first ``most`` bytes; empty if there is no stdin."""
    return sys.stdin.buffer.read(most) if sys.stdin is not None else b""


def data(text: str) -> None:
    """Write lines for people to stdout in its character set. Raises ``FileError``."""
    text = "\n".join(clean_lines(text)) if is_terminal(sys.stdout) else show_acting(text)
    _write_stdout(_encode(f"{text}\n", sys.stdout))


def json_data(text: bytes) -> None:
    """Write a JSON document to stdout, as UTF-8 into a pipe. Raises ``FileError``."""
    if is_terminal(sys.stdout):
        data(text.decode("utf-8", "replace"))
    else:
        _write_stdout(_escaped(text) + b"\n")


def json_line(value: Any) -> None:
    """Write a value as JSON in one line to stdout. Raises ``FileError``."""
    json_data(msgspec.json.encode(value))


def json_value(value: Any) -> None:
    """Write a value as JSON to stdout, indented on a terminal. Raises ``FileError``."""
    from weda_tui.core.json.text import format_json

    text = msgspec.json.Encoder(decimal_format="number").encode(value)
    json_data((format_json(text) or text) if is_terminal(sys.stdout) else text)


def exact(body: bytes) -> None:
    """Write bytes to stdout unchanged. Raises ``FileError``."""
    _write_stdout(body)


def document(text: bytes) -> bool:
    """Write a UTF-8 document to stdout: unchanged into a pipe, cleaned on a terminal.

    Return whether cleaning has changed the document. Raises ``FileError``.
    """
    if not is_terminal(sys.stdout):
        _write_stdout(text)
        return False
    shown = text.decode("utf-8", "replace")
    cleaned = "\n".join(clean_lines(shown))
    _write_stdout(_encode(cleaned, sys.stdout))
    return cleaned.encode() != text


def pieces(parts: Iterable[bytes]) -> None:
    """Write UTF-8 text in pieces to stdout: unchanged into a pipe, cleaned on a terminal.

    Raises ``FileError``.
    """
    if not is_terminal(sys.stdout):
        for part in parts:
            _write_stdout(part)
        return
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for part in parts:
        text = "\n".join(clean_lines(decoder.decode(part)))
        _write_stdout(_encode(text, sys.stdout))
    _write_stdout(b"\n")


def json_pieces(parts: Iterable[bytes]) -> None:
    """Write a JSON document in pieces, as ``json_data`` does, but without a newline at the end.

    Raises ``FileError``.
    """
    pieces(_escaped_pieces(parts))


def _escaped_pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    waiting = b""
    for part in parts:
        waiting += part
        end = _CUT.search(waiting)
        size = end.start() if end is not None else len(waiting)
        yield _escaped(waiting[:size])
        waiting = waiting[size:]
    yield _escaped(waiting)


def _escaped(text: bytes) -> bytes:
    """Return equivalent JSON in UTF-8 without characters that act on a terminal.

    Such characters occur only in strings; JSON already escapes the controls below the blank.
    """
    return _ACTING.sub(lambda match: b"\\u%04x" % ord(match[0].decode()), text)


def talk(text: str) -> None:
    """Write lines to stderr; do nothing if stderr is closed."""
    if sys.stderr is None or sys.stderr.closed:
        return
    lines = "\n".join(clean_lines(text))
    _write_stderr(f"{lines}\n")


def progress(text: str) -> None:
    """Write a line to stderr that the next progress line replaces; only on a terminal.

    An empty text removes the line.
    """
    if not is_terminal(sys.stderr):
        return
    width = max(1, shutil.get_terminal_size().columns - 1)
    shown = _fitting(text, width)
    blank = " " * max(0, width - cells(shown))
    _write_stderr(f"\r{shown}{blank}\r")


def redraw(lines: Sequence[str], over: int) -> int:
    """Replace the last ``over`` lines on stderr; return the number of lines shown now.

    Only on a terminal, to whose size the lines are cut.
    """
    if not is_terminal(sys.stderr):
        return 0
    size = shutil.get_terminal_size()
    shown = [_fitting(line, size.columns - 1) for line in lines[: max(1, size.lines - 1)]]
    back = f"\x1b[{over}F\x1b[J" if over else ""
    _write_stderr(back + "".join(f"{line}\n" for line in shown))
    return len(shown)


def _fitting(text: str, width: int) -> str:
    """Return the part of a line that fits into ``width`` cells, cleaned."""
    shown, used = "", 0
    for character in clean_lines(text)[0]:
        used += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used > max(1, width):
            break
        shown += character
    return shown


def _write_stderr(text: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.buffer.write(_encode(text, sys.stderr))
        sys.stderr.flush()


def _encode(text: str, stream: TextIO | None) -> bytes:
    encoding = (stream.encoding if stream is not None else "") or "utf-8"
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace")


def _write_stdout(text: bytes) -> None:
    if sys.stdout is None or sys.stdout.closed:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard_stdout()
    except OSError as error:
        _discard_stdout()
        raise unwritable("stdout", error) from error


def _discard_stdout() -> None:
    """Discard the buffered output and all output that follows."""
    descriptor = os.open(os.devnull, os.O_WRONLY)
    os.dup2(descriptor, sys.stdout.fileno())
    os.close(descriptor)
