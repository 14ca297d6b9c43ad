"""Reads are sent; a write needs the user's yes, valid once, now, for these bytes and target."""

import asyncio
import base64
import threading
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from tests.session.agents.agent import CLIENT, Person, calls, edit, file_of, nobody, place_at, send
from tests.session.weda import (
    DESTRUCTIVE,
    EXPIRED_ANSWER,
    HOST,
    PASSWORD,
    READ,
    SECRET,
    WRITE,
    Weda,
    draft,
    environment,
    open_session,
)
from weda_tui.core.agents.question import ANSWERED_WITHIN, AgentQuestion, PersonAnswer
from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.environments.check import Faulty, plan_steps
from weda_tui.core.environments.deployment import AgentLevel, Target
from weda_tui.core.errors import ErrorCode, FileError, GuardError, LimitError, RouteError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.draft_check import FindingKind
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.secrets.detection import MOST_FOUND
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.session import Session
from weda_tui.session.agents.results import AgentNeed, AgentRefused, NeedsPerson
from weda_tui.session.sending import send_plan

GUARDED = '[env_types]\nprod = "confirm"'
CONFIRM, NONE = '[agents]\nprod = "confirm"', '[agents]\nprod = "none"'
OWN_CALLS = """{"openapi": "3.0.3", "info": {"title": "x", "version": "1"}, "paths": {
"/crm/x": {"post": {"operationId": "One", "summary": "Dry run” · reads"}},
"/weda/workflow/v1/{envType}/StopFlow": {"post": {"operationId": "Two", "summary": "Dry run"}}
}}""".encode()
PROXY = 'proxy = "http://proxy.example.cn:1"\n'
OTHER_ROUTE = 'secret_id = "', f'{PROXY}secret_id = "'


JWT = f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lb25lIn0.{'Zx9' * 9}"


def code(result: object) -> ErrorCode:
    assert isinstance(result, NeedsPerson | AgentRefused), result
    return result.error.code


async def test_a_read_goes_and_stands_in_the_history_as_the_agents(
    session: Session, weda: Weda
) -> None:
    where = place_at(session, AgentLevel.READ)
    result = await send(session, draft(session), where)
    assert isinstance(result, Answered)
    assert result.exchange.verdict.ok
    assert len(calls(weda)) == 1
    page = await session.history.find(HistoryQuery(is_by_agent=True))
    assert [(each.endpoint_id, each.agent) for each in page.entries] == [(READ, CLIENT)]


async def test_what_an_agent_sends_is_kept_whatever_the_file_and_the_draft_say(
    session: Session,
) -> None:
    where = place_at(session)
    edit(session, 'secret_id = "', 'record = false\nsecret_id = "')
    unrecorded = draft(session, is_recorded=False)
    assert isinstance(await send(session, unrecorded, where), Answered)
    assert len((await session.history.find(HistoryQuery(is_by_agent=True))).entries) == 1


async def test_a_call_leaves_once_whatever_the_answer_says(session: Session, weda: Weda) -> None:
    where, person = place_at(session), Person()
    weda.call_answer = lambda _: httpx.Response(401, json=EXPIRED_ANSWER)
    assert isinstance(await send(session, draft(session, WRITE), where, person), Answered)
    assert (len(person.questions), len(calls(weda))) == (1, 1)
    assert isinstance(await send(session, draft(session), where), Answered)
    assert len(calls(weda)) == 2
    assert len(weda.token_calls) == 2  # the next call uses a new token


async def test_where_agents_may_read_a_write_is_for_a_person(session: Session, weda: Weda) -> None:
    where, person = place_at(session, AgentLevel.READ), Person()
    body = '{\n  "TaskId": "1"\n}'
    result = await send(session, draft(session, WRITE, body=body), where, person)
    assert isinstance(result, NeedsPerson)
    assert result.error.code is ErrorCode.AGENT_READS_ONLY
    assert [(each.endpoint_id, each.effect) for each in result.writes] == [(WRITE, Effect.WRITE)]
    assert result.command == (
        "weda-tui send --body '{ \"TaskId\": \"1\" }' --env '总部' --env-type prod"
        f" --workspace {session.paths.workspace} -- {WRITE}"
    )
    assert (calls(weda), weda.token_calls, person.questions) == ([], [], [])


@pytest.mark.parametrize("saved", ["a/one", DESTRUCTIVE])
async def test_a_command_says_what_was_shown_whatever_a_file_says_later(
    session: Session, saved: str
) -> None:
    where = place_at(session, AgentLevel.READ)
    file = session.paths.collections / f"{saved}.toml"
    file.parent.mkdir(parents=True)
    text = f'endpoint = "{WRITE}"\nbody = \'{{"TaskId": "{{{{task}}}}"}}\'\n'
    file.write_text(f'{text}[variables]\ntask = "17"\n')
    loaded = session.collections.load(saved).request
    sent = session.endpoints.complete(session.collections.draft_of(loaded), where)
    result = await send(session, sent, where, saved=saved)
    assert isinstance(result, NeedsPerson)
    assert result.command == (
        "weda-tui send --body '{\"TaskId\": \"17\"}' --env '总部' --env-type prod"
        f" --workspace {session.paths.workspace} -- {WRITE}"
    )
    assert (await session.agents.preview(sent, where)).command == result.command


async def test_none_refuses_reads_as_well(session: Session, weda: Weda) -> None:
    where = place_at(session, AgentLevel.NONE)
    result = await send(session, draft(session), where, Person())
    assert isinstance(result, AgentRefused)
    assert result.error.code is ErrorCode.AGENTS_NOT_ALLOWED
    assert (calls(weda), weda.token_calls) == ([], [])


