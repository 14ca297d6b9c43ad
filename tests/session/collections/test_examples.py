"""A draft becomes a request that can be saved."""

from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.session.collections.examples import request_of


def test_only_the_variables_of_files_go_into_a_file():
    layers = tuple(
        VariableLayer(origin, {"n": origin.value, origin.value: "1"}) for origin in VariableOrigin
    )
    draft = RequestDraft(endpoint_id="a.b", method="PUT", url="/{{n}}", layers=layers)
    saved = request_of(draft)
    assert saved.variables == {"n": "request", "collection": "1", "request": "1"}
    assert saved.draft.url == "/{{n}}"
