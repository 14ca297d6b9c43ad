"""Messages of the lists of entries: the history, and the results of a saved request."""

from dataclasses import dataclass

from weda_tui.core.history.entry import HistoryRecord
from weda_tui.tui.widgets.messages import Intent


@dataclass
class EntryOpened(Intent):
    """Open an entry of a list."""

    record: HistoryRecord


@dataclass
class EntrySelected(Intent):
    """Another entry of a list is selected; ``record`` is ``None`` for no entry."""

    record: HistoryRecord | None


@dataclass
class PairRequested(Intent):
    """Compare two entries in full; ``before`` is the older one."""

    before: HistoryRecord
    after: HistoryRecord
