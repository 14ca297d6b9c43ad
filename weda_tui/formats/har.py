"""Conversion of a HAR archive, as recorded by a browser, to requests, and back.

{"log": {"version": "1.2", "entries": [{"request": {"method", "url", "headers": […],
 "postData": {"mimeType", "text"}}, "response": …}]}}
"""

import base64
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.import_plan import Collector, Hide, Imported, LossKind, hide_nothing
from weda_tui.core.requests.draft import Header, RequestDraft
from weda_tui.core.wire_text import wire_bytes
from weda_tui.formats.foreign_json import Object, list_of, load_json, object_of, objects_of, text_of
from weda_tui.formats.http.forms import MultipartPart, multipart, urlencoded
from weda_tui.formats.request_names import name_for

_ASSETS = frozenset({"image", "font", "stylesheet", "script", "media", "manifest", "texttrack"})
"""Types of resources that a page loads for display, as the browser names them."""
_BINARY = re.compile(
    r"(?:image|audio|video|font)/(?!svg)|application/(?:octet-stream|gzip|pdf|(?:x-)?zip"
    r"|(?:x-)?protobuf|(?:x-)?msgpack|grpc)"
)
"""Content types whose bytes are not text."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_har(data: bytes, *, file: str, hide: Hide = hide_nothing) -> Imported:
    """Return the requests of an archive.

    Images, styles, scripts and entries that are no HTTP requests are omitted and reported as
    losses. Raises ``FileError``: ``DOCUMENT_…``, ``IMPORT_INVALID``, ``IMPORT_EMPTY``.
    """
    gathering = Collector(hide)
    root = load_json(data, file=file, on_twice=lambda key: gathering.lose(LossKind.TWICE, key))
    log = object_of(object_of(root).get("log"))
    if not isinstance(log.get("entries"), list):
        raise FileError(ErrorCode.IMPORT_INVALID, file=file, format="HAR", path="$.log.entries")
    count = 0
    for number, entry in enumerate(list_of(log.get("entries")), 1):
        request = object_of(object_of(entry).get("request"))
        url = text_of(request.get("url"))
        is_asset = text_of(object_of(entry).get("_resourceType")) in _ASSETS
        if is_asset or not url.lower().startswith(("http://", "https://", "{{")):
            gathering.lose(LossKind.REQUEST, f"#{number} {url.partition('?')[0][:200]}")
            continue
        _read_request(request, url, gathering)
        count += 1
    if not count:
        raise FileError(ErrorCode.IMPORT_EMPTY, file=file, format="HAR")
    return gathering.done()


def _read_request(request: Object, url: str, gathering: Collector) -> None:
    method = text_of(request.get("method")) or "GET"
    name = text_of(request.get("comment")) or name_for(method, gathering.hide(url))
    path = gathering.place("", name)
    headers: list[Header] = [
        (text_of(each.get("name")), text_of(each.get("value")))
        for each in objects_of(request.get("headers"))
    ]
    post = object_of(request.get("postData"))
    body, kind = _body(request, post, gathering, path)
    has_type = any(header.lower() == "content-type" for header, _ in headers)
    if body and kind.startswith("multipart/") and body != text_of(post.get("text")):
        headers = [each for each in headers if each[0].lower() != "content-type"]
        has_type = False
    if body and kind and not has_type:
        headers.append(("Content-Type", kind))
    draft = RequestDraft(
        endpoint_id="", method=method, url=url.partition("#")[0], headers=tuple(headers), body=body
    )
    gathering.add_request(path, name, draft)


def _body(request: Object, post: Object, gathering: Collector, path: str) -> tuple[str, str]:
    """Return the body and its content type.

    An archive may hold a form as a list of fields only. A body that is not text is reported as a
    loss, because a browser has replaced the bytes that it could not show.
    """
    kind = text_of(post.get("mimeType"))
    text = _text(post, kind, text_of(request.get("bodySize")))
    fields = objects_of(post.get("params"))
    if text is None and not fields:
        gathering.lose(LossKind.BODY, kind or "binary", path)
    if text or not fields:
        return text or "", kind
    for each in fields:
        if each.get("fileName"):
            gathering.lose(LossKind.FILE, text_of(each.get("fileName")), path)
    rows = [
        (text_of(f.get("name")), text_of(f.get("value")), text_of(f.get("contentType")))
        for f in fields
        if not f.get("fileName")
    ]
    if kind.startswith("multipart/"):
        content_type, body = multipart(MultipartPart(*row) for row in rows)
        return body, content_type
    return urlencoded((name, value) for name, value, _ in rows), kind


def _text(post: Object, kind: str, size: str) -> str | None:
    """Return the text of a body; ``None`` if the archive does not hold it byte for byte."""
    text = text_of(post.get("text"))
    if text_of(post.get("encoding")).lower() == "base64":
        try:
            return base64.b64decode(text, validate=True).decode()
        except ValueError:
            return None
    if text.isascii() or size == str(len(text.encode("utf-8", "replace"))):
        return text
    is_binary = _BINARY.match(kind) or "\ufffd" in text or _CONTROL.search(text)
    return None if is_binary else text


def write_har(drafts: Iterable[tuple[str, RequestDraft]], *, version: str, now: str) -> bytes:
    """Return an archive of requests that have not been sent, each with its name as comment.

    ``version`` is the version of this program. ``now`` is an ISO 8601 time, which HAR requires in
    every entry.
    """
    entries = [_entry(name, draft, now) for name, draft in drafts]
    log = {
        "version": "1.2",
        "creator": {"name": "weda-tui", "version": version},
        "entries": entries,
    }
    return msgspec.json.format(msgspec.json.encode({"log": log}), indent=2) + b"\n"


def _entry(name: str, draft: RequestDraft, now: str) -> dict[str, Any]:
    body = wire_bytes(draft.body)
    request: dict[str, Any] = {
        "method": draft.method,
        "url": draft.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": header, "value": value} for header, value in draft.headers],
        "queryString": _query(draft.url),
        "headersSize": -1,
        "bodySize": len(body),
        "comment": name,
    }
    if draft.body:
        kind = next((v for h, v in draft.headers if h.lower() == "content-type"), "")
        request["postData"] = {"mimeType": kind, **_content(body)}
    response: dict[str, Any] = {
        "status": 0,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [],
        "content": {"size": 0, "mimeType": "x-unknown"},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
    }
    return {
        "startedDateTime": now,
        "time": 0,
        "request": request,
        "response": response,
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    }


def _content(body: bytes) -> dict[str, str]:
    """Return a body as text, or in base64 if it is not UTF-8, as HAR encodes response content."""
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode(), "encoding": "base64"}


def _query(url: str) -> list[dict[str, str]]:
    query = url.partition("#")[0].partition("?")[2]
    pairs = parse_qsl(query, keep_blank_values=True)
    return [{"name": name, "value": value} for name, value in pairs]
