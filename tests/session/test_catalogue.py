"""The endpoints of a target, and the endpoint of a draft."""

import pytest
from msgspec.structs import replace

from tests.session.weda import HOST, READ, draft, place
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.free_call import FREE_CALL
from weda_tui.session import Session


def test_the_catalogue_is_the_same_everywhere_until_models_are_known(session: Session):
    assert session.endpoints.at(None) is session.modules.catalogue
    assert session.endpoints.at(place(session)) is session.modules.catalogue


def test_an_id_names_its_endpoint_and_none_a_free_call(session: Session):
    where = place(session)
    assert session.endpoints.get(READ, where).id == READ
    assert session.endpoints.get(READ, None).id == READ
    assert session.endpoints.get("", where) is FREE_CALL


def test_it_is_told_whether_there_is_an_endpoint(session: Session):
    where = place(session)
    assert session.endpoints.knows(READ, where)
    assert not session.endpoints.knows("workflow.StopFlo", where)
    with pytest.raises(FileError) as unknown:
        session.endpoints.get("workflow.StopFlo", where)
    assert unknown.value.parameters["nearest"] == "workflow.StopFlow"


def test_a_draft_without_an_endpoint_is_of_the_one_that_its_url_names(session: Session):
    where, known = place(session), draft(session, READ)
    typed = RequestDraft(endpoint_id="", method="POST", url=known.url)
    assert session.endpoints.of(typed, where).id == READ
    elsewhere = RequestDraft(endpoint_id="", method="POST", url="{{vars.host}}/else")
    assert session.endpoints.of(elsewhere, where) is FREE_CALL
    assert session.endpoints.of(known, where).id == READ


def test_a_file_that_names_its_endpoint_alone_is_sent_to_it(session: Session):
    request = SavedRequest(path="x/a", draft=RequestDraft(endpoint_id=READ, method="", url=""))
    draft = session.endpoints.complete(session.collections.draft_of(request), place(session))
    assert draft.method == "POST"
    assert draft.url.startswith("{{vars.host}}/weda/workflow/v1/")


def test_the_prefix_of_the_environment_is_no_part_of_a_path(session: Session):
    where = place(session)
    gate = Target(replace(where.environment, host=f"{HOST}/gw"), "dev")
    path = "/weda/workflow/v1/dev/DescribeInstanceApproverList"
    for url in (f"{HOST}/gw{path}", f"{{{{vars.host}}}}{path}", f"{HOST}{path}"):
        typed = RequestDraft(endpoint_id="", method="POST", url=url)
        assert session.endpoints.of(typed, gate).id == READ


@pytest.mark.parametrize(
    ("method", "path", "effect"),
    [
        ("GET", "/crm/x", Effect.READ),
        ("DELETE", "/crm/x", Effect.DESTRUCTIVE),
        ("GET", "/gw/weda/workflow/v1/dev/StopFlow", Effect.DESTRUCTIVE),
    ],
)
def test_a_call_that_nobody_documents_shows_what_it_is_judged_as(
    session: Session, method: str, path: str, effect: Effect
):
    where = place(session)
    typed = RequestDraft(endpoint_id="", method=method, url=f"{{{{vars.host}}}}{path}")
    assert session.endpoints.of(typed, where).effect is effect
    assert session.sending.preflight(typed, where).effect is effect


def test_an_address_without_a_method_has_that_of_its_endpoint(session: Session):
    typed = RequestDraft(endpoint_id=READ, method="", url="{{vars.host}}/x")
    completed = session.endpoints.complete(typed, place(session))
    assert (completed.method, completed.url) == ("POST", "{{vars.host}}/x")
