"""The controllers of the main screen, and the connections between them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.sending.exchange import Answers, Cancelled
from weda_tui.session import Session
from weda_tui.tui.agents.controller import CHECK_EVERY, AgentsController
from weda_tui.tui.answers.controller import RulesController
from weda_tui.tui.answers.pages_controller import PagesController
from weda_tui.tui.catalogue.controller import CatalogueController
from weda_tui.tui.collections.controller import SavedFilesController
from weda_tui.tui.collections.drafts_controller import DraftsController
from weda_tui.tui.collections.opening_controller import OpeningController
from weda_tui.tui.collections.saving_controller import SaveController
from weda_tui.tui.commands.table import GO_TO_LINE, SAVE, TURN_DRAFTS, Command
from weda_tui.tui.comparison.controller import ComparisonController
from weda_tui.tui.doctor.controller import DoctorController
from weda_tui.tui.doctor.error_book_controller import ErrorBookController
from weda_tui.tui.environments.target_controller import TargetController
from weda_tui.tui.filters.controller import FilterController
from weda_tui.tui.guard.controller import GuardController
from weda_tui.tui.history.controller import HistoryController
from weda_tui.tui.interchange.controller import ExportController
from weda_tui.tui.interchange.import_controller import ImportController
from weda_tui.tui.links.controller import LinksController
from weda_tui.tui.links.value_controller import ValueController
from weda_tui.tui.models.controller import ModelsController
from weda_tui.tui.requests.controller import EditorController
from weda_tui.tui.runs.controller import RunController
from weda_tui.tui.runs.long_runs import LongRuns
from weda_tui.tui.screens.go_to_controller import GoToController
from weda_tui.tui.screens.main_bench import MainBench
from weda_tui.tui.screens.what_tabs import WhatTabs
from weda_tui.tui.sending.controller import SendController
from weda_tui.tui.sending.dependencies_controller import DependenciesController
from weda_tui.tui.storage.controller import StorageController
from weda_tui.tui.tokens.controller import TokenController
from weda_tui.tui.workbench.bench import refuse_while_sending
from weda_tui.tui.workbench.records import RecordFinder
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

if TYPE_CHECKING:  # they come after the first picture
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.runs.long_work import LongWork
    from weda_tui.tui.runs.view import RunView


class Controllers:
    """Builds the controllers.

    Each controller gets the bench, and this object if it needs another controller.
    """

    def __init__(self, bench: MainBench, session: Session, tabs: WhatTabs) -> None:
        self.bench, self._session, self.tabs = bench, session, tabs
        self.answers = answers = Answers()
        self.request = request = RequestEditing(bench.state.show_request)
        self.answer = answer = AnswerView(bench.state.show_answer)
        shared = SharedState(session, request, answer, answers)
        records = RecordFinder(session, answer, bench.focused_history)
        self.tokens = TokenController(bench, session, request)
        self.opening = OpeningController(bench, bench, shared)
        self.calls = CatalogueController(
            bench, shared, bench.state.show_catalogue, self.opening.leave
        )
        self.imports = ImportController(bench, self.calls, session, tabs.show_saved)
        self.targets = TargetController(bench, self.calls, shared, self.cancel_send)
        self.models = ModelsController(
            bench, self.calls, session, bench.state.show_models, self.targets.choose
        )
        self.sending = SendController(bench, self, shared, self.tokens.refresh)
        self.guard = GuardController(bench, session, answers)
        self.dependencies = DependenciesController(bench, shared, self.sending.follow)
        self.history = HistoryController(bench, self, shared, records)
        self.comparison = ComparisonController(bench, session, answer, records, tabs.choose_entry)
        self.links = LinksController(bench, self, shared)
        self.values = ValueController(bench, self, shared)
        self.doctor = DoctorController(bench, self, shared, bench.state.show_diagnosis)
        self.error_book = ErrorBookController(bench, session, self.sending.send_to)
        self.rules = RulesController(bench, session, self.sending.show_judged)
        self.pages = PagesController(bench, answer, self.sending)
        self.drafts = DraftsController(bench, self, session, request)
        self.saving = SaveController(bench, self, shared, records)
        self.files = SavedFilesController(bench, self, session)
        self.exports = ExportController(bench, session)
        self.long_runs = LongRuns(bench, self.long_run_ended)
        self.runs = RunController(bench, self, session)
        self.show_long_run = self.runs.show_long_run
        self.storage = StorageController(
            bench, session, answer, self.targets.find, self.tokens.refresh
        )
        self.editing = EditorController(bench, self, shared)
        self.filters = FilterController(bench, session, answers)
        self.agents = AgentsController(bench, session)
        self.go_to = GoToController(bench, self, self.history, session, tabs.show_agent_calls)
        self.ran: tuple[str, bool] | None = None
        """The last run in one line, and whether all its requests passed."""
        self._connect()

    def _connect(self) -> None:
        """Provide what controllers need of each other, under the names of their protocols."""
        bench, calls, targets, opening = self.bench, self.calls, self.targets, self.opening
        self.run_command, self.post_message = bench.run_command, bench.post_message
        self.begin_field = bench.begin_field
        self.show_preflight = bench.state.show_preflight
        self.open_endpoint, self.open_draft = calls.open, calls.open_draft
        self.open_kept, self.follow_to = calls.open_kept, self.links.open_call
        self.choose_target, self.place_to_send = targets.choose, targets.find
        self.switch_to, self.reload_files = targets.switch_to, targets.reload_files
        self.edit_environment = targets.edit
        self.send_read = self.sending.send_read
        self.send_draft, self.send_first = self.sending.send, self.dependencies.send_first
        self.ask_guard, self.judge = self.guard.ask, opening.judge
        self.open_code, self.open_result = self.error_book.open, opening.open_result
        self.open_saved, self.open_saved_now = opening.open, opening.open_now
        self.reload_saved, self.follow_saved = opening.reload, opening.follow
        self.note_file, self.file_changed = self.saving.note_file, self.saving.file_changed

    def follow_time(self) -> None:
        """Start the periodic work: token renewal, drafts, models, questions of agents."""
        bench = self.bench
        bench.set_interval(1.0, self.tokens.refresh)
        bench.set_timer(0.5, self.tokens.keep_fresh)
        bench.set_timer(0.5, self.models.show_first)
        bench.set_timer(0.5, self.history.show_last)
        self.drafts.restore()
        bench.set_interval(CHECK_EVERY, self.agents.check)
        bench.set_interval(60.0, self.models.update_age)

    def close(self) -> None:
        """Save the unsaved drafts, and answer no more questions of agents."""
        self.agents.close()
        if self.bench.is_ready:
            self.drafts.close()

    # -- the request -------------------------------------------------------------------------

    def endpoint_changed(self) -> None:
        """Show what depends on the endpoint: token, last verdict and keys; clear the dry run."""
        self.answer.show_preview(None)
        self.tokens.refresh()
        if self.bench.is_ready:
            self.bench.show_keys()
            self.history.show_last()

    def draft_edited(self) -> None:
        """Stop a step that waits to send the draft, and store the draft for the next start."""
        self.doctor.stop_waiting()
        if self.bench.is_ready:
            self.drafts.edited()

    def commands(self) -> Sequence[Command]:
        """Return the commands that are available only at this moment."""
        line = [GO_TO_LINE] if self.bench.can_run_in_pane(GO_TO_LINE) else []
        return (*self.drafts.commands(), *line)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of calls."""
        return self.calls.current

    def toggle_drafts(self) -> None:
        """Discard the restored drafts, or put them back, while a notice offers this."""
        if self.bench.is_offering(TURN_DRAFTS):
            self.drafts.toggle()

    def refresh_models(self) -> None:
        """Fetch the models of the target, then use them to diagnose the shown failure again."""
        self.models.refresh(self.doctor.judge_again)

    # -- the target --------------------------------------------------------------------------

    def target_changed(self) -> None:
        """Show what depends on the target: verdicts, tokens and models; clear the dry run."""
        self.answer.show_preview(None)
        self.doctor.stop_waiting()
        self.links.target_changed()
        self.show_verdicts()
        self.tokens.refresh()
        self.tokens.keep_fresh()
        self.models.show()
        self.history.show_last()

    # -- sends -------------------------------------------------------------------------------

    def send(self) -> None:
        """Send the draft; in a list, open the row under the cursor and send it if it only reads."""
        if (entries := self.bench.focused_history()) is not None:
            entries.narrowed.when_listed(entries.send_again)
        elif (saved := self.bench.focused_saved()) is not None:
            saved.narrowed.when_listed(partial(self._send_selected, saved))
        else:
            self.sending.send()

    def _send_selected(self, saved: "SavedPane") -> None:
        """Open the selected saved request, as ``send_saved`` does; a folder sends nothing."""
        node, bench = saved.node, self.bench
        if node is None or node.is_folder:
            bench.notice(bench.words.saved.screen.not_sent)
        elif not refuse_while_sending(bench, self.answer):
            bench.start(partial(self.send_saved, node.path), "open-saved")

    async def send_saved(self, path: str) -> None:
        """Open a saved request, and send it if it only reads."""
        if await self.opening.open_now(path, keeps_stage=True):
            self.sending.send_read()

    def show_verdicts(self) -> None:
        """Show the last verdict of each call to the chosen target."""
        self.bench.state.show_verdicts(self.answers.marks(self.bench.target))

    def send_ended(self) -> None:
        """List the history and the last results of the saved requests again."""
        self.bench.refresh_history()
        self.bench.refresh_results()

    def cancel_send(self) -> Cancelled | None:
        """Cancel the running send and return its end; ``None`` if none is running."""
        return self.sending.cancel()

    def stop_waiting(self) -> bool:
        """End the wait of a step of the doctor with a notice; return whether a step was waiting."""
        was_waiting = self.doctor.stop_waiting()
        if was_waiting:
            self.bench.notice(self.bench.words.doctor.wait_stopped)
        return was_waiting

    def run_ended(self, text: str, view: "RunView") -> None:
        """Show the summary of a run, its results, its last send, and a token that it fetched."""
        self.ran = (text, view.tally.ok)
        self.bench.state.show_run(text, is_passed=view.tally.ok)
        self.tokens.refresh()
        self.history.show_last()
        self.opening.show_run(view.results)
        self.bench.refresh_results()

    def long_run_ended(self, work: "LongWork") -> None:
        """Show the outcome of a long run, its last send, and a token that it fetched."""
        self.ran = (work.outcome(self.bench.words), work.is_ok)
        self.bench.state.show_run(self.ran[0], is_passed=work.is_ok)
        self.tokens.refresh()
        self.history.show_last()
        self.bench.refresh_results()

    def open_shown_code(self) -> None:
        """Open the error book at the code of the shown response."""
        self.error_book.open(self.bench.response.facts.code)

    # -- saved requests ----------------------------------------------------------------------

    def begin_request(self, folder: str) -> None:
        """Let the user choose a call for a new request in a folder."""
        self._session.settings.remember(collection=folder)
        self.bench.call_later(self.tabs.show, "endpoints")
        words = self.bench.words.saved
        folder = folder or words.dialog.first_collection
        self.bench.notice(words.screen.new_here.format(folder=folder))

    def save(self) -> None:
        """Save the open request, or the request of the focused history entry."""
        entries = self.bench.focused_history()
        if entries is not None and entries.can_run(SAVE):
            self.saving.save_entry()
        else:
            self.saving.save()

    def look_at_files(self) -> None:
        """Read files again that other programs changed, while the main screen is in front."""
        if not self.bench.is_in_front:
            return
        saved = self.bench.stages.saved
        if saved is not None and saved.display:
            saved.reload_changed()
        self.saving.reload_changed()
