"""A dry run explains what would be sent and why, and sends nothing."""

import itertools
from pathlib import Path

import msgspec
import pytest

from tests.session.weda import (
    DESTRUCTIVE,
    READ,
    SECRET,
    WRITE,
    Weda,
    draft,
    open_session,
    place,
    place_of_user,
)
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import EnvTypeSetting, Target
from weda_tui.core.errors import ErrorCode
from weda_tui.core.guard.affected_records import Records
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.masking import MASK
from weda_tui.core.requests.variables import Used, VariableLayer, VariableOrigin, VariableSource
from weda_tui.core.sending.exchange import Answered
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.session import Session


def with_variables(where: Target, own: dict[str, str], dev: dict[str, str]) -> Target:
    settings = (EnvTypeSetting("prod", Guard.CONFIRM), EnvTypeSetting("dev", Guard.NONE, dev))
    environment = msgspec.structs.replace(where.environment, variables=own, env_types=settings)
    return Target(environment, where.env_type)


async def test_every_variable_says_where_it_came_from_and_what_it_hides(session: Session) -> None:
    where = with_variables(place(session), {"id": "e", "base": "<{{id}}>"}, {"id": "t"})
    layers = (
        VariableLayer(VariableOrigin.REQUEST, {"id": "r"}),
        VariableLayer(VariableOrigin.SET, {"id": "s"}),
    )
    asked = draft(session, body='{"a": "{{base}}", "t": "{{$timestamp}}"}', layers=layers)
    explanation = session.sending.explain(asked, where)
    used = {each.name: each for each in explanation.variables}
    assert list(used) == ["vars.host", "WeDa.EnvType", "base", "$timestamp", "id"]
    assert used["base"] == Used("base", "<s>", VariableOrigin.ENVIRONMENT, "总部")
    assert used["id"].value == "s"
    assert used["id"].hides == (
        VariableSource(VariableOrigin.REQUEST, "", "r"),
        VariableSource(VariableOrigin.ENV_TYPE, "dev", "t"),
        VariableSource(VariableOrigin.ENVIRONMENT, "总部", "e"),
    )
    assert (used["vars.host"].origin, used["$timestamp"].origin) == (
        VariableOrigin.BUILT_IN,
        VariableOrigin.DYNAMIC,
    )
    request = explanation.preflight.request
    assert request is not None
    assert request.body == b'{"a": "<s>", "t": "1800000000"}'


async def test_what_is_shown_is_what_leaves(session: Session, weda: Weda) -> None:
    where = with_variables(place(session), {"a": "1"}, {})
    asked = draft(session, body='{"a": {{a}}, "at": "{{$isoTimestamp}}"}')
    shown = session.sending.explain(asked, where).preflight.request
    assert isinstance(await session.sending.send(asked, where), Answered)
    assert shown is not None
    assert weda.calls[0].content == shown.body
    assert str(weda.calls[0].url) == shown.url
    assert len(weda.calls) == 1


async def test_ids_come_from_where_the_session_was_told(tmp_path: Path) -> None:
    numbers = itertools.count()
    weda = Weda()
    opened = open_session(tmp_path, weda)
    opened.sending._new_id = lambda: f"id-{next(numbers)}"
    asked = draft(opened, body='["{{$uuid}}", "{{$guid}}"]')
    request = opened.sending.preflight(asked, place(opened)).request
    assert request is not None
    assert request.body == b'["id-0", "id-1"]'
    await opened.aclose()


@pytest.mark.parametrize("is_user", [False, True])
async def test_the_token_call_that_would_come_first_is_the_one_that_comes(
    session: Session, weda: Weda, is_user: bool
) -> None:
    where = place_of_user(session) if is_user else place(session)
    if is_user:
        layers = (VariableLayer(VariableOrigin.SET, {"modelName": "customer"}),)
        asked = draft(session, "model.list", layers=layers)
    else:
        asked = draft(session)
    call = session.sending.explain(asked, where).token_call
    assert call is not None
    assert not weda.token_calls
    assert not weda.user_calls
    assert MASK in str((call.headers, call.body.decode()))
    await session.sending.send(asked, where)
    (sent,) = weda.user_calls if is_user else weda.token_calls
    assert (sent.method, str(sent.url)) == (call.method, call.url)
    hidden = session.tokens.masker().data(sent.content)
    assert msgspec.json.decode(hidden) == msgspec.json.decode(call.body)
    for name, value in call.headers:
        assert session.tokens.masker().text(sent.headers[name]) == value
    after = session.sending.explain(asked, where)
    assert after.token_call is None
    assert after.preflight.token.state is TokenState.VALID


