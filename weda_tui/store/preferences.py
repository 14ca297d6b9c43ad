"""What the screen remembers from one start to the next. Losing it costs nothing."""

from pathlib import Path

import msgspec

from weda_tui.core.errors import FileError
from weda_tui.store.atomic import read_whole, write_atomic


class Preferences(msgspec.Struct, frozen=True):
    """The last choices; an empty string is "not chosen"."""

    environment: str = ""
    env_type: str = ""
    language: str = ""
    theme: str = ""
    endpoint: str = ""
    """The id of the endpoint that was open."""
    saved: str = ""
    """The path of the saved request that was open; empty for a call that is not saved."""
    body_in_memory: int = 200
    """Mebibytes of an answer's body beyond which it is kept in a file."""
    body_limit: int = 256
    """Mebibytes of an answer's body beyond which the call is given up."""
    collection: str = ""
    """The folder that a request was saved in last."""
    widths: dict[str, list[int]] = {}
    """Widths of panes in cells, by the name of the layout."""


def load_preferences(path: Path) -> Preferences:
    """Return what is remembered; a missing, unreadable or corrupt file is nothing."""
    try:
        data = read_whole(path, private=True)
        return msgspec.json.decode(data, type=Preferences) if data else Preferences()
    except (FileError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Preferences()


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Remember, without a wait for the disk. Raises ``FileError`` (``FILE_UNWRITABLE``)."""
    data = msgspec.json.format(msgspec.json.encode(preferences), indent=2)
    write_atomic(path, data + b"\n", private=True, durable=False)
