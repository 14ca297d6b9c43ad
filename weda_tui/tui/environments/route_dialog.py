"""The question before a secret takes a route that nobody approved here.

Neither Enter nor a letter approves: they may have been typed ahead, before the question was seen.
"""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from weda_tui.core.environments.route import RouteStatus
from weda_tui.i18n.phrases.routes import approval_rows, approval_title, risk_lines
from weda_tui.i18n.strings import Strings
from weda_tui.tui.views.routes import draw_answers, draw_rows
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal


class RouteQuestion(Modal[bool]):
    """Answers with ``True`` where the route that is shown was approved."""

    BINDINGS = [
        Binding("ctrl+y", "approve", show=False, priority=True),
        Binding("enter", "nothing", show=False),
    ]

    def __init__(self, status: RouteStatus, strings: Strings) -> None:
        super().__init__(classes="centred guard")
        self._status, self._strings = status, strings
        self._is_answered = False

    def compose(self) -> ComposeResult:
        """Lay out what would be sent where, what changed, and the answers."""
        with Vertical(classes="panel caution"):
            yield Lines(self._draw, surface="panel")

    def action_approve(self) -> None:
        """Approve, and go on with what was asked for."""
        if not self._is_answered:
            self._is_answered = True
            self.dismiss(True)

    def action_nothing(self) -> None:
        """Enter does nothing here."""

    @on(Lines.Pressed)
    def _on_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        if event.action == "approve":
            self.action_approve()
        elif event.action == "close":
            self.action_close()

    def help_title(self, strings: Strings) -> str:
        """Return what the dialog is."""
        return strings.routes.approval.a_route

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the answers."""
        words = strings.routes.approval
        return [
            HelpRow("Esc", words.dont),
            HelpRow("Ctrl+Y", words.approve_key),
            HelpRow("Enter", words.enter_never),
        ]

    def _draw(self, width: int) -> list[Line]:
        title = approval_title(self._status, self._strings)
        rows = approval_rows(self._status, self._strings)
        risks = risk_lines(self._status, self._strings)
        return [*draw_rows(title, rows, risks, width), Line(), *draw_answers(self._strings, width)]
