"""Requests as a program sends them, with marks for values that are missing or secret."""

import re
from collections.abc import Callable
from uuid import uuid4

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.requests.draft import FILE, Header, PreparedRequest, RequestDraft
from weda_tui.core.requests.variables import Moment, VariableLayer, VariableOrigin, Variables
from weda_tui.core.text import template
from weda_tui.core.wire_text import wire_bytes
from weda_tui.formats.code.open_variables import MARK
from weda_tui.gateway.wire_address import wire_address
from weda_tui.session.session import Session

TOKEN_NAMES = {"access_token": TokenKind.KEY, "user_access_token": TokenKind.USER}
TOKENS = {
    TokenKind.KEY: "Bearer {{access_token}}",
    TokenKind.USER: "Bearer {{user_access_token}}",
    TokenKind.BASIC: "Basic {{basic_auth}}",
}
"""The Authorization header of a program, by kind of token."""


_NOTHING_CAPTURED = VariableLayer(VariableOrigin.ROW, {})
"""Excludes values captured in this session, so that an export does not depend on earlier sends."""


def kind_of(session: Session, draft: RequestDraft) -> TokenKind:
    """Return the kind of token that a request is sent with."""
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
    """Return a request with its variables inserted, and marks for those without a value."""
    return prepared(resolved_draft(session, bundle, saved, where, mark))


def prepared(draft: RequestDraft) -> PreparedRequest:
    """Return a draft of ``resolved_draft`` as it is sent, with its marks unchanged."""
    return PreparedRequest(
        method=draft.method,
        url=_as_sent(draft.url),
        headers=draft.headers,
        body=wire_bytes(draft.body),
    )


def resolved_draft(
    session: Session,
    bundle: Imported,
    saved: SavedRequest,
    where: Target | None,
    mark: Callable[[str], str],
    is_withheld: Callable[[str], bool] = lambda _: False,
) -> RequestDraft:
    """Return a draft with its variables inserted, and marks for those without a value.

    A variable is marked as well if ``is_withheld`` holds for its name, or for the name of a
    variable in its value. Secrets are marked, too.
    """
    draft = saved.draft
    headers: list[Header] = list(draft.headers)
    if token := TOKENS.get(kind_of(session, draft)):
        headers.insert(0, ("Authorization", token))
    layers = (*draft.layers, *layers_of(bundle, saved), _NOTHING_CAPTURED)
    if where is not None:
        layered = msgspec.structs.replace(draft, layers=layers)
        values = session.sending.variables(where, layered)
    else:
        values = Variables(layers, Moment(session.clock.wall(), lambda: str(uuid4())))
    masker = session.gate.known()

    def is_plain(name: str) -> bool:
        try:
            found = values[name]
        except (KeyError, FileError):
            return False
        used = values.used_by(f"{{{{{name}}}}}")
        return masker.text(found) == found and not any(map(is_withheld, used))

    texts = [draft.url, draft.body, *(text for _, text in headers)]
    names = dict.fromkeys(name for text in texts for name in template.names(text))
    marks = {name: mark(name) for name in names if not is_plain(name)}
    put_in = values.with_layer(VariableLayer(VariableOrigin.BUILT_IN, marks))
    files = (match[0] for match in FILE.finditer(draft.body))
    first, *rest = draft.filled_body(put_in)
    return msgspec.structs.replace(
        draft,
        url=template.render(draft.url.strip(), put_in),
        headers=tuple(
            (name.strip(), template.render(text, put_in).strip()) for name, text in headers
        ),
        body="".join([first, *(piece for pair in zip(files, rest, strict=True) for piece in pair)]),
        layers=(),
    )


def _as_sent(url: str) -> str:
    """Return a URL as it is sent, with its marks unchanged."""
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


def layers_of(bundle: Imported, saved: SavedRequest) -> tuple[VariableLayer, ...]:
    """Return the variables that apply to a request, weakest first."""
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
