"""Requests as a program sends them: variables put in, marks where a value is missing or secret."""

from collections.abc import Callable, Iterable, Mapping
from uuid import uuid4

import msgspec

from weda_tui.core import template
from weda_tui.core.collection import SavedRequest
from weda_tui.core.endpoint import TokenKind
from weda_tui.core.environment import Where
from weda_tui.core.errors import FileError
from weda_tui.core.importing import Imported
from weda_tui.core.request import Header, PreparedRequest, RequestDraft
from weda_tui.core.variables import Layer, Moment, Origin, Variables
from weda_tui.core.wire_text import wire_bytes
from weda_tui.formats.source_code import Call
from weda_tui.session.session import Session

_TOKENS = {
    TokenKind.KEY: "Bearer {{access_token}}",
    TokenKind.USER: "Bearer {{user_access_token}}",
    TokenKind.BASIC: "Basic {{basic_auth}}",
}
"""What stands in the Authorization header of a program."""


_NOTHING_CAPTURED = Layer(Origin.ROW, {})
"""Keeps out what this session captured: a file is the same whatever was sent before."""


def kind_of(session: Session, draft: RequestDraft) -> TokenKind:
    """Return which token a request is sent with."""
    if any(name.strip().lower() == "authorization" for name, _ in draft.headers):
        return TokenKind.NONE
    endpoint = session.catalogue.by_id.get(draft.endpoint_id)
    if not draft.url.startswith(f"{{{{{template.HOST}}}}}"):
        return TokenKind.NONE
    return endpoint.token_kind if endpoint else TokenKind.KEY


def open_request(
    session: Session,
    bundle: Imported,
    saved: SavedRequest,
    where: Where | None,
    mark: Callable[[str], str],
) -> PreparedRequest:
    """Return a request with its variables put in, and marks where there is no value for one."""
    draft = saved.draft
    headers: list[Header] = list(draft.headers)
    if token := _TOKENS.get(kind_of(session, draft)):
        headers.insert(0, ("Authorization", token))
    layers = (*draft.layers, *layers_of(bundle, saved), _NOTHING_CAPTURED)
    layered = msgspec.structs.replace(draft, layers=layers)
    if where is not None:
        values = session.variables(where, layered)
    else:
        values = Variables(layered.layers, Moment(session.clock.wall(), lambda: str(uuid4())))
    texts = [draft.url, draft.body, *(value for _, value in headers)]
    put_in = _values(
        dict.fromkeys(n for text in texts for n in template.names(text)), values, session, mark
    )
    return PreparedRequest(
        method=draft.method,
        url=template.render(draft.url, put_in),
        headers=tuple((name, template.render(value, put_in)) for name, value in headers),
        body=wire_bytes(template.render(draft.body, put_in)),
    )


def braces(name: str) -> str:
    """Return a variable in its own spelling, which an HTTP message keeps."""
    return f"{{{{{name}}}}}"


def names_in_braces(calls: list[Call]) -> list[str]:
    """Return the variables that stand in messages."""
    texts = (
        text
        for each in calls
        for text in (
            each.request.url,
            *(v for _, v in each.request.headers),
            each.request.body.decode("utf-8", "replace"),
        )
    )
    return [name for text in texts for name in template.names(text)]


def layers_of(bundle: Imported, saved: SavedRequest) -> tuple[Layer, ...]:
    """Return the variables that a request stands in, weakest first."""
    folders = {folder.path: folder for folder in bundle.folders}
    names = saved.path.split("/")
    inner = [
        folders[path].variables
        for depth in range(1, len(names))
        if (path := "/".join(names[:depth])) in folders
    ]
    layers = [Layer(Origin.COLLECTION, values) for values in (bundle.variables, *inner)]
    return (*layers, Layer(Origin.REQUEST, saved.variables))


def _values(
    names: Iterable[str], values: Variables, session: Session, mark: Callable[[str], str]
) -> Mapping[str, str]:
    """Return the value of each name, a mark for one that has none or is a secret."""
    masker = session.masker()
    found: dict[str, str] = {}
    for name in names:
        try:
            value = values[name]
        except (KeyError, FileError):
            value = None
        is_plain = value is not None and masker.text(value) == value
        found[name] = value if is_plain and value is not None else mark(name)
    return found
