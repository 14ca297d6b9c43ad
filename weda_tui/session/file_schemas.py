"""The JSON Schemas of our files as text, for an editor."""

import msgspec

from weda_tui.formats.toml.json_schemas import schemas


def schema_text(kind: str) -> bytes:
    """Return a schema as JSON, indented; ``kind`` is ``request``, ``folder`` or ``environment``."""
    return msgspec.json.format(msgspec.json.encode(schemas()[kind]), indent=2)
