"""The base class of screens with the columns WHAT, WITH and RESULT.

A narrow screen shows only one of the columns.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from textual import events
from textual.binding import Binding
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.i18n.words.commands import KeyWords
from weda_tui.session import Session
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, Label, bindings
from weda_tui.tui.environments.target_pane import TargetPane
from weda_tui.tui.layout.base_screen import Answer, BaseScreen, type_text
from weda_tui.tui.layout.command_menus import CommandMenus, ShortHelp, place_of
from weda_tui.tui.tokens.controller import is_shown_alike, tokens_of
from weda_tui.tui.widgets.pane import TALL, Pane

STAGES = ("what", "with", "result")
COLUMN_KEYS: tuple[tuple[str, Label, str], ...] = (
    ("F2", KeyWords.where.of, ""), ("F3", KeyWords.what.of, ""), ("F4", KeyWords.with_what.of, ""),
    ("F6", KeyWords.result.of, ""), ("Tab", KeyWords.next_field.of, ""),
    ("Ctrl+P", KeyWords.go_to.of, ""), ("Ctrl+T", KeyWords.token.of, ""),
)  # fmt: skip
"""The keys of every column in the help of such a screen."""
SCREEN_KEYS: tuple[tuple[str, Label, str], ...] = (
    ("Esc", KeyWords.close.of, ""), ("F1", KeyWords.help.of, ""), ("Ctrl+Q", KeyWords.quit.of, ""),
)  # fmt: skip
"""The last keys in the help of every such screen."""


class ScreenColumns(NamedTuple):
    """The columns of a screen; the selected column is highlighted if it is a pane."""

    what: Pane
    with_what: Widget
    """The column WITH; if it is not a pane, WHAT handles its commands."""
    result: Pane
    places: tuple[str, str, str]
    """The key of ``PLACES`` for each column."""

    def by_stage(self) -> Mapping[str, Widget]:
        """Return the column of each stage."""
        return dict(zip(STAGES, (self.what, self.with_what, self.result), strict=True))


class ThreeColumns(BaseScreen[Answer]):
    """Highlights one of three columns; the CSS class ``-at-STAGE`` names the selected column."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]

    BINDINGS = [
        *bindings(
            commands.WHAT, commands.WITH_WHAT, commands.SEND, commands.RESULT, is_priority=True
        ),
        Binding("escape", f"run('{commands.STEP_BACK.id}')", show=False),
        Binding("tab", "next_stage(1)", show=False, priority=True),
        Binding("shift+tab", "next_stage(-1)", show=False, priority=True),
        *bindings(commands.MORE),
    ]

    stage: var[str] = var("what")
    """The selected stage: what, with or result."""
    where: var[Target | None] = var(None)
    token: var[TokenStatus | None] = var(None)
    other_token: var[TokenStatus | None] = var(None)

    def __init__(
        self, columns: ScreenColumns, title: Callable[[], str], *keys: tuple[str, Label, str]
    ) -> None:
        """``title`` is the title of the help; ``keys`` are more keys that work in every column."""
        help_ = ShortHelp((*COLUMN_KEYS, *keys, *SCREEN_KEYS))
        super().__init__(CommandMenus(self, title, short_help=help_), classes="-at-what")
        self._columns = columns

    def handlers(self) -> Handlers:
        """Return the handlers of the columns."""
        return {
            commands.WHAT: Handler(self._show_list),
            commands.WITH_WHAT: Handler(partial(self.go_to_stage, "with")),
            commands.RESULT: Handler(partial(self.go_to_stage, "result")),
            commands.STEP_BACK: Handler(self._step_back),
        }

    @property
    def focused_place(self) -> str:
        """The key of ``PLACES`` for the focused place."""
        return place_of(self.focused, self._columns.places[STAGES.index(self.stage)])

    def focused_pane(self) -> Pane:
        """Return the pane of the selected column, or the list if the column is not a pane."""
        column = self._columns.by_stage()[self.stage]
        return column if isinstance(column, Pane) else self._columns.what

    def where_strip(self) -> TargetPane:
        """Return the strip at the top: the target of the calls, and its tokens."""
        return TargetPane(id="where").data_bind(
            ThreeColumns.strings, ThreeColumns.where, ThreeColumns.token, ThreeColumns.other_token,
            ThreeColumns.going,
        )  # fmt: skip

    def show_tokens_of(self, session: Session, endpoint: Endpoint | None) -> None:
        """Update the states of the tokens; redraw only if their words change."""
        token, other = tokens_of(session, self.where, endpoint)
        if not is_shown_alike(token, self.token):
            self.token = token
        if not is_shown_alike(other, self.other_token):
            self.other_token = other

    def _show_list(self) -> None:
        """Select the list; if it is selected already, go back to the main screen."""
        if self.stage == "what":
            self.dismiss(None)
        else:
            self.go_to_stage("what")

    def on_key(self, event: events.Key) -> None:
        """Pass a typed character on where the focused place accepts text."""
        type_text(self, event)

    def action_next_stage(self, by: int) -> None:
        """Go to the next column; Tab first accepts an offered name."""
        pane = self.focused_pane()
        if by > 0 and pane.is_ready and pane.accept_completion():
            return
        self.go_to_stage(STAGES[(STAGES.index(self.stage) + by) % len(STAGES)])

    def _step_back(self) -> None:
        """Leave a field, then an open part of a column, then the column, then the screen."""
        pane = self.focused_pane()
        if self.is_typing:
            pane.leave_field()
        elif pane.step_back():
            return
        elif self.stage != "what":
            self.go_to_stage("what")
        else:
            self.dismiss(None)

    def go_to_stage(self, stage: str) -> None:
        """Select a column and focus it."""
        self.stage = stage
        self.light()
        column = self._columns.by_stage()[stage]
        if isinstance(column, Pane):
            column.focus_stage()
        else:
            self.set_focus(column)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Select the column that has the focus."""
        ancestors = event.widget.ancestors_with_self
        columns = self._columns.by_stage().items()
        self.stage = next((name for name, column in columns if column in ancestors), "what")
        self.light()

    def light(self) -> None:
        """Highlight the selected column, and show its keys."""
        if not self.has_class(f"-at-{self.stage}"):
            classes = {f"-at-{name}": name == self.stage for name in STAGES}
            self.update_classes(classes, update=False)
            self.app.stylesheet.update_nodes(self.query("#columns > *"))  # no rule reaches further
        for name, column in self._columns.by_stage().items():
            if isinstance(column, Pane):
                column.is_focused = name == self.stage
        self.show_keys()
