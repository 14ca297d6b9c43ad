"""The target and the guard's question of a draft are the same for a preview and a send."""

import pytest

from tests.session.weda import (
    DESTRUCTIVE,
    HOST,
    READ,
    SECRET,
    WRITE,
    Weda,
    draft,
    place,
    place_of_user,
)
from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.errors import ErrorCode
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.masking import MASK
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.session import Session


@pytest.mark.parametrize(
    ("guard", "endpoint_id", "decision"),
    [
        (Guard.NONE, DESTRUCTIVE, GuardDecision.SEND),
        (Guard.CONFIRM, READ, GuardDecision.SEND),
        (Guard.CONFIRM, WRITE, GuardDecision.ASK),
        (Guard.CONFIRM, DESTRUCTIVE, GuardDecision.ASK_NAME),
        (Guard.TYPE_NAME, WRITE, GuardDecision.ASK_NAME),
        (Guard.READ_ONLY, READ, GuardDecision.SEND),
        (Guard.READ_ONLY, WRITE, GuardDecision.REFUSE),
    ],
)
def test_the_guard_of_the_env_type_rules(
    session: Session, guard: Guard, endpoint_id: str, decision: GuardDecision
):
    where = place(session, "prod", guard)
    assert session.sending.plan(draft(session, endpoint_id), where).decision is decision


PROD_READ = "{{vars.host}}/weda/workflow/v1/prod/DescribeInstanceApproverList"
PROD_WRITE = "{{vars.host}}/weda/workflow/v1/prod/CompleteTask"
DEV_WRITE = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/CompleteTask"


@pytest.mark.parametrize(
    ("guard", "url", "effect", "env_type", "decision"),
    [
        (Guard.CONFIRM, PROD_READ, Effect.READ, "prod", GuardDecision.SEND),
        (Guard.CONFIRM, PROD_WRITE, Effect.WRITE, "prod", GuardDecision.ASK),
        (Guard.READ_ONLY, PROD_WRITE, Effect.WRITE, "prod", GuardDecision.REFUSE),
        (Guard.CONFIRM, DEV_WRITE, Effect.WRITE, "dev", GuardDecision.SEND),
    ],
)
def test_an_edited_url_is_judged_by_what_it_names(
    session: Session, guard: Guard, url: str, effect: Effect, env_type: str, decision: GuardDecision
):
    where = place(session, "dev", guard)
    aim = session.sending.plan(draft(session, READ, url=url), where)
    assert (aim.target.effect, aim.target.env_type) == (effect, env_type)
    assert aim.decision is decision


def test_the_stricter_env_type_rules(session: Session):
    where = place(session, "prod", Guard.READ_ONLY)
    url = "{{vars.host}}/weda/workflow/v1/dev/CompleteTask"
    aim = session.sending.plan(draft(session, READ, url=url), where)
    assert (aim.target.env_type, aim.decision) == ("dev", GuardDecision.REFUSE)


async def test_an_edited_url_does_not_leave_without_consent(session: Session, weda: Weda):
    where = place(session, "dev")
    state = await session.sending.send(draft(session, READ, url=PROD_WRITE), where)
    assert isinstance(state, Failed)
    assert state.error.code is ErrorCode.GUARD_NEEDS_CONSENT
    assert state.error.parameters["env_type"] == "prod"
    assert weda.calls == []


@pytest.mark.parametrize(
    ("value", "effect", "decision"),
    [
        ("{}", Effect.DESTRUCTIVE, GuardDecision.ASK_NAME),
        ('{"$and": []}', Effect.DESTRUCTIVE, GuardDecision.ASK_NAME),
        ('{"_id": {"$eq": "1"}}', Effect.WRITE, GuardDecision.ASK),
    ],
)
@pytest.mark.parametrize("origin", [VariableOrigin.REQUEST, VariableOrigin.SET])
async def test_a_where_is_judged_by_what_its_variables_stand_for(
    session: Session, value: str, effect: Effect, decision: GuardDecision, origin: VariableOrigin
) -> None:
    where = place_of_user(session, "prod")
    asked = draft(
        session,
        "model.update",
        body='{"filter": {"where": {{w}}}, "data": {}}',
        layers=(VariableLayer(origin, {"w": value, "modelName": "customer"}),),
    )
    aim = session.sending.plan(asked, where)
    assert (aim.target.effect, aim.decision) == (effect, decision)
    assert aim.reach.is_open is (effect is Effect.DESTRUCTIVE)
    state = await session.sending.send(asked, where, consent=GuardDecision.ASK)
    if aim.reach.is_open:
        assert isinstance(state, Failed)
        assert state.error.code is ErrorCode.GUARD_NEEDS_NAME
    else:
        assert isinstance(state, Answered)


@pytest.mark.parametrize("guard", Guard)
@pytest.mark.parametrize("endpoint_id", [READ, WRITE, DESTRUCTIVE])
async def test_a_preview_shows_the_ruling_that_a_send_obeys(
    session: Session, weda: Weda, guard: Guard, endpoint_id: str
) -> None:
    where, asked = place(session, "prod", guard), draft(session, endpoint_id)
    decision = session.sending.preflight(asked, where).decision
    state = await session.sending.send(asked, where)
    assert isinstance(state, Answered) is (decision is GuardDecision.SEND)
    assert bool(weda.calls) is (decision is GuardDecision.SEND)


async def test_a_send_of_anothers_call_is_judged_as_the_one_it_came_from(session: Session) -> None:
    where = place(session, "prod", Guard.CONFIRM)
    asked = draft(session, READ, url=PROD_WRITE)
    aim = session.sending.plan(asked, where)
    assert (aim.endpoint.id, aim.target.endpoint.id) == (READ, WRITE)
    state = await session.sending.send(asked, where, consent=GuardDecision.ASK)
    assert isinstance(state, Answered)
    assert state.exchange.endpoint_id == READ


async def test_it_holds_the_secrets_of_a_draft_and_a_mask_for_the_token(session: Session) -> None:
    where = place(session, "dev")
    await session.tokens.renew(where.environment)
    aim = session.sending.plan(draft(session, WRITE, body=SECRET), where)
    assert aim.kind is TokenKind.KEY
    assert aim.request is not None
    assert aim.request.url.startswith(HOST)
    assert aim.request.body == SECRET.encode()
    assert dict(aim.request.headers)["Authorization"] == f"Bearer {MASK}"
