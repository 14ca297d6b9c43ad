"""Every workflow call against the catalogue: examples succeed, invalid bodies are refused."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.calling import Calling, info
from tests.sandbox.contract import (
    OPERATIONS,
    answer_violations,
    kinds_of,
    request_of,
    resolved,
    violations,
)
from weda_tui.core.answers.verdict import Outcome, judge
from weda_tui.sandbox.workflow.actions import ACTIONS

BEYOND_THE_PAGE = {
    "PressTask": ["$.Response.Data.Status is unknown"],
    "SubmitFlowTaskList": ["$.Response.Data.Status is unknown"],
    "StartProcessWithParams": ["$.Response.Data is unknown"],
    "StartFlowInstance": ["$.Response.Data is unknown"],
    "DescribeProcessInstanceDetails": ["$.Response.Data is unknown"],
}
"""Fields that the official front end reads but the page omits, or that are undocumented."""
WRONG = {"string": 7, "integer": "x", "boolean": "x", "object": "x", "array": "x"}
Path = tuple[str, ...]


def fields(
    schema: dict[str, Any], example: Any, path: Path = ()
) -> Iterator[tuple[Path, Any, bool]]:
    """Yield every field of an example, with its schema and whether it is required."""
    schema = resolved(schema)
    for name, member in schema.get("properties", {}).items():
        if name in example:
            yield (*path, name), resolved(member), name in schema.get("required", [])
            if isinstance(example[name], dict):
                yield from fields(member, example[name], (*path, name))


def changed(example: Any, path: Path, value: Any = None) -> Any:
    """Return an example with another value at a path, or without the value if it is ``None``."""
    body = copy.deepcopy(example)
    inner = body
    for name in path[:-1]:
        inner = inner[name]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return body


REQUIRED = {
    action: [path for path, _, is_required in fields(*request_of(action)) if is_required]
    for action in OPERATIONS
}
TYPED = {
    action: [
        (path, WRONG[kinds_of(schema)[0]])
        for path, schema, _ in fields(*request_of(action))
        if (action, path) != ("StartProcessWithParams", ("ExtraUserInfo", "UserId"))
    ]
    for action in OPERATIONS
}
"""Wrong values for every field, except the one id that its page's sample has as a number."""


def test_there_are_parameters_to_leave_out_and_to_get_wrong() -> None:
    assert sum(map(len, REQUIRED.values())) == 137
    assert sum(map(len, TYPED.values())) == 167


def test_every_call_of_the_document_is_answered_and_no_other() -> None:
    assert set(ACTIONS) == set(OPERATIONS)
    assert len(ACTIONS) == 42


@pytest.mark.parametrize("action", OPERATIONS)
def test_an_example_holds_every_required_field(action: str) -> None:
    schema, example = request_of(action)
    assert list(violations(example, schema, "$")) == []


@pytest.mark.parametrize("env_type", ["prod", "dev"])
@pytest.mark.parametrize("is_backward", [False, True])
async def test_the_examples_succeed_in_any_order_and_fit_their_schemas(
    sandbox: Calling, is_backward: bool, env_type: str
) -> None:
    """An example that needs another one before it fails in one of the two directions."""
    for action in reversed(OPERATIONS) if is_backward else OPERATIONS:
        answer = await sandbox.post(action, request_of(action)[1], env_type=env_type)
        verdict = judge(answer.status_code, answer.headers["content-type"], answer.content)
        assert (answer.status_code, verdict.outcome) == (200, Outcome.OK), (action, answer.text)
        assert answer_violations(action, answer.json()) == BEYOND_THE_PAGE.get(action, [])


async def test_a_missing_parameter_is_named(sandbox: Calling, subtests: pytest.Subtests) -> None:
    for action, paths in REQUIRED.items():
        with subtests.test(action=action):
            for path in paths:
                body = changed(request_of(action)[1], path)
                expected = ("InvalidParameter", f"缺少必填参数 {'.'.join(path)}")
                assert await sandbox.error(action, body) == expected


async def test_a_parameter_of_another_type_is_named(
    sandbox: Calling, subtests: pytest.Subtests
) -> None:
    for action, paths in TYPED.items():
        with subtests.test(action=action):
            for path, wrong in paths:
                body = changed(request_of(action)[1], path, wrong)
                code, message = await sandbox.error(action, body)
                assert code == "InvalidParameter", path
                assert message.startswith(f"参数 {'.'.join(path)} 类型错误")


BY_INSTANCE = (
    "GetFlowInstanceTasks",
    "GetFlowInstanceOperations",
    "GetInstanceOperation",
    "GetPreElementList",
    "DescribeProcessInstanceDetails",
)


@pytest.mark.parametrize("action", BY_INSTANCE)
async def test_answers_on_every_instance_fit_their_schema(sandbox: Calling, action: str) -> None:
    name = next(iter(request_of(action)[1]))
    for instance in sandbox.world.spaces["dev"].instances.values():
        body = {name: instance.id, "PageSize": 100}
        answer = (await sandbox.post(action, body, env_type="dev")).json()
        assert answer_violations(action, answer) == BEYOND_THE_PAGE.get(action, [])


async def test_pictures_and_tasks_of_every_instance_fit_their_schema(sandbox: Calling) -> None:
    for instance in sandbox.world.spaces["dev"].instances.values():
        bodies: dict[str, Any] = {
            "GetProcessCanvasInfo": {"FlowCode": instance.flow.code},
            "DescribeManageInstanceTaskList": {"UserInfo": info(instance.starter)},
        }
        for action, more in bodies.items():
            body = {"InstanceId": instance.id, **more}
            answer = (await sandbox.post(action, body, env_type="dev")).json()
            assert answer_violations(action, answer) == []


@pytest.mark.parametrize("page_type", ["TODO", "DONE", "CREATE", "CC", "DRAFT"])
async def test_everybodys_lists_fit_their_schema(sandbox: Calling, page_type: str) -> None:
    for user in sandbox.space.users.values():
        body = {"UserInfo": info(user), "PageType": page_type, "PageSize": 200}
        answer = (await sandbox.post("ListProcessInstances", body)).json()
        assert answer_violations("ListProcessInstances", answer) == []


async def test_everybodys_messages_fit_their_schema(sandbox: Calling) -> None:
    for user in sandbox.space.users.values():
        body = {"UserInfo": info(user), "PageNo": 1, "PageSize": 200}
        answer = (await sandbox.post("DescribeWorkflowMessages", body)).json()
        assert answer_violations("DescribeWorkflowMessages", answer) == []