async def test_a_write_that_a_person_agrees_to_leaves_as_it_was_shown(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()
    body = '{"TaskId": "1893450276618240001"}'
    result = await send(session, draft(session, WRITE, body=body), where, person)
    assert isinstance(result, Answered)
    (question,) = person.questions
    assert (question.client, question.reason) == (CLIENT, "to test")
    assert (question.environment, question.env_types) == ("总部", ("prod",))
    assert question.decision is GuardDecision.ASK
    (write,) = question.writes
    (left,) = weda.calls
    assert (write.request.method, write.request.url) == (left.method, str(left.url))
    assert write.request.body == left.content == body.encode()
    assert write.request.header("Authorization") == f"Bearer {MASK}"
    entries = (await session.history.find(HistoryQuery())).entries
    assert [each.agent for each in entries] == [CLIENT]


@pytest.mark.parametrize(
    ("guard", "endpoint", "decision"),
    [
        (Guard.NONE, WRITE, GuardDecision.ASK),
        (Guard.NONE, DESTRUCTIVE, GuardDecision.ASK_NAME),
        (Guard.CONFIRM, DESTRUCTIVE, GuardDecision.ASK_NAME),
        (Guard.TYPE_NAME, WRITE, GuardDecision.ASK_NAME),
    ],
)
async def test_the_guard_says_what_a_yes_takes(
    session: Session, weda: Weda, guard: Guard, endpoint: str, decision: GuardDecision
) -> None:
    where, person = place_at(session, guard=guard), Person()
    assert isinstance(await send(session, draft(session, endpoint), where, person), Answered)
    assert [each.decision for each in person.questions] == [decision]
    if decision is GuardDecision.ASK_NAME:
        unnamed = await send(session, draft(session, endpoint), where, Person(typed=""))
        assert code(unnamed) is ErrorCode.AGENT_NAME_WRONG
        assert len(calls(weda)) == 1


async def test_read_only_is_never_lifted(session: Session, weda: Weda) -> None:
    where, person = place_at(session, guard=Guard.READ_ONLY), Person(typed="总部")
    result = await send(session, draft(session, WRITE), where, person)
    assert isinstance(result, AgentRefused)
    assert result.error.code is ErrorCode.GUARD_READ_ONLY
    unknown = draft(session, READ, method="GET", url=f"{HOST}/nobody/knows", endpoint_id="")
    assert code(await send(session, unknown, where, person)) is ErrorCode.GUARD_READ_ONLY
    assert (calls(weda), person.questions) == ([], [])


async def test_a_get_that_no_catalogue_knows_is_a_write(session: Session, weda: Weda) -> None:
    where, person = place_at(session), Person(is_yes=False)
    unknown = draft(session, READ, method="GET", url=f"{HOST}/nobody/knows", endpoint_id="")
    assert code(await send(session, unknown, where, person)) is ErrorCode.AGENT_DECLINED
    assert [each.writes[0].effect for each in person.questions] == [Effect.WRITE]
    assert calls(weda) == []


async def test_without_anybody_to_ask_it_is_for_a_person(session: Session, weda: Weda) -> None:
    where = place_at(session)
    assert code(await send(session, draft(session, WRITE), where)) is ErrorCode.AGENT_CANNOT_ASK
    answered = await send(session, draft(session, WRITE), where, nobody)
    assert code(answered) is ErrorCode.AGENT_NOT_ANSWERED
    assert calls(weda) == []


async def test_an_answer_to_another_question_is_none(session: Session, weda: Weda) -> None:
    where, first = place_at(session), Person()
    one, other = draft(session, WRITE, body="{}"), draft(session, WRITE, body='{"a": 1}')
    assert isinstance(await send(session, one, where, first), Answered)
    used = first.questions[0].seal
    for again in (one, other):
        result = await send(session, again, where, Person(seal=used))
        assert code(result) is ErrorCode.AGENT_ANSWER_OTHER
    assert len(calls(weda)) == 1


async def test_a_late_yes_is_none(session: Session, weda: Weda) -> None:
    where, person = place_at(session), Person()

    async def late(question: AgentQuestion) -> PersonAnswer | None:
        weda.passed += ANSWERED_WITHIN + 1
        return await person(question)

    result = await send(session, draft(session, WRITE), where, late)
    assert code(result) is ErrorCode.AGENT_ANSWER_LATE
    assert calls(weda) == []


async def test_what_was_tightened_while_the_person_thought_counts(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()

    async def tightening(question: AgentQuestion) -> PersonAnswer | None:
        session.agents.allow(where, AgentLevel.READ)
        return await person(question)

    result = await send(session, draft(session, WRITE), where, tightening)
    assert code(result) is ErrorCode.AGENT_READS_ONLY
    assert calls(weda) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (GUARDED, GUARDED.replace("confirm", "type-name"), ErrorCode.AGENT_CHANGED_MEANWHILE),
        (GUARDED, GUARDED.replace("confirm", "read-only"), ErrorCode.GUARD_READ_ONLY),
        (CONFIRM, NONE, ErrorCode.AGENTS_NOT_ALLOWED),
        (*OTHER_ROUTE, ErrorCode.ROUTE_NOT_APPROVED),
        ('task = "1"', 'task = "2"', ErrorCode.AGENT_CHANGED_MEANWHILE),
        ("weda.example.cn", "other.example.cn", ErrorCode.ROUTE_NOT_APPROVED),
    ],
)
async def test_what_the_file_says_by_the_time_of_the_yes_counts(
    session: Session, weda: Weda, old: str, new: str, expected: ErrorCode
) -> None:
    where, person = place_at(session), Person()

    async def editing(question: AgentQuestion) -> PersonAnswer | None:
        edit(session, old, new)
        return await person(question)

    edit(session, "[env_types]", '[variables]\ntask = "1"\n\n[env_types]')
    sent = draft(session, WRITE, body='{"TaskId": "{{task}}"}')
    result = await send(session, sent, where, editing)
    assert code(result) is expected
    assert (calls(weda), weda.token_calls) == ([], [])


