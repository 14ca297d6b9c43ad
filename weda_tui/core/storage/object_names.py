"""Convert names between a disk and cloud storage, so that no name leads out of its folder.

An object's path is ``dir/a.jpg``; its id is ``cloud://env.bucket/dir/a.jpg``.
"""

import re
from collections.abc import Iterable
from pathlib import PurePath

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.text.control_characters import strip_control_characters

SCHEME = "cloud://"
LONGEST_PATH = 850
"""The longest path of an object in bytes, as in COS."""
_LONGEST_NAME = 240
"""The longest file name in bytes: the limit of file systems, with room for a number."""
_NOT_IN_A_NAME = frozenset('<>:"/\\|?*')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
"""Device names on Windows, with any extension."""
_LOOKED_AT = 64 * 1024
"""Bytes of a response that are searched for ids."""
_NAMELESS = "download"


def object_path(folder: str, name: str) -> str:
    """Return the path of an object with ``name`` in a folder of cloud storage.

    Blank parts and leading slashes are ignored. Raises ``FileError`` (``OBJECT_PATH_INVALID``) for
    ``.`` and ``..``, a control character, an empty name, or a path that is too long.
    """
    text = f"{folder}/{name}".replace("\\", "/")
    parts = [part.strip() for part in text.split("/") if part.strip()]
    path = "/".join(parts)
    is_usable = (
        strip_control_characters(path) == path
        and not {".", ".."} & set(parts)
        and bool(name.strip("/ "))
    )
    if not is_usable or len(path.encode("utf-8", "surrogatepass")) > LONGEST_PATH:
        raise FileError(ErrorCode.OBJECT_PATH_INVALID, text=text)
    return path


def check_object_id(text: str) -> str:
    """Return an object's id. Raises ``FileError`` (``OBJECT_ID_INVALID``) for anything else."""
    bucket, slash, path = text.removeprefix(SCHEME).partition("/")
    if not text.startswith(SCHEME) or not bucket or not slash or not path or not _encodes(text):
        raise FileError(ErrorCode.OBJECT_ID_INVALID, text=text)
    return text


def object_ids_in(text: str) -> list[str]:
    """Return the ids in a typed or pasted text: each begins with ``cloud://`` or a new line.

    Blanks inside an id are kept; quotes, commas and brackets around it are removed.
    """
    pieces = re.split(rf"[\r\n]+|(?={SCHEME})", text)
    stripped = (piece.strip(" \t\"',;[]") for piece in pieces)
    return list(dict.fromkeys(piece for piece in stripped if piece))


def object_ids_of(body: bytes, most: int = 20) -> list[str]:
    """Return the first ids in the beginning of a JSON response."""
    text = body[:_LOOKED_AT].decode("utf-8", "replace")
    found = dict.fromkeys(re.findall(rf'"({SCHEME}[^"\\]+)"', text))
    return list(found)[:most]


def file_name_of(object_id: str) -> str:
    """Return a file name for an object that stays in its folder on every system.

    Only the last part of the path is used; characters that are not allowed become ``_``.
    """
    path = object_id.removeprefix(SCHEME)
    last = path.rpartition("/")[2]
    name = "".join(c if c.isprintable() and c not in _NOT_IN_A_NAME else "_" for c in last)
    name = name.strip(" ").rstrip(". ")
    if not name:
        return _NAMELESS
    if name.startswith("."):
        name = f"_{name[1:]}"
    if _RESERVED.match(name):
        name = f"_{name}"
    return _shortened(name)


def distinct_names(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return names that differ from each other and from ``taken``, even if case is ignored.

    A name that is already used gets a number: ``a (2).jpg``.
    """
    used = {name.casefold() for name in taken}
    found: list[str] = []
    for name in names:
        stem, suffix = PurePath(name).stem, PurePath(name).suffix
        number, candidate = 1, name
        while candidate.casefold() in used:
            number += 1
            candidate = f"{stem} ({number}){suffix}"
        used.add(candidate.casefold())
        found.append(candidate)
    return found


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shortened(name: str) -> str:
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    suffix = PurePath(name).suffix
    suffix = suffix if len(suffix.encode()) <= 20 else ""
    room = _LONGEST_NAME - len(suffix.encode())
    return name.encode()[:room].decode("utf-8", "ignore") + suffix
