"""The saved request under the cursor: read from its file, and judged by its assertions."""

import asyncio
from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.errors import FileError
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.requests.free_call import free_call
from weda_tui.core.sending.exchange import Answered
from weda_tui.i18n.phrases.history import clock_words, day_words
from weda_tui.session import Session
from weda_tui.session.runs.saved_request_sender import judge_saved
from weda_tui.tui.collections.request_pane import SavedRequestPane
from weda_tui.tui.requests.saved_tabs import Judged, SavedView
from weda_tui.tui.workbench.bench import TargetBench


class SelectedRequest:
    """Shows a saved request in its pane, and its assertions on the selected response."""

    def __init__(
        self,
        bench: TargetBench,
        session: Session,
        pane: SavedRequestPane,
        is_edited: Callable[[str], bool],
        shown: Callable[[], None],
    ) -> None:
        """``shown`` is called after a request is shown."""
        self._bench, self._session, self._pane = bench, session, pane
        self._is_edited, self._shown = is_edited, shown
        self.endpoint: Endpoint | None = None
        """The endpoint of the request."""
        self._record: HistoryRecord | None = None
        """The entry of the selected response; it may be set before the request is loaded."""

    def show(self, path: str) -> None:
        """Show the request of a path; show no request for an empty path."""
        self._bench.start(partial(self._show, path), "selected-request")

    async def _show(self, path: str) -> None:
        if not path:
            self._pane.show_nothing()
            return
        session, target = self._session, self._bench.target
        try:
            loaded = await asyncio.to_thread(session.collections.load, path)
            draft = await asyncio.to_thread(session.collections.draft_of, loaded.request)
            draft = session.endpoints.complete(draft, target)
            endpoint = session.endpoints.get(draft.endpoint_id, target)
        except FileError as error:
            self._pane.show_nothing(error)
            return
        if not endpoint.id:
            endpoint = free_call(draft.method, loaded.request.title)
        shown = SavedView(loaded=loaded, draft=draft, where=target, is_edited=self._is_edited(path))
        preflight = session.sending.preflight(draft, target) if target is not None else None
        self.endpoint = endpoint
        self._pane.show_request(shown, endpoint, preflight)
        if self._record is not None:
            self.judge(self._record)
        self._shown()

    def judge(self, record: HistoryRecord | None) -> None:
        """Judge a response by the assertions of the request; do nothing for ``None``."""
        self._record = record
        if record is not None:
            self._bench.start(partial(self._judge, record), "judge-saved")

    async def _judge(self, record: HistoryRecord) -> None:
        session, target = self._session, self._bench.target
        shown, settled = self._pane.shown, record.settled
        if shown is None or target is None or not isinstance(settled, Answered):
            return

        name = session.saved_name(shown.loaded.request.path)
        if record.is_response_cut or record.entry.saved != name:
            return
        variables, tokens = session.sending.variables(target, shown.draft), session.tokens
        judging = partial(judge_saved, shown.loaded.request, settled.exchange, variables)
        maskers = tokens.masker(), tokens.masker(unguessed=True)
        judged = await asyncio.to_thread(judging, *maskers)
        if self._pane.shown is not shown:
            return
        at, words = record.entry.started_at, self._bench.words
        day = day_words(at, session.clock.wall(), words)
        when = words.saved.result.checks_of.format(when=f"{day} {clock_words(at)}")
        self._pane.show_checked(replace(shown, judged=Judged(judged.checks, judged.captures, when)))
