"""What a user does about a verdict: settles it with a rule, looks a code up."""

import asyncio

from textual import on, work
from textual.reactive import var

from weda_tui.core.answers import Answers
from weda_tui.core.environment import Where
from weda_tui.core.errors import FileError
from weda_tui.core.exchange import Answered, Exchange, Idle, SendState
from weda_tui.i18n.explain import explain
from weda_tui.tui.panes.response_pane import ResponsePane
from weda_tui.tui.screens.live_models import LiveModelsPage


class ExplainingPage(LiveModelsPage):
    """A page with an answer in hand."""

    send_state: var[SendState] = var[SendState](Idle())

    _answers: Answers

    def take_answer(self, where: Where, answer: Answered) -> None:
        """Show an answer that is judged anew, if it is still the one in hand."""
        raise NotImplementedError

    @on(ResponsePane.RuleWanted)
    def _on_rule_wanted(self, event: ResponsePane.RuleWanted) -> None:
        event.stop()
        if self.where is not None:
            self._open_rule(event.exchange, self.where)

    @work(group="rule", exclusive=True)
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

    @work(group="judge", exclusive=True)
    async def _judge_again(self, exchange: Exchange, where: Where) -> None:
        endpoint = self._session.endpoint(exchange.endpoint_id, where)
        again = await self._session.judging.judge_again(endpoint, exchange)
        self.take_answer(where, Answered(again))
