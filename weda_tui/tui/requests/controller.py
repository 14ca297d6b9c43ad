"""The controller of the request editor: draft changes, copying as a program, value lists."""

from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.workbench.bench import TargetBench
from weda_tui.tui.workbench.state import SharedState

if TYPE_CHECKING:  # imported after the first screen is drawn
    from weda_tui.tui.requests.editor_pane import RequestEditor
    from weda_tui.tui.requests.form import RequestForm
    from weda_tui.tui.requests.value_dialog import ValueChoice


class EditorBench(TargetBench, Protocol):
    """What the editor needs from the main screen."""

    def post_message(self, message: Message) -> bool:
        """Pass a message on to the app."""
        ...


class DraftFollowers(Protocol):
    """The parts of the screen that follow the draft and its files."""

    def reload_files(self) -> None:
        """Read the files of the target again."""

    def draft_edited(self) -> None:
        """Cancel anything that waits to send the draft, and store the draft for the next start."""

    def show_preflight(self, preflight: Preflight | None) -> None:
        """Show what sending the draft would do."""


class EditorController:
    """Handles the messages of the editor."""

    def __init__(self, bench: EditorBench, followers: DraftFollowers, shared: SharedState) -> None:
        self._bench, self._followers = bench, followers
        self._session, self._request, self._answer, _ = shared

    def on_edited(self, event: "RequestEditor.Edited") -> None:
        """Replace the draft and clear the dry run of the previous draft."""
        self._request.set_draft(event.draft)
        self._answer.show_preview(None)
        self._followers.draft_edited()

    def on_resolved(self, event: "RequestEditor.Resolved") -> None:
        """Show what sending the draft would do."""
        self._followers.show_preflight(event.preflight)

    def on_list_requested(self, event: "RequestForm.ListRequested") -> None:
        """Open the list of values of a row, and set the value that the user chooses."""
        from weda_tui.tui.requests.value_dialog import ValueList

        def chosen(answer: "ValueChoice | None") -> None:
            if answer is not None:
                event.form.choose_value(event.row, answer)

        self._bench.ask(ValueList(event.row, event.region, self._bench.words, event.typed), chosen)

    def copy_as(self) -> None:
        """Ask for a language and copy the draft as a program in it."""
        from weda_tui.tui.requests.copy_as import offer_copy

        self._followers.reload_files()
        draft = self._request.current.draft
        if draft is not None and draft.url:
            offer_copy(self._bench, self._session, draft, self._bench.post_message)
