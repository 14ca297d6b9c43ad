"""The ``Data`` of the workflow calls, with the field names of the public page (1301/94470).

``StartUserId`` and ``Uid`` are 19-digit JSON numbers, as in the page's samples; elsewhere ids are
text. ``GetFlowInstances`` and ``GetFlowInstanceTasks`` give times as text, the rest as epoch ms.
"""

from datetime import datetime, timedelta, timezone

import msgspec

from weda_tui.sandbox.flows.model import User

CHINA = timezone(timedelta(hours=8))
"""The zone of times that are text, and of days."""


class DeployedFlow(msgspec.Struct, kw_only=True, rename="pascal"):
    """An item of ``FlowSet``."""

    flow_code: str
    process_key: str
    published: bool
    version: str
    name: str
    app_code: str
    description: str
    begin_element_type: int
    """Whether the start node has inputs."""


class DeployedFlows(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``ListDeployedFlows``."""

    flow_set: list[DeployedFlow]
    total_count: int


class Waiting(msgspec.Struct, kw_only=True, rename="pascal", omit_defaults=True):
    """Somebody who may be chosen for the next node."""

    assignee: str
    assignee_name: str
    wait_flow_task_id: str
    user_extra_info: "ExtraInfo | None" = None


class Completed(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``CompleteTask``."""

    to_be_submitted_flow_task_flag: bool
    to_be_submitted_flow_task_info: list[Waiting]
    open_page_flag: bool = False
    close_page_flag: bool = True
    refresh_page_flag: bool = True


class ResultTold(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers most calls that change something."""

    result: bool = True


class StatusTold(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers the administrators' calls."""

    status: bool = True


class BothTold(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers where the page says ``Result`` and the official front end reads ``Status``."""

    result: bool
    status: bool


class ExtraInfo(msgspec.Struct, rename="pascal"):
    """``UserExtraInfo``: only its id is confirmed."""

    id: str


class Person(msgspec.Struct, kw_only=True, rename="pascal", omit_defaults=True):
    """A user as answers name them."""

    user_id: str
    source: int
    user_extra_info: ExtraInfo | None = None


class ListedUser(msgspec.Struct, kw_only=True, rename="pascal"):
    """An item of the approver and starter lists."""

    uid: int
    name: str


class InstanceRow(msgspec.Struct, kw_only=True, rename="pascal"):
    """An item of ``GetFlowInstances``."""

    instance_id: str
    description: str
    flow_code: str
    flow_name: str
    flow_version: str
    start_user_name: str
    start_time: str
    end_time: str | None
    status: int
    user_extra_info: ExtraInfo | msgspec.UnsetType = msgspec.UNSET
    input_params: str | msgspec.UnsetType = msgspec.UNSET
    """JSON text."""


class InstanceRows(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``GetFlowInstances``."""

    result: list[InstanceRow]
    total_count: int


class TaskRow(msgspec.Struct, kw_only=True, rename="pascal"):
    """An item of ``GetFlowInstanceTasks``."""

    instance_id: str
    task_id: str
    flow_code: str
    flow_name: str
    flow_start_user: Person
    task_assignee: Person
    element_name: str
    element_id: str
    start_time: str
    end_time: str | None
    task_status: int
    operation_result: int
    page_transition_url: str


class TaskRows(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``GetFlowInstanceTasks``."""

    result: list[TaskRow]
    total_count: int


class ProcessDetail(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``DescribeProcessInstance``."""

    instance_id: str
    name: str
    description: str
    started_by: str
    start_user_id: int
    can_revoke: bool
    cc_time: int | None
    cc_id: str | None
    current_approver: str
    current_approver_name: str
    start_time: int
    end_time: int | None
    is_completed: bool
    current_node_id: str
    current_node_name: str
    current_node_type: int
    task_id: str
    flow_code: str
    flow_version: str
    can_approve: bool
    can_delete: bool
    status: int | None
    be_submit_node: bool
    user_task_type: int
    user_extra_infos: list[ExtraInfo]


class ProcessRecord(ProcessDetail, kw_only=True, rename="pascal"):
    """An item of ``ListProcessInstances``."""

    approval_node_id: str
    approval_node_name: str
    task_start_time: int
    task_wait_time: int
    task_deal_time: int | None
    task_deal_result: int
    be_read: bool = True
    is_support_batch_handle: bool = False


class ProcessPage(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``ListProcessInstances``."""

    records: list[ProcessRecord]
    total_count: int
    page_size: int
    page_number: int
    pages: int
    first_page: bool
    last_page: bool


class ProcessCount(msgspec.Struct, kw_only=True, rename="pascal"):
    """An item of ``TotalCounts``."""

    total: int
    page_type: str


class ProcessCounts(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``ListProcessInstancesCount``."""

    total_counts: list[ProcessCount]


def person(user: User, *, with_extra: bool) -> Person:
    """Return a user as an answer names them."""
    extra = ExtraInfo(user.id) if with_extra else None
    return Person(user_id=user.id, source=user.source, user_extra_info=extra)


def time_text(milliseconds: int) -> str:
    """Return ``yyyy-MM-ddTHH:mm:ss.SSS+0800``."""
    at = datetime.fromtimestamp(milliseconds // 1000, CHINA)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}+0800"


def end_text(milliseconds: int | None) -> str | None:
    """Return the same for an end, which may not have come yet."""
    return None if milliseconds is None else time_text(milliseconds)
