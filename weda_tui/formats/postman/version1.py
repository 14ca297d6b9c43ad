r"""A Postman collection of version 1 as one of version 2: the same things under other names.

{"name": …, "order": [id…], "folders_order": [id…], "folders": [{"id", "order", …}],
 "requests": [{"id", "method", "url", "headers": "A: b\n", "dataMode": "raw",
               "rawModeData": …}]}
"""

from typing import Any

from weda_tui.core.interchange.import_plan import Gathering, Lost
from weda_tui.formats.foreign_json import Object, list_of, object_of, objects_of, text_of

_MODES = {"raw": "raw", "params": "formdata", "urlencoded": "urlencoded", "binary": "file",
          "graphql": "graphql"}  # fmt: skip


def is_v1(root: Object) -> bool:
    """Return whether a collection has its requests in one list."""
    return isinstance(root.get("requests"), list) and "item" not in root


def upgrade(root: Object, gathering: Gathering) -> Object:
    """Return the collection as version 2 has it; what two folders claim is in the first."""
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
        gathering.lose(Lost.TWICE, "id")
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
    """Return what old versions call a helper as the auth it is."""
    kind = text_of(request.get("currentHelper")).removesuffix("Auth").lower()
    attributes = request.get("helperAttributes")
    return {"type": kind, kind: attributes} if kind and isinstance(attributes, dict) else None
