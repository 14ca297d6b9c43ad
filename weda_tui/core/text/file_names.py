"""The name of an environment, which is the name of a file on every system."""

import re
import unicodedata
from collections.abc import Callable, Iterable

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.text.control_characters import strip_control_characters

LONGEST_NAME = 200
"""Bytes of UTF-8 (66 Chinese characters), with room for a suffix in every file system's 255."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")


def check_name(name: str) -> None:
    """Refuse a name that cannot be a file's name on every system.

    Raises ``FileError`` (``NAME_INVALID``), also for one that is longer than ``LONGEST_NAME``
    bytes, starts with a dot, or does not print.
    """
    if (
        not name
        or name != name.strip()
        or name.startswith(".")
        or name.endswith(".")
        or _FORBIDDEN.search(name)
        or _RESERVED.fullmatch(name)
        or strip_control_characters(name) != name
        or len(name.encode()) > LONGEST_NAME
    ):
        raise FileError(ErrorCode.NAME_INVALID, text=name)


def fold_name(name: str) -> str:
    """Return what two names share that some file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def free_name(
    name: str, taken: Iterable[str], joint: str = "-", fold: Callable[[str], str] = fold_name
) -> str:
    """Return a name, with a number behind it where some file system takes it for one of others.

    ``fold`` returns what two names share that are taken for one; ``str`` for the same letters.
    """
    known = set(map(fold, taken))
    free, number = name, 1
    while fold(free) in known:
        number += 1
        free = f"{name}{joint}{number}"
    return free
