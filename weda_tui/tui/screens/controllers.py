"""The controllers of the main screen, and what they ask of each other."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered, Answers, Cancelled, Failed
from weda_tui.session import Preflight, Session
from weda_tui.tui.answers.controller import RulesController
from weda_tui.tui.answers.pages_controller import PagesController
from weda_tui.tui.catalogue.controller import CatalogueController
from weda_tui.tui.collections.controller import SavedFilesController
from weda_tui.tui.collections.drafts_controller import DraftsController
from weda_tui.tui.collections.opening_controller import OpeningController
from weda_tui.tui.collections.saving_controller import SaveController
from weda_tui.tui.commands.table import SAVE, TURN_DRAFTS, Command
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
from weda_tui.tui.screens.go_to_controller import GoToController
from weda_tui.tui.screens.main_bench import MainBench
from weda_tui.tui.screens.what_tabs import WhatTabs
from weda_tui.tui.sending.controller import SendController
from weda_tui.tui.sending.dependencies_controller import DependenciesController
from weda_tui.tui.storage.controller import StorageController
from weda_tui.tui.tokens.controller import TokenController
from weda_tui.tui.workbench.records import RecordFinder
from weda_tui.tui.workbench.state import AnswerView, RequestEditing

if TYPE_CHECKING:  # they come after the first picture
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.saved_request_sender import SavedOutcome
    from weda_tui.tui.runs.view import RunView


class Controllers:
    """Builds the controllers; each is given the bench, and this where it needs another one."""

    def __init__(self, bench: MainBench, session: Session, tabs: WhatTabs) -> None:
        self.bench, self._session, self.tabs = bench, session, tabs
        self.answers = answers = Answers()
        self.request = request = RequestEditing(bench.state.show_request)
        self.answer = answer = AnswerView(bench.state.show_answer)
        records = RecordFinder(session, answer, bench.focused_history)
        self.tokens = TokenController(bench, session, request)
        self.opening = OpeningController(bench, bench, session, request, answer, answers)
        self.calls = CatalogueController(
            bench, session, request, answer, answers, bench.state.show_catalogue, self.opening.leave
        )
        self.imports = ImportController(bench, self.calls, session)
        self.targets = TargetController(
            bench, self.calls, session, request, answer, answers, self.cancel_send
        )
        self.models = ModelsController(
            bench, self.calls, session, bench.state.show_models, self.targets.choose
        )
        self.sending = SendController(
            bench, self, session, request, answer, answers, self.tokens.refresh
        )
        self.guard = GuardController(bench, session, answers)
        self.dependencies = DependenciesController(
            bench, session, request, answer, self.sending.follow
        )
        self.history = HistoryController(bench, self, session, request, answer, records)
        self.comparison = ComparisonController(bench, session, answer, records, tabs.choose_entry)
        self.links = LinksController(bench, self, session, request, answer, answers)
        self.values = ValueController(bench, self, session, request, answer)
        self.doctor = DoctorController(
            bench, self, session, request, answer, bench.state.show_diagnosis
        )
        self.error_book = ErrorBookController(bench, session, self.sending.send_to)
        self.rules = RulesController(bench, session, self.sending.show_judged)
        self.pages = PagesController(bench, answer, self.send_draft)
        self.drafts = DraftsController(bench, self, session, request)
        self.saving = SaveController(bench, self, session, request, answer, records)
        self.files = SavedFilesController(bench, self, session)
        self.exports = ExportController(bench, session)
        self.runs = RunController(bench, self, session)
        self.storage = StorageController(
            bench, session, answer, self.targets.find, self.tokens.refresh
        )
        self.editing = EditorController(bench, self, session, request, answer)
        self.filters = FilterController(bench, session)
        self.go_to = GoToController(bench, self, session)
        self.ran: tuple[str, bool] | None = None
        """The last run on one line, and whether all passed."""

    # -- the request -------------------------------------------------------------------------

    def endpoint_changed(self) -> None:
        """Show what is of another endpoint: its token, its last verdict, its keys, no dry run."""
        self.answer.show_preview(None)
        self.tokens.refresh()
        if self.bench.is_ready:
            self.bench.show_keys()
            self.history.show_last()

    def draft_edited(self) -> None:
        """Stop what waits to send the draft, and keep it for the next start."""
        self.doctor.stop_waiting()
        if self.bench.is_ready:
            self.drafts.edited()

    def show_preflight(self, preflight: Preflight | None) -> None:
        """Show what sending the draft would do."""
        self.bench.state.show_preflight(preflight)

    @property
    def catalogue(self) -> Catalogue:
        """What can be called."""
        return self.calls.current

    def open_endpoint(self, endpoint: Endpoint) -> None:
        """Open an endpoint."""
        self.calls.open(endpoint)

    def open_draft(self, endpoint: Endpoint, draft: RequestDraft) -> None:
        """Open an endpoint with a draft."""
        self.calls.open_draft(endpoint, draft)

    def open_kept(self, endpoint_id: str) -> None:
        """Open an endpoint with the draft that is kept of it."""
        self.calls.open_kept(endpoint_id)

    def commands(self) -> Sequence[Command]:
        """Return the commands that are there only now."""
        return self.drafts.commands()

    async def run_command(self, action: str) -> None:
        """Run a command by its name."""
        await self.bench.run_command(action)

    def post_message(self, message: Message) -> bool:
        """Pass a message on to the app."""
        return self.bench.post_message(message)

    def turn_drafts(self) -> None:
        """Throw away what was restored, or put it back, while the line that says so stands."""
        if self.bench.is_offering(TURN_DRAFTS):
            self.drafts.turn()

    # -- the target --------------------------------------------------------------------------

    def target_changed(self) -> None:
        """Show what is of another target: its verdicts, its tokens, its models, no dry run."""
        self.answer.show_preview(None)
        self.doctor.stop_waiting()
        self.links.target_changed()
        self.show_verdicts()
        self.tokens.refresh()
        self.tokens.keep_fresh()
        self.models.show()
        self.history.show_last()

    def choose_target(self) -> None:
        """Let a target be chosen."""
        self.targets.choose()

    def switch_to(self, where: Target | None) -> None:
        """Choose another target."""
        self.targets.switch_to(where)

    def reload_files(self) -> None:
        """Read the files of the target again."""
        self.targets.reload_files()

    def edit_environment(self, where: Target | None, *, field: str = "") -> None:
        """Open the form of an environment at a field."""
        self.targets.edit(where, field=field)

    def place_to_send(self) -> Target | None:
        """Return the target as its file says now; without one, let it be chosen."""
        return self.targets.find()

    # -- sends -------------------------------------------------------------------------------

    def send(self) -> None:
        """Send the draft, or the selected entry of the history."""
        if (entries := self.bench.focused_history()) is not None:
            entries.send_again()
        else:
            self.sending.send()

    def send_draft(
        self, *, is_warned: bool = False, renews: bool = False, asks_for_writes: bool = False
    ) -> None:
        """Send the draft, asking first where a guard stands."""
        self.sending.send(is_warned=is_warned, renews=renews, asks_for_writes=asks_for_writes)

    def send_first(self, preflight: Preflight, then: Callable[[], None]) -> bool:
        """Send what a draft depends on, then go on; return whether there is anything."""
        return self.dependencies.send_first(preflight, then)

    def ask_guard(
        self,
        preflight: Preflight,
        agreed: Callable[[GuardDecision], None],
        preview: Callable[[], None],
    ) -> None:
        """Ask whether a draft is sent, or shown first."""
        self.guard.ask(preflight, agreed, preview)

    async def judge(
        self,
        loaded: "LoadedRequest | None",
        draft: RequestDraft,
        target: Target,
        result: Answered | Failed,
    ) -> "SavedOutcome | None":
        """Return what the file of a request says of an answer."""
        return await self.opening.judge(loaded, draft, target, result)

    def show_verdicts(self) -> None:
        """Show how the calls of the chosen target last ended."""
        self.bench.state.show_verdicts(self.answers.marks(self.bench.target))

    def send_ended(self) -> None:
        """List anew what was sent, and how saved requests last went."""
        self.bench.refresh_history()
        self.bench.refresh_results()

    def cancel_send(self) -> Cancelled | None:
        """Cancel the running send and return how it ended; ``None`` where none runs."""
        return self.sending.cancel()

    def stop_waiting(self) -> bool:
        """End the wait of a step of the doctor and say so; return whether there was one."""
        was_waiting = self.doctor.stop_waiting()
        if was_waiting:
            self.bench.notice(self.bench.words.doctor.wait_stopped)
        return was_waiting

    def run_ended(self, text: str, view: "RunView") -> None:
        """Show the line that sums a run up, the token it may have fetched, what it sent last."""
        self.ran = (text, view.tally.ok)
        self.bench.state.show_run(text, is_passed=view.tally.ok)
        self.tokens.refresh()
        self.history.show_last()
        self.opening.show_run(view.results)
        self.bench.refresh_results()

    def open_code(self, code: str) -> None:
        """Open the error book at a code."""
        self.error_book.open(code)

    def open_shown_code(self) -> None:
        """Open the error book at the code of the answer."""
        self.error_book.open(self.bench.response.facts.code)

    # -- saved requests ----------------------------------------------------------------------

    def open_saved(self, path: str) -> None:
        """Open a saved request."""
        self.opening.open(path)

    async def open_saved_now(
        self, path: str, *, is_anew: bool = False, keeps_stage: bool = False
    ) -> bool:
        """Open a saved request, or say why not."""
        return await self.opening.open_now(path, is_anew=is_anew, keeps_stage=keeps_stage)

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its answer."""
        self.opening.open_result(result)

    async def reload_saved(self) -> None:
        """Read the open saved request again; its edits stay."""
        await self.opening.reload()

    def follow_saved(self, path: str, new: str) -> None:
        """Let the edits of what moved follow."""
        self.opening.follow(path, new)

    def note_file(self, saved: "LoadedRequest") -> None:
        """Know what the file of a saved request says now."""
        self.saving.note_file(saved)

    def file_changed(self, saved: "LoadedRequest") -> None:
        """Show what the file of a saved request says now."""
        self.saving.file_changed(saved)

    def begin_request(self, folder: str) -> None:
        """Let a call be chosen for a new request in a folder."""
        self._session.settings.remember(collection=folder)
        self.bench.call_later(self.tabs.show, "endpoints")
        words = self.bench.words.saved
        folder = folder or words.dialog.first_collection
        self.bench.notice(words.screen.new_here.format(folder=folder))

    def save(self) -> None:
        """Save the open request, or that of an entry of the history."""
        entries = self.bench.focused_history()
        if entries is not None and entries.can_run(SAVE):
            self.saving.save_entry()
        else:
            self.saving.save()

    def look_at_files(self) -> None:
        """Read again what others have written, while nothing lies above."""
        if not self.bench.is_in_front:
            return
        saved = self.bench.stages.saved
        if saved is not None and saved.display:
            saved.look_again()
        self.saving.look()
