"""Uploads and downloads of cloud storage."""

from collections.abc import Callable

from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.sending.exchange import Answered
from weda_tui.core.storage.object_names import object_ids_of
from weda_tui.core.storage.transfer import Direction, decision_of
from weda_tui.session import Session
from weda_tui.session.files import list_folder
from weda_tui.session.storage.transfers import downloads_folder
from weda_tui.tui.workbench.bench import Bench
from weda_tui.tui.workbench.state import AnswerView


class StorageController:
    """Opens the dialogs of uploads and downloads."""

    def __init__(
        self,
        bench: Bench,
        session: Session,
        answer: AnswerView,
        find_target: Callable[[], Target | None],
        ended: Callable[[], None],
    ) -> None:
        """``find_target`` returns the target, or lets the user choose one and returns ``None``.

        ``ended`` is called when a dialog is closed.
        """
        self._bench, self._session, self._answer = bench, session, answer
        self._find_target, self._ended = find_target, ended

    def upload(self) -> None:
        """Let the user choose files, and upload them to cloud storage."""
        target = self._find_target()
        if target is None:
            return
        if decision_of(Direction.UPLOAD, target) is GuardDecision.REFUSE:
            place = f"{target.environment.name} · {target.env_type}"
            self._bench.notice(self._bench.words.transfer.screen.read_only.format(place=place))
            return
        from weda_tui.tui.files.picker_dialog import FilePicker

        def chosen(files: tuple[str, ...] | None) -> None:
            if files:
                self._open(target, files)

        self._bench.ask(FilePicker(list_folder, "", self._bench.words), chosen)

    def download(self) -> None:
        """Ask which objects to download, suggesting those of the shown response."""
        target = self._find_target()
        if target is None:
            return
        state = self._answer.current.state
        body = state.exchange.response.body if isinstance(state, Answered) else b""
        self._open(target, (), ids=" ".join(object_ids_of(body)), folder=downloads_folder())

    def _open(
        self, target: Target, files: tuple[str, ...], *, ids: str = "", folder: str = ""
    ) -> None:
        from weda_tui.tui.storage.dialog import TransferDialog

        words = self._bench.words
        dialog = TransferDialog(self._session, target, files, words, ids=ids, folder=folder)
        self._bench.ask(dialog, lambda _: self._ended())
