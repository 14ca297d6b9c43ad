r"""Common code for our TOML files: errors with a line, and texts that keep their shape.

Shape means a byte order mark, ``\r\n`` line ends, the order of keys and the comments.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, MutableMapping
from typing import Any

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.text.template import nearest_name

Table = MutableMapping[str, Any]
"""A TOML table, of ``tomllib`` or of ``tomlkit``."""

KeyPath = tuple[str | int, ...]
"""The path of a key: names of tables, and the index, from 0, of a table in a ``[[list]]``."""

_BOM = "\ufeff"
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)$")
_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"[ \t]*\[{{1,2}}[ \t]*({_DOTTED})[ \t]*\]")
_ASSIGNMENT = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_PLAIN_LINES = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]*")
_MULTI_LINE_STRING = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}'''
    r"""|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*""",
    re.DOTALL,
)
_MOST_PARTS = 64
"""Most parts of a dotted key, because the parser's memory grows with their square."""
_DEEP_KEY = re.compile(
    rf'(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]++|"")[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}'
)


def load(text: str, *, file: str) -> dict[str, Any]:
    """Parse TOML, with or without a byte order mark.

    Raises ``FileError`` (``TOML_SYNTAX``) with the line and column, from 1.
    """
    body = text.removeprefix(_BOM)
    if (line := _line_of_deep_key(body)) is not None:
        raise FileError(ErrorCode.TOML_SYNTAX, file=file, line=line, column=1)
    try:
        return tomllib.loads(body)
    except (ValueError, RecursionError) as error:
        if match := _POSITION.search(str(error)):
            line, column = int(match[1]), int(match[2])
        elif "end of document" in str(error):
            line, column = body.count("\n") + 1, len(body) - body.rfind("\n")
        else:
            line, column = 1, 1
        raise FileError(ErrorCode.TOML_SYNTAX, file=file, line=line, column=column) from error


