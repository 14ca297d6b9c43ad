"""Tools that list and save requests of the workspace."""

import asyncio

from msgspec.structs import replace

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.text.shell import quote_word
from weda_tui.i18n.phrases.errors import explain
from weda_tui.mcp.calls import ToolArguments, ToolCall
from weda_tui.mcp.requests import RequestArguments
from weda_tui.mcp.results import Document, Json, plain
from weda_tui.session.runs.request_loader import plain_path

MOST_LISTED = 100


class ListSavedRequests(ToolArguments, frozen=True, kw_only=True):
    """``list_saved_requests``."""

    folder: str = ""
    query: str = ""

    async def run(self, call: ToolCall) -> Document:
        """Return the requests below a folder that have every word. Raises ``FileError``."""
        return await asyncio.to_thread(self._list, call)

    def _list(self, call: ToolCall) -> Document:
        saved, folder = call.session.collections, plain_path(self.folder)
        paths = [each for each in saved.paths() if not folder or each.startswith(f"{folder}/")]
        saved.seen.look_at(paths)
        rows = [_row(path, call) for path in paths]
        words = self.query.casefold().split()
        wanted = [each for each in rows if all(word in str(each).casefold() for word in words)]
        return {"requests": list[Json](wanted[:MOST_LISTED]), "found": len(wanted)}


def _row(path: str, call: ToolCall) -> Json:
    seen = call.session.collections.seen.get(path)
    if seen is None:
        return {"path": path}
    problem = explain(seen.problem, call.strings).line if seen.problem is not None else ""
    return plain(
        {
            "path": path,
            "title": seen.title,
            "endpoint": seen.endpoint_id,
            "method": seen.method,
            "tags": seen.tags,
            "problem": problem,
        }
    )


class SaveRequest(RequestArguments, frozen=True, kw_only=True):
    """``save_request``."""

    title: str = ""
    folder: str = ""
    description: str = ""

    async def run(self, call: ToolCall) -> Document:
        """Write a new request, or change the one that is named. Raises ``FileError``."""
        path = await asyncio.to_thread(self._save, call)
        return {"path": path, "command": f"weda-tui run {quote_word(path)}"}

    def _save(self, call: ToolCall) -> str:
        saved, session = call.session.collections, call.session
        draft = self.written(session, call.where(self.environment, self.env_type))
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
