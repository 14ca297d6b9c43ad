"""Find the terminal modes that a program changed and did not restore, from its output."""

import re

_OFF_AT_REST = {
    47: "alternate screen",
    1047: "alternate screen",
    1049: "alternate screen",
    **dict.fromkeys((9, 1000, 1001, 1002, 1003), "mouse"),
    1004: "focus reports",
    2004: "bracketed paste",
    2026: "synchronised update",
    2048: "resize reports",
}
_ON_AT_REST = {7: "line wrap off", 25: "cursor hidden"}
_CHANGE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_KITTY_CHANGE = re.compile(rb"\x1b\[([<>])\d*u")


def modes_left_on(raw: bytes) -> set[str]:
    """Return the names of the modes that differ from before; empty for a restored terminal."""
    changes = {
        int(mode): change[2] == b"h"
        for change in _CHANGE.finditer(raw)
        for mode in change[1].split(b";")
        if mode
    }
    left = {name for mode, name in _OFF_AT_REST.items() if changes.get(mode, False)}
    left |= {name for mode, name in _ON_AT_REST.items() if not changes.get(mode, True)}
    directions = [change[1] for change in _KITTY_CHANGE.finditer(raw)]
    if directions.count(b">") > directions.count(b"<"):
        left.add("kitty keyboard")
    return left
