"""What was done with an instance: as plain operations, and as the steps that pages draw.

``GetFlowInstanceOperations`` gives times as text and each operation's content as JSON in a string;
the mentions in it are not strict JSON: the keys are bare digits, as in the page's sample.
"""

import msgspec

from weda_tui.sandbox.flows.answers import ExtraInfo, time_text
from weda_tui.sandbox.flows.model import Act, FlowNode, Instance, NodeType, Operation, User
from weda_tui.sandbox.flows.requests import Positive, UserInfo
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.paging import page_of
from weda_tui.sandbox.workflow.calls import Action, instance_of, read

START = "开始"
"""The name of the start event."""


class GetFlowInstanceOperations(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Filters over the operations on one instance."""

    instance_id: str
    element_ids: list[str] | None = None
    operator_user: UserInfo | None = None
    page_number: Positive = 1
    page_size: Positive = 10
    need_user_extra_info: bool = False


class GetInstanceOperation(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """An instance."""

    instance_id: str


class OperationRow(msgspec.Struct, kw_only=True, rename="pascal"):
    """An item of ``GetFlowInstanceOperations``."""

    element_name: str
    create_time: str
    operator_user: str
    content: str
    """JSON text, but for its ``opinionUserMap``."""
    result: str
    user_extra_info: ExtraInfo | msgspec.UnsetType = msgspec.UNSET


class OperationRows(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``GetFlowInstanceOperations``."""

    result: list[OperationRow]
    total_count: int


class Named(msgspec.Struct, kw_only=True, rename="pascal"):
    """A user by id and name."""

    id: str
    name: str


class ContentInfo(msgspec.Struct, kw_only=True, rename={"is_cc": "IsCC"}):
    """What was done at a step."""

    action: int = msgspec.field(name="Action")
    is_cc: bool
    operation: str = msgspec.field(name="Operation")
    operation_comment: str = msgspec.field(name="OperationComment")
    cc_user_infos: list[Named] = msgspec.field(name="CcUserInfos")
    create_time: int = msgspec.field(name="CreateTime")
    opinion_user_map: dict[str, str] = msgspec.field(name="OpinionUserMap")


class HistoryStep(msgspec.Struct, kw_only=True, rename="pascal"):
    """An item of ``GetInstanceOperation``."""

    id: str
    name: str
    opera_name: list[str]
    opera_user_list: list[Named]
    result: str
    """``true`` or ``false``; at the last step of a running instance words to show as they are."""
    approval_strategy: str
    content_info: ContentInfo | msgspec.UnsetType = msgspec.UNSET


class Steps(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``GetInstanceOperation``."""

    element_infos: list[HistoryStep]


def get_operations(space: Space, request: GetFlowInstanceOperations) -> OperationRows:
    """Return one page of what was done, the oldest first."""
    instance = instance_of(space, request.instance_id)
    found = [done for done in instance.operations if _is_wanted(done, request)]
    page = page_of(found, request.page_number, request.page_size)
    rows = [_row(done, with_extra=request.need_user_extra_info) for done in page]
    return OperationRows(result=rows, total_count=len(found))


def get_steps(space: Space, request: GetInstanceOperation) -> Steps:
    """Return what was done and, of a running instance, who is next."""
    instance = instance_of(space, request.instance_id)
    steps = [_step(instance, done) for done in instance.operations]
    if instance.is_running:
        steps.append(_next_step(instance))
    return Steps(element_infos=steps)


def _is_wanted(done: Operation, request: GetFlowInstanceOperations) -> bool:
    node_id = done.node.id if done.node else ""
    wanted = request.operator_user
    return (not request.element_ids or node_id in request.element_ids) and (
        wanted is None or (wanted.user_id, wanted.type) == (done.user.id, done.user.source)
    )


def _row(done: Operation, *, with_extra: bool) -> OperationRow:
    row = OperationRow(
        element_name=_name(done.node),
        create_time=time_text(done.at),
        operator_user=done.user.id,
        content=_content(done),
        result=_result(done),
    )
    if with_extra:
        row.user_extra_info = ExtraInfo(done.user.id)
    return row


def _content(done: Operation) -> str:
    copied = [user.id for user in done.users] if done.act is Act.COPY else []
    content = {
        "action": done.act,
        "operation": done.detail,
        "operationComment": done.comment,
        "ccUserIds": copied,
        "attachmentInfo": "[]",
        "highlightPositionList": "[]",
    }
    text = msgspec.json.encode(content).decode()
    if not done.mentions:
        return text
    pairs = ",".join(
        f"{user_id}:{msgspec.json.encode(name).decode()}" for user_id, name in done.mentions.items()
    )
    return f'{text[:-1]},"opinionUserMap":{{{pairs}}}}}'


def _step(instance: Instance, done: Operation) -> HistoryStep:
    return HistoryStep(
        id=done.task.id if done.task else instance.id,
        name=_name(done.node),
        opera_name=[done.user.name],
        opera_user_list=[_named(done.user)],
        result=_result(done),
        approval_strategy=_strategy(done.node),
        content_info=ContentInfo(
            action=done.act,
            is_cc=done.act is Act.COPY,
            operation=done.detail,
            operation_comment=done.comment,
            cc_user_infos=[_named(user) for user in done.users] if done.act is Act.COPY else [],
            create_time=done.at,
            opinion_user_map=done.mentions,
        ),
    )


def _next_step(instance: Instance) -> HistoryStep:
    task = instance.current_task
    users = [other.assignee for other in instance.open_tasks]
    return HistoryStep(
        id=task.id,
        name=task.node.name,
        opera_name=[user.name for user in users],
        opera_user_list=[_named(user) for user in users],
        result="待审批" if task.node.type is NodeType.APPROVAL else "待处理",
        approval_strategy=_strategy(task.node),
    )


def _named(user: User) -> Named:
    return Named(id=user.id, name=user.name)


def _name(node: FlowNode | None) -> str:
    return START if node is None else node.name


def _strategy(node: FlowNode | None) -> str:
    return "ALL" if node is not None and node.needs_all else "ANY"


def _result(done: Operation) -> str:
    """Return ``true`` or ``false`` for a decision, ``null`` for everything else."""
    decisions = {Act.APPROVE: "true", Act.HANDLE: "true", Act.SUBMIT: "true", Act.REJECT: "false"}
    return decisions.get(done.act, "null")


ACTIONS: dict[str, Action] = {
    "GetFlowInstanceOperations": read(GetFlowInstanceOperations, get_operations),
    "GetInstanceOperation": read(GetInstanceOperation, get_steps),
}
