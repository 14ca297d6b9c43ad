"""Writes TOML in one shape: keys in order, and texts of several lines on several lines.

Ten times as fast as a writer that keeps somebody's comments; see ``toml_text.render`` for that.
"""

import re
from collections.abc import Callable
from typing import Any

from weda_tui.formats.toml import text as toml_text
from weda_tui.formats.toml.text import is_list, is_table

_PLAIN = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")
_PLAIN_LINES = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]*")
_ESCAPED = re.compile(r'[\x00-\x08\x0b-\x1f\x7f\\]|"(?="")|"\Z')


def render(
    wanted: dict[str, Any],
    defaults: dict[str, Any],
    previous: str | None,
    canonical_of: Callable[[str], str],
) -> str:
    """Return a text with the content ``wanted``, in the shape of ``previous`` if it has its own.

    ``previous`` must be valid. ``canonical_of`` returns the text that would be written in its
    place; ``previous`` has a shape of its own if it differs from this text.
    """
    if previous is not None:
        body = toml_text.without_shape(previous)
        if canonical_of(body) != body:
            return toml_text.render(wanted, defaults, previous, is_multi_line=True)
    text = dumps(without_defaults(wanted, defaults))
    return text if previous is None else toml_text.in_shape_of(previous, text)


def without_defaults(wanted: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """Return the values that differ from their defaults."""
    said: dict[str, Any] = {}
    for key, value in wanted.items():
        default: Any = defaults.get(key)
        if key in defaults and value == default:
            continue
        has_defaults = is_table(value) and is_table(default)
        said[key] = without_defaults(value, defaults[key]) if has_defaults else value
    return said


def dumps(table: dict[str, Any]) -> str:
    """Return a file: values first, then tables and ``[[lists]]`` of tables, with blank lines."""
    parts = ["".join(_line(key, value) for key, value in table.items() if _is_plain(value))]
    for key, value in table.items():
        if is_table(value):
            parts.append(f"[{_key(key)}]\n{_lines(value)}")
        elif not _is_plain(value):
            parts += [f"[[{_key(key)}]]\n{_lines(row)}" for row in value]
    return "\n".join(part for part in parts if part)


def _is_plain(value: Any) -> bool:
    rows: Any = value if is_list(value) else [value]
    return not any(map(is_table, rows))


def _lines(table: dict[str, Any]) -> str:
    return "".join(_line(key, value) for key, value in table.items())


def _line(key: str, value: Any) -> str:
    import tomli_w

    if is_table(value):
        inside = ", ".join(_line(name, each).rstrip("\n") for name, each in value.items())
        return f"{_key(key)} = {{ {inside} }}\n"
    if isinstance(value, str):
        return f"{_key(key)} = {_text(value)}\n"
    return tomli_w.dumps({key: value})


def _key(key: str) -> str:
    import tomli_w

    return tomli_w.dumps({key: 0}).removesuffix(" = 0\n")


def _text(value: str) -> str:
    """Return a text in its most readable form: literal if TOML allows it, else escaped."""
    import tomli_w

    if "\n" in value:
        if _PLAIN_LINES.fullmatch(value) and "'''" not in value and not value.endswith("'"):
            return f"'''\n{value}'''"
        return f'"""\n{_ESCAPED.sub(_escape, value)}"""'
    if ('"' in value or "\\" in value) and _PLAIN.fullmatch(value) and "'" not in value:
        return f"'{value}'"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").removesuffix("\n")


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in '"\\':
        return f"\\{character}"
    return "\\r" if character == "\r" else f"\\u{ord(character):04x}"
