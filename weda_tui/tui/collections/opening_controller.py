"""The open saved request: open it from a list or a run, follow its moves, judge its responses."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.collections.paths import is_within
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.free_call import free_call
from weda_tui.core.sending.exchange import Answered, Failed, Idle, Sending
from weda_tui.session.runs.dependencies import keep_captured, resolve_dependencies
from weda_tui.tui.requests.unsaved_drafts import OpenDraft, load_request
from weda_tui.tui.workbench.bench import TargetBench, refuse, refuse_while_sending
from weda_tui.tui.workbench.state import SharedState

if TYPE_CHECKING:  # Imported only after the first picture
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.dependencies import Dependencies
    from weda_tui.session.runs.saved_request_sender import SavedOutcome
    from weda_tui.tui.collections.pane import SavedPane


class OpeningEditor(OpenDraft, Protocol):
    """The editor, as opening saved requests uses it."""

    dependencies: "Dependencies | None"
    """The dependencies of the open saved request."""

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        """The drafts that are not saved, by their keys."""
        ...

    def show_draft(self, draft: RequestDraft) -> None:
        """Replace the draft."""

    def open_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """Attach the next draft to the file of a saved request."""

    def leave_saved(self) -> None:
        """Detach the draft from its file."""

    def show_kept(self) -> None:
        """Show the kept draft of the open call."""


class Focus(Protocol):
    """The stage that has the focus."""

    @property
    def focused_stage(self) -> str:
        """The name of the stage that has the focus."""
        ...

    def go_to_stage(self, stage: str) -> None:
        """Focus a stage."""

    def call_after_refresh(self, callback: Callable[[str], None], stage: str) -> bool:
        """Call ``callback`` with ``stage`` after the screen is painted."""
        ...


class OpeningBench(TargetBench, Protocol):
    """The part of the main screen that opening uses."""

    @property
    def editor(self) -> OpeningEditor:
        """The editor of the request."""
        ...

    def reveal(self, endpoint: Endpoint) -> None:
        """Show an endpoint in the tree."""


class OpeningController:
    """Opens saved requests."""

    def __init__(self, bench: OpeningBench, focus: Focus, shared: SharedState) -> None:
        self._bench, self._focus = bench, focus
        self._session, self._request, self._answer, self._answers = shared

    # -- opening -----------------------------------------------------------------------------

    def on_opened(self, event: "SavedPane.RequestOpened") -> None:
        """Open a saved request that was chosen in the list."""
        self.open(event.path)

    def open(self, path: str, *, keeps_stage: bool = False) -> None:
        """Open a saved request, with its unsaved edits if there are any."""
        self._bench.start(partial(self._open, path, keeps_stage=keeps_stage), "open-saved")

    async def _open(self, path: str, *, keeps_stage: bool) -> None:
        await self.open_now(path, keeps_stage=keeps_stage)

    async def open_now(
        self,
        path: str,
        *,
        draft: RequestDraft | None = None,
        is_anew: bool = False,
        keeps_stage: bool = False,
    ) -> bool:
        """Open a saved request; return whether it opened, and show why if not.

        ``draft`` replaces its unsaved edits; ``is_anew`` discards them; ``keeps_stage`` does not
        move the focus.
        """
        session = self._session
        try:
            loaded, saved_draft = await asyncio.to_thread(load_request, session, path)
            known = await self._find_dependencies(loaded)
            endpoint = self._endpoint_of(loaded)
            saved_draft = session.endpoints.complete(saved_draft, self._bench.target)
        except FileError as error:
            refuse(self._bench, error)
            return False
        editor = self._bench.editor
        if is_anew:
            editor.kept.drop_saved(path)
        if draft is not None:
            editor.kept.keep_saved(path, replace(draft, layers=saved_draft.layers))
        editor.dependencies = known
        editor.open_saved(loaded, saved_draft)
        self._show_endpoint(endpoint, loaded)
        if loaded.request.draft.endpoint_id:
            session.settings.remember_open(endpoint=endpoint.id)
        editor.show_kept()
        if not keeps_stage or self._focus.focused_stage == "with":
            self._focus.go_to_stage("with")
        return True

    async def reload(self) -> None:
        """Read the open request and its variables again; its unsaved edits are kept."""
        path, draft = self._request.current.path, self._bench.editor.draft
        if path and draft is not None:
            await self.open_now(path, draft=draft, keeps_stage=True)

    async def _find_dependencies(self, loaded: "LoadedRequest") -> "Dependencies | None":
        """Return the dependencies of a request; ``None`` if there are none."""
        if not loaded.request.depends:
            return None

        return await asyncio.to_thread(resolve_dependencies, self._session, loaded.request)

    def _endpoint_of(self, loaded: "LoadedRequest") -> Endpoint:
        """Return the endpoint of a saved request. Raises ``FileError``."""
        draft, title = loaded.request.draft, loaded.request.title
        if draft.endpoint_id:
            return self._session.endpoints.get(draft.endpoint_id, self._bench.target)
        return free_call(draft.method, title)

    def _show_endpoint(self, endpoint: Endpoint, loaded: "LoadedRequest") -> None:
        opened, path = self._request.current, loaded.request.path
        is_other = endpoint is not opened.endpoint
        self._request.open(endpoint, loaded)
        if not is_other:
            self._bench.reveal(endpoint)
        is_sending = isinstance(self._answer.current.state, Sending)
        if (is_other or path != opened.path) and not is_sending:
            latest = self._answers.latest(self._bench.target, endpoint.id, path)
            self._answer.show(latest or Idle(), saved=path)

    def leave(self) -> None:
        """Detach the draft from its file; the edits of the file are kept."""
        self._request.set_saved(None)
        self._bench.editor.leave_saved()

    def follow(self, path: str, new: str) -> None:
        """Apply the move or the deletion of a request or a folder to the unsaved edits.

        The edits of deleted requests are kept in case the requests are restored. The open draft of
        a deleted request becomes a draft of its endpoint, unless the endpoint has an unsaved draft.
        """
        editor, opened, shown = self._bench.editor, self._request.current, self._answer.current
        editor.kept.follow(path, new)
        self._answers.follow(path, new)
        if shown.saved and is_within(shown.saved, path):
            self._answer.set_saved(f"{new}{shown.saved.removeprefix(path)}" if new else "")
        if opened.saved is not None and is_within(opened.path, path):
            if new:
                self.open(f"{new}{opened.path.removeprefix(path)}", keeps_stage=True)
            else:
                self._leave_file()
        self._request.set_edited(editor.kept.edited_saved)

    def _leave_file(self) -> None:
        editor = self._bench.editor
        draft = editor.draft
        self.leave()
        if draft is not None:
            editor.show_draft(editor.unsaved.get(editor.key, draft))

    # -- answers -----------------------------------------------------------------------------

    async def judge(
        self,
        loaded: "LoadedRequest | None",
        draft: RequestDraft,
        target: Target,
        result: Answered | Failed,
    ) -> "SavedOutcome | None":
        """Return what the file of a request says about a response; ``None`` without a response.

        The captured values are kept for other requests.
        """
        if loaded is None or not isinstance(result, Answered):
            return None
        from weda_tui.session.runs.saved_request_sender import judge_answer, keep_judgement

        request, session = loaded.request, self._session
        variables = session.sending.variables(target, draft)
        outcome = await judge_answer(session, request, target, result.exchange, variables)
        keep_captured(session, request.path, target, outcome)
        keep_judgement(session, request.path, outcome)
        return outcome

    def show_run(self, results: "Sequence[RunResult]") -> None:
        """Show the response that the open request got in a run, which ignores unsaved edits."""
        path = self._request.current.path
        if not path or isinstance(self._answer.current.state, Sending):
            return
        own = [each for each in results if each.path == path and each.has_body]
        if own and own[-1].exchange is not None:
            self._answer.show_outcome(own[-1])
            self._answer.show(Answered(own[-1].exchange), saved=path)

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its response, in a worker."""
        self._bench.start(partial(self.open_result_now, result), "open-saved")

    async def open_result_now(self, result: "RunResult") -> None:
        """Open a request of a run with its response or error, unless a send is running."""
        exchange, error = result.exchange, result.error
        if refuse_while_sending(self._bench, self._answer):
            return
        if not await self.open_now(result.path):
            return
        opened = self._request.current.endpoint
        if exchange is not None:
            self._answer.show_outcome(result)
            self._answer.show(Answered(exchange), saved=result.path)
        elif error is not None and opened is not None:
            failed = Failed(
                error=error, endpoint_id=opened.id, request=None, elapsed=result.elapsed,
                started_at=self._session.clock.wall(),
            )  # fmt: skip
            self._answer.show(failed, saved=result.path)
        else:
            return
        self._focus.call_after_refresh(self._focus.go_to_stage, "result")
