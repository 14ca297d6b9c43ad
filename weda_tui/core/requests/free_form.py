"""The form of a request without an endpoint: its URL, its query and its JSON body."""

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint, EndpointDetails, Parameter, known
from weda_tui.core.requests import url as address
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.form import Form, read_form
from weda_tui.core.requests.free_call import FREE_CALL

ADDRESS_PATH = "{URL}"
"""The path of a call whose whole URL is one parameter."""
_ADDRESS = Parameter(name="URL", location="path", type="string", required=True)
_MEMBER = Parameter(name="<key>", location="body", type="any")


def read_free_form(draft: RequestDraft) -> Form:
    """Return a form with the URL, each query parameter and each member of a JSON body."""
    queries = dict.fromkeys(part.name for part in address.query_parts(draft.url))
    parameters = (Parameter(name=each, location="query", type="string") for each in queries)
    details = EndpointDetails(
        parameters=(_ADDRESS, *parameters), body=(_MEMBER,) if draft.body.strip() else ()
    )
    call = msgspec.structs.replace(FREE_CALL, path=ADDRESS_PATH, details=known(details))
    return read_form(call, draft)


def editing_path(endpoint: Endpoint) -> str:
    """Return the path template by which the form edits a URL."""
    return endpoint.path if endpoint.id else ADDRESS_PATH
