"""What every screen with answers offers: a comparison of two of them."""

from weda_tui.core.errors import FileError
from weda_tui.core.history.entry import HistoryQuery, HistoryRecord
from weda_tui.i18n.phrases.errors import explain
from weda_tui.session import Session
from weda_tui.session.comparison import Ignoring
from weda_tui.tui.comparison.dialog import ComparisonDialog
from weda_tui.tui.comparison.pair_view import AnswerPair
from weda_tui.tui.workbench.bench import Bench


def show_pair(bench: Bench, session: Session, before: HistoryRecord, after: HistoryRecord) -> None:
    """Show what one answer differs in from another."""
    now, pair = session.clock.wall(), AnswerPair(before, after)
    bench.ask(ComparisonDialog(pair, now, bench.words, Ignoring(session)))


async def compare_last(bench: Bench, session: Session, path: str) -> None:
    """Show what the last two answers of a saved request differ in."""
    history = await session.open_history()
    query = HistoryQuery(saved=session.saved_name(path), limit=2)
    try:
        entries = (await history.find(query)).entries
        records = [await history.read(entry.id) for entry in reversed(entries)]
    except FileError as error:
        bench.notice(explain(error, bench.words).what)
        return
    if len(records) < 2:
        bench.notice(bench.words.saved.result.nothing_before)
    else:
        show_pair(bench, session, records[0], records[1])
