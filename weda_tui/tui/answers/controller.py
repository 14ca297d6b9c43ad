"""The controller that edits the success rule of an endpoint for a response."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.sending.exchange import Answered, Exchange
from weda_tui.i18n.phrases.errors import explain
from weda_tui.session import Session
from weda_tui.tui.workbench.bench import TargetBench

if TYPE_CHECKING:  # imported after the first screen is drawn
    from weda_tui.tui.answers.response_pane import ResponsePane


class RulesController:
    """Edits success rules and judges the response again."""

    def __init__(
        self, bench: TargetBench, session: Session, show_judged: Callable[[Target, Answered], None]
    ) -> None:
        """``show_judged`` stores and shows a response that was judged again."""
        self._bench, self._session, self._show_judged = bench, session, show_judged

    def on_rule_requested(self, event: "ResponsePane.RuleRequested") -> None:
        """Open the dialog for the success rule of a response's endpoint."""
        if (target := self._bench.target) is not None:
            self._bench.start(partial(self._open, event.exchange, target), "rule")

    async def _open(self, exchange: Exchange, target: Target) -> None:
        from weda_tui.tui.answers.success_rule_dialog import SuccessRuleDialog

        bench, session, endpoint_id = self._bench, self._session, exchange.endpoint_id
        try:
            rule = await asyncio.to_thread(session.judging.rule_of, endpoint_id)
        except FileError as error:
            bench.notice(f"✗ {explain(error, bench.words).what}")
            return

        def saved(kept: str | None) -> None:
            if kept is not None:
                words = bench.words.rules
                text = words.saved if kept else words.removed
                bench.notice(text.format(file=session.paths.rules.name))
                bench.start(partial(self._judge, exchange, target), "judge")

        dialog = SuccessRuleDialog(session, endpoint_id, rule, exchange.response, bench.words)
        bench.ask(dialog, saved)

    async def _judge(self, exchange: Exchange, target: Target) -> None:
        session = self._session
        endpoint = session.endpoints.get(exchange.endpoint_id, target)
        known = session.tokens.masker(unguessed=True)
        again = await session.judging.judge_again(endpoint, exchange, known)
        self._show_judged(target, Answered(again))
