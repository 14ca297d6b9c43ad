"""Requests and responses as JSON, for all modules of the sandbox."""

from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from weda_tui.sandbox.flows.requests import parse_object
from weda_tui.sandbox.server.refusal import BusinessError, GatewayError

CallHandler = Callable[[Request], Awaitable[Response]]
JSON_TYPE = "application/json; charset=utf-8"


async def json_body(request: Request) -> bytes:
    """Return the bytes of a JSON body; ``GatewayError`` (``BAD_REQUEST``) for another type."""
    body = await request.body()
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body.strip() and content_type != "application/json":
        raise GatewayError("BAD_REQUEST", "content-type must be application/json")
    return body


async def json_object(request: Request) -> dict[str, object]:
    """Return the JSON object of a body, empty if there is no body; raises ``GatewayError``."""
    return parse_object(await json_body(request))


def json_answer(
    value: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Return a response with a value as JSON."""
    body = msgspec.json.encode(value)
    return Response(body, status_code=status, media_type=JSON_TYPE, headers=headers)


def no_content() -> Response:
    """Return the response of calls that answer with 204 and no body."""
    return Response(status_code=204)


def need_request_id(request: Request) -> None:
    """Raise ``GatewayError`` without ``X-Request-Id``, which OData and schema calls require."""
    if not request.headers.get("x-request-id", "").strip():
        raise GatewayError("INVALID_COMMON_PARAM", "missing header X-Request-Id")


def lower_case_errors(answer: CallHandler, request_id: Callable[[], str]) -> CallHandler:
    """Wrap a call so that its refusals become ``{response: {requestId, error}}``."""

    async def answer_or_refuse(request: Request) -> Response:
        try:
            return await answer(request)
        except BusinessError as error:
            stated = {"code": error.code, "message": error.message}
            return json_answer({"response": {"requestId": request_id(), "error": stated}})

    return answer_or_refuse
