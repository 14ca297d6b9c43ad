"""The question of the guard, without a terminal."""

from pathlib import Path

from tests.core.recordings import TASKS, environment
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answers
from weda_tui.tui.guard.controller import GuardController
from weda_tui.tui.guard.dialog import GuardDialog, GuardPreview

DEV = Target(environment(), "dev")


async def test_a_send_is_agreed_to_looked_at_or_left_alone(tmp_path: Path) -> None:
    bench, session = FakeBench(), session_in(tmp_path)
    guard, done = GuardController(bench, session, Answers()), list[object]()
    preflight = session.sending.preflight(draft_for(TASKS), DEV)
    for answer in (None, GuardPreview.SHOWN, GuardDecision.ASK):
        guard.ask(preflight, done.append, lambda: done.append("preview"))
        assert isinstance(bench.asked[-1][0], GuardDialog)
        await bench.answer(answer)
    assert done == ["preview", GuardDecision.ASK]
