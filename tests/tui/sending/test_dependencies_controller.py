"""The dependencies of a request are sent before the request, without a terminal."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from tests.core.recordings import TASKS, environment
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answers, Failed, SendInFlight, SendState
from weda_tui.session.runs.dependencies import Dependencies
from weda_tui.tui.sending.dependencies_controller import DependenciesController
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

DEV = Target(environment(), "dev")


class Editor:
    dependencies: Dependencies | None = None
    draft: RequestDraft | None = draft_for(TASKS)

    def refresh_captured(self) -> None:
        """Do nothing."""


class DependenciesFake(FakeBench):
    def __init__(self) -> None:
        super().__init__()
        self.editor, self.target = Editor(), DEV
        self.states: list[SendState] = []

    def follow_send(self, state: SendState, in_flight: SendInFlight | None = None) -> None:
        del in_flight
        self.states.append(state)

    def refresh_history(self) -> None:
        self.calls.append(("history",))

    def call_later(self, callback: Callable[[], None]) -> bool:
        callback()
        return True


async def test_a_request_that_depends_on_nothing_is_sent_at_once(tmp_path: Path) -> None:
    bench, session = DependenciesFake(), session_in(tmp_path)
    request, answer = RequestEditing(lambda _: None), AnswerView(lambda _: None)
    dependencies = DependenciesController(
        bench, SharedState(session, request, answer, Answers()), bench.follow_send
    )
    preflight = session.sending.preflight(draft_for(TASKS), DEV)
    assert not dependencies.send_first(preflight, lambda: None)


async def test_dependencies_that_cannot_be_read_are_said_as_the_end_of_the_send(
    tmp_path: Path,
) -> None:
    bench, session = DependenciesFake(), session_in(tmp_path)
    request, answer = RequestEditing(lambda _: None), AnswerView(lambda _: None)
    dependencies = DependenciesController(
        bench, SharedState(session, request, answer, Answers()), bench.follow_send
    )
    loaded = session.collections.changes.create("a", "files", draft_for(TASKS))
    wanted = replace(loaded.request, depends=("gone",))
    request.open(TASKS, session.collections.changes.save(wanted, loaded.text))
    bench.editor.dependencies = Dependencies(
        error=FileError(ErrorCode.FILE_CHANGED, file="gone.toml")
    )
    preflight = session.sending.preflight(draft_for(TASKS), DEV)
    sent: list[str] = []
    assert dependencies.send_first(preflight, lambda: sent.append("sent"))
    await bench.finish()
    assert isinstance(bench.states[-1], Failed)
    assert sent == []
