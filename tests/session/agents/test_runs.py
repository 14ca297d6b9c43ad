"""A run asks once about all writes known at its start, and checks each call before sending it."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
import msgspec
import pytest

from tests.session.agents.agent import CLIENT, Person, calls, edit, place_at
from tests.session.weda import SECRET, Weda
from weda_tui.core.agents.question import ANSWERED_WITHIN, AgentQuestion, PersonAnswer
from weda_tui.core.agents.rules import AgentBounds
from weda_tui.core.environments.deployment import AgentLevel, Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.core.runs.answer_values import Captured, Missing, Unfit, Unjudged
from weda_tui.session import Session
from weda_tui.session.agents.results import (
    AgentRan,
    AgentRefused,
    AgentRunOutcome,
    AskPerson,
    NeedsPerson,
)
from weda_tui.store.agents.approved_bounds import BoundsFile

LIST = 'endpoint = "workflow.DescribeInstanceApproverList"\n'
COMPLETE = """
endpoint = "workflow.CompleteTask"
body = '{"TaskId": "1"}'
"""
FOUND = LIST + '[capture]\ntask = "$.Response.Data.TaskId"\n'
COMPLETE_FOUND = """
endpoint = "workflow.CompleteTask"
body = '{"TaskId": "{{task}}"}'
depends = ["a/found"]
"""


def write(session: Session, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        file = session.paths.collections / f"{path}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def answer_with(weda: Weda, data: Any = None) -> None:
    body: Any = {"Response": {"RequestId": "r-1", "Data": {} if data is None else data}}
    weda.call_answer = lambda _: httpx.Response(200, json=body)


async def run(
    session: Session, where: Target, *paths: str, ask: AskPerson | None = None, **more: Any
) -> AgentRunOutcome:
    return await session.agents.run(paths, where, client=CLIENT, reason="test", ask=ask, **more)


async def test_reads_go(session: Session, weda: Weda) -> None:
    where = place_at(session, AgentLevel.READ)
    write(session, {"a/one": LIST, "a/two": LIST})
    ran = await run(session, where, "a")
    assert isinstance(ran, AgentRan)
    assert [(each.path, each.ok) for each in ran.results] == [("a/one", True), ("a/two", True)]
    entries = (await session.history.find(HistoryQuery(is_by_agent=True))).entries
    assert len(entries) == 2


async def test_one_question_lists_every_write(session: Session, weda: Weda) -> None:
    where, person = place_at(session), Person()
    other = COMPLETE.replace('"1"', '"2"')
    write(session, {"a/list": LIST, "a/one": COMPLETE, "a/two": other})
    ran = await run(session, where, "a", ask=person)
    assert isinstance(ran, AgentRan)
    assert [each.ok for each in ran.results] == [True, True, True]
    (question,) = person.questions
    assert [each.path for each in question.writes] == ["a/one", "a/two"]
    assert len(calls(weda)) == 3


@pytest.mark.parametrize(
    ("level", "code"),
    [(AgentLevel.READ, ErrorCode.AGENT_READS_ONLY), (AgentLevel.CONFIRM, ErrorCode.AGENT_DECLINED)],
)
async def test_nothing_of_it_is_sent_where_a_write_may_not(
    session: Session, weda: Weda, level: AgentLevel, code: ErrorCode
) -> None:
    where = place_at(session, level)
    write(session, {"a/list": LIST, "a/one": COMPLETE, "a/two": COMPLETE})
    outcome = await run(session, where, "a", ask=Person(is_yes=False), given={"x": "1 2"})
    assert isinstance(outcome, NeedsPerson)
    assert outcome.error.code is code
    assert [each.path for each in outcome.writes] == ["a/one", "a/two"]
    assert outcome.command == "", "nobody was shown what the files say when it is pasted"
    assert (calls(weda), weda.token_calls) == ([], [])


async def test_read_only_stops_it_all(session: Session, weda: Weda) -> None:
    where, person = place_at(session, guard=Guard.READ_ONLY), Person()
    write(session, {"a/list": LIST, "a/one": COMPLETE})
    outcome = await run(session, where, "a", ask=person)
    assert isinstance(outcome, AgentRefused)
    assert outcome.error.code is ErrorCode.GUARD_READ_ONLY
    assert (calls(weda), person.questions) == ([], [])


async def test_a_write_with_a_value_of_an_answer_is_asked_about_when_that_has_come(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()
    answer_with(weda, {"TaskId": "77"})
    write(session, {"a/found": FOUND, "a/complete": COMPLETE_FOUND})
    ran = await run(session, where, "a/complete", ask=person)
    assert isinstance(ran, AgentRan)
    assert all(each.ok for each in ran.results)
    (question,) = person.questions
    assert question.writes[0].request.body == weda.calls[1].content == b'{"TaskId": "77"}'


async def test_who_said_no_is_not_asked_again(session: Session, weda: Weda) -> None:
    where, person = place_at(session), Person(is_yes=False)
    answer_with(weda, {"TaskId": "77"})
    write(session, {"a/found": FOUND, "a/one": COMPLETE_FOUND, "a/two": COMPLETE_FOUND})
    ran = await run(session, where, "a/one", "a/two", ask=person)
    assert isinstance(ran, AgentRan)
    codes = [each.error.code for each in ran.results if each.error is not None]
    assert codes == [ErrorCode.AGENT_DECLINED] * 2
    assert len(person.questions) == 1
    assert len(calls(weda)) == 1


async def test_a_yes_for_a_write_is_good_for_one(session: Session, weda: Weda) -> None:
    where, person = place_at(session), Person()
    polled = f'{COMPLETE}[poll]\nuntil = {{on = "$.nobody", exists = true}}\nevery = 1\n'
    write(session, {"a/one": COMPLETE, "a/same": COMPLETE, "a/polled": polled})
    ran = await run(session, where, "a", ask=person)
    assert isinstance(ran, AgentRan)
    assert len(person.questions[0].writes) == 3
    assert len(calls(weda)) == 3


async def test_a_yes_is_old_after_five_minutes(session: Session, weda: Weda) -> None:
    where, person = place_at(session), Person()

    def slow(_: httpx.Request) -> httpx.Response:
        weda.passed += ANSWERED_WITHIN + 1
        return httpx.Response(200, json={"Response": {"Data": {}}})

    weda.call_answer = slow
    write(session, {"a/one": COMPLETE, "a/two": COMPLETE.replace('"1"', '"2"')})
    await run(session, where, "a", ask=person)
    assert [len(each.writes) for each in person.questions] == [2, 1]


async def test_the_same_bytes_a_second_time_are_asked_about_again(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()
    answer_with(weda, {"TaskId": "77"})
    same = COMPLETE.replace('"1"', '"77"')
    write(session, {"a/found": FOUND, "a/one": same, "a/two": COMPLETE_FOUND})
    ran = await run(session, where, "a/one", "a/two", ask=person)
    assert isinstance(ran, AgentRan)
    bodies = [each.writes[0].request.body for each in person.questions]
    assert bodies == [b'{"TaskId": "77"}'] * 2


async def test_a_guard_that_was_tightened_meanwhile_takes_its_name(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()

    def tighten(_: httpx.Request) -> httpx.Response:
        store = BoundsFile(session.paths.approved_agents)
        bounds = AgentBounds(AgentLevel.CONFIRM, Guard.TYPE_NAME)
        store.change(
            lambda kept: msgspec.structs.replace(
                kept,
                approved=tuple(
                    msgspec.structs.replace(each, bounds=bounds)
                    if each.env_type == where.env_type
                    else each
                    for each in kept.approved
                ),
            )
        )
        return httpx.Response(200, json={"Response": {"Data": {}}})

    weda.call_answer = tighten
    write(session, {"a/one": COMPLETE, "a/two": COMPLETE.replace('"1"', '"2"')})
    await run(session, where, "a", ask=person)
    assert [(each.decision, len(each.writes)) for each in person.questions] == [
        (GuardDecision.ASK, 2),
        (GuardDecision.ASK_NAME, 1),
    ]


async def test_a_guard_that_the_file_tightens_meanwhile_stops_a_write_that_was_agreed_to(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()

    def tighten(_: httpx.Request) -> httpx.Response:
        edit(session, '[env_types]\nprod = "confirm"', '[env_types]\nprod = "read-only"')
        return httpx.Response(200, json={"Response": {"RequestId": "r-1", "Data": {}}})

    write(session, {"a/list": LIST, "a/one": COMPLETE})
    weda.call_answer = tighten
    ran = await run(session, where, "a", ask=person)
    assert isinstance(ran, AgentRan)
    assert [each.ok for each in ran.results] == [True, False]
    assert (len(person.questions), len(calls(weda))) == (1, 1)


async def test_a_write_that_is_another_one_at_each_send_is_asked_about_when_it_is_sent(
    session: Session, weda: Weda
) -> None:
    where, person = place_at(session), Person()
    write(session, {"a/one": COMPLETE.replace('"1"', '"{{$uuid}}"')})
    await run(session, where, "a", ask=person)
    (question,) = person.questions
    assert question.writes[0].request.body == weda.calls[0].content
    assert len(json.loads(weda.calls[0].content)["TaskId"]) == 36


async def test_an_easy_yes_is_no_name(session: Session, weda: Weda) -> None:
    """A yes to an ordinary write does not cover a later destructive write."""
    where = place_at(session)
    answer_with(weda, {"TaskId": "77"})
    stop = COMPLETE_FOUND.replace("CompleteTask", "StopFlow")
    write(session, {"a/found": FOUND, "a/plain": COMPLETE, "a/stop": stop})
    person = Person()

    async def ask(question: AgentQuestion) -> PersonAnswer | None:
        given = await person(question)
        return PersonAnswer(seal=question.seal, is_yes=True, typed="") if given else None

    ran = await run(session, where, "a/plain", "a/stop", ask=ask)
    assert isinstance(ran, AgentRan)
    assert [each.decision for each in person.questions] == [
        GuardDecision.ASK,
        GuardDecision.ASK_NAME,
    ]
    assert [path.rpartition("/")[2] for path in calls(weda)] == [
        "CompleteTask",
        "DescribeInstanceApproverList",
    ]


async def test_a_question_costs_a_call(session: Session, weda: Weda) -> None:
    session.settings.remember(agent_calls=2)
    where, person = place_at(session), Person(is_yes=False)
    write(session, {"a/one": COMPLETE})
    for _ in range(2):
        assert isinstance(await run(session, where, "a", ask=person), NeedsPerson)
    result = await run(session, where, "a", ask=person)
    assert isinstance(result, AgentRefused)
    assert result.error.code is ErrorCode.AGENT_CALLS_USED_UP
    assert (len(person.questions), calls(weda)) == (2, [])


async def test_over_the_budget_the_rest_is_refused(session: Session, weda: Weda) -> None:
    session.settings.remember(agent_calls=2)
    where = place_at(session)
    write(session, {f"a/{number}": LIST for number in range(4)})
    ran = await run(session, where, "a")
    assert isinstance(ran, AgentRan)
    codes = [each.error.code for each in ran.results if each.error is not None]
    assert codes == [ErrorCode.AGENT_CALLS_USED_UP] * 2
    assert len(calls(weda)) == 2


async def test_what_it_came_to_has_no_secret(session: Session, weda: Weda) -> None:
    where = place_at(session)
    answer_with(weda, {"TaskId": SECRET, "password": "hunter22222"})
    write(session, {"a/found": FOUND})
    ran = await run(session, where, "a")
    assert isinstance(ran, AgentRan)
    (result,) = ran.results
    hidden = Unjudged(Unfit.HIDDEN)
    assert result.captures == (Missing("task", "$.Response.Data.TaskId", hidden),)
    assert result.exchange is not None
    for text in (repr(result), result.exchange.response.body.decode()):
        assert SECRET not in text
        assert "hunter22222" not in text


async def test_a_path_that_is_not_there_is_said(session: Session) -> None:
    with pytest.raises(FileError):
        await run(session, place_at(session), "nobody")


async def test_no_condition_or_capture_of_an_agents_run_sees_a_short_secret(
    session: Session, weda: Weda
) -> None:
    where = place_at(session, AgentLevel.READ)
    short = "Winter-2026!"
    session.environments.save(where.environment, secret=short, replaces=where.environment)
    answer_with(weda, {"Note": short})
    note = '"$.Response.Data.Note"'
    asserts = f'[[assert]]\non = {note}\nmatches = "^Winter"\n'
    write(session, {"a/one": f"{LIST}[capture]\nnote = {note}\n\n{asserts}"})
    ran = await run(session, where, "a/one")
    assert isinstance(ran, AgentRan)
    (result,) = ran.results
    assert not result.ok
    assert not any(isinstance(each, Captured) for each in result.captures)
    assert short not in repr(result)


EARLIER = "earlier-token-1"


def answer_in_turn(weda: Weda, *data: Any) -> None:
    left = iter(data)
    weda.call_answer = lambda _: httpx.Response(
        200, json={"Response": {"RequestId": "r-1", "Data": next(left)}}
    )


async def test_no_condition_tells_what_an_earlier_answer_had_as_a_secret(
    session: Session, weda: Weda
) -> None:
    where = place_at(session, AgentLevel.READ)
    answer_in_turn(weda, {"refresh_token": EARLIER}, {"Note": EARLIER})
    told = f'{LIST}[[assert]]\non = "$.Response.Data.Note"\nmatches = "^earlier"\n'
    write(session, {"a/one": LIST, "a/two": told})
    ran = await run(session, where, "a")
    assert isinstance(ran, AgentRan)
    assert [each.ok for each in ran.results] == [True, False]
    assert EARLIER not in repr(ran)


async def test_what_a_later_answer_has_as_a_secret_leaves_in_no_call(
    session: Session, weda: Weda
) -> None:
    """A server may repeat only a part of the secret, which no mask would find."""
    where = place_at(session, AgentLevel.READ)
    answer_in_turn(weda, {"TaskId": EARLIER}, {"password": EARLIER}, {})
    told = f'{LIST}body = \'{{"Note": "x{{{{task}}}}"}}\'\n'
    write(session, {"a/found": FOUND, "a/named": LIST, "a/told": told})
    ran = await run(session, where, "a")
    assert isinstance(ran, AgentRan)
    codes = [each.error.code if each.error is not None else None for each in ran.results]
    assert codes == [None, None, ErrorCode.TOKEN_MISPLACED]
    assert len(calls(weda)) == 2


async def test_no_condition_or_capture_tells_a_short_secret_of_its_own_answer(
    session: Session, weda: Weda
) -> None:
    where = place_at(session, AgentLevel.READ)
    answer_with(weda, {"password": "hunt3r2"})
    path = '"$.Response.Data.password"'
    told = f'{LIST}[capture]\nnote = {path}\n\n[[assert]]\non = {path}\nmatches = "^hunt"\n'
    write(session, {"a/one": told})
    ran = await run(session, where, "a")
    assert isinstance(ran, AgentRan)
    (result,) = ran.results
    assert not any(each.ok for each in result.checks if each.assertion.on != "verdict")
    assert not any(isinstance(each, Captured) for each in result.captures)
    assert "hunt3r2" not in repr(result)


async def test_a_write_with_a_secret_of_an_earlier_answer_is_for_a_person(
    session: Session, weda: Weda
) -> None:
    """The agent can also read everything of the secret that the client's form would show."""
    where, person = place_at(session), Person()
    answer_with(weda, {"TaskId": EARLIER, "token": EARLIER})
    write(session, {"a/found": FOUND, "a/one": COMPLETE_FOUND})
    ran = await run(session, where, "a/one", ask=person)
    assert isinstance(ran, AgentRan)
    assert [each.error and each.error.code for each in ran.results] == [
        None,
        ErrorCode.AGENT_HIDES_PART,
    ]
    assert (person.questions, len(calls(weda))) == ([], 1)
    assert EARLIER not in repr(ran)
