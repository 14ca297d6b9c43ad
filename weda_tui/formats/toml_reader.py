"""Typed values out of a TOML file of ours, or an error with the line of the key."""

from typing import Any

from weda_tui.core.clean import clean
from weda_tui.core.errors import FileError
from weda_tui.formats import toml_text


class TomlReader:
    """Reads one parsed file; a format adds what its own keys hold."""

    def __init__(self, text: str, file: str) -> None:
        """Raises ``FileError`` (``TOML_SYNTAX``)."""
        self._text = text
        self._file = file
        self._root = toml_text.load(text, file=file)

    def allow_only(self, known: tuple[str, ...], *path: str) -> None:
        """Raise ``FileError`` (``TOML_UNKNOWN_KEY``) for a key of a table that nobody reads."""
        for key in self.table(*path):
            if key not in known:
                raise toml_text.unknown_key(self._text, (*path, key), known, self._file)

    def table(self, *path: str) -> dict[str, Any]:
        """Return a table, an empty one where there is none."""
        table = self._root
        for key in path:
            if not isinstance(table.get(key, {}), dict):
                raise self._bad_value(path, "table")
            table = table.get(key, {})
        return table

    def string(self, *path: str) -> str:
        """Return a string, an empty one where there is none."""
        value = self._value(path, "")
        if not isinstance(value, str):
            raise self._bad_value(path, "string")
        return value

    def line(self, *path: str) -> str:
        """Return a string that can be drawn: a file from a repository may hold anything."""
        value = self.string(*path)
        if clean(value) != value:
            raise self._bad_value(path, "printable string")
        return value

    def _value(self, path: tuple[str, ...], default: object) -> Any:
        return self.table(*path[:-1]).get(path[-1], default)

    def _bad_value(self, path: tuple[str, ...], expected: str) -> FileError:
        return toml_text.bad_value(self._text, path, expected, self._file)
