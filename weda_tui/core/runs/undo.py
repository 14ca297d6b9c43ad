"""Steps that undo a write, if they can be proven from its request and its response.

    create one record       ──► delete the record with the returned id
    update one record by id ──► update it with the values that it had before

Other calls have no inverse here. After a call for many records, a call with another condition, or a
deletion, the previous values are unknown.
"""

import json
import re
from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import quote, unquote

import msgspec

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.guard.affected_records import repeats_names
from weda_tui.core.json import tree
from weda_tui.core.json.tree import JsonKind, JsonNode
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft

CREATE, UPDATE, READ, DELETE = "model.create", "model.update", "model.getById", "model.deleteById"
"""The calls of the catalogue that inverses are made of."""
_PATH = re.compile(r"/v1/model/([^/?#]+)/([^/?#]+)/(create|update)(?:[?#].*)?", re.DOTALL)
_CALLS = {("POST", "create"): CREATE, ("PUT", "update"): UPDATE}
_SCALARS = frozenset({JsonKind.STRING, JsonKind.NUMBER, JsonKind.BOOLEAN, JsonKind.NULL})
_RESTORE = '{"filter": {"where": {"_id": {"$eq": {{undoId}} } } }, "data": {{undoData}} }'


class NoInverse(StrEnum):
    """Why a request cannot be undone."""

    CALL = "call"
    """The call is not one of those with an inverse."""
    CONDITION = "condition"
    """Its condition is not the id of one record."""
    ENV_TYPE = "env-type"
    """The URL names another env type than that of the run."""
    FIELDS = "fields"
    """A field of the record is missing, or is not a single plain value."""
    NO_ID = "no-id"
    """The response has no id."""
    HIDDEN = "hidden"
    """A value is a secret, or may be one, and secrets are not stored."""


class UndoStep(msgspec.Struct, frozen=True):
    """A step that undoes one request of a row."""

    path: str
    """The path of the saved request that the step undoes."""
    values: dict[str, str]
    """The data row for the request that performs the step."""
    call: str
    """``DELETE`` or ``UPDATE``."""


class RecordWrite(msgspec.Struct, frozen=True, kw_only=True):
    """A write of one record that is about to be sent."""

    call: str
    """``CREATE`` or ``UPDATE``."""
    model: str
    record: str = ""
    """The id of the updated record, as JSON."""
    fields: tuple[str, ...] = ()
    """The names of the updated fields."""


def may_have_inverse(method: str, path: str) -> bool:
    """Return whether a call creates or updates one record, judged by its path or path template.

    The calls of a data model have the path of the catalogue's call with the name of the model.
    """
    found = _PATH.fullmatch(path)
    return found is not None and (method.upper(), found[3]) in _CALLS


def read_write(host: str, env_type: str, request: PreparedRequest) -> RecordWrite | NoInverse:
    """Return the write of a request if it can be undone; otherwise, why it cannot.

    The request has to be below ``host``, with its prefix, because the request for the inverse is
    sent there.
    """
    path, is_there = request.url.removeprefix(host.rstrip("/")), request.url.startswith(host)
    found = _PATH.fullmatch(path) if is_there else None
    call = _CALLS.get((request.method.upper(), found[3])) if found is not None else None
    if found is None or call is None:
        return NoInverse.CALL
    if unquote(found[1]) != env_type:
        return NoInverse.ENV_TYPE
    model = unquote(found[2])
    if call == CREATE:
        return RecordWrite(call=call, model=model)
    text = request.body.decode("utf-8", "replace")
    root = tree.scan(text)
    where, data = _at(root, "filter", "where"), _at(root, "data")
    record = _only(_only(where, "_id"), "$eq")
    is_id = record is not None and record.kind in {JsonKind.STRING, JsonKind.NUMBER}
    if root is None or record is None or not is_id or repeats_names(root):
        return NoInverse.CONDITION
    if data is None or data.kind is not JsonKind.OBJECT or not data.keys:
        return NoInverse.FIELDS
    fields = tuple(key.name for key in data.keys)
    return RecordWrite(call=call, model=model, record=_text(text, record), fields=fields)


def undo_of_create(path: str, write: RecordWrite, answer: str) -> UndoStep | NoInverse:
    """Return the step that undoes a creation, from the text of its response."""
    node = _at(tree.scan(answer), "data", "id")
    if node is None or node.kind not in {JsonKind.STRING, JsonKind.NUMBER}:
        return NoInverse.NO_ID
    record = _plain(_text(answer, node), node.kind)
    values = {"modelName": write.model, "recordId": quote(record, safe="")}
    return UndoStep(path, values, DELETE)


def undo_of_update(path: str, write: RecordWrite, before: str) -> UndoStep | NoInverse:
    """Return the step that undoes an update, from a response with the record before the update."""
    record = _at(tree.scan(before), "data", "record")
    members: list[str] = []
    for name in write.fields:
        node = record.child(name) if record is not None else None
        if node is None or node.kind not in _SCALARS:
            return NoInverse.FIELDS
        members.append(f"{json.dumps(name, ensure_ascii=False)}: {_text(before, node)}")
    data = f"{{{', '.join(members)}}}"
    return UndoStep(
        path, {"modelName": write.model, "undoId": write.record, "undoData": data}, UPDATE
    )


def record_row(write: RecordWrite) -> dict[str, str]:
    """Return the variables of the request that reads a record before its update."""
    kind = JsonKind.STRING if write.record.startswith('"') else JsonKind.NUMBER
    return {"modelName": write.model, "recordId": quote(_plain(write.record, kind), safe="")}


UNDO_FOLDER = "undo"
"""The folder in which the requests that undo writes are saved."""


def undo_request(saved: SavedRequest, call: str) -> SavedRequest:
    """Return the request that undoes ``saved``, to be run with the rows of its steps.

    It is saved in its own folder. Otherwise a run of the folder of ``saved`` would also delete.
    """
    body = _RESTORE if call == UPDATE else ""
    draft = RequestDraft(endpoint_id=call, method="", url="", headers=(), body=body)
    return SavedRequest(path=f"{UNDO_FOLDER}/{saved.path}", draft=draft)


def undo_rows(steps: Sequence[UndoStep]) -> bytes:
    """Return the data rows of steps as JSON, in reverse order."""
    rows = [step.values for step in reversed(steps)]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n"


def _at(node: JsonNode | None, *path: str) -> JsonNode | None:
    for step in path:
        node = node.child(step) if node is not None else None
    return node


def _only(node: JsonNode | None, name: str) -> JsonNode | None:
    """Return a member of an object if it is the only one."""
    return node.child(name) if node is not None and len(node.keys) == 1 else None


def _text(text: str, node: JsonNode) -> str:
    return text[node.start : node.end]


def _plain(text: str, kind: JsonKind) -> str:
    return tree.unquote(text) if kind is JsonKind.STRING else text
