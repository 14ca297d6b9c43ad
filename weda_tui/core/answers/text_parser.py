"""Find the response in a pasted text: a body, a dump with headers, or log lines.

HTTP/1.1 200 OK …            curl -i, curl -v and proxies; the last of several responses counts
{"code": …}                  a body; also the output of ``send --json``, and JSON in a string
2026-11-24 ERROR {"code":…}  JSON anywhere in a text, with or without escaped quotes
code=SYS_ERR message="…"     key=value and key: value
… jwt expired INVALID_…      a documented code anywhere in a text
curl: (7) …, [error] 12#0:   messages of clients and servers when there is no response
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Raw

from weda_tui.core.answers.intermediaries import (
    judge_block,
    name_foreign,
    status_of_page,
    with_request_id,
)
from weda_tui.core.answers.layers import DOCUMENTED, ErrorLayer
from weda_tui.core.answers.log_lines import judge_line
from weda_tui.core.answers.nested_answers import answers_inside
from weda_tui.core.answers.network_words import judge_silence
from weda_tui.core.answers.verdict import Outcome, Verdict, judge
from weda_tui.core.http import read_http_date
from weda_tui.core.json.decoding import decoded
from weda_tui.core.json.text import decode_body
from weda_tui.core.requests.draft import Header
from weda_tui.core.sending.exchange import Response

LARGEST = 16 * 1024 * 1024
"""The greatest number of bytes that are read."""
MOST_STARTS = 400
"""The greatest number of places in a text at which JSON is searched for."""
_HEAD = 4096
"""The number of leading characters that identify the error page of a server in front."""
JSON_TYPE = "application/json; charset=utf-8"
_COLOURS = re.compile(rb"\x1b\[[0-9;]*m")
_WHOLE = re.compile(rb"\s*(?:[{\[<]|HTTP/)")
"""The beginning of a text that is a response and nothing else."""
_SERVER_LOG = re.compile(r"\[error\] \d+#\d+:")
"""A line of the nginx or APISIX error log; it is about the server behind, not about the client."""


class Pasted(msgspec.Struct, frozen=True, kw_only=True):
    """A response found in a text."""

    body: bytes
    content_type: str = ""
    status: int | None = None
    """``None`` if the text does not contain the status."""
    url: str = ""
    """The requested URL, if the text is the output of ``curl -v``."""
    headers: tuple[Header, ...] = ()
    """The response headers, if the text is a dump."""


def judge_pasted(
    data: bytes, *, status: int | None = None, module: str = "", answers_nothing: bool = False
) -> tuple[Verdict, int | None] | None:
    """Find a response in a text and judge it; return ``None`` if there is none.

    Of several responses in a log, the first failure counts, and a failure with a stated reason
    before others. A message that no response arrived is a failure, too. ``status`` is used if the
    text contains no status. Returns the verdict and the HTTP status by which it was judged, if one
    is known.
    """
    data = _COLOURS.sub(b"", data[:LARGEST])
    found: tuple[Verdict, int | None] | None = None
    worked: list[str] = []
    for pasted in _answers(data, has_status=status is not None):
        verdict, used = _judge(pasted, status, module, answers_nothing)
        if _is_of_node(verdict.code):
            break
        if verdict.ok and pasted.body.strip() == data.strip():
            return verdict, used  # the text is one response; its records are not searched
        if verdict.ok:
            worked.append(pasted.body.decode("utf-8", "replace"))
        if found is None or _weight(verdict) > _weight(found[0]):
            found = verdict, used
        if _weight(verdict) == _MOST:
            break
    if found is not None and (found[0].outcome is Outcome.FAILURE or _is_ok_alone(found[0], data)):
        return found
    text = decode_body(data, "")[0]
    for body in worked:  # the content of a successful response is no message of a client
        text = text.replace(body, "")
    stated = _judge_words(text)
    if stated is None or (found is not None and stated.outcome is not Outcome.FAILURE):
        return found
    return stated, None


def _judge(
    pasted: Pasted, status: int | None, module: str, answers_nothing: bool
) -> tuple[Verdict, int | None]:
    """Judge a response by its own status, or else by ``status``, or else by the page's own text."""
    used = pasted.status if pasted.status is not None else status
    if used is None:
        used = status_of_page(pasted.body)
    taken = 200 if used is None else used
    verdict = judge(
        taken, pasted.content_type, pasted.body, module=module, answers_nothing=answers_nothing
    )
    response = Response(status=taken, reason="", headers=pasted.headers, body=pasted.body)
    return with_request_id(name_foreign(verdict, pasted.url, response), response), used


