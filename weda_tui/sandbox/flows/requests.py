"""Validation of bodies field by field, and the bodies of the lists (public page 1301/94470).

Unknown fields are accepted, as by WeDa: its own front end sends more than the page lists.
"""

import re
from datetime import datetime, timedelta, timezone
from types import GenericAlias
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from weda_tui.core.json.decoding import NOT_JSON
from weda_tui.sandbox.flows.model import InstanceStatus, TaskStatus, User
from weda_tui.sandbox.server.refusal import (
    GatewayError,
    InvalidParameterError,
    MissingParameterError,
    WrongTypeError,
)

Json = dict[str, object]
CHINA = timezone(timedelta(hours=8))
"""The time zone of times given as text, and of days."""


def person(user: User, *, with_extra: bool) -> Json:
    """Return a user as responses name users."""
    named: Json = {"UserId": user.id, "Source": user.source}
    return named | extra_info(user) if with_extra else named


def extra_info(user: User) -> Json:
    """Return ``UserExtraInfo``; only its id is confirmed."""
    return {"UserExtraInfo": {"Id": user.id}}


def time_text(milliseconds: int) -> str:
    """Return ``yyyy-MM-ddTHH:mm:ss.SSS+0800``."""
    at = datetime.fromtimestamp(milliseconds // 1000, CHINA)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}+0800"


def end_text(milliseconds: int | None) -> str | None:
    """Return an end time in the same format; ``None`` if there is no end yet."""
    return None if milliseconds is None else time_text(milliseconds)


Positive = Annotated[int, msgspec.Meta(ge=1)]


class UserInfo(msgspec.Struct, frozen=True, rename="pascal"):
    """A user as requests name users."""

    user_id: str
    type: Literal[1, 2, 4]


def is_wanted_user(wanted: UserInfo | None, user: User) -> bool:
    """Return whether a user passes a filter for a user."""
    return wanted is None or (wanted.user_id, wanted.type) == (user.id, user.source)


class ByUser(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """A call in the name of a user."""

    user_info: UserInfo


class NoFields(msgspec.Struct, frozen=True):
    """A call without parameters."""


class ListDeployedFlows(msgspec.Struct, frozen=True, rename="pascal"):
    """1 logic flows, 2 approval flows."""

    type: Literal[1, 2]


class GetFlowInstances(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Filters over the instances; times in epoch milliseconds."""

    flow_code: str | None = None
    process_key: str | None = None
    flow_version: str | None = None
    start_user_id: str | None = None
    start_time: int | None = None
    end_time: int | None = None
    status: InstanceStatus | None = None
    page_number: Positive = 1
    page_size: Positive = 10
    sort: str = "start_time"
    order: Literal["asc", "desc"] = "desc"
    need_user_extra_info: bool = False
    need_start_inputparams: bool = False


class GetFlowInstanceTasks(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Filters over the tasks of one instance; times in epoch milliseconds."""

    instance_id: str
    task_assignee: UserInfo | None = None
    task_ids: list[str] | None = None
    task_type: Literal[1, 2] | None = None
    element_ids: list[str] | None = None
    flow_code: str | None = None
    task_status: TaskStatus | None = None
    start_user: UserInfo | None = None
    is_carbon_copy_task: bool = False
    start_time: int | None = None
    end_time: int | None = None
    page_number: Positive = 1
    page_size: Positive = 10
    need_user_extra_info: bool = False


class ProcessFilter(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The ``Filter`` of ``ListProcessInstances``; the ends of a range come in pairs."""

    flow_name: str | None = None
    flow_starter: str | None = None
    process_key_list: list[str] | None = None
    approve_status: Literal[1, 2, 3] | None = None
    flow_group_list: list[str] | None = None
    flow_start_time: int | None = None
    flow_end_time: int | None = None
    deal_start_time: int | None = None
    deal_end_time: int | None = None


class ListProcessInstances(ByUser, frozen=True, kw_only=True):
    """One page of one of a user's lists."""

    page_type: str
    page_number: Positive = 1
    page_size: Positive = 10
    filter: ProcessFilter = ProcessFilter()
    sort: Literal["start_time", "task_start_time", "cc_time", "task_end_time"] = "start_time"
    order: Literal["asc", "desc"] = "desc"
    need_user_extra_info: bool = False


class DescribeProcessInstance(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The instance behind a task."""

    flow_task_id: str
    page_type: str
    user_info: UserInfo | None = None
    need_user_extra_info: bool = False


class ListProcessInstancesCount(ByUser, frozen=True, kw_only=True):
    """One of a user's lists, or all of them."""

    page_type: str | None = None


class DescribeProcessInstanceDetails(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """An instance by its own id."""

    process_instance_id: str


Request = TypeVar("Request")

_MISSING = re.compile(r"missing required field `(?P<name>[^`]+)`(?: - at `\$\.?(?P<at>[^`]*)`)?")
_PLACE = re.compile(r"(?P<what>.*?)(?: - at `(?:key in )?\$\.?(?P<at>[^`]*)`)?", re.DOTALL)
_TYPES = re.compile(r"Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`")
_TYPE_NAMES = {"str": "string", "int": "integer", "bool": "boolean", "float": "number"}


def parse_object(body: bytes) -> dict[str, object]:
    """Return the JSON object of a body; an empty body counts as an empty object.

    Raises ``GatewayError`` (``BAD_REQUEST``).
    """
    if not body.strip():
        return {}
    try:
        return msgspec.json.decode(body, type=dict[str, object])
    except msgspec.ValidationError as error:
        raise GatewayError("BAD_REQUEST", "request body must be a JSON object") from error
    except NOT_JSON as error:
        raise GatewayError("BAD_REQUEST", "request body is not valid JSON") from error


def check(body: dict[str, object], request_type: type[Request]) -> Request:
    """Return the body as the request of a call, or raise ``BusinessError``.

    ``InvalidParameter`` names the parameter that is missing, or has the wrong type or value.
    """
    given = {name: value for name, value in body.items() if value is not None}
    try:
        return msgspec.convert(given, request_type)
    except msgspec.ValidationError as error:
        raise _explained(str(error)) from error


def check_query(query: dict[str, str], request_type: type[Request]) -> Request:
    """Return a query string as the request of a call, or raise ``BusinessError`` as ``check``."""
    try:
        return msgspec.convert(query, request_type, strict=False)
    except msgspec.ValidationError as error:
        raise _explained(str(error)) from error


def check_items(body: bytes, item_type: type[Request]) -> list[Request]:
    """Return the array of a body as requests; ``GatewayError`` if the body is not JSON.

    ``InvalidParameterError`` names the parameter of an item that is missing or wrong.
    """
    try:
        items: Any = GenericAlias(list, (item_type,))
        return msgspec.json.decode(body, type=items)
    except msgspec.ValidationError as error:
        raise _explained(str(error)) from error
    except NOT_JSON as error:
        raise GatewayError("BAD_REQUEST", "request body is not valid JSON") from error


def _explained(fault: str) -> InvalidParameterError:
    if missing := _MISSING.search(fault):
        path = ".".join(part for part in (missing["at"], missing["name"]) if part)
        return MissingParameterError(path)
    place = _PLACE.fullmatch(fault)
    path, what = (place["at"] or "", place["what"]) if place else ("", fault)
    if types := _TYPES.search(what):
        expected, got = (_type_name(types[name]) for name in ("expected", "got"))
        return WrongTypeError(path, expected, got)
    return InvalidParameterError("参数 {path} 取值不符合要求", path=path)


def _type_name(text: str) -> str:
    return " | ".join(_TYPE_NAMES.get(part, part) for part in text.split(" | ") if part != "null")
