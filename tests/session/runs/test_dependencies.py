"""Sending a single saved request: its dependencies are sent first, and their captures are used."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.session.runs.test_runner import ID, START, USE, actions, answer_with, run_of, write
from tests.session.weda import Weda, open_session, place
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.runs.answer_values import Captured
from weda_tui.core.runs.results import Consent
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.session.runs.dependencies import (
    Dependencies,
    due,
    explain_after,
    first_run,
    keep_captured,
    preflight_after,
    resolve_dependencies,
    with_coming,
)
from weda_tui.session.runs.memory import FRESH
from weda_tui.session.runs.saved_request_sender import SavedOutcome, judge_saved
from weda_tui.store.tokens import MOST_MASKED

AGREED = Consent(GuardDecision.ASK_NAME, None)


@pytest.fixture
async def session(tmp_path: Path, weda: Weda) -> AsyncIterator[Session]:
    write(tmp_path / "workspace/collections", {"a/start": START, "a/use": USE})
    answer_with(weda, {"InstanceId": ID})
    session = open_session(tmp_path, weda)
    yield session
    await session.aclose()


def using(session: Session, where: Target) -> tuple[RequestDraft, Dependencies]:
    saved = session.collections.load("a/use").request
    draft = session.endpoints.complete(session.collections.draft_of(saved), where)
    return draft, resolve_dependencies(session, saved)


def paths(session: Session, known: Dependencies, where: Target) -> list[str]:
    return [saved.path for saved in due(session, known, where)]


async def test_what_goes_first_is_told_and_its_variable_counts_as_there(session: Session) -> None:
    where = place(session)
    draft, known = using(session, where)
    preflight = session.sending.preflight(draft, where)
    assert preflight.error is not None
    assert preflight.error.code is ErrorCode.VARIABLE_UNKNOWN
    first = due(session, known, where)
    preflight = preflight_after(session, draft, where, first)
    assert (preflight.error, preflight.before) == (None, ("a/start",))
    assert preflight.request is not None
    assert json.loads(preflight.request.body) == {"InstanceId": "{{InstanceId}}"}
    used = session.sending.look_up("InstanceId", where, with_coming(draft, first))
    assert used is not None
    assert (used.origin, used.layer) == (VariableOrigin.CAPTURED, "a/start")
    explained = explain_after(session, draft, where, first)
    assert explained.preflight == preflight
    assert [each.name for each in explained.variables][-1] == "InstanceId"


async def test_what_is_given_counts_more_than_what_will_be_captured(session: Session) -> None:
    where = place(session)
    draft, known = using(session, where)
    given = (*draft.layers, VariableLayer(VariableOrigin.SET, {"InstanceId": "7"}))
    draft = msgspec.structs.replace(draft, layers=given)
    preflight = preflight_after(session, draft, where, due(session, known, where))
    assert preflight.request is not None
    assert json.loads(preflight.request.body) == {"InstanceId": "7"}


async def test_once_it_is_sent_the_request_gets_its_value_until_it_is_stale(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    draft, known = using(session, where)
    run = first_run(session, due(session, known, where), where, AGREED)
    assert [result.ok for result in await run.go()] == [True]
    assert paths(session, known, where) == []
    assert isinstance(await session.sending.send(draft, where), Answered)
    assert json.loads(weda.calls[1].content) == {"InstanceId": str(ID)}
    weda.passed += FRESH
    assert paths(session, known, where) == ["a/start"]
    assert session.sending.variables(where, draft)["InstanceId"] == str(ID)


async def test_what_a_run_captured_is_there_at_its_place_alone(session: Session) -> None:
    where = place(session)
    draft, known = using(session, where)
    await run_of(session, where, "a/start").go()
    assert paths(session, known, where) == []
    assert session.sending.variables(where, draft)["InstanceId"] == str(ID)
    other = Target(where.environment, "prod")
    assert paths(session, known, other) == ["a/start"]
    assert "InstanceId" not in session.sending.variables(other, draft)


@pytest.mark.parametrize(
    "change", [{"proxy": "http://attacker.example:3128"}, {"verify_tls": False}]
)
async def test_what_was_captured_over_one_route_goes_over_no_other(
    session: Session, change: dict[str, object]
) -> None:
    where = place(session)
    draft, known = using(session, where)
    await run_of(session, where, "a/start").go()
    environment = msgspec.structs.replace(where.environment, **change)
    other = Target(environment, where.env_type)
    assert "InstanceId" not in session.sending.variables(other, draft)
    assert paths(session, known, other) == ["a/start"], "it is sent again over the other route"
    assert session.sending.variables(where, draft)["InstanceId"] == str(ID)


async def test_what_was_captured_before_a_ca_was_replaced_is_not_used(session: Session) -> None:
    ca = session.paths.workspace / "ca.pem"
    ca.write_text("-----BEGIN CERTIFICATE----- ours")
    kept = msgspec.structs.replace(place(session).environment, ca_file="ca.pem")
    session.routes.approve(session.routes.status(kept))
    where = Target(kept, "dev")
    draft, _ = using(session, where)
    keep_captured(session, "a/start", where, SavedOutcome(captures=(Captured("InstanceId", "1"),)))
    assert session.sending.variables(where, draft)["InstanceId"] == "1"
    ca.write_text("-----BEGIN CERTIFICATE----- of the attacker")
    assert "InstanceId" not in session.sending.variables(where, draft)


async def test_no_other_tokens_push_out_one_that_was_captured(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    token, where = "captured-token-0123456789abcdef", place(session)
    answer_with(weda, {"access_token": token})
    take = START.replace("$.Response.Data.InstanceId", "$.Response.Data.access_token")
    write(tmp_path / "workspace/collections", {"c/start": take})
    (result,) = await run_of(session, where, "c/start").go()
    assert [each.value for each in result.captures if isinstance(each, Captured)] == [token]
    others = [f"brought-by-answer-{number:06}-abcdef" for number in range(MOST_MASKED + 1)]
    session.tokens.see(others, is_got=True)
    assert token not in session.tokens.masker(unguessed=True).text(f"x{token}x")
    draft = msgspec.structs.replace(using(session, where)[0], body='{"Id": "{{InstanceId}}"}')
    refused = session.sending.preflight(draft, where).error
    assert refused is not None
    assert refused.code is ErrorCode.TOKEN_MISPLACED


async def test_rows_of_data_keep_their_values_to_themselves(session: Session) -> None:
    where = place(session)
    draft, _ = using(session, where)
    await run_of(session, where, "a/start", rows=({"x": "1"},)).go()
    assert "InstanceId" not in session.sending.variables(where, draft)


async def test_a_run_does_not_see_what_was_captured_before_it(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    where = place(session)
    await run_of(session, where, "a/start").go()
    alone = USE.replace('depends = ["a/start"]', "")
    write(tmp_path / "workspace/collections", {"b/use": alone})
    (result,) = await run_of(session, where, "b/use").go()
    assert result.error is not None
    assert result.error.code is ErrorCode.VARIABLE_UNKNOWN
    assert actions(weda) == ["StartFlow"]


async def test_what_is_sent_by_itself_has_its_captures_for_others(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    start = session.collections.load("a/start").request
    draft, known = using(session, where)
    begun = session.endpoints.complete(session.collections.draft_of(start), where)
    sent = await session.sending.send(begun, where, consent=GuardDecision.ASK)
    assert isinstance(sent, Answered)
    variables = session.sending.variables(where, begun)
    outcome = judge_saved(start, sent.exchange, variables, Masker(), Masker())
    keep_captured(session, start.path, where, outcome)
    assert outcome.captures == (Captured("InstanceId", str(ID)),)
    assert paths(session, known, where) == []
    assert session.sending.variables(where, draft)["InstanceId"] == str(ID)
    keep_captured(session, start.path, where, SavedOutcome())
    assert paths(session, known, where) == ["a/start"]
    assert "InstanceId" not in session.sending.variables(where, draft)


async def test_a_write_that_goes_first_waits_for_the_guard(session: Session, weda: Weda) -> None:
    where = place(session, "prod")
    _, known = using(session, where)
    run = first_run(session, due(session, known, where), where, Consent())
    assert [(each.path, each.decision) for each in await run.writes()] == [
        ("a/start", GuardDecision.ASK)
    ]
    (result,) = await run.go()
    assert result.error is not None
    assert weda.calls == []


async def test_the_history_keeps_what_a_value_was(session: Session, weda: Weda) -> None:
    where = place(session)
    draft, _ = using(session, where)
    await run_of(session, where, "a/start").go()
    await session.sending.send(draft, where)
    page = await session.history.find(HistoryQuery())
    record = await session.history.read(page.entries[0].id)
    assert {"InstanceId": str(ID)} in [dict(layer.values) for layer in record.draft.layers]


async def test_a_dependency_that_is_not_there_is_named(session: Session, tmp_path: Path) -> None:
    write(tmp_path / "workspace/collections", {"a/use": USE.replace("a/start", "a/gone")})
    known = resolve_dependencies(session, session.collections.load("a/use").request)
    assert known.chain == ()
    assert known.error is not None


async def test_what_fails_first_is_sent_again_the_next_time(session: Session, weda: Weda) -> None:
    where = place(session)
    _, known = using(session, where)
    weda.call_answer = lambda _: httpx.Response(500)
    run = first_run(session, due(session, known, where), where, AGREED)
    assert [result.ok for result in await run.go()] == [False]
    assert paths(session, known, where) == ["a/start"]
    answer_with(weda, {"InstanceId": ID})
    again = first_run(session, due(session, known, where), where, AGREED)
    assert [result.ok for result in await again.go()] == [True]


async def test_a_path_that_waits_for_a_value_is_judged_by_the_worst_that_may_come(
    session: Session,
) -> None:
    where = place(session, "prod")
    draft, known = using(session, where)
    first = due(session, known, where)
    url = "{{vars.host}}/v1/model/{{WeDa.EnvType}}/orders/{{InstanceId}}"
    free = msgspec.structs.replace(draft, endpoint_id="", method="GET", url=url, body="")
    preflight = preflight_after(session, free, where, first)
    assert preflight.is_open
    assert (preflight.effect, preflight.decision) == (Effect.DESTRUCTIVE, GuardDecision.ASK_NAME)
    assert preflight.first_decision is GuardDecision.SEND
    settled = preflight_after(session, draft, where, first)
    assert not settled.is_open
    assert settled.first_decision is settled.decision
    await first_run(session, first, where, AGREED).go()
    after = session.sending.preflight(free, where)
    assert (after.effect, after.decision, after.is_open) == (Effect.READ, GuardDecision.SEND, False)
