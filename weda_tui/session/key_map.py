"""The keys that the user assigned to commands, from the settings folder of this machine."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.toml import text as toml_text
from weda_tui.formats.toml.reader import TomlReader
from weda_tui.store.atomic import read_whole
from weda_tui.store.paths import Paths

KEY_FORMS = '"ctrl+k" | "f9" | "x" | ["…", "…"]'
"""The accepted ways to write a key."""


class ChosenKeys(NamedTuple):
    """The keys of one command, as written in the file."""

    command: str
    keys: tuple[str, ...]
    line: int


def parse_keys(
    text: str, known: Sequence[str], read_key: Callable[[str], str | None], *, file: str
) -> tuple[list[ChosenKeys], list[FileError]]:
    """Return the entries that can be read, and the errors of the others.

    ``known`` are the ids of commands; ``read_key`` returns the key for a name in the file, ``None``
    for a name that is no key. Raises ``FileError`` (``TOML_SYNTAX``, ``TOML_UNKNOWN_KEY``,
    ``TOML_BAD_VALUE``) for a file without a table of keys.
    """
    reader = TomlReader(text, file)
    reader.allow_only(("keys",))
    found: list[ChosenKeys] = []
    problems: list[FileError] = []
    for name, value in reader.table("keys").items():
        path = ("keys", name)
        if name not in known:
            problems.append(toml_text.unknown_key(text, path, tuple(known), file))
            continue
        keys = _read(value, read_key)
        if keys:
            found.append(ChosenKeys(name, keys, toml_text.line_of(text, path)))
        else:
            problems.append(toml_text.bad_value(text, path, KEY_FORMS, file))
    return found, problems


def key_taken(entry: ChosenKeys, key: str, other: str, *, file: str) -> FileError:
    """Return the error for a key that another command has in the same place."""
    return FileError(
        ErrorCode.KEY_TAKEN, file=file, line=entry.line, key=key, command=entry.command, other=other
    )


def _read(value: object, read_key: Callable[[str], str | None]) -> tuple[str, ...]:
    """Return the keys of an entry; empty if one of them is not a key."""
    names: list[object] = list(value) if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownArgumentType]
    keys = [read_key(each) if isinstance(each, str) else None for each in names]
    return tuple(each for each in keys if each is not None) if all(keys) else ()


def load_keys(
    paths: Paths, known: Sequence[str], read_key: Callable[[str], str | None]
) -> tuple[list[ChosenKeys], list[FileError]]:
    """Return the user's keys and the errors of the file; both are empty if there is no file."""
    file = paths.keys.name
    try:
        data = read_whole(paths.keys)
        if data is None:
            return [], []
        return parse_keys(toml_text.decode(data, file=file), known, read_key, file=file)
    except FileError as error:
        return [], [error]
