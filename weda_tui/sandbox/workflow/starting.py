"""Starts flows: the documented call and the two of the official front end.

StartFlow                public page 1301/94470
StartProcessWithParams   custom code and ``callWorkflow``; the starter may be somebody else
StartFlowInstance        logic flows; no starter is named, so it is the owner of the key

Nobody documents what the last two answer: they are given the ``Data`` of ``StartFlow``.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from weda_tui.sandbox.flows import state_machine
from weda_tui.sandbox.flows.model import Flow, Instance, NodeType, User
from weda_tui.sandbox.flows.requests import Json, UserInfo
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError
from weda_tui.sandbox.workflow.calls import user_of

_ANONYMOUS = frozenset({"", "anonymous"})


class StartFlow(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Which flow, and who starts it."""

    flow_code: str
    process_key: str
    start_user: UserInfo
    flow_version: str | None = None
    start_params: dict[str, object] | None = None


class StartParam(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A variable of the start node: an object has fields, a plain type a value."""

    name: str
    param_code: str | None = None
    field_type: str = "string"
    entity_code: str | None = None
    value: str | None = None
    field_value_map: dict[str, object] | None = None


class ConnectorParam(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The custom API that triggers."""

    connector_name: str | None = None
    function_name: str | None = None


class ExtraUser(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """A starter other than the caller; the sample has the id as a number."""

    user_id: str | int
    source: Literal[1, 2, 4] = 4


class StartProcessWithParams(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """A flow by its key, 1 from a page action or 6 from a custom API."""

    process_key: str
    trigger_type: Literal[1, 6]
    start_params: list[StartParam] | None = None
    connector_param: ConnectorParam | None = None
    extra_user_info: ExtraUser | None = None


class StartFlowInstance(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """A logic flow by its code or key."""

    flow_id: str
    params: dict[str, object] | None = None
    debug_enabled: bool = False


def start_flow(space: Space, request: StartFlow, now: int) -> Json:
    """Start an approval flow for somebody."""
    wanted = (request.flow_code, request.process_key)
    flow = _flow(space, lambda flow: (flow.code, flow.process_key) == wanted and not flow.is_logic)
    if request.flow_version not in {None, "", flow.version}:
        raise FailedOperationError("流程不存在")
    if request.start_user.user_id in _ANONYMOUS:
        raise FailedOperationError("无发起权限或匿名用户")
    starter = user_of(space, request.start_user)
    return _started(space, flow, starter, request.start_params or {}, now)


def start_process_with_params(space: Space, request: StartProcessWithParams, now: int) -> Json:
    """Start an approval flow by its key, with a list of variables."""
    key = request.process_key
    flow = _flow(space, lambda flow: flow.process_key == key and not flow.is_logic)
    extra = request.extra_user_info
    starter = space.user(str(extra.user_id), extra.source) if extra else space.owner
    inputs = {param.name: _value(param) for param in request.start_params or ()}
    return _started(space, flow, starter, inputs, now)


def start_flow_instance(space: Space, request: StartFlowInstance, now: int) -> Json:
    """Run a logic flow."""
    wanted = request.flow_id
    flow = _flow(space, lambda flow: wanted in {flow.code, flow.process_key} and flow.is_logic)
    return _started(space, flow, space.owner, request.params or {}, now)


def _flow(space: Space, is_wanted: Callable[[Flow], bool]) -> Flow:
    flow = next((flow for flow in space.flows if is_wanted(flow)), None)
    if flow is None:
        raise FailedOperationError("流程不存在")
    return flow


def _value(param: StartParam) -> object:
    return param.value if param.field_value_map is None else param.field_value_map


def _started(space: Space, flow: Flow, starter: User, inputs: dict[str, object], now: int) -> Json:
    instance: Instance = state_machine.start(space, flow, starter, now=now, inputs=inputs)
    own = [task.id for task in instance.tasks if task.node.type is NodeType.START]
    return {"FlowInstanceId": instance.id, "TaskId": own[0] if own else ""}
