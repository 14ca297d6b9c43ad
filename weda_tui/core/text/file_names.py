"""Names, such as those of environments, that must be file names on every system."""

import re
import unicodedata
from collections.abc import Callable, Iterable

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.text.control_characters import strip_control_characters

LONGEST_NAME = 200
"""The longest name in bytes of UTF-8 (66 Chinese characters).

It leaves room for a suffix within the 255 bytes of every file system.
"""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")


def check_name(name: str) -> None:
    """Reject a name that is not a valid file name on every system.

    Raises ``FileError`` (``NAME_INVALID``), also for a name that is longer than ``LONGEST_NAME``
    bytes, starts with a dot, or is not printable.
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
    """Return a key that is equal for names that some file system treats as the same."""
    return unicodedata.normalize("NFC", name).casefold()


def free_name(
    name: str, taken: Iterable[str], joint: str = "-", fold: Callable[[str], str] = fold_name
) -> str:
    """Return a name, with a number appended if some file system treats it as a name in ``taken``.

    ``fold`` returns a key that is equal for names that are treated as the same; ``str`` compares
    them exactly.
    """
    known = set(map(fold, taken))
    free, number = name, 1
    while fold(free) in known:
        number += 1
        free = f"{name}{joint}{number}"
    return free