_DATE = re.compile(
    r"""\bdate["']?\s*[:=,]\s*(?:["']?value["']?\s*:\s*)?["']?"""
    r"""([A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)""",
    re.IGNORECASE,
)


def find_date(data: bytes) -> float | None:
    """Return the time of the last ``Date`` header in a text, in seconds since the epoch."""
    found = map(read_http_date, _DATE.findall(decode_body(data[:LARGEST], "")[0]))
    return max((date for date in found if date is not None), default=None)


_MOST = 3


def _weight(verdict: Verdict) -> int:
    """Return how informative one of several verdicts is, at most ``_MOST``."""
    if verdict.outcome is Outcome.FAILURE:
        return _MOST if verdict.layer not in {ErrorLayer.HTTP, ErrorLayer.PROXY} else 2
    return 1 if verdict.ok else 0


def _is_ok_alone(verdict: Verdict, data: bytes) -> bool:
    is_whole = _WHOLE.match(data) or _STATUS_LINE.search(data)
    return verdict.ok and is_whole is not None


def _judge_words(text: str) -> Verdict | None:
    """Judge a text without a failed response by the messages of programs."""
    verdict = judge_line(text) if _SERVER_LOG.search(text) else None
    return verdict or judge_silence(text) or judge_line(text) or judge_block(text)


def _answers(data: bytes, *, has_status: bool) -> Iterator[Pasted]:
    """Yield the candidates for the response, the most likely first.

    If the status is known, an empty text is a response as well, that of HTTP 204.
    """
    if dump := _from_dump(data):
        yield dump
        return
    if not data.strip():
        if has_status:
            yield Pasted(body=b"")
        return
    text, _ = decode_body(data, "")
    whole = _load(text)
    if isinstance(whole, str) and isinstance(_load(whole), dict | list):
        text, whole = whole, _load(whole)
    if report := _from_report(text):
        yield report
    elif whole is not None or _is_page(text) or _is_of_a_gateway(text):
        page = decoded(text, _FrameworkPage)
        status = page.status if page is not None and page.status in range(400, 600) else None
        body = text.encode("utf-8", "replace")
        yield Pasted(body=body, content_type=JSON_TYPE, status=status)
        for inside in answers_inside(whole):
            yield Pasted(
                body=inside.body,
                content_type=inside.content_type or JSON_TYPE,
                status=inside.status or status,
            )
    else:
        yield from _in_line(text)


class _FrameworkPage(msgspec.Struct):
    """Spring's own error response: ``{timestamp, status, error, path}``."""

    timestamp: Raw
    status: int


# -- a dump with headers -------------------------------------------------------------------------

_STATUS_LINE = re.compile(rb"^(?:<\s)?HTTP/\d(?:\.\d)?\s+(\d{3})\b[^\r\n]*\r?$", re.MULTILINE)
_HEADER = re.compile(rb"(?:<\s)?([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)\r?$")
_NOISE = (b"* ", b"> ", b"{ [", b"} [")
"""The beginnings of lines of ``curl -v`` that do not belong to the response."""
_CONNECTION = re.compile(rb"\* Connection #\d+ to host [^\n]*|\* Closing connection[^\n]*")
"""Lines of ``curl -v`` directly after a body that ends without a line break."""


