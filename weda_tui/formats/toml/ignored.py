"""A team's list of paths that comparisons of two responses ignore: ``rules/ignored.toml``.

paths = ["Response.Data.Records[].Version"]   # left out besides the usual
kept = ["Response.Data.EndTime"]              # compared though the usual leaves it out
"""

from typing import Any

from weda_tui.core.comparison.ignored import Ignored, read_path
from weda_tui.formats.toml import text as toml_text

_KEYS = ("paths", "kept")


def parse_ignored(text: str, *, file: str) -> Ignored:
    """Return the paths that a file excludes from comparison.

    Raises ``FileError`` with ``file`` and the line: ``TOML_SYNTAX``, ``TOML_UNKNOWN_KEY``,
    ``TOML_BAD_VALUE``.
    """
    table = toml_text.load(text, file=file)
    for key in table:
        if key not in _KEYS:
            raise toml_text.unknown_key(text, (key,), _KEYS, file)
    paths, kept = (_paths(text, table.get(key, []), key, file) for key in _KEYS)
    return Ignored(paths, kept)


def _paths(text: str, value: Any, key: str, file: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise toml_text.bad_value(text, (key,), "[]", file)
    found: list[str] = []
    for each in value:  # pyright: ignore[reportUnknownVariableType]
        if not isinstance(each, str) or read_path(each) is None:
            raise toml_text.bad_value(text, (key,), "Data.Records[].Name", file)
        found.append(each)
    return tuple(found)


def render_ignored(ignored: Ignored, previous: str | None) -> str:
    """Return the new text of the file; comments and order of ``previous`` are kept."""
    wanted: dict[str, Any] = {"paths": list(ignored.paths), "kept": list(ignored.kept)}
    return toml_text.render(wanted, {"paths": [], "kept": []}, previous)
