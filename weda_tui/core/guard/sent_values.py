"""The values that a request carries, as rows of the form of its call."""

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.guard.affected_records import LARGEST, repeats_names
from weda_tui.core.guard.request_readings import is_plain_json
from weda_tui.core.json.text import decode_body
from weda_tui.core.json.tree import scan
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.requests.form import FormRow, FormRowKind, read_form
from weda_tui.core.requests.url import query_parts

_ROWS = frozenset({FormRowKind.FIELD, FormRowKind.GROUP})


def sent_rows(endpoint: Endpoint, request: PreparedRequest) -> tuple[FormRow, ...]:
    """Return a row for each value of a request, in the order of the form.

    Returns no rows if they would not show everything that a server may read: for a large body, a
    body that is not plain JSON or not of the documented kind, a repeated name, an undocumented
    query parameter, or a call without a form.
    """
    body = request.body
    text, _ = decode_body(body, "")
    if text.strip():
        root = scan(text) if len(body) <= LARGEST else None
        is_plain = is_plain_json(request.headers, body) and endpoint.has_path
        if root is None or not is_plain or repeats_names(root):
            return ()
    draft = RequestDraft(
        endpoint_id=endpoint.id,
        method=request.method,
        url=request.url,
        headers=request.headers,
        body=text,
    )
    named = [each.name for each in query_parts(request.url)]
    documented = {each.name for each in endpoint.parameters if each.location == "query"}
    if len(named) != len(set(named)) or not documented.issuperset(named):
        return ()
    form = read_form(endpoint, draft)
    rows = tuple(row for row in form.rows if row.raw is not None and row.kind in _ROWS)
    has_body = any(row.location == "body" and row.path for row in rows)
    return rows if has_body or not text.strip() else ()