@pytest.mark.parametrize(
    ("endpoint", "old", "new", "expected"),
    [
        (READ, CONFIRM, NONE, ErrorCode.AGENTS_NOT_ALLOWED),
        (READ, *OTHER_ROUTE, ErrorCode.ROUTE_NOT_APPROVED),
        (WRITE, CONFIRM, NONE, ErrorCode.AGENTS_NOT_ALLOWED),
        (WRITE, *OTHER_ROUTE, ErrorCode.ROUTE_NOT_APPROVED),
        (WRITE, CONFIRM, CONFIRM.replace("confirm", "read"), ErrorCode.AGENT_READS_ONLY),
        (WRITE, GUARDED, GUARDED.replace("confirm", "read-only"), ErrorCode.GUARD_READ_ONLY),
        (
            *(WRITE, GUARDED, GUARDED.replace("confirm", "type-name")),
            ErrorCode.AGENT_CHANGED_MEANWHILE,
        ),
    ],
)
async def test_what_the_file_says_by_the_time_the_token_has_come_counts(
    session: Session, weda: Weda, endpoint: str, old: str, new: str, expected: ErrorCode
) -> None:
    where, give_token = place_at(session), weda.token_answer

    def editing(request: httpx.Request) -> httpx.Response:
        edit(session, old, new)
        return give_token(request)

    weda.token_answer = editing
    assert code(await send(session, draft(session, endpoint), where, Person())) is expected
    assert (len(weda.token_calls), calls(weda)) == (1, [])


