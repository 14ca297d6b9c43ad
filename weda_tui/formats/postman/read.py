"""A Postman collection, v1, v2.0 or v2.1, as requests in folders; scripts are never run.

{"info": {"name": "审批", "schema": "…/v2.1.0/collection.json"}, "auth": …, "variable": […],
 "item": [{"name": "发起", "request": {"method", "url", "header", "body"}, "response": […]},
          {"name": "管理员", "item": […]}]}
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.import_plan import (
    DEEPEST,
    Collector,
    Hide,
    Imported,
    LossKind,
    hide_nothing,
)
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.text.template import VARIABLE, names
from weda_tui.formats.foreign_json import Object, list_of, load_json, object_of, objects_of, text_of
from weda_tui.formats.postman.examples import read_examples
from weda_tui.formats.postman.request_parts import (
    PostmanParts,
    is_off,
    read_auth,
    read_body,
    read_headers,
    read_scripts,
    read_url,
)
from weda_tui.formats.postman.scripts import AS_SENT
from weda_tui.formats.request_names import name_for

_ADDRESS = re.compile(r"(?:https?://|\{\{)[^\s/]+/\S+")
"""The name that Postman gives to a request without a name."""
_MODES = {"raw": "raw", "params": "formdata", "urlencoded": "urlencoded", "binary": "file",
          "graphql": "graphql"}  # fmt: skip


def upgrade(root: Object, gathering: Collector) -> Object:
    """Return a v1 collection in the shape of v2; an item of two folders goes to the first."""
    requests = {text_of(each.get("id")): each for each in objects_of(root["requests"])}
    folders = {text_of(each.get("id")): each for each in objects_of(root.get("folders"))}
    left = dict(requests)

    def items(owner: Object, ancestors: frozenset[str]) -> list[Object]:
        inner = [key for key in _ids(owner.get("folders_order")) if key not in ancestors]
        found = [
            _folder(folder, items(folder, ancestors | {key}))
            for key in inner
            if (folder := folders.pop(key, None)) is not None
        ]
        found += [_item(left.pop(key)) for key in _ids(owner.get("order")) if key in left]
        return found

    inside = items(root, frozenset())
    for key in [*folders]:
        if key in folders:
            folder = folders.pop(key)
            inside.append(_folder(folder, items(folder, frozenset({key}))))
    inside += [_item(request) for request in left.values()]
    if len(requests) < len(root["requests"]):
        gathering.lose(LossKind.TWICE, "id")
    return {
        "info": {"name": root.get("name"), "description": root.get("description")},
        "item": inside,
        "auth": root.get("auth"),
        "event": root.get("events"),
        "variable": root.get("variables"),
    }


def _ids(value: Any) -> list[str]:
    return [text_of(each) for each in list_of(value)]


def _folder(folder: Object, items: list[Object]) -> Object:
    return {
        "name": folder.get("name"),
        "description": folder.get("description"),
        "item": items,
        "auth": folder.get("auth"),
        "event": folder.get("events"),
        "variable": folder.get("variables"),
    }


def _item(request: Object) -> Object:
    events = objects_of(request.get("events")) or [
        {"listen": listen, "script": {"exec": request[name]}}
        for name, listen in (("preRequestScript", "prerequest"), ("tests", "test"))
        if request.get(name)
    ]
    mode = _MODES.get(text_of(request.get("dataMode")), "")
    raw = request.get("rawModeData")
    raw = "".join(map(text_of, list_of(raw))) or text_of(raw)
    data = request.get("data")
    if not mode and (raw or isinstance(data, str)):
        mode = "raw"
    elif not mode and data:
        mode = "formdata"
    content = {
        "raw": raw or text_of(data),
        "file": {"src": raw},
        "graphql": request.get("graphqlModeData"),
    }.get(mode, data)
    url = text_of(request.get("url"))
    variables = request.get("pathVariableData") or [
        {"key": key, "value": value}
        for key, value in object_of(request.get("pathVariables")).items()
    ]
    return {
        "name": request.get("name"),
        "event": events,
        "response": [
            {
                "name": each.get("name"),
                "code": _code(each),
                "header": each.get("headers"),
                "body": each.get("text"),
            }
            for each in objects_of(request.get("responses"))
        ],
        "request": {
            "method": request.get("method"),
            "url": {"raw": url, "variable": variables} if variables else url,
            "header": request.get("headerData") or request.get("headers"),
            "description": request.get("description"),
            "auth": request.get("auth") or _helper(request),
            "body": {"mode": mode, mode: content} if mode and content else None,
        },
    }


def _code(response: Object) -> Any:
    code = response.get("responseCode")
    return object_of(code).get("code") if isinstance(code, dict) else code


def _helper(request: Object) -> Object | None:
    """Return the helper of an old version as an auth."""
    kind = text_of(request.get("currentHelper")).removesuffix("Auth").lower()
    attributes = request.get("helperAttributes")
    return {"type": kind, kind: attributes} if kind and isinstance(attributes, dict) else None


FORMAT = "Postman"
_SETTINGS = ("protocolProfileBehavior", "proxy", "certificate")
_READ_SETTINGS = frozenset({"disableBodyPruning", "disabledSystemHeaders"})


def read_postman(data: bytes, *, file: str, hide: Hide = hide_nothing) -> Imported:
    """Read a collection.

    Raises ``FileError``: ``DOCUMENT_…`` if the data is not JSON, ``IMPORT_INVALID`` with the place
    if it has another shape, ``IMPORT_NESTED``, ``IMPORT_EMPTY``.
    """
    gathering = Collector(hide)
    root = load_json(data, file=file, on_twice=lambda key: gathering.lose(LossKind.TWICE, key))
    root = object_of(object_of(root).get("collection")) or object_of(root)
    if isinstance(root.get("requests"), list) and "item" not in root:
        root = upgrade(root, gathering)
    if not isinstance(root.get("item"), list):
        raise FileError(ErrorCode.IMPORT_INVALID, file=file, format=FORMAT, path="$.item")
    reader = _CollectionReader(gathering, file)
    reader.read_items(root["item"], "", object_of(root.get("auth")), 1)
    if not reader.count:
        raise FileError(ErrorCode.IMPORT_EMPTY, file=file, format=FORMAT)
    info, parts = object_of(root.get("info")), PostmanParts()
    variables = reader.read_variables(root, "")
    description = _joined(
        text_of(info.get("description") or root.get("description")),
        read_scripts(root.get("event"), parts, variables),
    )
    reader.keep_losses(parts, "", root)
    return gathering.done(
        name=text_of(info.get("name") or root.get("name")),
        description=description,
        variables=variables,
    )


class _CollectionReader:
    """Walks through the items and passes on what they inherit."""

    def __init__(self, gathering: Collector, file: str) -> None:
        self._gathering, self._file = gathering, file
        self.count = 0

    def read_items(self, items: list[Any], parent: str, auth: Object, depth: int) -> None:
        """Read the items of a folder; ``auth`` is what its requests inherit."""
        if depth > DEEPEST:
            raise FileError(ErrorCode.IMPORT_NESTED, file=self._file, limit=DEEPEST)
        for each in items:
            item = object_of(each)
            if isinstance(item.get("item"), list):
                self._read_folder(item, parent, auth, depth)
            elif item.get("request") is not None:
                self._read_request(item, parent, auth)
            else:
                self._gathering.lose(
                    LossKind.REQUEST, text_of(item.get("name") or each) or "null", parent
                )

    def _read_folder(self, item: Object, parent: str, auth: Object, depth: int) -> None:
        parts = PostmanParts()
        name = text_of(item.get("name")) or text_of(item.get("id")) or "_"
        variables = self.read_variables(item, name)
        scripts = read_scripts(item.get("event"), parts, variables)
        path = self._gathering.add_folder(
            parent,
            name,
            description=_joined(text_of(item.get("description")), scripts),
            variables=variables,
        )
        self.keep_losses(parts, path, item)
        self.read_items(item["item"], path, object_of(item.get("auth")) or auth, depth + 1)

    def _read_request(self, item: Object, parent: str, auth: Object) -> None:
        self.count += 1
        request = object_of(item["request"]) or {"url": item["request"]}
        parts = PostmanParts(used=frozenset(names(json.dumps(request, ensure_ascii=False))))
        method = text_of(request.get("method")).upper() or "GET"
        url = read_url(request.get("url"), parts)
        headers = read_headers(request.get("header"), parts)
        behaviour = object_of(item.get("protocolProfileBehavior"))
        prunes = behaviour.get("disableBodyPruning") is not True
        body = read_body(request, method, headers, parts, prunes=prunes)
        url = read_auth(object_of(request.get("auth")) or auth, headers, url, parts)
        name = text_of(item.get("name"))
        if not name or _ADDRESS.fullmatch(name):
            name = name_for(method, self._gathering.hide(url))
        text = text_of(item.get("description")) or text_of(request.get("description"))
        path = self._gathering.place(parent, name)
        variables = self.read_variables(item, path)
        notes = [
            *read_scripts(item.get("event"), parts, variables),
            *read_scripts(request.get("event"), parts, variables),
        ]
        self._gathering.add_request(
            path,
            name,
            RequestDraft(endpoint_id="", method=method, url=url, headers=tuple(headers), body=body),
            description=_joined(text, notes),
            variables={**variables, **parts.variables},
            examples=read_examples(item.get("response"), parts),
        )
        self._gathering.expect(parts.expectations)
        self.keep_losses(parts, path, item)

    def read_variables(self, owner: Object, where: str) -> dict[str, str]:
        """Return the variables of a collection, a folder or a request."""
        found: dict[str, str] = {}
        for row in objects_of(owner.get("variable") or owner.get("variables")):
            name = text_of(row.get("key")) or text_of(row.get("id"))
            if is_off(row):
                self._gathering.lose(LossKind.DISABLED, name, where)
            elif not VARIABLE.fullmatch(f"{{{{{name}}}}}"):
                self._gathering.lose(LossKind.VARIABLE, name, where)
            elif text_of(row.get("type")).casefold() == "secret":
                self._gathering.lose(LossKind.SECRET, name, where)
            else:
                if name in found:
                    self._gathering.lose(LossKind.TWICE, name, where)
                found[name] = text_of(row.get("value"))
        return found

    def keep_losses(self, parts: PostmanParts, where: str, owner: Object) -> None:
        """Report the parts of a collection, folder or request that are not imported."""
        for what, name in parts.losses:
            self._gathering.lose(what, name, where)
        for setting in _SETTINGS:
            for name in owner.get(setting) or ():
                if setting != "protocolProfileBehavior":
                    self._gathering.lose(LossKind.OPTION, setting, where)
                elif not _is_read(name, owner[setting]):
                    self._gathering.lose(LossKind.OPTION, text_of(name), where)


def _is_read(name: Any, behaviour: Any) -> bool:
    """Return whether a setting for sending is imported, or is what this program does anyway."""
    is_ours = name in AS_SENT and object_of(behaviour).get(name) is AS_SENT[name]
    return is_ours or name in _READ_SETTINGS


def _joined(text: str, notes: Iterable[str]) -> str:
    """Return a description, followed by the notes."""
    return "\n\n".join(filter(None, (text.replace("\r\n", "\n").strip(), *notes)))
