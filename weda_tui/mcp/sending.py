"""Tools that preview, send and run requests; ``session.agents`` decides what may be sent."""

import asyncio
from typing import Annotated

import msgspec
from msgspec.structs import replace

from weda_tui.core.agents.question import AskedWrite
from weda_tui.core.agents.rules import quoted
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import Delivery, ErrorCode
from weda_tui.core.runs.answer_values import Captured
from weda_tui.core.runs.assertions import with_text
from weda_tui.core.runs.results import RunFailureCause, RunResult, tally
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.i18n.phrases.requests import finding_words
from weda_tui.i18n.phrases.runs import failure_lines
from weda_tui.i18n.phrases.sending import reach_words
from weda_tui.mcp.answers import (
    answered_document,
    diagnose,
    failed_document,
    request_document,
    verdict_document,
)
from weda_tui.mcp.calls import MOST_MEMBERS, ToolArguments, ToolCall, Values
from weda_tui.mcp.progress import RunProgress
from weda_tui.mcp.requests import RequestArguments
from weda_tui.mcp.results import Document, Json, error_document, plain
from weda_tui.mcp.servers_words import known_code, server_code, servers_words, without_servers_words
from weda_tui.session.agents.results import AgentPreview, AgentRan, AgentRefused, NeedsPerson
from weda_tui.session.history import entry_of

MOST_WRITES = 20
"""Maximum number of writes of a run that are described individually."""


class PreviewRequest(RequestArguments, frozen=True, kw_only=True):
    """The tool ``preview_request``."""

    async def run(self, call: ToolCall) -> Document:
        """Return what would be sent, and the consent that sending needs. Raises ``FileError``."""
        where = call.where(self.environment, self.env_type)
        draft = await asyncio.to_thread(self.draft, call.session, where)
        preview = await call.session.agents.preview(draft, where)
        return await asyncio.to_thread(_preview_document, preview, call)


def _preview_document(preview: AgentPreview, call: ToolCall) -> Document:
    preflight, judged, strings = preview.preflight, preview.judgement, call.strings
    findings: list[Json] = [finding_words(each, strings.fields) for each in preflight.findings]
    request = preflight.request
    facts: Document = {
        "needs": judged.need.value,
        "environment": preflight.target.environment.name,
        "envType": preflight.target.env_type,
        "endpoint": preflight.endpoint.id,
        "effect": judged.effect.value,
        "guard": judged.bounds.guard.value,
        "agents": judged.bounds.level.value,
        "records": reach_words(preflight.reach, strings),
        "warnings": findings,
        "token": preflight.token.kind.value,
        "request": request_document(request) if request is not None else {},
        "command": preview.command,
    }
    error = error_document(judged.error, strings) if judged.error is not None else {}
    return {
        name: value
        for name, value in {**facts, "error": error}.items()
        if value not in ("", [], {})
    }


class SendRequest(RequestArguments, frozen=True, kw_only=True):
    """The tool ``send_request``."""

    reason: str = ""

    async def run(self, call: ToolCall) -> Document:
        """Send the request, after the user agreed if needed. Raises ``FileError``."""
        where = call.where(self.environment, self.env_type)
        draft = await asyncio.to_thread(self.draft, call.session, where)
        result = await call.session.agents.send(
            draft,
            where,
            client=call.client,
            reason=self.reason,
            ask=call.ask,
            saved=self.saved_path,
            on_progress=call.on_progress,
        )
        match result:
            case Answered() | Failed():
                return await _sent_document(result, where, call)
            case NeedsPerson() | AgentRefused():
                return await asyncio.to_thread(unsent_document, result, call)


async def _sent_document(state: Answered | Failed, where: Target, call: ToolCall) -> Document:
    diagnosis = await diagnose(call, state, where)
    entry = await entry_of(call.session.history, state)
    match state:
        case Answered(exchange):
            outcome = "answered"
            document = await asyncio.to_thread(answered_document, exchange, diagnosis, call)
        case Failed():
            is_unsent = state.delivery is Delivery.NOT_SENT
            outcome = "not-sent" if is_unsent else "no-response"
            document = await asyncio.to_thread(failed_document, state, diagnosis, call)
    return {"outcome": outcome, "history": entry.id if entry is not None else 0, **document}