def _from_dump(data: bytes) -> Pasted | None:
    """Read a status line, headers and a body."""
    starts = list(_STATUS_LINE.finditer(data))
    if not starts:
        return None
    headers: list[Header] = []
    lines = data[starts[-1].end() :].lstrip(b"\r").removeprefix(b"\n").split(b"\n")
    while lines:
        line = lines.pop(0)
        header = _HEADER.fullmatch(line)
        if header is not None:
            headers.append((header[1].decode("latin-1"), header[2].decode("latin-1")))
        elif not line.startswith(_NOISE):
            lines = lines if line.strip() in {b"", b"<"} else [line, *lines]
            break
    body = b"\n".join(line for line in lines if not line.startswith(_NOISE))
    body = _CONNECTION.sub(b"", body).strip()
    return Pasted(
        body=body,
        content_type=next((v for name, v in headers if name.lower() == "content-type"), ""),
        status=int(starts[-1][1]),
        url=_requested(data),
        headers=tuple(headers),
    )


def _requested(data: bytes) -> str:
    """Return the URL that ``curl -v`` requested last; empty if the text does not contain it."""
    asked, hosts = _REQUEST_LINE.findall(data), _HOST.findall(data)
    if not asked or not hosts:
        return ""
    scheme = "https" if b"SSL connection using" in data else "http"
    return f"{scheme}://{hosts[-1].decode('latin-1')}{asked[-1].decode('latin-1')}"


_REQUEST_LINE = re.compile(rb"^> [A-Z]+ (/\S*) HTTP/", re.MULTILINE)
_HOST = re.compile(rb"^> host:\s*(\S+)", re.MULTILINE | re.IGNORECASE)


class _Report(msgspec.Struct):
    verdict: Raw
    status: int | None
    body: Raw


def _from_report(text: str) -> Pasted | None:
    """Read the output of ``send --json``."""
    report = decoded(text, _Report)
    if report is None:
        return None
    body = bytes(report.body)
    if body.startswith(b'"'):
        body = str(_load(body.decode())).encode("utf-8", "replace")
    return Pasted(body=body, content_type=JSON_TYPE, status=report.status)


# -- a line of a log -----------------------------------------------------------------------------

_STATUS = re.compile(
    r"""["']?(?:http_?)?status(?:_?code)?["']?\s*[:=]\s*["']?([1-5]\d\d)\b""", re.IGNORECASE
)
_PAIR = re.compile(
    r"""(?<![\w.])["']?(?P<key>[A-Za-z_]+)["']?\s*[:=]\s*"""
    r"""(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s,;"'}\])]+))"""
)
_KEYS = {
    "code": "code",
    "errcode": "code",
    "errorcode": "code",
    "error": "error",
    "message": "message",
    "msg": "message",
    "errmsg": "message",
    "errormessage": "message",
    "errordescription": "error_description",
    "requestid": "requestId",
    "reqid": "requestId",
}
_CODE = re.compile(r"(?<![\w.])[A-Za-z][A-Za-z]*(?:[_.][A-Za-z]+)*(?![\w])")
_MADE_UP = re.compile(r"[A-Za-z][\w-]*(?:[_.]|[A-Z])[\w.-]*", re.ASCII)
"""A text that looks like a code, not like a word: it has two parts, or capitals inside."""
_PAGE = re.compile(r"<(?:!doctype html|html)\b", re.IGNORECASE)