async def test_a_yes_is_for_the_route_that_was_shown_also_where_both_are_approved(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()

    async def moving(question: AgentQuestion) -> PersonAnswer | None:
        edit(session, 'secret_id = "', f'{PROXY}secret_id = "')
        session.environments.reload()
        moved = session.environments.where_exactly("总部", "prod")
        session.routes.approve(session.routes.status(moved.environment))
        session.agents.allow(moved, AgentLevel.CONFIRM)
        return await person(question)

    result = await send(session, draft(session, WRITE), where, moving)
    assert code(result) is ErrorCode.AGENT_CHANGED_MEANWHILE
    assert calls(weda) == []


async def test_a_write_with_a_new_id_and_the_time_in_it_is_the_one_that_was_agreed_to(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()

    async def thinking(question: AgentQuestion) -> PersonAnswer | None:
        weda.passed += 60
        return await person(question)

    body = '{"TaskId": "{{$guid}}", "At": "{{$isoTimestamp}}"}'
    result = await send(session, draft(session, WRITE, body=body), where, thinking)
    assert isinstance(result, Answered)
    assert weda.calls[0].content == person.questions[0].writes[0].request.body


async def test_a_person_is_warned_of_what_a_write_lacks(session: Session) -> None:
    where, person = place_at(session), Person(is_yes=False)
    await send(session, draft(session, WRITE, body="{}"), where, person)
    await send(session, draft(session, WRITE), where, person)
    lacking, whole = (question.writes[0].findings for question in person.questions)
    assert ("TaskId", FindingKind.MISSING) in {(each.name, each.kind) for each in lacking}
    assert whole == ()


async def test_another_address_under_the_id_of_a_shipped_call_is_called_by_itself(
    session: Session,
) -> None:
    where, person = place_at(session), Person(is_yes=False)
    url = "{{vars.host}}/pay/v1/{{WeDa.EnvType}}/PayAllSalaries"
    sent = msgspec.structs.replace(draft(session, WRITE, body="{}"), url=url)
    await send(session, sent, where, person)
    (asked,) = person.questions[0].writes
    assert (asked.endpoint_id, asked.title.en) == ("", "“POST /pay/v1/prod/PayAllSalaries”")


async def test_a_shipped_call_keeps_its_title_and_any_other_is_quoted(session: Session) -> None:
    where, person = place_at(session), Person(is_yes=False)
    session.paths.modules.mkdir(parents=True)
    (session.paths.modules / "own.openapi.json").write_bytes(OWN_CALLS)
    session.modules.reload()
    for name in ("own.One", "own.Two"):
        await send(session, draft(session, name), where, person)
    one, two = (question.writes[0] for question in person.questions)
    assert (one.endpoint_id, one.title.en) == ("own.One", '“Dry run" · reads”')
    shipped = session.modules.catalogue.by_id[DESTRUCTIVE]
    assert (two.endpoint_id, two.title) == (DESTRUCTIVE, shipped.title)


async def test_a_person_is_shown_every_header_but_that_of_the_token(session: Session) -> None:
    where, person = place_at(session), Person()
    base = draft(session, WRITE)
    for headers in ((*base.headers, ("X-Tenant-Id", "other")), base.headers, ()):
        await send(session, msgspec.structs.replace(base, headers=headers), where, person)
    shown = [question.writes[0].headers for question in person.questions]
    assert shown == [(*base.headers, ("X-Tenant-Id", "other")), base.headers, ()]


async def test_an_empty_authorization_is_shown_as_what_leaves(session: Session) -> None:
    where, person = place_at(session), Person()
    base = draft(session, WRITE)
    headers = (("Authorization", ""), *base.headers)
    await send(session, msgspec.structs.replace(base, headers=headers), where, person)
    assert ("Authorization", "") in person.questions[0].writes[0].headers


def write_own_call(session: Session, kind: TokenKind, path: str = "/crm/{envType}/Pay") -> None:
    """Write a module, as an agent can, whose endpoint needs a token of the given kind."""
    session.paths.modules.mkdir(parents=True, exist_ok=True)
    call = f'[calls.Pay]\nmethod = "POST"\npath = "{path}"\nauth = "{kind}"\n'
    (session.paths.modules / "crm.toml").write_text(call, "utf-8")
    session.modules.reload()


@pytest.mark.parametrize("kind", [TokenKind.KEY, TokenKind.USER, TokenKind.NONE])
async def test_a_person_is_asked_about_the_token_as_well(session: Session, kind: TokenKind) -> None:
    person = Person(is_yes=False)
    user = msgspec.structs.replace(environment(), username="zhangwei")
    where = Target(session.environments.save(user, secret=SECRET, password=PASSWORD), "prod")
    session.agents.allow(where, AgentLevel.CONFIRM)
    write_own_call(session, kind)
    sent = draft(session, "crm.Pay")
    result = await send(session, sent, where, person)
    assert isinstance(result, NeedsPerson)
    for write in (*person.questions[0].writes, *result.writes):
        assert write.token_kind is kind


async def test_a_yes_is_for_the_token_that_was_shown(session: Session, weda: Weda) -> None:
    where = place_at(session)

    async def edit_and_agree(question: AgentQuestion) -> PersonAnswer:
        write_own_call(session, TokenKind.KEY)
        return PersonAnswer(seal=question.seal, is_yes=True)

    write_own_call(session, TokenKind.NONE)
    result = await send(session, draft(session, "crm.Pay"), where, edit_and_agree)
    assert code(result) is ErrorCode.AGENT_CHANGED_MEANWHILE
    assert (calls(weda), weda.token_calls) == ([], [])


@pytest.mark.parametrize(
    "path", ["/crm/{envType}/Pay", "/weda/workflow/v1/{envType}/DescribeInstanceApproverList"]
)
async def test_no_call_but_that_for_a_token_sends_the_secret_key(
    session: Session, weda: Weda, path: str
) -> None:
    where, person = place_at(session), Person()
    write_own_call(session, TokenKind.BASIC, path)
    sent = draft(session, "crm.Pay", body="{}")
    result = await send(session, sent, where, person)
    assert isinstance(result, AgentRefused)
    assert result.error.code is ErrorCode.AGENT_SENDS_KEY
    assert (await session.agents.preview(sent, where)).judgement.need is AgentNeed.REFUSED
    assert (calls(weda), weda.token_calls, person.questions) == ([], [], [])


async def test_the_documented_call_for_a_token_sends_it(session: Session, weda: Weda) -> None:
    where = place_at(session, AgentLevel.READ)
    result = await send(session, draft(session, "auth.clientCredential"), where)
    assert isinstance(result, Answered)
    (sent,) = weda.token_calls
    assert sent.headers["Authorization"].startswith("Basic ")


def behind_a_mask(session: Session, how: str) -> RequestDraft:
    """Return a write with a part that is masked, by a value of the agent or by its kind."""
    base = draft(session, WRITE, body='{"Amount": "9999999"}')
    match how:
        case "variable":
            layer = VariableLayer(VariableOrigin.SET, {"my_token": "9999999"})
            return msgspec.structs.replace(base, layers=(*base.layers, layer))
        case "password":
            return draft(
                session, WRITE, endpoint_id="", url=f"{HOST}/auth/v1/user/new",
                body='{"name": "bob", "password": "9999999"}',
            )  # fmt: skip
        case "invisible":
            return draft(session, WRITE, body='{"Amount": "999\u200b9999"}')
        case _:
            header = (how, "Bearer 9999999" if how == "Authorization" else "sid=9999999")
            return msgspec.structs.replace(base, headers=(*base.headers, header))


@pytest.mark.parametrize(
    "how", ["variable", "password", "invisible", "Authorization", "Cookie", "X-Token"]
)
async def test_a_write_of_which_a_question_hides_a_part_is_for_a_person(
    session: Session, weda: Weda, how: str
) -> None:
    where, person = place_at(session), Person()
    sent = behind_a_mask(session, how)
    await session.agents.preview(sent, where)  # values named like a secret are masked from here on
    judged = (await session.agents.preview(sent, where)).judgement
    assert (judged.need, judged.error and judged.error.code) == (
        AgentNeed.PERSON, ErrorCode.AGENT_HIDES_PART,
    )  # fmt: skip
    result = await send(session, sent, where, person)
    assert isinstance(result, NeedsPerson)
    assert result.error.code is ErrorCode.AGENT_HIDES_PART
    assert (calls(weda), person.questions) == ([], [])


@pytest.mark.parametrize("endpoint", [READ, WRITE])
@pytest.mark.parametrize("body", ["{{$file body.json}}", '{"a": "{{$file body.json}}"}'])
async def test_a_call_with_the_content_of_a_file_is_for_a_person(
    session: Session, weda: Weda, endpoint: str, body: str
) -> None:
    where, person = place_at(session), Person()
    (session.paths.workspace / "body.json").write_text('{"envType": "prod"}')
    sent = draft(session, endpoint, body=body)
    result = await send(session, sent, where, person)
    assert isinstance(result, NeedsPerson)
    assert result.error.code is ErrorCode.AGENT_NAMES_FILE
    assert result.command == ""
    assert (calls(weda), person.questions) == ([], [])
    assert (await session.agents.preview(sent, where)).judgement.need is AgentNeed.PERSON


async def test_a_yes_ends_while_a_token_is_waited_for(session: Session, weda: Weda) -> None:
    where, answer = place_at(session), weda.token_answer

    def slow(request: httpx.Request) -> Any:
        weda.passed += ANSWERED_WITHIN + 1
        return answer(request)

    weda.token_answer = slow
    result = await send(session, draft(session, WRITE, body='{"TaskId": "1"}'), where, Person())
    assert isinstance(result, AgentRefused)
    assert result.error.code is ErrorCode.AGENT_ANSWER_LATE
    assert (calls(weda), len(weda.token_calls)) == ([], 1)


async def test_a_write_that_has_not_left_while_the_yes_stands_does_not_leave(
    session: Session, weda: Weda
) -> None:
    where, answer = place_at(session), weda.token_answer

    def slow(request: httpx.Request) -> Any:
        weda.passed += ANSWERED_WITHIN - 0.05
        return answer(request)

    async def connect(_: httpx.Request) -> None:
        await asyncio.Event().wait()

    weda.token_answer, weda.call_answer = slow, connect
    result = await send(session, draft(session, WRITE, body='{"TaskId": "1"}'), where, Person())
    assert isinstance(result, AgentRefused)
    assert result.error.code is ErrorCode.AGENT_ANSWER_LATE


async def test_an_unapproved_route_is_refused_also_at_the_first_use(
    session: Session, weda: Weda
) -> None:
    environments = session.paths.environments
    environments.mkdir(parents=True)
    (environments / "evil.toml").write_text('host = "https://evil.example.cn"\n')
    session.environments.reload()
    where = session.environments.where_exactly("evil", "dev")
    plain = draft(session, headers=(("Authorization", "Bearer typed"),))
    by_person = await session.sending.send(plain, where)
    assert isinstance(by_person, Answered)  # nothing was ever approved in this workspace
    result = await send(session, plain, where, Person())
    assert isinstance(result, AgentRefused)
    assert isinstance(result.error, RouteError)
    assert result.error.code is ErrorCode.ROUTE_NOT_APPROVED
    assert len(calls(weda)) == 1


async def test_over_the_budget_it_is_refused_with_the_seconds_to_wait(
    session: Session, weda: Weda
) -> None:
    session.settings.remember(agent_calls=2)
    where = place_at(session)
    for _ in range(2):
        assert isinstance(await send(session, draft(session), where), Answered)
    result = await send(session, draft(session), where)
    assert isinstance(result, AgentRefused)
    assert isinstance(result.error, LimitError)
    assert result.error.parameters == {"calls": 2, "seconds": 60}
    with pytest.raises(LimitError):
        await session.agents.check(where)
    weda.passed += 60
    assert isinstance(await send(session, draft(session), where), Answered)
    assert len(calls(weda)) == 3


async def test_each_request_of_a_check_is_a_call(session: Session, weda: Weda) -> None:
    session.settings.remember(agent_calls=15)
    where = place_at(session)
    steps = await session.agents.check(where)
    assert [each.step for each in steps] == [*plan_steps(where.environment, ["prod"])]
    assert len(weda.calls) + len(weda.token_calls) <= 9
    with pytest.raises(LimitError):
        await session.agents.check(where)
    assert (await session.history.find(HistoryQuery())).entries == ()


@pytest.mark.parametrize("form", ["model", "gateway"])
async def test_what_a_check_meets_is_masked_as_in_a_send(
    session: Session, weda: Weda, form: str
) -> None:
    where, earlier, named = place_at(session), "unknown-token-1", "hunt3r2-Q9"
    weda.call_answer = lambda _: httpx.Response(200, json={"password": earlier})
    assert isinstance(await send(session, draft(session), where), Answered)
    said = f"refused: {earlier} password={named} {JWT} own-Secret-7 tk12"
    fields = {"code": "SOME_FAILURE", "message": said, "token": "own-Secret-7", "pwd": "tk12"}
    status = 200 if form == "model" else 502
    weda.call_answer = lambda _: httpx.Response(status, json=fields)
    steps = await session.agents.check(where)
    assert any(isinstance(each.outcome, Faulty) for each in steps)
    for secret in (earlier, named, JWT, "own-Secret-7", "tk12"):
        assert secret not in str(steps)
    assert "refused" in str(steps)
    masker = await session.agents.masker()
    for secret in (named, JWT, "own-Secret-7"):
        assert masker.text(secret) == MASK, "it is remembered"


async def test_a_check_meets_an_answer_with_more_secrets_than_can_be_masked(
    session: Session, weda: Weda
) -> None:
    where, rows = place_at(session), [{"pwd": f"unknown-{n:06d}"} for n in range(MOST_FOUND + 1)]
    fields = {"code": "SOME_FAILURE", "message": "refused unknown-000000", "rows": rows}
    weda.call_answer = lambda _: httpx.Response(200, json=fields)
    steps = await session.agents.check(where)
    assert "SOME_FAILURE" in str(steps)
    assert "unknown-" not in str(steps)


async def test_a_step_of_a_check_is_masked_by_what_a_later_one_has_as_a_secret(
    session: Session, weda: Weda
) -> None:
    where, token = place_at(session), "unknown-token-1"

    def answer(request: httpx.Request) -> httpx.Response:
        name = "password" if request.url.path.endswith("getSchemaList") else "note"
        fields = {"code": "SOME_FAILURE", "message": f"refused {token}", name: token}
        return httpx.Response(200, json=fields)

    weda.call_answer = answer
    assert token not in str(await session.agents.check(where))


@pytest.mark.parametrize("closed", ["prod", "dev"])
async def test_where_one_env_type_is_closed_to_agents_nothing_is_checked(
    session: Session, weda: Weda, closed: str
) -> None:
    where = place_at(session)
    session.agents.allow(Target(where.environment, closed), AgentLevel.NONE)
    with pytest.raises(GuardError) as caught:
        await session.agents.check(where)
    assert caught.value.code is ErrorCode.AGENTS_NOT_ALLOWED
    assert caught.value.parameters["env_type"] == closed
    assert (calls(weda), weda.token_calls) == ([], [])


async def test_a_check_keeps_the_rules_of_an_env_type_that_only_its_calls_name(
    session: Session, weda: Weda
) -> None:
    where = place_at(session, env_type="dev")
    for line in ('prod = "confirm"\n', 'prod = "read"\n'):
        if line in file_of(session).read_text("utf-8"):
            edit(session, line, "")
    with pytest.raises(GuardError) as caught:
        await session.agents.check(where)
    assert caught.value.parameters["env_type"] == "prod"
    assert (calls(weda), weda.token_calls) == ([], [])


async def test_the_requests_of_agents_are_read_off_the_loop(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, threads = place_at(session), set[threading.Thread]()

    def judge_request(*given: Any, **more: Any) -> object:
        threads.add(threading.current_thread())
        return judged(*given, **more)

    judged = send_plan.judge_request
    monkeypatch.setattr(send_plan, "judge_request", judge_request)
    await session.agents.preview(draft(session), where)
    assert isinstance(await send(session, draft(session, WRITE), where, Person()), Answered)
    assert threads
    assert threading.main_thread() not in threads


async def test_what_was_sent_where_agents_may_not_read_is_not_theirs(session: Session) -> None:
    where = place_at(session)
    dev = Target(where.environment, "dev")
    for place in (where, dev):
        assert isinstance(await session.sending.send(draft(session), place), Answered)
    mine, other = (await session.agents.find_history(HistoryQuery())).entries
    assert [each.conditions.env_type for each in (mine, other)] == ["dev", "prod"]
    session.agents.allow(where, AgentLevel.NONE)
    assert (await session.agents.find_history(HistoryQuery())).entries == (mine,)
    assert (await session.agents.read_history(mine.id)).entry == mine
    with pytest.raises(FileError) as caught:
        await session.agents.read_history(other.id)
    assert caught.value.code is ErrorCode.HISTORY_UNKNOWN


@pytest.mark.parametrize(
    ("query", "header", "body"),
    [
        ("?envType=PROD", "x", "{}"),
        ("", "prod", "{}"),
        ("", "x", '{"envType": "prod"}'),
        ("", "x", '{"envType": "unknown"}'),
    ],
)
async def test_what_was_sent_by_the_name_of_a_closed_env_type_is_not_theirs(
    session: Session, query: str, header: str, body: str
) -> None:
    where = place_at(session, env_type="dev")
    session.agents.allow(Target(where.environment, "prod"), AgentLevel.NONE)
    dev = session.environments.where_exactly("总部", "dev")
    first = draft(session)
    headers = (*first.headers, ("Env-Type" if header == "prod" else "X-Other", header))
    named = msgspec.structs.replace(first, url=first.url + query, headers=headers, body=body)
    assert isinstance(await session.sending.send(named, dev), Answered)
    (entry,) = (await session.history.find(HistoryQuery())).entries
    assert entry.conditions.env_type == "dev"
    assert (await session.agents.find_history(HistoryQuery())).entries == ()
    with pytest.raises(FileError):
        await session.agents.read_history(entry.id)


async def test_what_was_sent_from_another_workspace_is_not_theirs(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    where = place_at(session)
    assert isinstance(await session.sending.send(draft(session), where), Answered)
    await session.aclose()
    paths = msgspec.structs.replace(session.paths, workspace=tmp_path / "another")
    other = Session(paths, environ={}, clock=weda.clock, use_keyring=False)
    place_at(other)
    assert (await other.agents.find_history(HistoryQuery())).entries == ()
    (entry,) = (await other.history.find(HistoryQuery())).entries
    with pytest.raises(FileError):
        await other.agents.read_history(entry.id)
    await other.aclose()


async def test_what_agents_may_not_read_takes_no_place_in_what_they_find(session: Session) -> None:
    where = place_at(session, env_type="dev")
    session.agents.allow(Target(where.environment, "prod"), AgentLevel.NONE)
    for env_type in ("dev", "prod"):
        sent = await session.sending.send(draft(session), Target(where.environment, env_type))
        assert isinstance(sent, Answered)
    page = await session.agents.find_history(HistoryQuery(limit=1))
    assert [each.conditions.env_type for each in page.entries] == ["dev"]


async def test_words_find_what_an_agent_is_shown_and_no_secret_that_an_entry_has(
    session: Session, weda: Weda
) -> None:
    where, later = place_at(session), "kept-before-anybody-knew"
    weda.call_answer = lambda _: httpx.Response(200, json={"note": later})
    sent = draft(session, url=f"{draft(session).url}?note={later}")
    assert isinstance(await session.sending.send(sent, where), Answered)

    async def found(*words: str) -> int:
        query = HistoryQuery(words=words)
        return len((await session.agents.find_history(query)).entries)

    assert await found("NOTE=kept", "approver") == 1
    assert await found("approver", "elsewhere") == 0
    session.secrets.pass_by([later])
    assert await found("approver", "note=", MASK) == 1
    assert await found("kept-b") == 0
    assert await found(later) == 0


async def test_what_an_answer_masked_stays_masked(session: Session, weda: Weda) -> None:
    where, token = place_at(session), "unknown-token-1"
    weda.call_answer = lambda _: httpx.Response(200, json={"note": token})
    assert isinstance(await session.sending.send(draft(session), where), Answered)
    weda.call_answer = lambda _: httpx.Response(200, json={"access_token": token})
    first = await send(session, draft(session), where)
    weda.call_answer = lambda _: httpx.Response(200, json={"message": token})
    second = await send(session, draft(session), where)
    assert isinstance(first, Answered)
    assert isinstance(second, Answered)
    assert token not in str(first) + str(second)
    *_, before = (await session.agents.find_history(HistoryQuery())).entries
    assert token not in str((await session.agents.read_history(before.id)).settled)


async def test_no_success_rule_tells_what_an_earlier_answer_had_as_a_secret(
    session: Session, weda: Weda
) -> None:
    where, token = place_at(session), "unknown-token-1"
    weda.call_answer = lambda _: httpx.Response(200, json={"access_token": token, "token": "tk12"})
    assert isinstance(await send(session, draft(session), where), Answered)
    session.paths.rules.parent.mkdir(parents=True)
    for note, begun in ((token, "unk"), ("tk12", "tk1")):
        session.paths.rules.write_text(f'"{READ}" = "$[?search(@, \'^{begun}\')]"\n', "utf-8")
        answer = httpx.Response(200, json={"note": note, "token": "tk12"})
        weda.call_answer = lambda _, answer=answer: answer
        result = await send(session, draft(session), where)
        assert isinstance(result, Answered)
        assert not result.exchange.verdict.ok


async def test_what_an_answer_had_as_a_secret_is_masked_in_whatever_comes_later(
    session: Session, weda: Weda
) -> None:
    where, token = place_at(session), "unknown-token-1"
    weda.call_answer = lambda _: httpx.Response(200, json={"access_token": token})
    assert isinstance(await send(session, draft(session), where), Answered)
    layer = VariableLayer(VariableOrigin.SET, {"v": token})
    read = draft(session, layers=(layer,), body='{"a": "{{v}}"}')
    seen = await session.agents.preview(read, where)
    assert seen.preflight.request is not None
    assert seen.preflight.request.body.decode() == f'{{"a": "{MASK}"}}'
    write = draft(session, WRITE, layers=(layer,), body='{"TaskId": "{{v}}"}')
    person = Person()
    result = await send(session, write, where, person)
    assert code(result) is ErrorCode.AGENT_HIDES_PART
    assert token not in str(result)
    assert person.questions == []
    assert (await session.agents.masker()).text(token) == MASK


async def test_what_one_process_masks_the_next_one_finds_masked_in_the_history(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    where, token = place_at(session), "unknown-token-1"
    for said in ({"access_token": token}, {"note": token, "message": f"no {token}", "code": "E"}):
        weda.call_answer = lambda _, said=said: httpx.Response(200, json=said)
        assert isinstance(await send(session, draft(session), where), Answered)
    await session.aclose()
    later = open_session(tmp_path, weda)
    entries = (await later.agents.find_history(HistoryQuery())).entries
    records = [await later.agents.read_history(each.id) for each in entries]
    await later.aclose()
    assert len(records) == 2
    assert token not in f"{records}"
    assert all(token.encode() not in r.response.body for r in records if r.response is not None)


async def test_what_was_sent_over_a_route_is_read_only_while_the_file_says_that_one(
    session: Session,
) -> None:
    where = place_at(session)
    assert isinstance(await session.sending.send(draft(session), where), Answered)
    (entry,) = (await session.agents.find_history(HistoryQuery())).entries
    edit(session, 'secret_id = "', f'{PROXY}secret_id = "')
    for is_approved in (False, True):
        session.environments.reload()
        assert (await session.agents.find_history(HistoryQuery())).entries == ()
        with pytest.raises(FileError):
            await session.agents.read_history(entry.id)
        if not is_approved:
            moved = session.environments.where_exactly("总部", "prod").environment
            session.routes.approve(session.routes.status(moved))


async def test_an_error_names_the_env_type_that_is_strictest(session: Session) -> None:
    where = place_at(session, env_type="dev")
    session.agents.allow(Target(where.environment, "prod"), AgentLevel.READ)
    where = session.environments.where_exactly("总部", "dev")
    unknown = draft(session, READ, method="POST", url=f"{HOST}/nobody/prod/x", endpoint_id="")
    result = await send(session, unknown, where, Person())
    assert isinstance(result, NeedsPerson)
    assert result.error.code is ErrorCode.AGENT_READS_ONLY
    assert result.error.parameters["env_type"] == "prod"
    edit(session, GUARDED, GUARDED.replace("confirm", "read-only"))
    result = await send(session, unknown, where, Person())
    assert isinstance(result, AgentRefused)
    assert result.error.code is ErrorCode.GUARD_READ_ONLY
    assert result.error.parameters["env_type"] == "prod"


async def test_a_read_whose_query_names_a_closed_env_type_is_refused(
    session: Session, weda: Weda
) -> None:
    where = place_at(session, env_type="dev")
    session.agents.allow(Target(where.environment, "prod"), AgentLevel.NONE)
    read = draft(session)
    named = msgspec.structs.replace(read, url=f"{read.url}?envType=prod")
    result = await send(session, named, session.environments.where_exactly("总部", "dev"))
    assert code(result) is ErrorCode.AGENTS_NOT_ALLOWED
    assert calls(weda) == []


async def test_a_preview_says_what_is_needed_and_sends_nothing(
    session: Session, weda: Weda
) -> None:
    async def need(endpoint: str) -> tuple[AgentNeed, ErrorCode | None, bool]:
        seen = await session.agents.preview(draft(session, endpoint), where)
        judged = seen.judgement
        return judged.need, judged.error and judged.error.code, bool(seen.command)

    where = place_at(session)
    assert await need(READ) == (AgentNeed.NOTHING, None, False)
    assert await need(WRITE) == (AgentNeed.ANSWER, None, True)
    session.agents.allow(where, AgentLevel.READ)
    assert await need(READ) == (AgentNeed.NOTHING, None, False)
    assert await need(WRITE) == (AgentNeed.PERSON, ErrorCode.AGENT_READS_ONLY, True)
    session.agents.allow(where, AgentLevel.NONE)
    assert await need(READ) == (AgentNeed.REFUSED, ErrorCode.AGENTS_NOT_ALLOWED, True)
    assert (calls(weda), weda.token_calls) == ([], [])


async def test_a_draft_that_does_not_resolve_says_why(session: Session, weda: Weda) -> None:
    where = place_at(session)
    broken = draft(session, WRITE, body="{{nobody}}")
    judged = (await session.agents.preview(broken, where)).judgement
    assert (judged.need, judged.error and judged.error.code) == (
        AgentNeed.REFUSED, ErrorCode.VARIABLE_UNKNOWN,
    )  # fmt: skip
    result = await send(session, broken, where, Person())
    assert isinstance(result, Failed)
    assert result.error.code is ErrorCode.VARIABLE_UNKNOWN
    assert calls(weda) == []


async def test_a_call_of_an_agent_can_be_cancelled_while_a_person_is_asked(
    session: Session, weda: Weda
) -> None:
    where, asked = place_at(session), asyncio.Event()

    async def waiting(_: AgentQuestion) -> PersonAnswer | None:
        asked.set()
        await asyncio.Event().wait()
        return None

    task = asyncio.create_task(send(session, draft(session, WRITE), where, waiting))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert calls(weda) == []


async def test_no_secret_token_or_cookie_is_in_what_comes_back(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    where = place_at(session)
    encoded = base64.b64encode(f"x:{SECRET}".encode()).decode()
    weda.call_answer = lambda request: httpx.Response(
        200,
        json={
            "Response": {"Data": {"raw": SECRET, "coded": encoded, "hex": SECRET.encode().hex()}},
            "echo": request.headers["Authorization"],
            "password": "hunter22222",
        },
        headers={"Set-Cookie": "sid=c00kie-value-1; Path=/", "X-Echo": SECRET},
    )
    result = await send(session, draft(session), where)
    assert isinstance(result, Answered)
    text = repr(msgspec.to_builtins(result, enc_hook=str))
    token = f"token-1-{'x' * 40}"
    for secret in (SECRET, encoded, SECRET.encode().hex(), token, "hunter22222", "c00kie-value-1"):
        assert secret not in text
        assert secret.encode().hex() not in text
    assert MASK in result.exchange.response.body.decode()


async def test_what_the_agent_says_is_one_clean_line_without_a_secret(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()
    await session.agents.masker()
    await session.agents.send(
        draft(session, WRITE), where, client=f"C\x1b[2J{SECRET}", reason=f"a\n{SECRET}\u202e",
        ask=person,
    )  # fmt: skip
    (question,) = person.questions
    assert question.client == f"C␛[2J{MASK}"
    assert question.reason == f"a {MASK}\\u202e"


def test_each_env_type_says_what_agents_may_do(session: Session) -> None:
    where = place_at(session, AgentLevel.CONFIRM, Guard.TYPE_NAME)
    found = {each.env_type: each for each in session.agents.places(where.environment)}
    assert (found["prod"].level, found["prod"].guard) == (AgentLevel.CONFIRM, Guard.TYPE_NAME)
    assert not found["prod"].is_narrowed
    assert (found["dev"].level, found["dev"].is_narrowed) == (AgentLevel.READ, False)


def test_an_agent_may_read_in_an_environment_with_an_approved_route_and_an_open_env_type(
    session: Session,
) -> None:
    where = place_at(session, AgentLevel.NONE)
    assert session.agents.may_read(where.environment)
    session.agents.allow(Target(where.environment, "dev"), AgentLevel.NONE)
    assert not session.agents.may_read(
        session.environments.where_exactly("总部", "dev").environment
    )
    session.agents.allow(where, AgentLevel.READ)
    environment = session.environments.where_exactly("总部", "prod").environment
    assert session.agents.may_read(environment)
    elsewhere = msgspec.structs.replace(environment, host="https://other.example.cn")
    assert not session.agents.may_read(elsewhere)


def test_only_what_allows_more_needs_a_person(session: Session) -> None:
    where = place_at(session, AgentLevel.READ)
    assert session.agents.is_looser(where, AgentLevel.CONFIRM)
    assert not session.agents.is_looser(where, AgentLevel.READ)
    assert not session.agents.is_looser(where, AgentLevel.NONE)
    loose = Target(environment(guard=Guard.NONE), "prod")
    session.agents.allow(where, AgentLevel.CONFIRM)
    assert session.agents.is_looser(loose, AgentLevel.CONFIRM)
