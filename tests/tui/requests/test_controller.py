"""The requests of the editor are handled, without a terminal."""

from pathlib import Path

from textual.message import Message

from tests.core.recordings import TASKS, environment
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answers
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.requests.controller import EditorController
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

DEV = Target(environment(), "dev")


class EditorFake(FakeBench):
    """A screen with the methods that are called after an edit."""

    def reload_files(self) -> None:
        self.calls.append(("reload",))

    def draft_edited(self) -> None:
        self.calls.append(("edited",))

    def show_preflight(self, preflight: Preflight | None) -> None:
        self.calls.append(("preflight", preflight))

    def post_message(self, message: Message) -> bool:
        self.calls.append(("post", message))
        return True


class Given:
    def __init__(self, folder: Path) -> None:
        self.session, self.bench = session_in(folder), EditorFake()
        self.request, self.answer = RequestEditing(lambda _: None), AnswerView(lambda _: None)
        self.editing = EditorController(
            self.bench, self.bench, SharedState(self.session, self.request, self.answer, Answers())
        )


def test_an_edit_replaces_the_draft_and_clears_the_dry_run(tmp_path: Path) -> None:
    given, draft = Given(tmp_path), draft_for(TASKS)
    given.answer.show_preview(given.session.sending.explain(draft, DEV))
    given.editing.on_edited(RequestEditor.Edited(draft))
    assert given.request.current.draft is draft
    assert given.answer.current.preview is None
    given.editing.on_resolved(RequestEditor.Resolved(None))
    assert given.bench.calls == [("edited",), ("preflight", None)]


async def test_the_draft_is_copied_in_the_chosen_language(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.editing.copy_as()
    assert given.bench.asked == [], "there is no draft"
    given.request.set_draft(draft_for(TASKS))
    given.bench.target = DEV
    given.editing.copy_as()
    assert isinstance(given.bench.asked[-1][0], Menu)
    await given.bench.answer("curl")
    name, message = given.bench.calls[-1]
    assert name == "post"
    assert isinstance(message, CopyRequested)
    assert "curl" in message.text
