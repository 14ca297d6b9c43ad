"""Responses are compared, without a terminal."""

from pathlib import Path

from tests.core.recordings import environment, record, sent
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.sending.exchange import Answered
from weda_tui.session.comparison import whole_record
from weda_tui.tui.collections.pane import SavedPane
from weda_tui.tui.comparison.controller import ComparisonController
from weda_tui.tui.comparison.dialog import ComparisonDialog
from weda_tui.tui.history.messages import PairRequested
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.workbench.records import RecordFinder
from weda_tui.tui.workbench.state import AnswerView


class ComparisonFake(FakeBench):
    async def choose_entry(self, record: HistoryRecord) -> None:
        self.calls.append(("choose_entry", record))

    def refresh_history(self) -> None:
        self.calls.append(("refresh_history",))


class Given:
    def __init__(self, folder: Path) -> None:
        session = session_in(folder)
        self.bench, self.answer = ComparisonFake(), AnswerView(lambda _: None)
        records = RecordFinder(session, self.answer, lambda: None)
        self.comparison = ComparisonController(
            self.bench, session, self.answer, records, self.bench.choose_entry
        )


async def test_without_an_answer_there_is_nothing_to_compare(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.comparison.compare()
    await given.bench.finish()
    assert given.bench.notices == [given.bench.words.comparison.no_answer]


async def test_an_answer_is_compared_with_another_entry_that_is_chosen(tmp_path: Path) -> None:
    given, entry = Given(tmp_path), record()
    given.answer.show(entry.settled, recalled=entry)
    given.comparison.compare()
    await given.bench.finish()
    assert isinstance(given.bench.asked[-1][0], Menu)
    await given.bench.answer("any")
    assert given.bench.calls == [("choose_entry", entry)]


def test_two_entries_are_shown_side_by_side(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.comparison.on_compared(PairRequested(record(), record()))
    assert isinstance(given.bench.asked[-1][0], ComparisonDialog)


async def test_a_saved_request_without_two_answers_has_nothing_to_compare(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.comparison.on_compare_requested(SavedPane.CompareRequested("a"))
    await given.bench.finish()
    assert given.bench.notices == [given.bench.words.saved.result.nothing_before]


async def test_an_answer_that_the_history_cut_is_compared_whole(tmp_path: Path) -> None:
    long, where = "x" * 300_000, Target(environment(), "dev")
    cut, answer = record(long), sent(long).result
    assert isinstance(answer, Answered)
    whole = await whole_record(session_in(tmp_path), cut, answer, where)
    assert cut.is_response_cut
    assert not whole.is_response_cut
    assert whole.response == answer.exchange.response
