"""The messages of users, to-dos and letters: listed, counted, marked as read."""

from typing import Annotated, Literal

import msgspec

from weda_tui.sandbox.flows.model import Message, MessageType
from weda_tui.sandbox.flows.requests import ByUser, Json, Positive, time_text
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.paging import page_of
from weda_tui.sandbox.server.refusal import BusinessError
from weda_tui.sandbox.workflow.calls import user_of

READ, UNREAD = "READ_DONE", "READ_TODO"


class DescribeWorkflowMessages(ByUser, frozen=True, kw_only=True):
    """One page of a user's messages."""

    page_no: Positive
    page_size: Annotated[int, msgspec.Meta(ge=1, le=200)]
    search_title_name: str = ""
    message_type: MessageType | None = None
    status: Literal["READ_DONE", "READ_TODO"] | None = None


class DescribeWorkflowMessageCount(ByUser, frozen=True, kw_only=True):
    """The user and the type of the messages to count."""

    message_type: MessageType


class UpdateWorkflowMessageStatus(ByUser, frozen=True, kw_only=True):
    """The messages to mark, and their new status."""

    message_id_list: list[str]
    status: str


def describe_messages(space: Space, request: DescribeWorkflowMessages) -> Json:
    """Return one page of a user's messages, the newest first."""
    user = user_of(space, request.user_info)
    found = [
        message
        for message in space.messages.values()
        if message.user.id == user.id and _is_wanted(message, request)
    ]
    found.sort(key=lambda message: message.created_at, reverse=True)
    page = page_of(found, request.page_no, request.page_size)
    rows = [_row(space, message) for message in page]
    return {"TotalCount": len(found), "ResponseList": rows}


def count_messages(space: Space, request: DescribeWorkflowMessageCount) -> Json:
    """Return the number of a user's unread and read messages of a type."""
    user = user_of(space, request.user_info)
    states = [
        message.is_read
        for message in space.messages.values()
        if message.user.id == user.id and message.type is request.message_type
    ]
    count = {
        "MessageType": request.message_type,
        "WaitingCount": states.count(False),
        "FinishCount": states.count(True),
    }
    return {"Result": [count]}


def update_messages(space: Space, request: UpdateWorkflowMessageStatus, now: int) -> Json:
    """Mark a user's own messages as read or unread."""
    user = user_of(space, request.user_info)
    if request.status not in {READ, UNREAD}:
        raise BusinessError("InvalidParameterValue", "状态值不对")
    if not request.message_id_list:
        raise BusinessError("InvalidParameterValue", "消息 ID 列表为空")
    found = [space.messages.get(message_id) for message_id in request.message_id_list]
    messages = [message for message in found if message is not None and message.user.id == user.id]
    if len(messages) < len(found):
        raise BusinessError("InvalidParameterValue", "消息不存在")
    for message in messages:
        message.is_read = request.status == READ
        message.updated_at = now
    return {"Result": True}


def _is_wanted(message: Message, request: DescribeWorkflowMessages) -> bool:
    return (
        request.search_title_name in message.title
        and request.message_type in {None, message.type}
        and request.status in {None, _status(message)}
    )


def _row(space: Space, message: Message) -> Json:
    task = message.task
    app_code = space.instances[task.instance_id].flow.app_code
    return {
        "MessageType": message.type,
        "MainTitle": message.title,
        "SubTitle": message.subtitle,
        "MessageText": message.text,
        "MessagePageLink": f"/{app_code}/approval?taskId={task.id}",
        "MessageId": message.id,
        "Status": _status(message),
        "CreateTime": time_text(message.created_at),
        "UpdateTime": time_text(message.updated_at),
    }


def _status(message: Message) -> str:
    return READ if message.is_read else UNREAD
