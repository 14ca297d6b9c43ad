"""The kinds of ids.

One thing may have several names in WeDa, and the same name may stand for different things.
"""

import re
from enum import StrEnum

from weda_tui.core.catalogue.endpoint import Endpoint, Parameter
from weda_tui.core.json.tree import Path
from weda_tui.core.storage.object_names import SCHEME


class IdKind(StrEnum):
    """The things that ids identify; ``kind_of`` has further kinds, known only by a name."""

    INSTANCE = "instance"
    TASK = "task"
    WAITING_TASK = "waiting-task"
    """A task in the response of CompleteTask, which is submitted with SubmitFlowTaskList."""
    BACK_TASK = "back-task"
    BACK_NODE = "back-node"
    """The target of RollBack, from GetPreElementList."""
    NODE = "node"
    FLOW = "flow"
    """The key of a flow, which does not change when the flow is saved again."""
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
_AMBIGUOUS = frozenset(
    {"id", "Id", "_id", "Data", "DataId", "Name", "OperatorUser", "Assignee", "CurrentApprover"}
)
"""Ambiguous names: only the description says what they identify."""
_WHO = frozenset({"owner", "createBy", "updateBy"})
"""System fields of every record that hold users."""
_RECORDS = frozenset({"idList", "legalIdList"})
_RECORD_MODULES = frozenset({"model", "odata"})

_LIKE_ID = re.compile(
    r".*[a-z](Ids?|ID|IDs|No|Key|Code|Identity)|.*_(ids?|no|key|code)|.*[a-z]Uuid"
)
_UNLINKED = frozenset(
    {"envid", "clientid", "client_id", "requestid", "request_id", "errorcode", "statuscode"}
    | {"pageno", "provider_user_id", "envidentity", "userextrainfo", "appcode", "outputkey"}
)
"""Ids of the environment, of a single exchange, of another system, and names that are no ids."""


def kind_of(name: str, documented: Parameter | None, module: str) -> str:
    """Return the kind of id in a field, empty if the field holds no id.

    Returns an ``IdKind``. For a name that looks like an id but is not known, returns ``=`` and the
    folded name; such a value links to parameters with the same name.
    """
    if name in _AMBIGUOUS:
        return _kind_by_meaning(name, documented, module)
    if module in _RECORD_MODULES and name in _WHO:
        return IdKind.USER
    if module in _RECORD_MODULES and name in _RECORDS:
        return IdKind.RECORD
    folded = name.lower()
    if known := _BY_NAME.get(folded):
        return known
    is_named_like_one = _LIKE_ID.fullmatch(name) and folded not in _UNLINKED
    return f"={folded}" if is_named_like_one else ""


def is_ambiguous(name: str, module: str) -> bool:
    """Return whether only the place of a field says what the field holds."""
    is_record = module in _RECORD_MODULES and name in {"_id", "id"}
    return name in _AMBIGUOUS and not is_record


def _kind_by_meaning(name: str, documented: Parameter | None, module: str) -> str:
    if module in _RECORD_MODULES and name in {"_id", "id"}:
        return IdKind.RECORD
    words = documented.description.en if documented is not None else ""
    for pattern, kind in _BY_MEANING:
        if pattern.match(words):
            return kind
    return ""


def kind_of_text(text: str) -> str:
    """Return the kind of id that a text has by its form, whatever the name of the field."""
    return IdKind.OBJECT if text.startswith(SCHEME) and len(text) > len(SCHEME) else ""


def find_documented(endpoint: Endpoint, path: Path) -> Parameter | None:
    """Return the documentation of a response field, whatever envelope is around the field."""
    names = [step for step in path if isinstance(step, str)]
    for start in range(len(names)):
        if (found := _field_at(endpoint.response, names[start:])) is not None:
            return found
    return None


def _field_at(fields: tuple[Parameter, ...], names: list[str]) -> Parameter | None:
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
