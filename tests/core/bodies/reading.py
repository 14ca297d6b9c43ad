"""Documents as a test wants them: whole, in small pieces, and as text."""

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
    return b"\n".join(line_of(index, line) for line in range(index.line_count))


def line_of(index: JsonIndex, line: int) -> bytes:
    """Return a line as it is laid out."""
    row = index.row(line)
    value = index.source[row.start : row.end]
    if value[:1] in {b"{", b"["} and len(value) > 1:
        value = value[:1] + value[-1:]
    name = row.key + b": " if row.key else b""
    return b"  " * row.depth + name + value + row.tail.encode()
