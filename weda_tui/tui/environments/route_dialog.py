"""The question before a secret is sent over a route that is not approved on this machine.

Neither Enter nor a letter approves, because either may have been typed ahead, before the question
was visible.
"""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.environments.route import RouteStatus
from weda_tui.i18n.phrases.routes import approval_rows, approval_title, risk_lines
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, fold, pad
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import SCROLL_KEYS, BodyRows

WIDTH = 88
"""The width of the panel in cells, if the screen is wide enough."""
LONGEST_ADDRESS = 280
"""The width in cells at which an address is cut: enough for any host name, scheme and port."""
LONGEST_TEXT = 120
"""The width in cells at which other text is cut, so that the following rows stay visible."""


class RouteQuestion(Modal[bool]):
    """Returns ``True`` if the shown route was approved."""

    BINDINGS = [
        Binding("ctrl+y", "approve", show=False, priority=True),
        Binding("enter", "nothing", show=False),
        *SCROLL_KEYS,
    ]

    _route = query_one("#route-rows", BodyRows)
    _footer = query_one("#route-foot", Lines)

    def __init__(self, status: RouteStatus, strings: Strings) -> None:
        super().__init__(classes="centred guard")
        self._status, self._strings = status, strings
        self._is_answered = self._is_long = False

    def compose(self) -> ComposeResult:
        """Lay out what would be sent to which address, what changed, and the answers."""
        with Vertical(classes="panel caution"):
            yield BodyRows(id="route-rows", surface="panel")
            yield Lines(self._draw_footer, id="route-foot", surface="panel")

    def on_mount(self) -> None:
        """Lay out the rows before the dialog is first painted."""
        self._route.can_focus = False
        self._lay_out()
        self.watch(self._route, "scroll_y", self._footer.redraw, init=False)

    def on_resize(self) -> None:
        """Fit the rows to the screen."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Give the route all rows but those of the answers, which are always visible."""
        width, height = min(WIDTH, self.app.size.width), self.app.size.height
        rows = draw_rows(
            approval_title(self._status, self._strings),
            approval_rows(self._status, self._strings),
            risk_lines(self._status, self._strings),
            width,
        )
        self._is_long = False
        room = height - len(self._draw_footer(width)) - 2
        self._is_long = len(rows) > room  # The hint about hidden rows needs a row itself
        self._route.show_in(room - self._is_long, rows)
        self._footer.redraw()

    def action_move(self, by: int) -> None:
        """Scroll the rows of the route."""
        self._route.action_move(by)

    def action_page(self, by: int) -> None:
        """Show the next or previous page of the route."""
        self._route.action_page(by)

    def action_approve(self) -> None:
        """Approve the route, and continue with the call that needs it."""
        if not self._is_answered:
            self._is_answered = True
            self.dismiss(True)

    def action_nothing(self) -> None:
        """Do nothing on Enter."""

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.routes.approval.a_route

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the answers."""
        words = strings.routes.approval
        return [
            HelpRow("Esc", words.dont),
            HelpRow("Ctrl+Y", words.approve_key),
            HelpRow("↑↓ PgUp PgDn", strings.tui.keys.scroll),
            HelpRow("Enter", words.enter_never),
        ]

    def _draw_footer(self, width: int) -> list[Line]:
        lines = [Line(), *draw_answers(self._strings, width)]
        if not self._is_long:
            return lines
        return [self._route.draw_part(self._strings, 2), *lines]


def draw_rows(
    title: str, rows: Sequence[tuple[str, str]], risks: Sequence[str], width: int
) -> list[Line]:
    """Return the title, each part of the route beside its label, and what the risks are."""
    labels = max((cells([Run(label)]) for label, _ in rows), default=0) + 2
    lines = [*_folded([Run("  "), Run(title, "caution bold")], width, 2), Line()]
    for label, text in rows:
        shown = cut(text, LONGEST_ADDRESS if "://" in text else LONGEST_TEXT)
        head = [Run("  "), Run(pad(label, labels), "dim"), Run(shown)]
        lines += _folded(head, width, labels + 2)
    for risk in risks:
        lines += _folded([Run("  "), Run(cut(risk, LONGEST_ADDRESS), "fail")], width, 2)
    return lines


def draw_answers(strings: Strings, width: int) -> list[Line]:
    """Return the answers, first the safe one, then the one that approves."""
    words = strings.routes.approval
    answers = [
        Run("  "),
        Run(f" Esc {words.dont} ", "chip-focus", "close"),
        Run("    "),
        Run("Ctrl+Y", "caution bold", "approve"),
        Run(f" {words.approve_key}", "bold", "approve"),
    ]
    never = [Run(words.enter_never, "dim"), Run("  ")]
    if cells(answers) + cells(never) < width:
        return [Line(answers, never)]
    return [Line(answers), Line([Run("  "), *never])]


def _folded(runs: list[Run], width: int, indent: int) -> list[Line]:
    return fold(Line(runs), width - 2, indent)
