"""The app centre: the approval flows that somebody may start, their groups and favourites."""

from typing import Literal

from weda_tui.sandbox.flows.model import Flow, User
from weda_tui.sandbox.flows.requests import ByUser, Json, NoFields
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.people.company import APP_NAME
from weda_tui.sandbox.server.refusal import FailedOperationError
from weda_tui.sandbox.workflow.calls import user_of


class DescribeAppProcessList(ByUser, frozen=True, kw_only=True):
    """Whose flows, and a part of their names."""

    key_words: str = ""


class CollectProcess(ByUser, frozen=True, kw_only=True):
    """Whose favourite a flow becomes (1) or is no longer (0)."""

    process_key: str
    collect_flag: Literal[0, 1] = 1


def describe_apps(space: Space, request: DescribeAppProcessList) -> Json:
    """Return the flows that somebody may start, by app and group."""
    user = user_of(space, request.user_info)
    flows = [flow for flow in _startable(space, user) if request.key_words in flow.name]
    return {
        "InitiateProcessList": [
            _app(space, user, app_code, [flow for flow in flows if flow.app_code == app_code])
            for app_code in dict.fromkeys(flow.app_code for flow in flows)
        ]
    }


def describe_favourites(space: Space, request: DescribeAppProcessList) -> Json:
    """Return somebody's favourites among the flows they may start, by app."""
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
    """Make a flow somebody's favourite, or no longer."""
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
