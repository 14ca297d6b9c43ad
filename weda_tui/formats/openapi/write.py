"""Requests in folders as an OpenAPI 3.1 document; the values that they send become examples.

{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/StopFlow ► /weda/workflow/v1/{envType}/StopFlow
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.json.text import format_json
from weda_tui.core.requests.draft import Header, RequestDraft
from weda_tui.core.requests.url import query_parts
from weda_tui.core.text import template
from weda_tui.core.text.file_names import free_name
from weda_tui.formats.openapi.foreign_addresses import is_path

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_NOT_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
"""Headers that OpenAPI expresses in other ways."""
_HOME = "{}"
"""Stands for the address of the deployment, whatever it is."""


def write_openapi(
    bundle: Imported, effect_of: Callable[[RequestDraft], Effect]
) -> tuple[bytes, list[str]]:
    """Return the document, and the paths of the requests that it cannot hold.

    Requests with the same method and path are one operation: the first request describes it, and
    each is an example. The document cannot hold requests to another host than that of the
    operation, methods that OpenAPI does not have, and paths that an OpenAPI client may resolve to a
    host. ``effect_of`` returns the effect of sending a request.
    """
    server = _server(bundle)
    origins = _origins(bundle)
    paths: dict[str, dict[str, Any]] = {}
    left: list[str] = []
    taken: set[str] = set()
    for request in bundle.requests:
        method = request.draft.method.lower()
        path, origin = _path(request.draft.url), _origin(request.draft.url)
        is_held = method in _METHODS and origins[path, method] == origin
        if not is_held or (origin == _HOME and not is_path(path)):
            left.append(request.path)
            continue
        operation = paths.setdefault(path, {}).get(method)
        if operation is None:
            paths[path][method] = _operation(request, path, taken)
            paths[path][method]["x-weda-effect"] = effect_of(request.draft).value
            if origin not in {server, _HOME}:
                paths[path][method]["servers"] = [{"url": origin}]
        else:
            _add_example(operation, request)
        _add_answers(paths[path][method], request)
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": bundle.name, "version": "1", "description": bundle.description},
        "servers": [{"url": server}],
        "paths": paths,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n", left


def _server(bundle: Imported) -> str:
    """Return the deployment's address; that of the first request if no request goes there."""
    origins = [_origin(each.draft.url) for each in bundle.requests]
    return "/" if _HOME in origins or not origins else origins[0]


def _origins(bundle: Imported) -> dict[tuple[str, str], str]:
    """Return where each path and method is sent: to the deployment, else as the first request."""
    found: dict[tuple[str, str], str] = {}
    for each in bundle.requests:
        origin = _origin(each.draft.url)
        key = _path(each.draft.url), each.draft.method.lower()
        found[key] = _HOME if origin == _HOME else found.get(key, origin)
    return found


def _origin(url: str) -> str:
    match = re.match(r"(?i)https?://[^/?#]*", url)
    return match[0] if match else _HOME


def _path(url: str) -> str:
    """Return a path with OpenAPI parameters in place of variables."""
    rest = re.sub(r"(?i)^(?:https?://[^/?#]*|\{\{[^{}]*\}\})", "", url).partition("?")[0]
    rest = re.sub(r"[{}]+", lambda m: m[0] if len(m[0]) == 2 else "", rest.partition("#")[0])
    path = template.VARIABLE.sub(lambda match: f"{{{_parameter(match[1])}}}", rest)
    return path if path.startswith("/") else f"/{path}"


def _parameter(variable: str) -> str:
    return "envType" if variable == template.ENV_TYPE else re.sub(r"[^\w.-]", "_", variable)


def _operation(request: SavedRequest, path: str, taken: set[str]) -> dict[str, Any]:
    free = free_name(re.sub(r"\W+", "-", request.path).strip("-") or "call", taken, fold=str)
    taken.add(free)
    operation: dict[str, Any] = {
        "operationId": free,
        "summary": request.title,
        "description": request.description,
        "parameters": _parameters(request, path),
        "responses": {"default": {"description": ""}},
    }
    if request.folder:
        operation["tags"] = [request.folder]
    if request.draft.body:
        operation["requestBody"] = {"content": {_kind(request.draft.headers): {"examples": {}}}}
        _add_example(operation, request)
    return operation


def _parameters(request: SavedRequest, path: str) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}

    def add(name: str, place: str, example: str) -> None:
        parameter: dict[str, Any] = {"name": name, "in": place, "schema": {"type": "string"}}
        if place == "path":
            parameter["required"] = True
        if example:
            parameter["example"] = example
        found.setdefault((name, place), parameter)

    for name in re.findall(r"\{([^{}]+)\}", path):
        add(name, "path", request.variables.get(name, ""))
    for part in query_parts(request.draft.url):
        add(part.name, "query", part.value)
    for name, value in request.draft.headers:
        if name.lower() not in _NOT_PARAMETERS:
            add(name, "header", value)
    return list(found.values())


def _kind(headers: Iterable[Header]) -> str:
    kinds = (v for name, v in headers if name.lower() == "content-type")
    return next(kinds, "application/octet-stream").partition(";")[0].strip() or "text/plain"


def _add_example(operation: dict[str, Any], request: SavedRequest) -> None:
    """Add the body of a request as an example."""
    if not request.draft.body:
        return
    body = operation.setdefault("requestBody", {"content": {}})
    examples = body["content"].setdefault(_kind(request.draft.headers), {"examples": {}})[
        "examples"
    ]
    examples[_name(request.path)] = {"summary": request.title, "value": _value(request.draft.body)}


def _add_answers(operation: dict[str, Any], request: SavedRequest) -> None:
    """Add the example responses by status and content type; truncated bodies are no examples."""
    for example in request.examples:
        status = str(example.status or "default")
        answer = operation["responses"].setdefault(status, {"description": ""})
        if not example.body or example.size:
            continue
        media = answer.setdefault("content", {}).setdefault(
            _kind(example.headers), {"examples": {}}
        )
        examples = media["examples"]
        free = free_name(_name(example.name) or "example", examples, fold=str)
        examples[free] = {"summary": example.name, "value": _value(example.body)}


def _name(text: str) -> str:
    """Return a name that a component may have, as far as its letters allow."""
    return re.sub(r"[^\w.-]+", "-", text).strip("-")


def _value(body: str) -> Any:
    """Return a body as JSON with its digits kept if it is JSON, else as text."""
    formatted = format_json(body.encode("utf-8", "replace"))
    return msgspec.Raw(formatted) if formatted else body
