"""What every part of RESULT needs of the pane, and the widgets that they share."""

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
    """The widgets inside the pane, from the top down."""

    heading: Lines
    verdict: Lines
    doctor: DoctorBlock
    tabs: Tabs
    remark: Lines
    """That there is no body, or not all of it."""
    reader: BodyReader
    rows: FoldedRows
    """A tab other than the body."""
    since: Lines
    """What changed since the last success."""
    next: NextBlock

    @property
    def open_rows(self) -> Rows:
        """What is read in the open tab."""
        return self.rows if self.rows.display else self.reader.active_rows

    def focus(self, widget: Widget) -> None:
        """Focus a widget at once, so that the next key of a burst goes there."""
        widget.screen.set_focus(widget)


class AnswerHost(StageHost, Protocol):
    """What every part needs of the pane."""

    widgets: AnswerWidgets
    """They are there once the pane is filled."""

    @property
    def facts(self) -> ExchangeFacts:
        """The answer that is shown, as values."""
        ...

    @property
    def size(self) -> Size:
        """The cells of the pane."""
        ...
