"""The preflight says what a send would do before anything is sent."""

import msgspec
import pytest

from tests.session.weda import HOST, READ, SECRET, WRITE, Weda, draft, place
from weda_tui.core.catalogue.endpoint import Bilingual, Effect, TokenKind
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup, Module
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.text import JsonFault
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft_check import FindingKind
from weda_tui.core.requests.variables import variables_at
from weda_tui.core.sending.exchange import Answered
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.session import Session
from weda_tui.session.sending.preflight import (
    CHECKED_ON_THE_LOOP,
    CHECKED_WHILE_TYPING,
    resolved_url,
)
from weda_tui.store.modules import LoadedModules


def with_kind(session: Session, kind: TokenKind) -> str:
    """Replace the catalogue by one endpoint with the given token kind; return the endpoint's ID."""
    endpoint = msgspec.structs.replace(
        session.modules.catalogue.get(READ), id="other.Do", token_kind=kind
    )
    nothing = Bilingual()
    group = EndpointGroup("group", nothing, (endpoint,))
    module = Module(id="other", title=nothing, token_kind=kind, groups=(group,))
    session.modules._loaded = LoadedModules(catalogue=Catalogue((module,)))
    return endpoint.id


PROD_READ = "{{vars.host}}/weda/workflow/v1/prod/DescribeInstanceApproverList"


def test_it_shows_the_request_as_it_leaves_without_a_token_in_it(session: Session, weda: Weda):
    where = place(session, "dev")
    preflight = session.sending.preflight(draft(session, WRITE), where)
    assert preflight.request is not None
    assert preflight.request.url == f"{HOST}/weda/workflow/v1/dev/CompleteTask"
    assert ("Authorization", f"Bearer {MASK}") in preflight.request.headers
    assert preflight.effect is Effect.WRITE
    assert preflight.error is None
    assert preflight.token.state is TokenState.NONE
    assert weda.token_calls == weda.calls == []


async def test_a_secret_that_is_typed_into_the_request_is_masked(session: Session):
    where = place(session)
    token = await session.tokens.renew(where.environment)
    body = msgspec.json.encode({"a": SECRET, "b": token.value}).decode()
    preflight = session.sending.preflight(draft(session, WRITE, body=body), where)
    assert preflight.request is not None
    assert preflight.request.body.decode() == f'{{"a":"{MASK}","b":"{MASK}"}}'


def test_a_variable_without_a_value_is_an_error_and_no_request(session: Session):
    where = place(session)
    preflight = session.sending.preflight(
        draft(session, url="{{vars.host}}/{{WeDa.EnvTyp}}"), where
    )
    assert preflight.request is None
    assert preflight.error is not None
    assert preflight.error.code is ErrorCode.VARIABLE_UNKNOWN
    assert preflight.error.parameters == {"name": "WeDa.EnvTyp", "nearest": "WeDa.EnvType"}


def test_the_access_token_is_a_variable_of_the_authorization_header_alone(session: Session):
    where = place(session)
    for name in ("Authorization", "X-Token"):
        headers = ((name, "Bearer {{access_token}}"),)
        preflight = session.sending.preflight(draft(session, headers=headers), where)
        if preflight.request is not None:
            assert preflight.request.headers == (("Authorization", f"Bearer {MASK}"),)
        else:
            assert name == "X-Token"
            assert preflight.error is not None
            assert preflight.error.code is ErrorCode.TOKEN_MISPLACED


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("", None),
        ("  \n", None),
        ('{"a": {{id}}, "b": "{{name}}"}', None),
        ('{"a": {{id}}, "b": }', JsonFault(1, 20, "Expecting value")),
        ('{\n  "a" 1\n}', JsonFault(2, 7, "Expecting ':' delimiter")),
        ("[" + " " * CHECKED_WHILE_TYPING, None),
    ],
)
def test_a_body_that_is_no_json_is_a_warning(session: Session, body: str, fault: JsonFault | None):
    preflight = session.sending.preflight(draft(session, body=body), place(session))
    assert preflight.body_fault == fault


def test_an_endpoint_that_is_not_in_the_catalogue(session: Session):
    where = place(session)
    with pytest.raises(FileError) as unknown:
        session.sending.preflight(draft(session, endpoint_id="workflow.StopFlo"), where)
    assert unknown.value.parameters["nearest"] == "workflow.StopFlow"


