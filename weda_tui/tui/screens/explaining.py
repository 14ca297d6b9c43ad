"""What a user does about a verdict: settles it with a rule, looks a code up."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec
from textual import work
from textual.reactive import var

from weda_tui.core.answers import Answers
from weda_tui.core.catalogue import GUIDE_EXAMPLE
from weda_tui.core.code_layers import DOCUMENTED, Layer
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.environment import Where
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.exchange import Answered, Exchange, Idle, SendState
from weda_tui.core.request import RequestDraft, draft_for
from weda_tui.i18n.explain import explain
from weda_tui.session import Explanation
from weda_tui.tui.screens.live_models import LiveModelsPage
from weda_tui.tui.workbench.shown_answer import AnswerView, ShownAnswer

if TYPE_CHECKING:  # they come after the first picture
    from weda_tui.core.history import HistoryEntry, HistoryRecord
    from weda_tui.core.last_success import LastSuccess
    from weda_tui.core.run import RunResult
    from weda_tui.session.saved_sending import SavedOutcome
    from weda_tui.tui.panes.response_pane import ResponsePane
    from weda_tui.tui.screens.stages import Stages


class ExplainingPage(LiveModelsPage):
    """A page with an answer in hand."""

    send_state: var[SendState] = var[SendState](Idle())
    recalled: "var[HistoryRecord | None]" = var(None)
    preview: var[Explanation | None] = var(None)
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    since: "var[LastSuccess | None]" = var(None)
    last_entry: "var[HistoryEntry | None]" = var(None)

    _answers: Answers
    _stages: "Stages"

    def __init__(self) -> None:
        super().__init__()
        self.answer = AnswerView(self._show_answer)

    def _show_answer(self, shown: ShownAnswer) -> None:
        """Hand the answer down to the panes."""
        self.preview, self.recalled, self.outcome = shown.preview, shown.recalled, shown.outcome
        self.send_state, self.since, self.last_entry = shown.state, shown.since, shown.last_entry

    def take_answer(self, where: Where, answer: Answered) -> None:
        """Show an answer that is judged anew, if it is still the one in hand."""
        raise NotImplementedError

    def on_response_pane_rule_wanted(self, event: "ResponsePane.RuleWanted") -> None:
        """Write the success rule of an answer's endpoint."""
        event.stop()
        if self.where is not None:
            self._open_rule(event.exchange, self.where)

    @work(group="rule", exclusive=True, description="rule")
    async def _open_rule(self, exchange: Exchange, where: Where) -> None:
        """Ask for the success rule of an answer's endpoint, then judge the answer by it."""
        from weda_tui.tui.dialogs.success_rule import RuleSaved, SuccessRuleDialog

        judging, endpoint_id = self._session.judging, exchange.endpoint_id
        try:
            rule = await asyncio.to_thread(judging.rule_of, endpoint_id)
        except FileError as error:
            self.notice(f"✗ {explain(error, self.strings).what}")
            return
        dialog = SuccessRuleDialog(
            self._session, endpoint_id, rule, exchange.response, self.strings
        )

        def saved(answer: RuleSaved | None) -> None:
            if answer is not None:
                words = self.strings.rules
                said = words.saved if answer.rule else words.removed
                self.notice(said.format(file=self._session.paths.rules.name))
                self._judge_again(exchange, where)

        self.app.push_screen(dialog, saved)

    @work(group="judge", exclusive=True, description="judge")
    async def _judge_again(self, exchange: Exchange, where: Where) -> None:
        endpoint = self._session.endpoints.get(exchange.endpoint_id, where)
        again = await self._session.judging.judge_again(endpoint, exchange)
        self.take_answer(where, Answered(again))

    # -- the error book ----------------------------------------------------------------------

    def send_to(self, draft: RequestDraft, endpoint: Endpoint, where: Where) -> None:
        """Open an endpoint at a place and send a draft of it."""
        raise NotImplementedError

    def action_error_book(self) -> None:
        """Open the error book, at the code of the answer in hand."""
        self.open_book(self._stages.response.code_in_hand)

    @work(group="book", exclusive=True, description="book")
    async def open_book(self, code: str) -> None:
        """Open the error book at a code, empty for the whole of it."""
        from weda_tui.tui.dialogs.error_book import ErrorBookDialog, TryCode

        book = self._session.error_book
        notes: Mapping[str, str] = {}
        try:
            notes = await asyncio.to_thread(book.notes)
        except FileError as error:
            self.notice(f"✗ {explain(error, self.strings).what}")
        can_try = self._is_sandbox(self.where)

        def chosen(answer: TryCode | None) -> None:
            if answer is not None:
                self._try(answer.code)

        edited = self._stages.editor.edited_title
        dialog = ErrorBookDialog(
            book, notes, self.strings, code=code, can_try=can_try, edited=edited
        )
        self.app.push_screen(dialog, chosen)

    @work(group="try", exclusive=True, description="try")
    async def _try(self, code: str) -> None:
        """Have the sandbox answer a read with a code; elsewhere the sandbox is started first."""
        where = self._sandbox_place() or await self._start_sandbox()
        if where is None:
            return
        layer = DOCUMENTED.get(code, Layer.GATEWAY)
        endpoint = self._session.endpoints.get(_TRIED_ON.get(layer, GUIDE_EXAMPLE), where)
        draft = draft_for(endpoint)
        headers = (*draft.headers, (FAULT_HEADER, code))
        self.send_to(msgspec.structs.replace(draft, headers=headers), endpoint, where)

    def _is_sandbox(self, where: Where | None) -> bool:
        return where is not None and self._session.environments.is_sandbox(where.environment)

    def _sandbox_place(self) -> Where | None:
        """Return the place of the sandbox that runs in this process, ``None`` for none."""
        if self._is_sandbox(self.where):
            return self.where
        environments = self._session.environments
        running = next((e for e in environments.all if environments.is_sandbox(e)), None)
        return running and self._session.where_exactly(running.name)

    async def _start_sandbox(self) -> Where | None:
        try:
            start = self._session.environments.use_sandbox
            sandbox = await asyncio.to_thread(start, self.strings.tui.form.sandbox_name)
        except WedaError as error:
            self.notice(f"✗ {explain(error, self.strings).what}")
            return None
        return self._session.where_exactly(sandbox.name)


FAULT_HEADER = "X-Sandbox-Fault"
"""What the sandbox is asked for a code by."""
_TRIED_ON = {Layer.MODEL: "model.list", Layer.STORAGE: "storage.getDownloadInfo"}
"""The read that a code of a layer is tried on; those of other layers on the guide's example."""