def _in_line(text: str) -> Iterator[Pasted]:
    status = int(match[1]) if (match := _STATUS.search(text)) else None
    page = _PAGE.search(text)
    if page is not None and "</" in text[page.start() :]:  # more than a quoted beginning
        body = text[page.start() :].encode("utf-8", "replace")
        yield Pasted(body=body, content_type="text/html", status=status)
    for candidate in (text, text.replace('\\"', '"')):
        for value in _json_values(candidate):
            yield Pasted(
                body=value.encode("utf-8", "replace"), content_type=JSON_TYPE, status=status
            )
    if envelope := _from_pairs(text) or _from_code(text):
        body = json.dumps(envelope, ensure_ascii=False)
        if DOCUMENTED.get(code := _code_in(envelope)) is ErrorLayer.STORAGE and not code.isupper():
            body = f"<Error><Code>{code}</Code></Error>"  # the shape of the object store itself
        yield Pasted(body=body.encode("utf-8", "replace"), content_type=JSON_TYPE, status=status)


def _json_values(text: str) -> Iterator[str]:
    """Yield the outermost objects and arrays in a text, from left to right."""
    at, tried = 0, 0
    while tried < MOST_STARTS and (start := _next_start(text, at)) >= 0:
        tried += 1
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            at = start + 1
            continue
        at = end
        if value:
            yield text[start:end]


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


def _next_start(text: str, at: int) -> int:
    found = [each for each in (text.find("{", at), text.find("[", at)) if each >= 0]
    return min(found, default=-1)


def _from_pairs(text: str) -> dict[str, Any] | None:
    """Build an envelope from ``code=…`` and the pairs next to it, in the shape for the code."""
    fields: dict[str, str] = {}
    for pair in _PAIR.finditer(text):
        key = _KEYS.get(pair["key"].replace("_", "").lower())
        value = next((pair[each] for each in ("double", "single", "bare") if pair[each]), "")
        if key and value and not _is_of_node(value):
            fields.setdefault(key, value)
    codes = (fields.get("code", ""), fields.get("error", ""))
    code = next((each for each in codes if _is_code(each)), "")
    if not code:
        return None
    message = fields.get("message", "") or fields.get("error_description", "")
    return _envelope(code, message, fields.get("requestId", ""))


def _from_code(text: str) -> dict[str, Any] | None:
    """Build an envelope from a documented code; a code in lower case has to be the whole text."""
    alone = text.strip()
    for word in _CODE.findall(text):
        is_alone = word == alone
        if word in DOCUMENTED and (is_alone or not word.islower()):
            return _envelope(word, "", "")
    is_code = re.fullmatch(r"\s*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\s*", text)
    return _envelope(text.strip(), "", "") if is_code else None


def _envelope(code: str, message: str, request_id: str) -> dict[str, Any]:
    if code.islower():
        return {"error": code, "error_description": message, "requestId": request_id}
    if code.isupper():
        return {"code": code, "message": message, "requestId": request_id}
    error = {"Code": code, "Message": message}
    return {"Response": {"RequestId": request_id, "Error": error}}


def _code_in(envelope: dict[str, Any]) -> str:
    """Return the code of an envelope built by this module."""
    error = envelope.get("Response", {}).get("Error", {})
    return error.get("Code") or envelope.get("code") or envelope.get("error", "")


def _is_code(text: str) -> bool:
    is_short = len(text) <= _LONGEST_CODE
    is_made_up = is_short and _MADE_UP.fullmatch(text) is not None and not _is_of_node(text)
    return text in DOCUMENTED or is_made_up


def _is_of_node(code: str) -> bool:
    return len(code) <= _LONGEST_CODE and _OF_NODE.fullmatch(code) is not None


_LONGEST_CODE = 200
"""The greatest length of a code in characters.

Matching a longer text would take time in the square of its length.
"""
_OF_NODE = re.compile("E[A-Z]{3,}|(?:UND_)?ERR_[A-Z_]+|[A-Z_]*(?:_CERT|CERT_)[A-Z_]*")
"""Codes with which Node and browsers explain that no response arrived."""


def _load(text: str) -> Any:
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None


def _is_of_a_gateway(text: str) -> bool:
    return status_of_page(text[:_HEAD].encode("utf-8", "replace")) is not None


def _is_page(text: str) -> bool:
    return text.lstrip("\ufeff \r\n\t").startswith("<")
