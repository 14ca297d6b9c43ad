"""Resources that a client reads by URI without a tool: ``weda://errors/EXCEED_RATELIMIT``."""

import re
from urllib.parse import quote, unquote

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import Masker
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.calls import ToolCall
from weda_tui.mcp.catalogue import describe
from weda_tui.mcp.doctor import code_document
from weda_tui.mcp.results import LARGEST, Document, cut_text, encode, finish, size_of
from weda_tui.session import Session

_ROOM = LARGEST - 200
"""Bytes of a page of URIs, without the overhead of the protocol."""
JSON, TOML = "application/json", "application/toml"
_URI = re.compile("weda://(errors|endpoints|saved)/(.+)")


def templates(strings: Strings) -> tuple[tuple[str, str, str], ...]:
    """Return the URI templates, each with its description and its media type."""
    words = strings.agents.resources
    return (
        ("weda://errors/{code}", words.errors, JSON),
        ("weda://endpoints/{id}", words.endpoints, JSON),
        ("weda://saved/{path}", words.saved, TOML),
    )


def list_saved(
    session: Session, first: int, masker: Masker
) -> tuple[tuple[tuple[str, str], ...], int | None]:
    """Return one page of URIs of saved requests with their paths, and the start of the next page.

    Call this in a thread. A URI that is larger than a page is skipped.
    """
    rows, left = list[tuple[str, str]](), _ROOM
    for at, path in enumerate(session.collections.paths()[first:], first):
        uri, name = masker.text(f"weda://saved/{quote(path)}"), masker.text(path)
        size = size_of({"uri": uri, "name": name, "mimeType": TOML}) + 1
        if size > left and rows:
            return tuple(rows), at
        if size <= left:
            rows.append((uri, name))
            left -= size
    return tuple(rows), None


def read_resource(uri: str, call: ToolCall, masker: Masker) -> tuple[str, str]:
    """Return the text of a resource as an agent gets it, and its media type.

    Call this in a thread. Raises ``FileError``.
    """
    match = _URI.fullmatch(uri)
    if match is None:
        raise FileError(ErrorCode.RESOURCE_UNKNOWN, uri=uri)
    session, name = call.session, unquote(match[2])
    document: Document
    match match[1]:
        case "errors":
            page = session.error_book.pages.find(name)
            if page is None:
                raise FileError(ErrorCode.RESOURCE_UNKNOWN, uri=uri)
            document = {"code": code_document(page, session.error_book.notes(), call.strings)}
        case "endpoints":
            document = describe(session.endpoints.get(name, None), call.strings)
        case _:
            return cut_text(masker.text(session.collections.load(name).text)), TOML
    return encode(finish(document, "", masker)), JSON
