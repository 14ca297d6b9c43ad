"""The last lasting refusal of a token, so that no other process walks into it again."""

from pathlib import Path

import msgspec

from weda_tui.core.errors import FileError
from weda_tui.core.tokens.refusal import LASTING, TokenRefusal
from weda_tui.store.atomic import read_whole, write_atomic


def load_refusal(path: Path) -> TokenRefusal | None:
    """Return the refusal in a file of mode 0600; one that is missing or broken holds none."""
    try:
        data = read_whole(path, private=True)
        refusal = msgspec.json.decode(data, type=TokenRefusal) if data else None
    except (FileError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return refusal if refusal is not None and refusal.problem.code in LASTING else None


def save_refusal(path: Path, refusal: TokenRefusal) -> None:
    """Keep a refusal. Raises ``FileError`` (``FILE_UNWRITABLE``)."""
    write_atomic(path, msgspec.json.encode(refusal), private=True, durable=False)
