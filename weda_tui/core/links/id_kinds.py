"""What an id is: different names of the same thing, and the same name of different things."""

import re
from enum import StrEnum

from weda_tui.core.catalogue.endpoint import Endpoint, Parameter
from weda_tui.core.json.tree import Path
from weda_tui.core.storage.object_names import SCHEME


class IdKind(StrEnum):
    """A thing that ids stand for; see ``kind_of`` for those that only a name stands for."""

    INSTANCE = "instance"
    TASK = "task"
    WAITING_TASK = "waiting-task"
    """A task of CompleteTask's answer that is submitted with SubmitFlowTaskList."""
    BACK_TASK = "back-task"
    BACK_NODE = "back-node"
    """Where RollBack goes, from GetPreElementList."""
    NODE = "node"
    FLOW = "flow"
    """A flow's key, which stays when the flow is saved anew."""
    FLOW_CODE = "flow-code"
    FLOW_GROUP = "flow-group"
    USER = "user"
    ROLE = "role"
    DEPARTMENT = "department"
    MESSAGE = "message"
    COPY = "copy"
    """A carbon copy of an approval."""
    MODEL = "model"
    """A data model's name."""
    RECORD = "record"
    RESOURCE = "resource"
    OBJECT = "object"
    """An object of cloud storage, ``cloud://…``."""
    OBJECT_PATH = "object-path"


_NAMES = {
    IdKind.INSTANCE: "InstanceId ProcessInstanceId FlowInstanceId InstanceIdList",
    IdKind.TASK: "TaskId FlowTaskId TaskIds",
    IdKind.WAITING_TASK: "WaitFlowTaskId FlowTaskIds",
    IdKind.BACK_TASK: "ActTaskId TargetActTaskId",
    IdKind.BACK_NODE: "TargetNodeId",
    IdKind.NODE: "ElementId ElementIds NodeId CurrentNodeId ApprovalNodeId",
    IdKind.FLOW: "ProcessKey ProcessKeyList",
    IdKind.FLOW_CODE: "FlowCode",
    IdKind.FLOW_GROUP: "FlowGroupCode FlowGroupList GroupId",
    IdKind.USER: (
        "UserId Uid StartUserId FlowStarter FlowStarterList CurrentApproverList AssigneeIds "
        "CcUserIds TurnToUserId ParentUserId user_id sub"
    ),
    IdKind.ROLE: "RoleId RoleIds ParentRoleId ChildRoleId",
    IdKind.DEPARTMENT: "OrgId",
    IdKind.MESSAGE: "MessageId MessageIdList",
    IdKind.COPY: "CcId",
    IdKind.MODEL: "EntityCode modelName datasourceName",
    IdKind.RECORD: "RecordId",
    IdKind.RESOURCE: "ResourceId",
    IdKind.OBJECT: "cloudObjectId",
    IdKind.OBJECT_PATH: "objectId srcPath",
}
_BY_NAME = {name.lower(): kind for kind, names in _NAMES.items() for name in names.split()}

_MEANINGS = (
    (r"(WeDa |cc )?user ids?\b|id of the new user|(starter|operator|candidate) id\b", IdKind.USER),
    (r"current approver id\b", IdKind.USER),
    (r"role id", IdKind.ROLE),
    (r"department id|new id$", IdKind.DEPARTMENT),
    (r"cc id", IdKind.COPY),
    (r"same as InstanceId", IdKind.INSTANCE),
    (r"model id", IdKind.RESOURCE),
    (r"key$", IdKind.MODEL),
)
_BY_MEANING = tuple((re.compile(words, re.IGNORECASE), kind) for words, kind in _MEANINGS)
_SAYS_NOTHING = frozenset(
    {"id", "Id", "_id", "Data", "DataId", "Name", "OperatorUser", "Assignee", "CurrentApprover"}
)
"""Names of many things: only their description says of which."""
_WHO = frozenset({"owner", "createBy", "updateBy"})
"""System fields of every record that hold users."""
_RECORDS = frozenset({"idList", "legalIdList"})
_RECORD_MODULES = frozenset({"model", "odata"})

_LIKE_ID = re.compile(
    r".*[a-z](Ids?|ID|IDs|No|Key|Code|Identity)|.*_(ids?|no|key|code)|.*[a-z]Uuid"
)
_LEADS_NOWHERE = frozenset(
    {"envid", "clientid", "client_id", "requestid", "request_id", "errorcode", "statuscode"}
    | {"pageno", "provider_user_id", "envidentity", "userextrainfo", "appcode", "outputkey"}
)
"""Of the place, of one exchange, of another system, or not an id."""


def kind_of(name: str, documented: Parameter | None, module: str) -> str:
    """Return what a field holds ids of, empty for no id.

    A ``IdKind``; for a name that looks like an id and that nothing else is known of, ``=`` and the
    name: it goes where the same name is asked for.
    """
    if name in _SAYS_NOTHING:
        return _kind_by_meaning(name, documented, module)
    if module in _RECORD_MODULES and name in _WHO:
        return IdKind.USER
    if module in _RECORD_MODULES and name in _RECORDS:
        return IdKind.RECORD
    folded = name.lower()
    if known := _BY_NAME.get(folded):
        return known
    is_named_like_one = _LIKE_ID.fullmatch(name) and folded not in _LEADS_NOWHERE
    return f"={folded}" if is_named_like_one else ""


def says_nothing(name: str, module: str) -> bool:
    """Return whether only where a field stands says what it holds."""
    is_record = module in _RECORD_MODULES and name in {"_id", "id"}
    return name in _SAYS_NOTHING and not is_record


def _kind_by_meaning(name: str, documented: Parameter | None, module: str) -> str:
    if module in _RECORD_MODULES and name in {"_id", "id"}:
        return IdKind.RECORD
    words = documented.description.en if documented is not None else ""
    for pattern, kind in _BY_MEANING:
        if pattern.match(words):
            return kind
    return ""


def kind_of_text(text: str) -> str:
    """Return what a text says by itself that it is, whatever its name."""
    return IdKind.OBJECT if text.startswith(SCHEME) and len(text) > len(SCHEME) else ""


def find_documented(endpoint: Endpoint, path: Path) -> Parameter | None:
    """Return what the documents say of a field of an answer, whatever envelope is around it."""
    names = [step for step in path if isinstance(step, str)]
    for start in range(len(names)):
        if (found := _walk(endpoint.response, names[start:])) is not None:
            return found
    return None


def _walk(fields: tuple[Parameter, ...], names: list[str]) -> Parameter | None:
    found: Parameter | None = None
    for name in names:
        found = _named(found.children if found is not None else fields, name)
        if found is None:
            return None
    return found


def _named(fields: tuple[Parameter, ...], name: str) -> Parameter | None:
    while len(fields) == 1 and fields[0].name == "[]":
        fields = fields[0].children
    return next((field for field in fields if field.name == name), None)
