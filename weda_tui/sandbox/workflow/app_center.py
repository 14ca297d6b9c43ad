"""The app centre: the approval flows that somebody may start, their groups and favourites."""

from typing import Literal

import msgspec

from weda_tui.sandbox.flows.model import Flow, User
from weda_tui.sandbox.flows.requests import NoFields, UserInfo
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.people.company import APP_NAME
from weda_tui.sandbox.server.refusal import FailedOperationError
from weda_tui.sandbox.workflow.calls import Action, read, user_of


class DescribeAppProcessList(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Whose flows, and a part of their names."""

    user_info: UserInfo
    key_words: str = ""


class CollectProcess(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Whose favourite a flow becomes (1) or is no longer (0)."""

    process_key: str
    user_info: UserInfo
    collect_flag: Literal[0, 1] = 1


class StartableFlow(msgspec.Struct, kw_only=True, rename="pascal", omit_defaults=True):
    """A flow that somebody may start; the group code is missing for a flow without a group."""

    flow_code: str
    process_key: str
    name: str
    version: str
    app_code: str
    collect_flag: int
    proc_deploy_id: int
    is_begin_with_params: str
    flow_group_code: int | msgspec.UnsetType = msgspec.UNSET


class FlowGroup(msgspec.Struct, kw_only=True, rename="pascal"):
    """A group of an app's flows."""

    flow_group_name: str
    flow_group_code: int
    flow_details: list[StartableFlow]


class WorkflowApp(msgspec.Struct, kw_only=True, rename="pascal"):
    """An app with what can be started in it."""

    app_name: str
    app_code: str
    default_group: list[StartableFlow]
    """The flows without a group."""
    app_flows_groups: list[FlowGroup]


class Apps(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``DescribeAppProcessList``."""

    initiate_process_list: list[WorkflowApp]


class CollectedApp(msgspec.Struct, kw_only=True, rename="pascal"):
    """An app with somebody's favourites."""

    app_name: str
    app_code: str
    flow_details: list[StartableFlow]


class CollectedApps(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``DescribeCollectAppProcessList``."""

    initiate_process_list: list[CollectedApp]


class Collected(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``CollectProcess``: the page's table has ``Status``, its sample ``CollectFlag``."""

    collect_flag: int
    status: bool = True


class GroupFolder(msgspec.Struct, kw_only=True, rename="pascal"):
    """A group of flows."""

    group_name: str
    group_id: str


class GroupFolders(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``DescribeFlowGroupFolders``."""

    group_folders: list[GroupFolder]


def describe_apps(space: Space, request: DescribeAppProcessList) -> Apps:
    """Return the flows that somebody may start, by app and group."""
    user = user_of(space, request.user_info)
    flows = [flow for flow in _startable(space, user) if request.key_words in flow.name]
    return Apps(
        initiate_process_list=[
            _app(space, user, app_code, [flow for flow in flows if flow.app_code == app_code])
            for app_code in dict.fromkeys(flow.app_code for flow in flows)
        ]
    )


def describe_favourites(space: Space, request: DescribeAppProcessList) -> CollectedApps:
    """Return somebody's favourites among the flows they may start, by app."""
    user = user_of(space, request.user_info)
    flows = [
        flow
        for flow in _startable(space, user)
        if request.key_words in flow.name and (user.id, flow.process_key) in space.favourites
    ]
    return CollectedApps(
        initiate_process_list=[
            CollectedApp(
                app_name=APP_NAME,
                app_code=app_code,
                flow_details=[_row(space, user, f) for f in flows if f.app_code == app_code],
            )
            for app_code in dict.fromkeys(flow.app_code for flow in flows)
        ]
    )


def collect(space: Space, request: CollectProcess) -> Collected:
    """Make a flow somebody's favourite, or no longer."""
    user = user_of(space, request.user_info)
    if request.process_key not in {flow.process_key for flow in _startable(space, user)}:
        raise FailedOperationError("流程不存在")
    pair = (user.id, request.process_key)
    if request.collect_flag:
        space.favourites.add(pair)
    else:
        space.favourites.discard(pair)
    return Collected(collect_flag=request.collect_flag)


def describe_groups(space: Space, _: NoFields) -> GroupFolders:
    """Return the groups of flows."""
    folders = [GroupFolder(group_name=name, group_id=code) for name, code in space.groups.items()]
    return GroupFolders(group_folders=folders)


def _startable(space: Space, user: User) -> list[Flow]:
    return [flow for flow in space.flows if flow.is_open_to(user) and not flow.is_logic]


def _app(space: Space, user: User, app_code: str, flows: list[Flow]) -> WorkflowApp:
    groups = dict.fromkeys(flow.group for flow in flows if flow.group)
    return WorkflowApp(
        app_name=APP_NAME,
        app_code=app_code,
        default_group=[_row(space, user, flow) for flow in flows if not flow.group],
        app_flows_groups=[
            FlowGroup(
                flow_group_name=group,
                flow_group_code=int(space.groups[group]),
                flow_details=[_row(space, user, flow) for flow in flows if flow.group == group],
            )
            for group in groups
        ],
    )


def _row(space: Space, user: User, flow: Flow) -> StartableFlow:
    row = StartableFlow(
        flow_code=flow.code,
        process_key=flow.process_key,
        name=flow.name,
        version=flow.version,
        app_code=flow.app_code,
        collect_flag=int((user.id, flow.process_key) in space.favourites),
        proc_deploy_id=flow.deploy_id,
        is_begin_with_params=str(bool(flow.inputs)).lower(),
    )
    if flow.group:
        row.flow_group_code = int(space.groups[flow.group])
    return row


ACTIONS: dict[str, Action] = {
    "DescribeAppProcessList": read(DescribeAppProcessList, describe_apps),
    "DescribeCollectAppProcessList": read(DescribeAppProcessList, describe_favourites),
    "CollectProcess": read(CollectProcess, collect),
    "DescribeFlowGroupFolders": read(NoFields, describe_groups),
}
