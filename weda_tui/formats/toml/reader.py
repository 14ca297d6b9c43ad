"""Reads typed values from a TOML file; errors name the line of the key."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.text.control_characters import clean_lines, strip_control_characters
from weda_tui.formats.toml import text as toml_text
from weda_tui.formats.toml.text import KeyPath, is_list, is_table

Parsed = TypeVar("Parsed")
_MOST = 1_000_000_000


class TomlReader:
    """One file. Paths name keys as in ``toml_text.line_of``; a missing value is read as empty."""

    def __init__(self, text: str, file: str) -> None:
        """Raises ``FileError`` (``TOML_SYNTAX``), as all methods do with their own codes."""
        self._text, self._file = text, file
        self._root = toml_text.load(text, file=file)

    def allow_only(self, known: Iterable[str], *path: str | int) -> None:
        """Raise ``TOML_UNKNOWN_KEY`` for a key that is not in ``known``."""
        names = tuple(known)
        for key in self.table(*path):
            if key not in names:
                raise toml_text.unknown_key(self._text, (*path, key), names, self._file)

    def has(self, *path: str | int) -> bool:
        """Return whether a key exists."""
        return path[-1] in self.table(*path[:-1])

    def table(self, *path: str | int) -> dict[str, Any]:
        """Return a table; a missing table is empty."""
        found: Any = self._root
        for at, key in enumerate(path, start=1):
            found = found[key] if isinstance(key, int) else found.get(key, {})
            is_list = at < len(path) and isinstance(path[at], int)
            if not is_list and not is_table(found):
                raise self.bad_value(path[:at], "table")
        return found

    def count(self, name: str) -> int:
        """Return the number of tables in a ``[[name]]`` of the root."""
        rows: Any = self._root.get(name, [])
        if not is_list(rows) or not all(map(is_table, rows)):
            raise self.bad_value((name,), f"[[{name}]]")
        return len(rows)

    def value(self, *path: str | int) -> Any:
        """Return the value of a key; ``None`` if the key is missing."""
        return self.table(*path[:-1]).get(str(path[-1]))

    def string(self, *path: str | int) -> str:
        """Return a text as it is."""
        value = self.value(*path)
        if value is not None and not isinstance(value, str):
            raise self.bad_value(path, "string")
        return value or ""

    def line(self, *path: str | int) -> str:
        """Return a line that is safe to display: a file from a repository may hold anything."""
        value = self.string(*path)
        if strip_control_characters(value) != value:
            raise self.bad_value(path, "printable string")
        return value

    def lines(self, *path: str | int) -> str:
        """Return a text of several lines that is safe to display."""
        value = self.string(*path)
        if "\n".join(clean_lines(value)) != value:
            raise self.bad_value(path, "printable string")
        return value

    def strings(self, *path: str | int) -> tuple[str, ...]:
        """Return a list of texts."""
        value: Any = self.value(*path)
        if value is None:
            return ()
        if not is_list(value) or not all(isinstance(each, str) for each in value):
            raise self.bad_value(path, '["…", "…"]')
        return tuple(value)

    def string_table(self, *path: str | int) -> dict[str, str]:
        """Return a table of texts."""
        return {name: self._present_string(*path, name) for name in self.table(*path)}

    def fitting(self, fits: Callable[[str], object], shape: str, *path: str | int) -> str:
        """Return a text that ``fits``, or an empty one; ``shape`` describes what fits."""
        value = self.string(*path)
        if value and not fits(value):
            raise self.bad_value(path, shape)
        return value

    def parsed(
        self, text: str, parse: Callable[[str], Parsed], path: KeyPath, expected: str
    ) -> Parsed:
        """Return the result of ``parse`` for the text at a path."""
        try:
            return parse(text)
        except (WedaError, ValueError):
            raise self.bad_value(path, expected) from None

    def flag(self, *path: str | int) -> bool:
        """Return ``true`` or ``false``; a missing value is ``true``."""
        value = self.value(*path)
        if value is not None and not isinstance(value, bool):
            raise self.bad_value(path, "true | false")
        return True if value is None else value

    def positive(self, *path: str | int, default: float) -> float:
        """Return a number above zero."""
        value = self.value(*path)
        if value is None:
            return default
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 < value <= _MOST:
            raise self.bad_value(path, f"0 < number <= {_MOST}")
        return float(value)

    def bad_value(self, path: KeyPath, expected: str) -> FileError:
        """Return the error for a value that does not fit."""
        return toml_text.bad_value(self._text, path, expected, self._file)

    def _value(self, path: KeyPath, default: object) -> Any:
        value = self.value(*path)
        return default if value is None else value

    def missing_key(self, key: str) -> FileError:
        """Return the error for a required key that is missing."""
        return FileError(ErrorCode.TOML_MISSING_KEY, file=self._file, key=key)

    def _present_string(self, *path: str | int) -> str:
        if not isinstance(self.value(*path), str):
            raise self.bad_value(path, "string")
        return self.string(*path)


def plain_number(seconds: float) -> float | int:
    """Return seconds as they are written in a file: whole seconds without a decimal point."""
    return int(seconds) if float(seconds).is_integer() else seconds
