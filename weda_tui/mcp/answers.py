"""The result of a send for an agent: verdict, diagnosis, and the server's words kept apart."""

import asyncio

from msgspec.structs import replace

from weda_tui.core.agents.rules import quoted
from weda_tui.core.answers.verdict import Verdict, unanswered_state
from weda_tui.core.bodies.pieces import Body
from weda_tui.core.doctor.cause_checks import CauseState
from weda_tui.core.doctor.diagnosis import Cause, Diagnosis
from weda_tui.core.environments.deployment import Target
from weda_tui.core.json.text import decode_body, utf8_body
from weda_tui.core.masking import CUT, MASK
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.secrets.detection import masked_headers
from weda_tui.core.sending.exchange import Answered, Exchange, Failed, Response
from weda_tui.i18n.phrases.diagnosis import act_words, executed_line, finding_of
from weda_tui.i18n.phrases.doctor import checked_words, evidence_words
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.calls import ToolCall
from weda_tui.mcp.results import Document, Json, error_document, parsed, parsed_exactly, plain
from weda_tui.mcp.servers_words import known_code, server_code, servers_words, without_servers_words

LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of a response body that a JSONPath can search.

Of a larger body only the beginning is returned, as text.
"""
BEGINNING = 64 * 1024
_HASHES = frozenset(
    {"etag", "content-length", "content-md5", "content-digest", "digest", "repr-digest"}
    | {"x-amz-meta-md5", "x-goog-hash", "x-cos-hash-crc64ecma", "x-oss-hash-crc64ecma"}
)
"""Headers with hashes of the body, which would confirm a guess of a value masked in the body."""


def answered_document(exchange: Exchange, diagnosis: Diagnosis | None, call: ToolCall) -> Document:
    """Return a response: verdict, status, request, diagnosis, and the data from the server.

    ``error`` says why the response was judged without its success rule.
    """
    state, no_rule = Answered(exchange), exchange.no_rule
    return {
        "verdict": verdict_document(exchange.verdict),
        **({"error": error_document(no_rule, call.strings)} if no_rule is not None else {}),
        "status": exchange.response.status,
        "elapsedMs": round(exchange.elapsed * 1000),
        "request": request_document(exchange.request),
        **_diagnosed(diagnosis, state, call.strings),
        **({"responseIsCut": True} if _is_cut(exchange.response) else {}),
        "server": server_document(exchange.response, exchange.verdict),
    }


def _is_cut(response: Response) -> bool:
    """Return whether a JSONPath can search only a part of the body, or no part of it."""
    return response.is_beginning or len(response.received) > LARGEST_BODY


def failed_document(failed: Failed, diagnosis: Diagnosis | None, call: ToolCall) -> Document:
    """Return a call without a response: error, whether it was executed, request, diagnosis."""
    verdict: Document = {
        "ok": False,
        "state": unanswered_state(failed.delivery).value,
        "code": failed.error.code.value,
    }
    request = request_document(failed.request) if failed.request is not None else {}
    stated = servers_words(failed.error)
    server: Document = {"server": {"untrusted": True, **stated}} if stated else {}
    return {
        "verdict": verdict,
        "executed": failed.delivery.value,
        "error": error_document(failed.error, call.strings),
        "elapsedMs": round(failed.elapsed * 1000),
        "request": request,
        **_diagnosed(diagnosis, failed, call.strings),
        **server,
    }


async def diagnose(call: ToolCall, state: Answered | Failed, where: Target) -> Diagnosis | None:
    """Return the diagnosis of a failure; ``None`` for a success."""
    if isinstance(state, Answered) and state.exchange.verdict.ok:
        return None
    from weda_tui.session.doctor import diagnose_call

    return await asyncio.to_thread(diagnose_call, call.session, state, where, knows_history=False)


def _diagnosed(diagnosis: Diagnosis | None, state: Answered | Failed, strings: Strings) -> Document:
    if diagnosis is None:
        return {}
    return {"diagnosis": diagnosis_document(diagnosis, state, strings)}


def diagnosis_document(
    diagnosis: Diagnosis, state: Answered | Failed, strings: Strings
) -> Document:
    """Return the finding, whether the call was executed, possible causes, and next steps."""
    finding = finding_of(diagnosis, _without_unknown_code(state), strings)
    causes: list[Json] = [
        {
            "cause": checked_words(each, strings),
            "state": each.state.value,
            "evidence": quoted(evidence) if (evidence := _evidence(each, strings)) else "",
        }
        for each in diagnosis.causes
        if each.state is not CauseState.NO
    ]
    return {
        "finding": finding.what,
        "hint": finding.hint,
        "executedMeaning": executed_line(diagnosis, state, strings),
        "causes": plain(causes),
        "steps": [act_words(each, strings).what for each in diagnosis.steps],
    }


def _evidence(cause: Cause, strings: Strings) -> str:
    """Return the evidence of a confirmed cause; it may contain words of the server."""
    return evidence_words(cause, strings) if cause.state is CauseState.YES else ""


def _without_unknown_code(state: Answered | Failed) -> Answered | Failed:
    if isinstance(state, Failed):
        return replace(state, error=without_servers_words(state.error))
    verdict = state.exchange.verdict
    known = replace(verdict, code=known_code(verdict.code))
    return Answered(replace(state.exchange, verdict=known))


def verdict_document(verdict: Verdict) -> Document:
    """Return a verdict without the server's message and without an unknown code."""
    facts: Document = {
        "layer": verdict.layer.value,
        "code": known_code(verdict.code),
        "requestId": verdict.request_id,
        "count": verdict.count,
        "total": verdict.total,
        "failed": verdict.failed or None,
        "rule": verdict.rule,
    }
    kept = {name: value for name, value in facts.items() if value not in ("", None)}
    return {"ok": verdict.ok, "state": verdict.state.value, **kept}


def request_document(request: PreparedRequest) -> Document:
    """Return a request, complete, because it is already masked.

    A repeated header is a list of its values.
    """
    given: dict[str, list[Json]] = {}
    for name, value in masked_headers(request.headers, str):
        given.setdefault(name, []).append(value)
    headers: Document = {name: each if each[1:] else each[0] for name, each in given.items()}
    return {
        "method": request.method,
        "url": request.url,
        "headers": headers,
        "body": _sent_body(request.body),
    }


def _sent_body(body: bytes) -> Json:
    """Return a body as a JSON value, or as text if the value would lose something."""
    text, _ = decode_body(body, "")
    return _body(body, "") if len(body) > LARGEST_BODY else parsed_exactly(text)


def server_document(response: Response, verdict: Verdict) -> Document:
    """Return the data from the server, marked as untrusted."""
    content_type = response.header("Content-Type")
    shown = ((name, MASK if name.lower() in _HASHES else value) for name, value in response.headers)
    headers: Document = dict(masked_headers(shown, str))
    items: list[Json] = [
        {"index": each.index, "code": each.code, "message": each.message} for each in verdict.items
    ]
    facts: Document = {
        **server_code(verdict.code),
        "message": verdict.message,
        "items": items,
        "headers": headers,
        "size": response.size,
        "withheld": response.withheld > 0 or None,
    }
    kept = {name: value for name, value in facts.items() if value not in ("", None, [])}
    body: Document = {"body": _body(response.received, content_type)} if response.received else {}
    return {"untrusted": True, **kept, **body}


def _body(body: Body, content_type: str) -> Json:
    if len(body) > LARGEST_BODY:
        return utf8_body(body[:BEGINNING], content_type).decode("utf-8", "replace") + CUT
    return parsed(utf8_body(body[:], content_type).decode("utf-8", "replace"))
