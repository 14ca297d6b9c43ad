"""The flows that a user may start, their groups and favourites, and the calls that start them.

    StartFlow                public page 1301/94470
    StartProcessWithParams   custom code and ``callWorkflow``; another user may be the starter
    StartFlowInstance        logic flows; no starter is named, so it is the owner of the key

The responses of the last two are not documented. Here they have the ``Data`` of ``StartFlow``.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from weda_tui.sandbox.flows import state_machine
from weda_tui.sandbox.flows.model import Flow, Instance, NodeType, User
from weda_tui.sandbox.flows.requests import ByUser, Json, NoFields, UserInfo
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.people.company import APP_NAME
from weda_tui.sandbox.server.refusal import FailedOperationError
from weda_tui.sandbox.workflow.calls import user_of

_ANONYMOUS = frozenset({"", "anonymous"})


class StartFlow(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The flow, and the user who starts it."""

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
    """The custom API that triggers the flow."""

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
    """Start an approval flow for a user."""
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


# -- the app centre --------------------------------------------------------------------------------


class DescribeAppProcessList(ByUser, frozen=True, kw_only=True):
    """The user whose flows are listed, and a part of their names."""

    key_words: str = ""


class CollectProcess(ByUser, frozen=True, kw_only=True):
    """The user and the flow that becomes a favourite (1) or stops being one (0)."""

    process_key: str
    collect_flag: Literal[0, 1] = 1


def describe_apps(space: Space, request: DescribeAppProcessList) -> Json:
    """Return the flows that a user may start, by app and group."""
    user = user_of(space, request.user_info)
    flows = [flow for flow in _startable(space, user) if request.key_words in flow.name]
    return {
        "InitiateProcessList": [
            _app(space, user, app_code, [flow for flow in flows if flow.app_code == app_code])
            for app_code in dict.fromkeys(flow.app_code for flow in flows)
        ]
    }


def describe_favourites(space: Space, request: DescribeAppProcessList) -> Json:
    """Return the favourites among the flows that a user may start, by app."""
    user = user_of(space, request.user_info)
    flows = [
        flow
        for flow in _startable(space, user)
        if request.key_words in flow.name and (user.id, flow.process_key) in space.favourites
    ]
    return {
        "InitiateProcessList": [
            {
                "AppName": APP_NAME,
                "AppCode": app_code,
                "FlowDetails": [_row(space, user, f) for f in flows if f.app_code == app_code],
            }
            for app_code in dict.fromkeys(flow.app_code for flow in flows)
        ]
    }


def collect(space: Space, request: CollectProcess) -> Json:
    """Add a flow to a user's favourites, or remove it."""
    user = user_of(space, request.user_info)
    if request.process_key not in {flow.process_key for flow in _startable(space, user)}:
        raise FailedOperationError("流程不存在")
    pair = (user.id, request.process_key)
    if request.collect_flag:
        space.favourites.add(pair)
    else:
        space.favourites.discard(pair)
    return {"CollectFlag": request.collect_flag, "Status": True}


def describe_groups(space: Space, _: NoFields) -> Json:
    """Return the groups of flows."""
    folders = [{"GroupName": name, "GroupId": code} for name, code in space.groups.items()]
    return {"GroupFolders": folders}


def _startable(space: Space, user: User) -> list[Flow]:
    return [flow for flow in space.flows if flow.is_open_to(user) and not flow.is_logic]


def _app(space: Space, user: User, app_code: str, flows: list[Flow]) -> Json:
    groups = dict.fromkeys(flow.group for flow in flows if flow.group)
    return {
        "AppName": APP_NAME,
        "AppCode": app_code,
        "DefaultGroup": [_row(space, user, flow) for flow in flows if not flow.group],
        "AppFlowsGroups": [
            {
                "FlowGroupName": group,
                "FlowGroupCode": int(space.groups[group]),
                "FlowDetails": [_row(space, user, flow) for flow in flows if flow.group == group],
            }
            for group in groups
        ],
    }


def _row(space: Space, user: User, flow: Flow) -> Json:
    row: Json = {
        "FlowCode": flow.code,
        "ProcessKey": flow.process_key,
        "Name": flow.name,
        "Version": flow.version,
        "AppCode": flow.app_code,
        "CollectFlag": int((user.id, flow.process_key) in space.favourites),
        "ProcDeployId": flow.deploy_id,
        "IsBeginWithParams": str(bool(flow.inputs)).lower(),
    }
    if flow.group:
        row["FlowGroupCode"] = int(space.groups[flow.group])
    return row
