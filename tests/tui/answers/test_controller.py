"""The success rule of a response is edited, without a terminal."""

from pathlib import Path

from tests.core.recordings import environment, record
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Target
from weda_tui.core.sending.exchange import Answered
from weda_tui.tui.answers.controller import RulesController
from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.answers.success_rule_dialog import SuccessRuleDialog

DEV = Target(environment(), "dev")


class RulesFake(FakeBench):
    def show_judged(self, target: Target, answer: Answered) -> None:
        self.calls.append((target, answer.exchange.endpoint_id))


async def test_the_answer_is_judged_again_by_a_rule_that_is_saved(tmp_path: Path) -> None:
    bench, settled = RulesFake(), record().settled
    assert isinstance(settled, Answered)
    rules = RulesController(bench, session_in(tmp_path), bench.show_judged)
    wanted = ResponsePane.RuleRequested(settled.exchange)
    rules.on_rule_requested(wanted)
    await bench.finish()
    assert bench.asked == [], "there is no target"
    bench.target = DEV
    rules.on_rule_requested(wanted)
    await bench.finish()
    assert isinstance(bench.asked[-1][0], SuccessRuleDialog)
    await bench.answer("")
    await bench.finish()
    assert bench.calls == [(DEV, settled.exchange.endpoint_id)]
    assert bench.notices == [bench.words.rules.removed.format(file="success.toml")]
