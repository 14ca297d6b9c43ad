"""Tools that list and save the saved requests of the workspace."""

import asyncio
from collections.abc import Sequence

from msgspec.structs import replace

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.calls import ToolArguments, ToolCall
from weda_tui.mcp.requests import RequestArguments
from weda_tui.mcp.results import Document, Json, plain
from weda_tui.session.agents.commands import run_command
from weda_tui.session.collections.request_summaries import RequestSummary
from weda_tui.session.runs.request_loader import plain_path

MOST_LISTED = 100


class ListSavedRequests(ToolArguments, frozen=True, kw_only=True):
    """The tool ``list_saved_requests``."""

    folder: str = ""
    query: str = ""

    async def run(self, call: ToolCall) -> Document:
        """Return the saved requests in a folder that match every word. Raises ``FileError``."""
        return await asyncio.to_thread(self._list, call)

    def _list(self, call: ToolCall) -> Document:
        saved, folder = call.session.collections, plain_path(self.folder)
        paths = [each for each in saved.paths() if not folder or each.startswith(f"{folder}/")]
        saved.seen.load(paths)
        words = self.query.casefold().split()
        wanted = [
            (path, seen)
            for path in paths
            if (seen := saved.seen.get(path)) is not None and _has_all(words, path, seen)
        ]
        rows: list[Json] = [_row(path, seen, call.strings) for path, seen in wanted[:MOST_LISTED]]
        return {"requests": rows, "found": len(wanted)}


def _has_all(words: Sequence[str], path: str, seen: RequestSummary) -> bool:
    text = " ".join((path, seen.title, seen.endpoint_id, seen.method, *seen.tags)).casefold()
    return all(word in text for word in words)


def _row(path: str, seen: RequestSummary, strings: Strings) -> Json:
    return plain(
        {
            "path": path,
            "title": seen.title,
            "endpoint": seen.endpoint_id,
            "method": seen.method,
            "tags": seen.tags,
            "problem": explain(seen.problem, strings).line if seen.problem is not None else "",
        }
    )


class SaveRequest(RequestArguments, frozen=True, kw_only=True):
    """The tool ``save_request``."""

    title: str = ""
    folder: str = ""
    description: str = ""

    async def run(self, call: ToolCall) -> Document:
        """Write a new saved request, or change the named one. Raises ``FileError``."""
        where = call.where(self.environment, self.env_type)
        path = await asyncio.to_thread(self._save, call, where)
        return {"path": path, "command": run_command([path], {}, where, call.session.paths)}

    def _save(self, call: ToolCall, where: Target) -> str:
        saved, session = call.session.collections, call.session
        draft = self.written(session, where)
        loaded = saved.load(self.saved_path) if self.saved else None
        base = loaded.request if loaded is not None else SavedRequest(path="", draft=draft)
        request = replace(
            base,
            draft=draft,
            description=self.description or base.description,
            variables={**base.variables, **self.variables},
        )
        if loaded is not None and not self.title:
            return saved.changes.save(request, loaded.text).request.path
        title = self.title or draft.endpoint_id or f"{draft.method} {draft.url}"
        folder = plain_path(self.folder)
        return saved.changes.create(title, folder, draft, like=request).request.path
