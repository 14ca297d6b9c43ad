"""The data models of a deployment: fetched on demand, stored, called by name."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.session.weda import Weda, open_session, place
from weda_tui.core.catalogue.endpoint import Bilingual, EnumValue
from weda_tui.core.catalogue.search import search
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.models.data_model import ModelList, ModelsProblem
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session

SCHEMA = {
    "properties": {
        "name": {"type": "string", "title": "客户名称"},
        "level": {"type": "string", "format": "x-enum", "x-option-set": "level"},
    },
    "required": ["name"],
}
LISTED = {"Response": {"Data": {"QueryDataSourceSchemaResultList": [
    {"Id": "1", "Name": "customer", "Title": "客户", "Schema": json.dumps(SCHEMA)},
    {"Name": "not a name", "Schema": "{}"},
]}}}  # fmt: skip
OPTIONS = {"response": {"data": {"items": [{"name": "level", "data": {"A": "战略客户"}}]}}}
REFUSED = {"Response": {"Error": {"Code": "UnauthorizedOperation", "Message": "no"}}}


def answers(listed: Any = LISTED, options: Any = OPTIONS) -> Any:
    def answer(request: httpx.Request) -> httpx.Response:
        is_list = request.url.path == "/weda/model/v1/getSchemaList"
        return httpx.Response(200, json=listed if is_list else options)

    return answer


@pytest.fixture
def deployment(weda: Weda) -> Weda:
    weda.call_answer = answers()
    return weda


async def test_models_are_asked_for_and_part_of_what_can_be_called(
    session: Session, deployment: Weda
) -> None:
    where = place(session)
    assert session.endpoints.at(where) is session.modules.catalogue
    known = await session.live.refresh(where)
    assert isinstance(known, ModelList)
    assert (known.fetched_at, known.left_out) == (session.clock.wall(), 1)
    assert deployment.calls[0].headers["X-Request-Id"]
    assert json.loads(deployment.calls[1].content) == {"optionSetNames": ["level"]}
    catalogue = session.endpoints.at(where)
    assert catalogue is session.endpoints.at(where)
    create = catalogue.get("model.customer.create")
    level = create.body[0].children[1]
    assert level.enum == (EnumValue("A", Bilingual(zh="战略客户")),)


async def test_models_that_may_not_be_known_are_as_if_never_listed(
    session: Session, deployment: Weda
) -> None:
    where = place(session)
    await session.live.refresh(where)
    whole = session.endpoints.get("model.customer.create", where)
    session.live.may_read = lambda environment: environment != where.environment
    assert session.endpoints.at(where) is session.endpoints.at(where)
    assert "model.customer.create" not in session.endpoints.at(where).by_id
    everywhere = session.endpoints.everywhere([where.environment])
    assert "model.customer.create" not in everywhere.by_id
    create = session.endpoints.get("model.customer.create", where)
    assert (create.path, create.body[0].children) == (whole.path, ())
    assert "客户" not in str(create)
    session.live.may_read = lambda _: True
    assert session.endpoints.get("model.customer.create", where) == whole


async def test_a_call_of_a_model_is_checked_and_sent(session: Session, deployment: Weda) -> None:
    where = place(session)
    await session.live.refresh(where)
    endpoint = session.endpoints.get("odata.list", where)
    assert endpoint is session.modules.catalogue.get("odata.list")
    create = session.endpoints.get("model.customer.create", where)
    preflight = session.sending.preflight(draft_for(create), where)
    assert preflight.endpoint.id == "model.customer.create"
    assert [finding.name for finding in preflight.findings] == ["data.name"]


async def test_the_list_is_there_after_a_restart_without_a_connection(
    tmp_path: Path, deployment: Weda
) -> None:
    first = open_session(tmp_path, deployment)
    where = place(first)
    await first.live.refresh(where)
    await first.aclose()
    count = len(deployment.calls)
    second = open_session(tmp_path, deployment)
    assert "model.customer.list" in second.endpoints.at(where).by_id
    found = search(second.endpoints.at(where), "kh")[0].endpoint
    assert found.group == "live:customer", "by the initials of 客户"
    assert len(deployment.calls) == count


async def test_a_refusal_leaves_what_was_there_and_says_why(
    session: Session, deployment: Weda
) -> None:
    where = place(session)
    await session.live.refresh(where)
    deployment.call_answer = answers(REFUSED)
    problem = await session.live.refresh(where)
    assert isinstance(problem, ModelsProblem)
    assert problem.verdict
    assert problem.verdict.code == "UnauthorizedOperation"
    assert session.live.problem(where.environment) is problem
    assert "model.customer.list" in session.endpoints.at(where).by_id
    deployment.call_answer = answers()
    await session.live.refresh(where)
    assert session.live.problem(where.environment) is None


async def test_no_answer_and_an_answer_without_a_list(session: Session, deployment: Weda) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    where = place(session)
    deployment.call_answer = broken
    problem = await session.live.refresh(where)
    assert isinstance(problem, ModelsProblem)
    assert problem.error is not None
    deployment.call_answer = answers({"Response": {"Data": {"other": 1}}})
    problem = await session.live.refresh(where)
    assert isinstance(problem, ModelsProblem)
    assert problem.error
    assert problem.error.code is ErrorCode.MODELS_UNREADABLE


async def test_values_of_option_sets_that_are_refused_stay_unknown(
    session: Session, deployment: Weda
) -> None:
    where = place(session)
    deployment.call_answer = answers(options={"response": {"error": {"code": "x"}}})
    known = await session.live.refresh(where)
    assert isinstance(known, ModelList)
    level = known.by_name["customer"].by_name["level"]
    assert (level.options, level.option_set) == ((), "level")


async def test_a_model_is_added_by_name_and_stays_when_the_list_comes(
    tmp_path: Path, deployment: Weda
) -> None:
    session = open_session(tmp_path, deployment)
    where = place(session)
    session.live.add(where.environment, "todo")
    session.live.add(where.environment, "customer")
    assert "model.todo.list" in session.endpoints.at(where).by_id
    await session.live.refresh(where)
    again = open_session(tmp_path, deployment)
    known = again.live.known(where.environment)
    assert list(known.by_name) == ["customer", "todo"]
    assert known.by_name["customer"].fields
    again.live.drop(where.environment, "todo")
    assert "model.todo.list" not in again.endpoints.at(where).by_id
    with pytest.raises(FileError) as refused:
        again.live.add(where.environment, "../etc")
    assert refused.value.code is ErrorCode.MODEL_NAME_INVALID


async def test_any_name_may_be_a_model_until_a_list_says_otherwise(
    session: Session, deployment: Weda
) -> None:
    where = place(session)
    endpoint = session.endpoints.get("model.custmer.list", where)
    assert endpoint.path.endswith("/custmer/list")
    with pytest.raises(FileError):
        session.endpoints.get("model.custmer.nothing", where)
    await session.live.refresh(where)
    with pytest.raises(FileError) as unknown:
        session.endpoints.get("model.custmer.list", where)
    assert unknown.value.parameters["nearest"] == "model.customer.list"
    first = session.endpoints.get("model.customer.list", where)
    assert session.endpoints.get("model.customer.list", where) is first


async def test_the_sandbox_lists_its_models_and_answers_their_calls(tmp_path: Path) -> None:
    session = Session(open_session(tmp_path).paths, environ={}, use_keyring=False)
    await asyncio.to_thread(session.environments.use_sandbox, "demo")
    where = session.environments.where("demo", "dev")
    assert where is not None
    try:
        known = await session.live.refresh(where)
        assert isinstance(known, ModelList)
        assert {"customer", "sys_user"} <= set(known.by_name)
        assert known.by_name["customer"].by_name["level"].options[0].value == "A"
        listed = session.endpoints.get("model.customer.list", where)
        result = await session.sending.send(draft_for(listed), where)
        assert isinstance(result, Answered)
        assert result.exchange.verdict.total
        assert not list(session.paths.state.glob("models/*"))
    finally:
        await session.aclose()
