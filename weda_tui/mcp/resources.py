"""What can be read without a tool, by its address: ``weda://errors/EXCEED_RATELIMIT``."""

import re
from urllib.parse import quote, unquote

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import Masker
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.calls import ToolCall
from weda_tui.mcp.catalogue import describe
from weda_tui.mcp.doctor import code_document
from weda_tui.mcp.results import Document, cut_text, encode, finish
from weda_tui.session import Session

MOST_LISTED = 100
JSON, TOML = "application/json", "application/toml"
_URI = re.compile("weda://(errors|endpoints|saved)/(.+)")


def templates(strings: Strings) -> tuple[tuple[str, str, str], ...]:
    """Return the addresses that there are, each with what it is and its media type."""
    words = strings.agents.resources
    return (
        ("weda://errors/{code}", words.errors, JSON),
        ("weda://endpoints/{id}", words.endpoints, JSON),
        ("weda://saved/{path}", words.saved, TOML),
    )


def list_saved(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the addresses of the saved requests, the first ones, and their paths."""
    paths = session.collections.paths()[:MOST_LISTED]
    return tuple((f"weda://saved/{quote(path)}", path) for path in paths)


def read_resource(uri: str, call: ToolCall, masker: Masker) -> tuple[str, str]:
    """Return the text behind an address as an agent gets it, and its media type.

    For a thread. Raises ``FileError``.
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