def unsent_document(result: NeedsPerson | AgentRefused, call: ToolCall) -> Document:
    """Return why nothing was sent, and what the user can do."""
    error = error_document(result.error, call.strings)
    if isinstance(result, AgentRefused):
        return {"outcome": "refused", "error": error}
    writes = [_write_document(each, call) for each in result.writes[:MOST_WRITES]]
    is_declined = result.error.code is ErrorCode.AGENT_DECLINED
    return {
        "outcome": "declined" if is_declined else "needs-person",
        "error": error,
        **({"command": result.command} if result.command else {}),
        "writes": list[Json](writes),
    }


def _write_document(write: AskedWrite, call: ToolCall) -> Json:
    facts: Document = {
        "saved": write.path,
        "endpoint": write.endpoint_id,
        "title": write.title.text(call.strings.language),
        "envType": write.env_type,
        "effect": write.effect.value,
        "asks": write.decision.value,
        "records": reach_words(write.reach, call.strings),
        "token": write.token_kind.value,
    }
    kept = {name: value for name, value in facts.items() if value}
    return {**kept, "request": request_document(write.request)}


class RunSavedRequests(ToolArguments, frozen=True, kw_only=True):
    """The tool ``run_saved_requests``."""

    paths: Annotated[tuple[str, ...], msgspec.Meta(max_length=MOST_MEMBERS)]
    variables: Values = {}
    environment: str = ""
    env_type: str = ""
    reason: str = ""

    async def run(self, call: ToolCall) -> Document:
        """Send the saved requests, after the user agreed to the writes. Raises ``FileError``."""
        where = call.where(self.environment, self.env_type)
        outcome = await call.session.agents.run(
            self.paths,
            where,
            client=call.client,
            reason=self.reason,
            ask=call.ask,
            given=self.variables,
            on_progress=lambda done, total: call.on_progress(RunProgress(done, total)),
        )
        if not isinstance(outcome, AgentRan):
            return await asyncio.to_thread(unsent_document, outcome, call)
        return await asyncio.to_thread(_run_document, outcome, call)


def _run_document(ran: AgentRan, call: ToolCall) -> Document:
    counts = tally(ran.results, ran.elapsed)
    return {
        "outcome": "ran",
        "ok": counts.ok,
        "passed": counts.passed,
        "failed": counts.failed,
        "skipped": counts.skipped,
        "elapsedMs": round(ran.elapsed * 1000),
        "results": [_result_document(each, call) for each in ran.results],
    }


def _without_servers_words(result: RunResult) -> RunResult:
    """Return a result without words of the server, so that our sentences can name it.

    See ``known_code`` and ``quoted``.
    """
    if result.error is not None:
        result = replace(result, error=without_servers_words(result.error))
    if result.exchange is None:
        return result
    checks = tuple(
        replace(each, judgement=with_text(each.judgement, quoted)) for each in result.checks
    )
    verdict = result.exchange.verdict
    known = replace(verdict, code=known_code(verdict.code), message="")
    return replace(result, exchange=replace(result.exchange, verdict=known), checks=checks)


def _result_document(result: RunResult, call: ToolCall) -> Json:
    exchange = result.exchange
    captures = {each.name: each.value for each in result.captures if isinstance(each, Captured)}
    is_skipped = result.cause is RunFailureCause.SKIPPED
    facts: Document = {
        "path": result.path,
        "dependency": result.is_dependency or None,
        "outcome": "passed" if result.ok else "skipped" if is_skipped else "failed",
        "verdict": verdict_document(exchange.verdict) if exchange is not None else {},
        "status": exchange.response.status if exchange is not None else None,
        "reasons": list(failure_lines(_without_servers_words(result), call.strings)),
    }
    said: dict[str, Json] = dict(servers_words(result.error)) if result.error is not None else {}
    if exchange is not None:
        said |= server_code(exchange.verdict.code)
    if exchange is not None and exchange.verdict.message:
        said["message"] = exchange.verdict.message
    if captures:
        said["captures"] = captures
    return plain({**facts, "server": {"untrusted": True, **said} if said else {}})
