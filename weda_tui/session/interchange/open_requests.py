"""Requests as a program sends them: variables put in, marks where a value is missing or secret."""

import re
from collections.abc import Callable, Iterable, Mapping
from uuid import uuid4

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.requests.draft import Header, PreparedRequest, RequestDraft
from weda_tui.core.requests.variables import Moment, VariableLayer, VariableOrigin, Variables
from weda_tui.core.text import template
from weda_tui.core.wire_text import wire_bytes
from weda_tui.formats.code.open_variables import FIXED_NAMES, MARK
from weda_tui.gateway.wire_address import wire_address
from weda_tui.session.session import Session

_TOKENS = {
    TokenKind.KEY: "Bearer {{access_token}}",
    TokenKind.USER: "Bearer {{user_access_token}}",
    TokenKind.BASIC: "Basic {{basic_auth}}",
}
"""What stands in the Authorization header of a program."""


_NOTHING_CAPTURED = VariableLayer(VariableOrigin.ROW, {})
"""Keeps out what this session captured: a file is the same whatever was sent before."""


def kind_of(session: Session, draft: RequestDraft) -> TokenKind:
    """Return which token a request is sent with."""
    if any(name.strip().lower() == "authorization" for name, _ in draft.headers):
        return TokenKind.NONE
    endpoint = session.modules.catalogue.by_id.get(draft.endpoint_id)
    if not draft.url.startswith(f"{{{{{template.HOST}}}}}"):
        return TokenKind.NONE
    return endpoint.token_kind if endpoint else TokenKind.KEY


def open_request(
    session: Session,
    bundle: Imported,
    saved: SavedRequest,
    where: Target | None,
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
        values = session.sending.variables(where, layered)
    else:
        values = Variables(
            _without_fixed(layered.layers), Moment(session.clock.wall(), lambda: str(uuid4()))
        )
    texts = [draft.url, draft.body, *(value for _, value in headers)]
    put_in = _values(
        dict.fromkeys(n for text in texts for n in template.names(text)), values, session, mark
    )
    return PreparedRequest(
        method=draft.method,
        url=_as_sent(template.render(draft.url.strip(), put_in)),
        headers=tuple(
            (name.strip(), template.render(value, put_in).strip()) for name, value in headers
        ),
        body=wire_bytes(template.render(draft.body, put_in)),
    )


def _as_sent(url: str) -> str:
    """Return an address as it is sent, marks left where they are."""
    marks: list[str] = []
    stem = "marked"
    while stem in url:
        stem += "x"

    def hide(match: re.Match[str]) -> str:
        marks.append(match[0])
        return f"{stem}{len(marks) - 1}z"

    hidden = MARK.sub(hide, url)
    has_host = not MARK.match(url)
    sent = wire_address(hidden if has_host else f"http://{hidden}")
    shown = re.sub(rf"{stem}(\d+)z", lambda match: marks[int(match[1])], sent)
    return shown if has_host else shown.removeprefix("http://")


def _without_fixed(layers: Iterable[VariableLayer]) -> tuple[VariableLayer, ...]:
    """Return layers without the names that only a place has a value for."""
    return tuple(
        msgspec.structs.replace(
            each, values={n: v for n, v in each.values.items() if n not in FIXED_NAMES}
        )
        for each in layers
    )


def layers_of(bundle: Imported, saved: SavedRequest) -> tuple[VariableLayer, ...]:
    """Return the variables that a request stands in, weakest first."""
    folders = {folder.path: folder for folder in bundle.folders}
    names = saved.path.split("/")
    inner = [
        folders[path].variables
        for depth in range(1, len(names))
        if (path := "/".join(names[:depth])) in folders
    ]
    layers = [
        VariableLayer(VariableOrigin.COLLECTION, values) for values in (bundle.variables, *inner)
    ]
    return (*layers, VariableLayer(VariableOrigin.REQUEST, saved.variables))


def _values(
    names: Iterable[str], values: Variables, session: Session, mark: Callable[[str], str]
) -> Mapping[str, str]:
    """Return the value of each name, a mark for one that has none or is a secret."""
    masker = session.tokens.masker()
    found: dict[str, str] = {}
    for name in names:
        try:
            value = values[name]
        except (KeyError, FileError):
            value = None
        is_plain = value is not None and masker.text(value) == value
        found[name] = value if is_plain and value is not None else mark(name)
    return found
