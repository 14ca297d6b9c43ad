"""What lists of entries ask for, that of the history and that of a saved request."""

from dataclasses import dataclass

from weda_tui.core.history.entry import HistoryRecord
from weda_tui.tui.widgets.messages import Intent


@dataclass
class EntryOpened(Intent):
    """An entry of a list is to be opened."""

    record: HistoryRecord


@dataclass
class EntrySelected(Intent):
    """Another entry of a list is selected, or none."""

    record: HistoryRecord | None


@dataclass
class PairWanted(Intent):
    """Two entries are to be compared in full, the older one first."""

    before: HistoryRecord
    after: HistoryRecord
