"""The sandbox's own OpenAPI documents: the calls that it serves, their address, and the refusals.

    GET /openapi/                        the documents' addresses
    GET /openapi/workflow.openapi.json   …and the other modules'

These are the bundled documents without the calls that the sandbox does not implement, with the
sandbox's address, and with the envelopes of refusals, which are also sent under HTTP 200 (guide,
3.1; page 1301/94470).
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.core.files import read_packaged
from weda_tui.sandbox.server.refusal import GatewayError
from weda_tui.sandbox.server.web import json_answer
from weda_tui.sandbox.workflow.actions import ACTIONS

Json = dict[str, Any]

NAMES = ("workflow", "model", "storage", "permission", "auth", "odata", "enterprise")
_METHODS = ("get", "post", "put", "patch", "delete")
_WORKFLOW = re.compile(r"/weda/workflow/v1/\{\}/(\w+)")
_TEXT: Json = {"type": "string"}


def _object(**properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


REFUSALS: Json = {
    "GatewayRefusal": _object(code=_TEXT, requestId=_TEXT, message=_TEXT),
    "BusinessRefusal": _object(
        Response=_object(RequestId=_TEXT, Error=_object(Code=_TEXT, Message=_TEXT))
    ),
    "LowerCaseRefusal": _object(
        response=_object(requestId=_TEXT, error=_object(code=_TEXT, message=_TEXT))
    ),
    "AuthRefusal": _object(error=_TEXT, error_description=_TEXT),
}
"""The envelopes in which calls are refused, whatever the HTTP status."""


class PublishedDocuments:
    """Answers with OpenAPI documents of the calls that some routes serve."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._served = {
            (method.lower(), _shape(route.path))
            for route in routes
            for method in route.methods or ()
        }

    def routes(self) -> list[Route]:
        """Return the routes of the documents."""
        return [
            Route("/openapi/", self.index, methods=["GET"]),
            Route("/openapi/{name}.openapi.json", self.document, methods=["GET"]),
        ]

    async def index(self, request: Request) -> Response:
        """Return the addresses of the documents."""
        base = str(request.base_url).rstrip("/")
        return json_answer({"documents": [f"{base}/openapi/{n}.openapi.json" for n in NAMES]})

    async def document(self, request: Request) -> Response:
        """Return a module's document."""
        name = request.path_params["name"]
        if name not in NAMES:
            raise GatewayError("RESOURCE_NOT_FOUND", f"no document {name}", status=404)
        return json_answer(self.published(name, str(request.base_url).rstrip("/")))

    def published(self, name: str, base: str) -> Json:
        """Return the document of a module with the calls that are served at ``base``."""
        document: Json = json.loads(read_packaged(f"catalogue/{name}.openapi.json"))
        document.pop("x-weda-pathless", None)
        document["servers"] = [{"url": base}]
        document["paths"] = {
            path: kept
            for path, item in document["paths"].items()
            if (kept := self._kept(path, item))
        }
        schemas: Json = document["components"].setdefault("schemas", {})
        schemas |= REFUSALS
        for item in document["paths"].values():
            for method in _METHODS:
                if method in item:
                    item[method]["responses"] = _answers(item[method]["responses"])
        return document

    def _kept(self, path: str, item: Json) -> Json:
        """Return a path without the calls that are not served; empty if none remains."""
        calls = {
            method: item[method]
            for method in _METHODS
            if method in item
            and "x-weda-url" not in item[method]
            and self._is_served(method, _shape(path))
        }
        shared = {key: value for key, value in item.items() if key not in _METHODS}
        return {**shared, **calls} if calls else {}

    def _is_served(self, method: str, shape: str) -> bool:
        if action := _WORKFLOW.fullmatch(shape):
            return method == "post" and action[1] in ACTIONS
        return (method, shape) in self._served


def _shape(path: str) -> str:
    """Return a path with all its parameters written alike."""
    return re.sub(r"\{[^{}]*\}", "{}", path)


def _answers(documented: Json) -> Json:
    """Return the responses of a call with the refusals that any call may return."""
    refusals = [{"$ref": f"#/components/schemas/{name}"} for name in REFUSALS]
    answers: Json = {}
    for status, answer in documented.items():
        content = answer.get("content", {})
        media = content.get("application/json")
        if media is None:
            answers[status] = answer
            continue
        schema = {"anyOf": [*refusals, _enveloped(media["schema"])]}
        answers[status] = answer | {"content": {"application/json": media | {"schema": schema}}}
    if "200" not in answers:
        answers["200"] = _refused(refusals, "A refusal under HTTP 200")
    return answers | {"default": _refused(refusals, "A refusal")}


def _enveloped(schema: Json) -> Json:
    """Return the schema of a success with a required envelope, which a refusal does not have."""
    properties: Json = schema.get("properties", {})
    for outer, inner in (("Response", "Data"), ("response", "data")):
        if outer in properties and inner in properties[outer].get("properties", {}):
            envelope = properties[outer] | {"required": [inner]}
            return schema | {"required": [outer], "properties": properties | {outer: envelope}}
    if {"data", "requestId"} <= properties.keys():
        return schema | {"required": ["data", "requestId"]}
    return schema


def _refused(refusals: list[Json], description: str) -> Json:
    schema = {"anyOf": refusals}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
