"""Documents as a test wants them: whole, in small pieces, and as text."""

from weda_tui.core.bodies import formatting
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.json_index import JsonIndex
from weda_tui.core.bodies.source import Source


def index_of(body: bytes, piece: int = 64 * 1024) -> JsonIndex:
    """Return the whole index of a JSON body, cut into pieces of a size."""
    index = JsonIndex(Source(body), piece)
    while not index.is_complete:
        index.grow()
    return index


def whole(body: bytes, content_type: str = "", **options: object) -> Document:
    """Return a document that is taken in to its end."""
    document = Document(body, content_type, **options)  # pyright: ignore[reportArgumentType]
    document.grow_whole()
    return document


def laid_out(index: JsonIndex) -> bytes:
    """Return every line of an index, joined."""
    return b"".join(formatting.laid_out(index))
