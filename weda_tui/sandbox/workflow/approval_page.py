"""The content of an approval page: its variables and its buttons."""

import msgspec

from weda_tui.sandbox.flows import backward
from weda_tui.sandbox.flows.model import OPEN, Flow, FlowNode, Instance, NodeType, Task, User
from weda_tui.sandbox.flows.requests import ByUser, Json
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError, InvalidParameterError
from weda_tui.sandbox.workflow.calls import user_of
from weda_tui.sandbox.workflow.taking_back import node_of

_PAGE_TYPES = frozenset({"TODO", "DONE", "CREATE", "CC", "DRAFT"})


class GetApprovalPageDetail(ByUser, frozen=True, kw_only=True):
    """The page type, the task and the user; ``Id`` is the id of a carbon copy."""

    instance_id: str
    flow_code: str
    node_id: str
    page_type: str
    task_id: str
    is_completed: bool = False
    id: str = ""


def get_approval_page(space: Space, request: GetApprovalPageDetail) -> Json:
    """Return the page of a task as a user sees it; only the assignee gets buttons."""
    if request.page_type not in _PAGE_TYPES:
        raise InvalidParameterError("PageType 无效")
    instance = space.instances.get(request.instance_id)
    if instance is None or instance.flow.is_logic:
        raise InvalidParameterError("实例 ID 不对")
    if request.flow_code != instance.flow.code:
        raise FailedOperationError("FlowCode 不对")
    node = node_of(instance.flow.nodes, request.node_id)
    task = space.tasks.get(request.task_id)
    if task is None or task.instance_id != instance.id:
        raise FailedOperationError("任务不存在")
    user = user_of(space, request.user_info)
    copies = {copy.id for copy in instance.copies if copy.user.id == user.id}
    if request.page_type == "CC" and request.id not in copies:
        raise FailedOperationError("抄送 ID 不对")
    is_acting = request.page_type in {"TODO", "DRAFT"} and _may_act(task, node, user)
    return _page(instance, node, task, user, is_acting=is_acting)


def _may_act(task: Task, node: FlowNode, user: User) -> bool:
    return task.status in OPEN and task.assignee.id == user.id and task.node.id == node.id


def _page(instance: Instance, node: FlowNode, task: Task, user: User, *, is_acting: bool) -> Json:
    flow = instance.flow
    is_start = node.type is NodeType.START
    is_approval = node.type is NodeType.APPROVAL
    return {
        "VariableInfos": {"ObjectListMap": (), "ObjectMap": _variables(instance)},
        "ShowSubmitApp": is_acting and is_start,
        "ShowCarbonCopy": is_acting and not is_start,
        "ShowTurnToPerson": is_acting and node.can_transfer and not is_start,
        "ShowAddAssignee": is_acting and node.can_add_signer and is_approval,
        "ShowRollBack": is_acting and node.can_roll_back and is_approval,
        "ShowRevoke": _may_revoke(instance, task, user),
        "OutEntityCodes": [
            {"EntityCode": flow.entity or flow.process_key, "Type": "object", "VariableKey": name}
            for name in node.outputs
        ],
        "Buttons": _buttons(node) if is_acting else {},
    }


def _may_revoke(instance: Instance, task: Task, user: User) -> bool:
    is_own = task.assignee.id == user.id and task.node.type is not NodeType.START
    if is_own and backward.can_revoke_approval(instance, task):
        return True
    return instance.starter.id == user.id and backward.can_revoke_start(instance)


def _variables(instance: Instance) -> list[Json]:
    flow: Flow = instance.flow
    return [
        {
            "EntityCode": flow.entity or flow.process_key,
            "RecordId": instance.id,
            "OutputKey": name,
            "FieldValueMap": msgspec.convert(fields, dict[str, object]),
        }
        for name, fields in instance.inputs.items()
        if isinstance(fields, dict)
    ]


def _buttons(node: FlowNode) -> dict[str, str]:
    if node.type is NodeType.START:
        return {"1": "提交", "17": "保存草稿"}
    decisions = {"1": "提交"} if node.type is NodeType.HANDLE else {"2": "同意", "3": "拒绝"}
    return decisions | ({"4": "转办"} if node.can_transfer else {})
