"""The example responses of a Postman request, and our examples in Postman's format.

{"name": "成功：9 条", "originalRequest": …, "status": "OK", "code": 200,
 "header": [{"key", "value"}], "body": "…"}
"""

from http import HTTPStatus
from typing import Any

from weda_tui.core.collections.example import LONGEST_BODY, is_kept
from weda_tui.core.collections.saved_request import Example
from weda_tui.core.interchange.import_plan import LossKind
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.foreign_json import objects_of, text_of
from weda_tui.formats.postman.request_parts import PostmanParts, read_headers
from weda_tui.formats.toml.examples import STATUSES


def read_examples(value: Any, parts: PostmanParts) -> tuple[Example, ...]:
    """Return the example responses; a response that is too long is added to the losses."""
    kept: list[Example] = []
    for answer in objects_of(value):
        code, status = text_of(answer.get("code")), text_of(answer.get("status"))
        name = (
            strip_control_characters(text_of(answer.get("name")))
            or f"{code} {strip_control_characters(status)}".strip()
            or "_"
        )
        headers = read_headers(answer.get("header"), PostmanParts())
        body = text_of(answer.get("body"))
        if len(body.encode("utf-8", "replace")) > LONGEST_BODY:
            parts.lose(LossKind.EXAMPLE, name)
        else:
            kept.append(
                Example(
                    name=name,
                    status=_status(code),
                    headers=tuple(each for each in headers if is_kept(each[0])),
                    body=body,
                )
            )
    return tuple(kept)


def example_item(example: Example, request: dict[str, Any]) -> dict[str, Any]:
    """Return an example in Postman's format; ``request`` is the request of the response."""
    kinds = [value for name, value in example.headers if name.lower() == "content-type"]
    is_json = any("json" in kind.lower() for kind in kinds)
    item: dict[str, Any] = {
        "name": example.name,
        "originalRequest": request,
        "_postman_previewlanguage": "json" if is_json else "text",
        "header": [{"key": name, "value": value} for name, value in example.headers],
        "body": example.body,
    }
    if example.status is not None:
        item |= {"code": example.status, "status": _phrase(example.status)}
    return item


def _status(code: str) -> int | None:
    least, most = STATUSES
    is_number = code.isascii() and code.isdigit() and len(code) == 3
    return int(code) if is_number and least <= int(code) <= most else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