async def test_a_dead_user_token_is_renewed_by_its_refresh_token(
    session: Session, weda: Weda
) -> None:
    where = place_of_user(session)
    layers = (VariableLayer(VariableOrigin.SET, {"modelName": "customer"}),)
    asked = draft(session, "model.list", layers=layers)
    await session.sending.send(asked, where)
    weda.passed += 7200
    call = session.sending.explain(asked, where).token_call
    assert call is not None
    await session.sending.send(asked, where)
    assert str(weda.user_calls[-1].url) == call.url
    hidden = msgspec.json.decode(session.tokens.masker().data(weda.user_calls[-1].content))
    assert (
        hidden
        == msgspec.json.decode(call.body)
        == {"grant_type": "refresh_token", "refresh_token": MASK}
    )


async def test_no_secret_stands_in_an_explanation(session: Session) -> None:
    where = with_variables(place(session), {"leak": SECRET, "other": "x"}, {"leak": "y"})
    await session.tokens.renew(where.environment)
    token = session.tokens.status(where.environment, TokenKind.KEY).token
    assert token is not None
    layers = (VariableLayer(VariableOrigin.SET, {"other": token.value}),)
    asked = draft(session, body="{{leak}} {{other}} {{access_token}}", layers=layers)
    explanation = session.sending.explain(asked, where)
    error = explanation.preflight.error
    assert explanation.preflight.request is None
    assert error is not None
    assert error.code is ErrorCode.TOKEN_MISPLACED
    said = f"{msgspec.to_builtins(explanation.variables)} {error.parameters}"
    assert SECRET not in said
    assert token.value not in said
    assert {each.name: each.value for each in explanation.variables}["access_token"] == MASK


async def test_a_call_without_a_token_fetches_none(session: Session) -> None:
    asked = draft(session, headers=(("Authorization", "Bearer mine"),))
    assert session.sending.explain(asked, place(session)).token_call is None


async def test_an_undefined_variable_is_named_and_the_rest_is_explained(session: Session) -> None:
    asked = draft(session, body="{{WeDa.EnvTyp}} {{a}}")
    explanation = session.sending.explain(asked, with_variables(place(session), {"a": "1"}, {}))
    error = explanation.preflight.error
    assert error is not None
    assert error.code is ErrorCode.VARIABLE_UNKNOWN
    assert error.parameters == {"name": "WeDa.EnvTyp", "nearest": "WeDa.EnvType"}
    assert [each.name for each in explanation.variables] == ["vars.host", "WeDa.EnvType", "a"]
    assert explanation.preflight.request is None


async def test_a_cycle_is_told_with_the_values_as_they_are_written(session: Session) -> None:
    where = with_variables(place(session), {"a": "{{b}}", "b": "{{a}}"}, {})
    explanation = session.sending.explain(draft(session, body="{{a}}"), where)
    assert explanation.preflight.error is not None
    assert explanation.preflight.error.code is ErrorCode.VARIABLE_CYCLE
    assert [each.value for each in explanation.variables[-2:]] == ["{{b}}", "{{a}}"]


async def test_the_records_and_the_guard_are_told(session: Session, weda: Weda) -> None:
    where = place(session, "prod")
    asked = draft(session, DESTRUCTIVE, body='{"InstanceId": "1893450276618240001"}')
    explanation = session.sending.explain(asked, where)
    assert explanation.records == Records(("1893450276618240001",))
    assert explanation.preflight.decision is GuardDecision.ASK_NAME
    assert (
        session.sending.explain(draft(session, WRITE), where).preflight.decision
        is GuardDecision.ASK
    )
    assert (
        session.sending.explain(draft(session, READ), where).preflight.decision
        is GuardDecision.SEND
    )
    assert not weda.calls
    assert not weda.token_calls
