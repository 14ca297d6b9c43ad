"""What every part of the RESULT pane needs from the pane, and the widgets that they share."""

from typing import NamedTuple, Protocol

from textual.geometry import Size
from textual.widget import Widget

from weda_tui.tui.answers.shown_answer import ExchangeFacts
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.doctor.block import DoctorBlock
from weda_tui.tui.links.block import NextBlock
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.pane import StageHost
from weda_tui.tui.widgets.rows import FoldedRows, Rows
from weda_tui.tui.widgets.tabs import Tabs


class AnswerWidgets(NamedTuple):
    """The widgets inside the pane, from top to bottom."""

    heading: Lines
    verdict: Lines
    doctor: DoctorBlock
    tabs: Tabs
    remark: Lines
    """Says that there is no body, or only a part of it."""
    reader: BodyReader
    rows: FoldedRows
    """The content of a tab other than the body."""
    since: Lines
    """The changes since the last success."""
    next: NextBlock

    @property
    def open_rows(self) -> Rows:
        """The list in the open tab."""
        return self.rows if self.rows.display else self.reader.active_rows

    def focus(self, widget: Widget) -> None:
        """Focus a widget at once, so that the next key of a burst reaches it."""
        widget.screen.set_focus(widget)


class AnswerHost(StageHost, Protocol):
    """What every part needs from the pane."""

    widgets: AnswerWidgets
    """The widgets, available once the pane is filled."""

    @property
    def facts(self) -> ExchangeFacts:
        """The displayed response, as values."""
        ...

    @property
    def size(self) -> Size:
        """The size of the pane in cells."""
        ...