def decode(data: bytes, *, file: str) -> str:
    """Return a file's text; a byte order mark stays in the text.

    Raises ``FileError`` (``TOML_SYNTAX``) at the first byte that is not UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
    raise FileError(ErrorCode.TOML_SYNTAX, file=file, line=line, column=column)


def unknown_key(text: str, path: KeyPath, known: tuple[str, ...], file: str) -> FileError:
    """Return the error for an unknown key, with the ``known`` key that is most like it."""
    return FileError(
        ErrorCode.TOML_UNKNOWN_KEY,
        file=file,
        line=line_of(text, path),
        key=_dotted(path),
        nearest=nearest_name(str(path[-1]), known, 0.5),
    )


def bad_value(text: str, path: KeyPath, expected: str, file: str) -> FileError:
    """Return the error for an invalid value. The error names the key, never the value."""
    return FileError(
        ErrorCode.TOML_BAD_VALUE,
        file=file,
        line=line_of(text, path),
        key=_dotted(path),
        expected=expected,
    )


def line_of(text: str, path: KeyPath) -> int:
    """Return the line (from 1) of a key, or of the nearest table that should hold it."""
    table: KeyPath = ()
    seen: Counter[KeyPath] = Counter()
    nearest, depth = 1, 0
    for number, line in enumerate(_without_long_strings(text).split("\n"), start=1):
        if header := _HEADER.match(line):
            table = here = _split(header[1])
            if header[0].lstrip().startswith("[["):
                seen[table] += 1
                table = here = (*table, seen[table] - 1)
        elif assignment := _ASSIGNMENT.match(line):
            here = (*table, *_split(assignment[1]))
        else:
            continue
        shared = here[: len(path)]
        if shared == path[: len(shared)] and len(shared) > depth:
            nearest, depth = number, len(shared)
    return nearest


def update(
    table: Table,
    wanted: Table,
    defaults: Table,
    new_table: Callable[[], Table],
    new_value: Callable[[Any], Any] = lambda value: value,
) -> None:
    """Give ``table`` the content of ``wanted``, and change only what differs.

    A key that is missing stays missing if its wanted value is the default.
    """
    for key in [key for key in table if key not in wanted]:
        del table[key]
    for key in wanted:
        value: Any = wanted[key]
        if key not in table and key in defaults and value == defaults[key]:
            continue
        if is_table(value):
            if not is_table(table.get(key)):
                table[key] = new_table()
            update(table[key], wanted[key], defaults.get(key, {}), new_table, new_value)
        elif _is_rows(value) and _is_rows(table.get(key)):
            _update_rows(table[key], wanted[key], new_table, new_value)
        elif key not in table or not _is_same(table[key], value):
            table[key] = new_value(value)


def _update_rows(
    rows: list[Table],
    wanted: list[Table],
    new_table: Callable[[], Table],
    new_value: Callable[[Any], Any],
) -> None:
    """Give the tables of a ``[[list]]`` the wanted content, one by one."""
    del rows[len(wanted) :]
    for row, said in zip(rows, wanted, strict=False):
        update(row, said, {}, new_table, new_value)
    for said in wanted[len(rows) :]:
        row = new_table()
        update(row, said, {}, new_table, new_value)
        rows.append(row)


def _is_rows(value: Any) -> bool:
    return is_list(value) and bool(value) and all(map(is_table, value))


def is_table(value: object) -> bool:
    """Return whether a value of TOML is a table."""
    return isinstance(value, MutableMapping)


def is_list(value: object) -> bool:
    """Return whether a value of TOML is a list."""
    return isinstance(value, list)


def _is_same(value: Any, other: Any) -> bool:
    """Compare as TOML does: ``true`` does not equal 1."""
    if is_list(value) and is_list(other):
        pairs = zip(value, other, strict=False)
        return len(value) == len(other) and all(_is_same(one, another) for one, another in pairs)
    return isinstance(value, bool) == isinstance(other, bool) and value == other


def render(
    wanted: dict[str, Any],
    defaults: dict[str, Any],
    previous: str | None,
    *,
    ordered: str = "",
    is_multi_line: bool = False,
) -> str:
    """Return a text with the content ``wanted`` in the shape of ``previous``, a valid text.

    Comments are kept, and so are the order and the spelling of values that do not change. In the
    table named ``ordered``, the order of ``wanted`` is part of the content. With ``is_multi_line``,
    a string of several lines is written on several lines.
    """
    change = _Change(wanted, defaults, ordered)
    body = without_shape(previous or "")
    table = tomllib.loads(body)
    is_shaped = is_multi_line or "#" in body
    text = change.dump_with_comments(body, table) if is_shaped else change.dump_plain(table)
    return text if previous is None else in_shape_of(previous, text)


def in_shape_of(previous: str, text: str) -> str:
    """Return a text with the line ends and the byte order mark of the previous text."""
    if "\r\n" in previous:
        text = text.replace("\n", "\r\n")
    return _BOM + text if previous.startswith(_BOM) else text


def without_shape(text: str) -> str:
    r"""Return a text without its byte order mark, its lines ended by ``\n``."""
    return text.removeprefix(_BOM).replace("\r\n", "\n")


class _Change:
    """The wanted content of a file, to be applied to either kind of document."""

    def __init__(self, wanted: dict[str, Any], defaults: dict[str, Any], ordered: str) -> None:
        self._wanted = wanted
        self._defaults = defaults
        self._ordered = ordered

    def dump_plain(self, table: dict[str, Any]) -> str:
        import tomli_w

        self._apply(table, dict[str, Any])
        return tomli_w.dumps(table)

    def dump_with_comments(self, body: str, table: dict[str, Any]) -> str:
        """Return a text with comments, or one without if ``tomlkit`` would change the content."""
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        plain = self.dump_plain(table)
        try:
            document = tomlkit.parse(body)
            self._apply(document, tomlkit.table, _on_lines)
            text = tomlkit.dumps(document)
            return text if self._says(text) == self._says(plain) else plain
        except (TOMLKitError, ValueError):
            return plain

    def _apply(
        self,
        table: Table,
        new_table: Callable[[], Table],
        new_value: Callable[[Any], Any] = lambda value: value,
    ) -> None:
        update(table, self._wanted, self._defaults, new_table, new_value)
        if self._ordered:
            _reorder(table[self._ordered], list(self._wanted[self._ordered]))

    def _says(self, text: str) -> tuple[dict[str, Any], list[str]]:
        table = tomllib.loads(text)
        return table, list(table.get(self._ordered, ()))


def _on_lines(value: Any) -> Any:
    """Return a text of several lines as a TOML string of several lines, without escapes.

    The tables of a new ``[[list]]`` may hold such texts, too.
    """
    import tomlkit

    if _is_rows(value):
        rows = tomlkit.aot()
        _update_rows(rows, value, tomlkit.table, _on_lines)
        return rows
    if not isinstance(value, str) or "\n" not in value:
        return value
    if not _PLAIN_LINES.fullmatch(value) or "'''" in value or value.endswith("'"):
        return value
    return tomlkit.string(value, literal=True, multiline=True)


def _reorder(table: Table, keys: list[str]) -> None:
    if list(table) == keys:
        return
    items = {key: table[key] for key in keys}
    for key in keys:
        del table[key]
    table.update(items)


def _line_of_deep_key(body: str) -> int | None:
    """Return the line of a key with more than ``_MOST_PARTS``, if there is one."""
    if body.count(".") < _MOST_PARTS:
        return None
    bare = _MULTI_LINE_STRING.sub(lambda match: '""' + "\n" * match[0].count("\n"), body)
    found = _DEEP_KEY.search(bare)
    return None if found is None else bare.count("\n", 0, found.start()) + 1


def _without_long_strings(text: str) -> str:
    """Blank strings of several lines, so that their content is not read as keys."""
    body = without_shape(text)
    return _MULTI_LINE_STRING.sub(
        lambda match: "\n" * match[0].count("\n") if "\n" in match[0] else match[0], body
    )


def _dotted(path: KeyPath) -> str:
    """Return a key with indices from 1: the second table of ``[[assert]]`` is ``assert.2``."""
    return ".".join(part if isinstance(part, str) else str(part + 1) for part in path)


def _split(dotted: str) -> tuple[str, ...]:
    """Return the parts of a dotted key as TOML reads them."""
    parts: list[str] = []
    for part in re.findall(_KEY, dotted):
        (key,) = tomllib.loads(f"{part} = 0")
        parts.append(key)
    return tuple(parts)
