"""Saved requests: the records that ``saved_zh`` and ``saved_en`` fill."""

import msgspec


class SavedCommandStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Saved requests on the command line."""

    schema: str
    schema_details: str


class SavedStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is said of saved requests."""

    command: SavedCommandStrings