def test_a_call_without_a_token_fetches_none_and_carries_none(session: Session):
    where = place(session)
    other = with_kind(session, TokenKind.NONE)
    preflight = session.sending.preflight(draft(session, other), where)
    assert preflight.request is not None
    assert "Authorization" not in dict(preflight.request.headers)
    assert preflight.token.state is TokenState.NOT_NEEDED


def test_a_call_that_takes_the_key_itself_shows_a_masked_basic_header(session: Session):
    where = place(session)
    preflight = session.sending.preflight(
        draft(session, with_kind(session, TokenKind.BASIC)), where
    )
    assert preflight.request is not None
    assert dict(preflight.request.headers)["Authorization"] == "Basic ••••••••"
    assert preflight.token.state is TokenState.NOT_NEEDED


def test_a_call_known_by_its_title_alone_cannot_be_sent_and_says_why(session: Session):
    unknown = "permissions.title.createRole"
    preflight = session.sending.preflight(draft(session, unknown), place(session))
    assert preflight.request is None
    assert preflight.error is not None
    assert preflight.error.code is ErrorCode.ENDPOINT_TITLE_ONLY
    assert preflight.error.parameters == {"target": unknown}
    assert preflight.effect is Effect.WRITE


def test_the_status_of_a_token_needs_a_place(session: Session):
    assert session.tokens.status(None, TokenKind.KEY).state is TokenState.NONE
    assert (
        session.tokens.status(place(session).environment, TokenKind.USER).state is TokenState.NONE
    )


@pytest.mark.parametrize(
    ("url", "resolved", "env_type"),
    [
        ("{{vars.host}}/a/{{WeDa.EnvType}}/b", f"{HOST}/a/dev/b", "dev"),
        ("{{ WeDa.EnvType }}", "dev", "dev"),
        ("{{vars.host}}/{{unknown}}/x", f"{HOST}/{{{{unknown}}}}/x", ""),
        ("plain", "plain", ""),
        ("", "", ""),
        ("{{currentUser}}/{{WeDa.EnvType}}", "1500/dev", "dev"),
    ],
)
def test_a_url_is_resolved_as_far_as_it_goes(
    session: Session, url: str, resolved: str, env_type: str
):
    environment = msgspec.structs.replace(
        place(session).environment, variables={"currentUser": "1500"}
    )
    text, (start, end) = resolved_url(url, variables_at(Target(environment, "dev")))
    assert text == resolved
    assert text[start:end] == env_type


INCOMPLETE = '{"TaskId": 1, "ButtonAction": 9, "Approver": {"Type": 4}}'


def test_it_names_what_is_missing_and_what_is_not_as_documented(session: Session):
    preflight = session.sending.preflight(
        draft(session, WRITE, body=INCOMPLETE), place(session, "dev")
    )
    assert [(finding.name, finding.kind) for finding in preflight.findings] == [
        ("TaskId", FindingKind.WRONG_TYPE),
        ("ButtonAction", FindingKind.NOT_LISTED),
        ("Approver.UserId", FindingKind.MISSING),
    ]
    assert preflight.error is None


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('{"TaskId": " 9", "ButtonAction": 2}', ["TaskId"]),
        ('{"TaskId": "9　", "ButtonAction": 2}', ["TaskId"]),
        ('{"TaskId": "9", "ButtonAction": 2, "Comment": "so "}', []),
    ],
)
def test_a_blank_at_the_edge_of_an_id_is_named(
    session: Session, body: str, found: list[str]
) -> None:
    preflight = session.sending.preflight(draft(session, WRITE, body=body), place(session, "dev"))
    blanks = [each.name for each in preflight.findings if each.kind is FindingKind.BLANK_AT_EDGE]
    assert blanks == found


async def test_what_is_missing_is_a_warning_and_no_wall(session: Session, weda: Weda):
    state = await session.sending.send(
        draft(session, WRITE, body=INCOMPLETE), place(session, "dev")
    )
    assert isinstance(state, Answered)
    assert len(weda.calls) == 1


def test_a_large_body_is_checked_only_when_asked(session: Session):
    where = place(session, "dev")
    body = INCOMPLETE + " " * CHECKED_ON_THE_LOOP
    large = draft(session, WRITE, body=body)
    assert session.sending.preflight(large, where).findings == ()
    findings = session.sending.check(large, where)
    assert len(findings) == 3
    assert session.sending.preflight(large, where, findings).findings == findings


def test_a_url_that_names_another_call_is_not_measured_by_this_one(session: Session):
    where = place(session, "dev")
    elsewhere = draft(session, WRITE, url=PROD_READ, body="{}")
    assert session.sending.preflight(elsewhere, where).findings == ()
