"""Query of the terminal background: light or dark.

The query is sent before Textual uses the terminal, and the reply arrives while Textual is loaded.
"""

import os
import re
import select
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple

QUESTION = b"\x1b]11;?\x1b\\\x1b[c"
"""Queries of the background colour (OSC 11) and of the device attributes (DA1).

Every terminal answers the second query at once, so its reply marks the end.
"""
PATIENCE = 0.1
"""Seconds after the query in which a reply counts."""
MUTE = ("dumb", "linux")
"""Values of ``TERM`` of terminals that do not support the query."""

_Attributes = list[int | list[bytes | int]]
_ANSWERS = re.compile(r"\x1b\]11;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?[\d;]*c")
_END = re.compile(rb"\x1b\[\?[\d;]*c")
_PART = "([0-9A-Fa-f]{1,4})"
_COLOUR = re.compile(rf"\x1b\]11;rgba?:{_PART}/{_PART}/{_PART}")
_BEGUN = re.compile(r"\x1b(?:\]11;[^\x07\x1b]*\x1b?|\[\?[\d;]*)\Z")


class TerminalBackground(NamedTuple):
    """The facts known about the terminal."""

    is_light: bool = False
    was_asked: bool = False
    """Whether the query was sent, so that a late reply may still arrive."""
    typed: str = ""
    """What the user typed before the reply arrived."""


@contextmanager
def asked_background(*, is_wanted: bool) -> Generator[Callable[[], TerminalBackground]]:
    """Query the background; yield a function that returns the result.

    The function reads the reply once, waiting no longer than ``PATIENCE`` after the query. The
    query is sent only if the same terminal is input and output and the user has not typed ahead.
    Without a reply ``COLORFGBG`` decides; if that is not set either, the background is dark.
    """
    attributes = _ask() if is_wanted else None
    deadline = time.monotonic() + PATIENCE

    def answer() -> TerminalBackground:
        nonlocal attributes
        if attributes is None:
            return TerminalBackground(is_light_by(os.environ))
        received = _read(deadline).decode("utf-8", "replace")
        _restore(attributes)
        attributes = None
        is_light = is_light_colour(received)
        is_light = is_light_by(os.environ) if is_light is None else is_light
        return TerminalBackground(
            is_light, was_asked=True, typed="".join(without_answers(received))
        )

    try:
        yield answer
    finally:
        _restore(attributes)


def is_light_by(environ: Mapping[str, str]) -> bool:
    """Return whether ``COLORFGBG``, such as ``0;15``, ends with one of the two light colours."""
    return environ.get("COLORFGBG", "").rpartition(";")[2] in {"7", "15"}


def is_light_colour(received: str) -> bool | None:
    """Return whether the reply of a terminal gives a light background; ``None`` without a reply."""
    match = _COLOUR.search(received)
    if match is None:
        return None
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in match.groups())
    return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5


def without_answers(received: str) -> tuple[str, str]:
    """Return the input without replies, and the beginning of a reply that is incomplete."""
    rest = _ANSWERS.sub("", received)
    begun = _BEGUN.search(rest)
    return (rest[: begun.start()], begun[0]) if begun else (rest, "")


def _read(deadline: float) -> bytes:
    """Read the input up to the reply that every terminal sends, or until the deadline."""
    received = b""
    while not _END.search(received):
        wait = max(0.0, deadline - time.monotonic())
        if not select.select([0], [], [], wait)[0] or not (part := os.read(0, 4096)):
            break
        received += part
    return received


if sys.platform == "win32":

    def _ask() -> "_Attributes | None":
        """Ask nothing."""

    def _restore(attributes: "_Attributes | None") -> None:
        """Restore nothing."""

else:
    import termios

    def _ask() -> "_Attributes | None":
        """Send the query; return the previous terminal settings, ``None`` if no query was sent."""
        if os.environ.get("TERM", "dumb") in MUTE:
            return None
        with suppress(OSError, termios.error):
            is_one = os.isatty(0) and os.isatty(1) and os.ttyname(0) == os.ttyname(1)
            is_in_front = is_one and os.tcgetpgrp(0) == os.getpgrp()
            if not is_in_front or select.select([0], [], [], 0)[0]:
                return None
            before, silent = termios.tcgetattr(0), termios.tcgetattr(0)
            silent[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(0, termios.TCSANOW, silent)
            os.write(1, QUESTION)
            return before
        return None

    def _restore(attributes: "_Attributes | None") -> None:
        with suppress(OSError, termios.error):
            if attributes is not None:
                termios.tcsetattr(0, termios.TCSANOW, attributes)
