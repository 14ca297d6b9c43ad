"""The file ``folder.toml``: the settings of a collection, or of a folder in it.

name = "审批"                        # what the tree shows; else the folder's name
description = "每天要看的"
order = ["本周待办", "排查"]          # files and folders, without .toml; the rest follow by name

[variables]
currentUser = "1500000000000000017"
"""

from typing import Any

from weda_tui.core.collections.saved_request import FolderSettings
from weda_tui.formats.toml import writer as toml_writer
from weda_tui.formats.toml.reader import TomlReader

KEYS = ("name", "description", "order", "variables")
"""The keys in the order in which they are written."""

_DEFAULTS: dict[str, Any] = {"name": "", "description": "", "order": [], "variables": {}}


def parse_folder_settings(text: str, *, file: str, path: str) -> FolderSettings:
    """Read the settings of the folder at ``path``.

    Raises ``FileError`` with ``file`` and the line: ``TOML_SYNTAX``, ``TOML_UNKNOWN_KEY`` or
    ``TOML_BAD_VALUE``.
    """
    reader = TomlReader(text, file)
    reader.allow_only(KEYS)
    return FolderSettings(
        path=path,
        name=reader.line("name"),
        description=reader.lines("description"),
        variables=reader.string_table("variables"),
        order=reader.strings("order"),
    )


def render_folder_settings(settings: FolderSettings, previous: str | None) -> str:
    """Return the new text of the file; a shape that a user gave to ``previous`` is kept."""
    return toml_writer.render(_table_of(settings), _DEFAULTS, previous, _canonical_of)


def _canonical_of(text: str) -> str:
    wanted = _table_of(parse_folder_settings(text, file="", path=""))
    return toml_writer.dumps(toml_writer.without_defaults(wanted, _DEFAULTS))


def _table_of(settings: FolderSettings) -> dict[str, Any]:
    return {
        "name": settings.name,
        "description": settings.description,
        "order": list(settings.order),
        "variables": dict(settings.variables),
    }
