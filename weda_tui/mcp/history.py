"""The tool that lists the history and opens one entry."""

import asyncio
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec.structs import replace

from weda_tui.core.history.entry import FAILURES, HistoryEntry, HistoryQuery, Problem, SendEnding
from weda_tui.core.sending.exchange import Answered, Cancelled, Failed
from weda_tui.i18n.phrases.history import reason_words
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.answers import answered_document, diagnose, failed_document
from weda_tui.mcp.calls import ToolArguments, ToolCall
from weda_tui.mcp.results import Document, Json, plain
from weda_tui.mcp.servers_words import known_code, server_code, without_servers_words

MOST_LISTED = 100


class ListHistory(ToolArguments, frozen=True, kw_only=True):
    """The tool ``list_history``."""

    id: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)] = 0
    query: str = ""
    endpoint: str = ""
    environment: str = ""
    failed: bool = False
    limit: int = 20

    async def run(self, call: ToolCall) -> Document:
        """Return entries, newest first, or one entry with its response. Raises ``FileError``."""
        if self.id:
            return await self._open(call)
        query = HistoryQuery(
            words=tuple(self.query.split()),
            endpoint_id=self.endpoint,
            environment=self.environment,
            marks=FAILURES if self.failed else (),
            limit=max(1, min(self.limit, MOST_LISTED)),
        )
        page = await call.session.agents.find_history(query)
        return {"entries": [_row(each, call.strings) for each in page.entries], "kept": page.kept}

    async def _open(self, call: ToolCall) -> Document:
        record = await call.session.agents.read_history(self.id)
        settled = record.settled
        document: Document = {"entry": _row(record.entry, call.strings)}
        if isinstance(settled, Cancelled):
            return document
        diagnosis = await diagnose(call, settled, record.entry.conditions.where)
        match settled:
            case Answered(exchange):
                found = await asyncio.to_thread(answered_document, exchange, diagnosis, call)
            case Failed():
                found = await asyncio.to_thread(failed_document, settled, diagnosis, call)
        return {**document, "responseIsCut": record.is_response_cut, **found}


def _row(entry: HistoryEntry, strings: Strings) -> Json:
    is_refused = entry.ending is SendEnding.FAILED  # the reason is the message of the server
    message = entry.verdict.message if is_refused and entry.verdict is not None else ""
    values = {**server_code(entry.code), **({"message": message} if message else {})}
    if entry.problem is not None:
        ours = without_servers_words(entry.problem.error())
        entry = replace(entry, problem=Problem.of(ours))
    at = datetime.fromtimestamp(entry.started_at).astimezone()
    return plain(
        {
            "id": entry.id,
            "time": at.isoformat("T", "seconds"),
            "endpoint": entry.endpoint_id,
            "title": entry.title.text(strings.language),
            "environment": entry.conditions.environment,
            "envType": entry.conditions.env_type,
            "method": entry.method,
            "url": entry.url,
            "effect": entry.effect.value,
            "ending": entry.ending.value,
            "status": entry.status,
            "code": known_code(entry.code),
            "reason": "" if is_refused else reason_words(entry, strings),
            "elapsedMs": round(entry.elapsed * 1000),
            "server": {"untrusted": True, **values} if values else {},
        }
    )
