"""Opens the dialogs of a run."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from weda_tui.core.environments.deployment import Target
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.results import RunResult
from weda_tui.i18n.phrases.runs import tally_words
from weda_tui.session import Session
from weda_tui.session.files import list_folder
from weda_tui.tui.files.picker_dialog import FilePicker, OneFile
from weda_tui.tui.files.save_dialog import ask_path
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.runs.dialog import RunDialog, RunTask
from weda_tui.tui.runs.long_dialog import LeaveChoice, LongRunDialog, Surroundings
from weda_tui.tui.runs.long_runs import LongRuns
from weda_tui.tui.runs.view import RunView
from weda_tui.tui.workbench.bench import Bench

DATA_ENDINGS = (".csv", ".json")
"""The suffixes of files that can contain the rows of a run."""


class RunOpener:
    """Opens the dialogs that run a request, a folder or all requests."""

    def __init__(
        self,
        bench: Bench,
        session: Session,
        long_runs: LongRuns,
        where: Target,
        path: str,
        *,
        on_end: Callable[[str, RunView], None],
        on_open: Callable[[RunResult], None],
    ) -> None:
        """``on_end`` gets the summary of a run on one line, and the view of its dialog."""
        self._bench, self._session, self._long_runs = bench, session, long_runs
        self._where, self._path = where, path
        self._on_end, self._on_open = on_end, on_open

    def open(self) -> None:
        """Let the user choose how to run; if a long run exists, show that run."""
        going = self._long_runs.work
        self._open(going.way if going is not None else RunWay.ONCE)

    def _open(self, way: RunWay) -> None:
        dialog = self._once() if way is RunWay.ONCE else self._long(way)
        self._bench.ask(dialog, self._closed)

    def _closed(self, answer: RunResult | RunWay | None) -> None:
        if isinstance(answer, RunWay):
            self._open(answer)
        elif answer is not None:
            self._on_open(answer)
        elif self._long_runs.is_running:
            self._bench.notice(self._bench.words.run.long.returns)

    def _once(self) -> RunDialog:
        task = RunTask(paths=(self._path,), name=self._path)
        return RunDialog(
            self._session, self._where, task, self._bench.words,
            on_end=self._ended, pick=self._pick, save_as=self._save_as,
        )  # fmt: skip

    def _long(self, way: RunWay) -> LongRunDialog:
        around = Surroundings(self._pick, self._save_as, self._ask_to_leave)
        return LongRunDialog(
            self._session, self._long_runs, self._where, self._path, way, self._bench.words, around
        )

    def _ended(self, view: RunView) -> None:
        place = f"{self._where.environment.name} {self._where.env_type}"
        self._on_end(tally_words(view.tally, place), view)

    def _pick(self, file: str, answered: Callable[[str], None]) -> None:
        def chosen(files: tuple[str, ...] | None) -> None:
            if files:
                answered(files[0])

        words = self._bench.words
        folder = str(PurePath(file).parent) if file else ""
        one = OneFile(words.run.pick_data, words.run.take_data, DATA_ENDINGS)
        self._bench.ask(FilePicker(list_folder, folder, words, one), chosen)

    def _ask_to_leave(self, status: str, answered: Callable[[LeaveChoice], None]) -> None:
        words = self._bench.words.run.long

        def closed(answer: str | None) -> None:
            if answer:
                answered(LeaveChoice(answer))

        items = [
            MenuItem("1", words.go_on, "b", LeaveChoice.BACKGROUND),
            MenuItem("2", words.stop, "s", LeaveChoice.STOP),
            MenuItem("3", words.back, "Esc", ""),
        ]
        self._bench.ask(Menu(words.asks_leave.format(what=status), items), closed)

    def _save_as(self, name: str, title: str, hint: str, answered: Callable[[str], None]) -> None:
        ask_path(self._bench, name, answered, title=title, hint=hint)


def run_first(
    bench: Bench,
    session: Session,
    where: Target,
    paths: Sequence[str],
    *,
    on_passed: Callable[[], None],
) -> None:
    """Run the dependencies of a request; call ``on_passed`` when all of them have passed.

    The dialog then closes by itself.
    """
    is_passed = False

    def ended(view: RunView) -> None:
        nonlocal is_passed
        is_passed = view.tally.ok

    def closed(_: RunResult | RunWay | None) -> None:
        if is_passed:
            on_passed()

    task = RunTask(paths=tuple(paths), name=paths[0], is_first=True)
    bench.ask(RunDialog(session, where, task, bench.words, on_end=ended), closed)
