"""Paths of saved requests: valid on every system, and unambiguous.

``审批/排查/查卡住的实例`` is the file ``collections/审批/排查/查卡住的实例.toml``.
"""

import re
from collections.abc import Iterable

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.file_names import LONGEST_NAME, check_name, fold_name, free_name

SETTINGS = "folder"
"""The file of a folder's own settings, without its suffix: no request has that name."""
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]+')
_ENDS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + ".-"
"""Characters with which no name begins or ends: white space of every script, dots and dashes."""
_FALLBACK = "request"


def check_path(path: str) -> None:
    """Reject a path that is not valid below ``collections/`` on every system.

    Raises ``FileError`` (``NAME_INVALID``) with the invalid name.
    """
    for name in path.split("/"):
        check_name(name)
        if fold_name(name) == SETTINGS:
            raise FileError(ErrorCode.NAME_INVALID, text=name)


def file_name_for(title: str, taken: Iterable[str] = ()) -> str:
    """Return a file name, without its suffix, for a title that the user gave.

    Invalid characters become dashes. A number is appended if some file system treats the name as a
    name in ``taken``.
    """
    text = "".join(
        each for each in _UNFIT.sub("-", title) if strip_control_characters(each) == each
    )
    name = _cut(text.strip(_ENDS), LONGEST_NAME - 8).strip(_ENDS) or _FALLBACK
    try:
        check_path(name)
    except FileError:
        name = f"{name}_" if "." not in name else f"_{name}"
    return free_name(name, taken, " ")


def joined(folder: str, name: str) -> str:
    """Return the path of ``name`` in a folder; the path of the root is empty."""
    return f"{folder}/{name}" if folder else name


def parent_of(path: str) -> str:
    """Return the folder that contains a path."""
    return path.rpartition("/")[0]


def name_of(path: str) -> str:
    """Return the last part of a path."""
    return path.rpartition("/")[2]


def is_within(path: str, folder: str) -> bool:
    """Return whether a path is ``folder`` itself or is in it, at any depth."""
    return not folder or path == folder or path.startswith(f"{folder}/")


def in_order(names: Iterable[str], order: tuple[str, ...]) -> tuple[str, ...]:
    """Return names in the order of a folder; names that are not in ``order`` follow by name."""
    places = {name: place for place, name in enumerate(order)}
    return tuple(sorted(names, key=lambda name: (places.get(name, len(places)), fold_name(name))))


def _cut(text: str, most: int) -> str:
    """Return as many whole characters as fit into ``most`` bytes."""
    return text.encode()[:most].decode(errors="ignore")
