"""A screen of three columns: WHAT, WITH and RESULT; where there is little room, only one."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.binding import Binding
from textual.reactive import var
from textual.widget import Widget

from weda_tui.tui.commands.table import (
    MORE,
    RESULT,
    SEND,
    STEP_BACK,
    WHAT,
    WITH_WHAT,
    Handler,
    Handlers,
    bindings,
)
from weda_tui.tui.layout.base_screen import Answer
from weda_tui.tui.layout.command_screen import CommandPage
from weda_tui.tui.widgets.modal import HelpRow
from weda_tui.tui.widgets.pane import TALL, Stage
from weda_tui.tui.widgets.type_ahead import takes_text

STAGES = ("what", "with", "result")


class ThreeColumns(CommandPage[Answer]):
    """Subclasses lay out ``columns``; the class ``-at-STAGE`` names the selected one."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]

    BINDINGS = [
        *bindings(WHAT, WITH_WHAT, SEND, RESULT, is_priority=True),
        Binding("escape", "step_back", show=False),
        Binding("tab", "next_stage(1)", show=False, priority=True),
        Binding("shift+tab", "next_stage(-1)", show=False, priority=True),
        *bindings(MORE),
    ]

    stage: var[str] = var("what")

    def __init__(self) -> None:
        super().__init__(classes="-at-what")

    def handlers(self) -> Handlers:
        """Return what is done with the columns."""
        return {
            **super().handlers(),
            WHAT: Handler(self.action_what),
            WITH_WHAT: Handler(self.action_with_what),
            RESULT: Handler(self.action_result),
            STEP_BACK: Handler(self.action_step_back),
        }

    @property
    def columns(self) -> Mapping[str, Widget]:
        """The column of each stage; a ``Stage`` among them is told that it is selected."""
        raise NotImplementedError

    def action_what(self) -> None:
        """The list; again: back to the main screen."""
        if self.stage == "what":
            self.dismiss(None)
        else:
            self.go_to_stage("what")

    def action_with_what(self) -> None:
        """The request."""
        self.go_to_stage("with")

    def action_result(self) -> None:
        """The answer, or the answers."""
        self.go_to_stage("result")

    def action_next_stage(self, by: int) -> None:
        """Go to the next column; Tab takes a name that is offered."""
        pane = self.focused_pane()
        if by > 0 and pane.is_ready and pane.accept_completion():
            return
        self.go_to_stage(STAGES[(STAGES.index(self.stage) + by) % len(STAGES)])

    def action_step_back(self) -> None:
        """Leave a field, then what is open in a column, then the column, then the screen."""
        pane = self.focused_pane()
        if takes_text(self.focused):
            pane.leave_field()
        elif pane.step_back():
            return
        elif self.stage != "what":
            self.go_to_stage("what")
        else:
            self.dismiss(None)

    def go_to_stage(self, stage: str) -> None:
        """Select a column."""
        self.stage = stage
        self.light()
        column = self.columns[stage]
        if isinstance(column, Stage):
            column.focus_stage()
        else:
            self.set_focus(column)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The selected column is the one that has the focus."""
        ancestors = event.widget.ancestors_with_self
        found = (name for name, column in self.columns.items() if column in ancestors)
        self.stage = next(found, "what")
        self.light()

    def light(self) -> None:
        """Light the selected column, and show its keys."""
        if not self.has_class(f"-at-{self.stage}"):
            classes = {f"-at-{name}": name == self.stage for name in self.columns}
            self.update_classes(classes, update=False)
            self.app.stylesheet.update_nodes(self.query("#columns > *"))  # no rule reaches further
        for name, column in self.columns.items():
            if isinstance(column, Stage):
                column.is_focused = name == self.stage
        self.show_keys()

    # -- help --------------------------------------------------------------------------------

    def help_title(self) -> str:
        """Return what F1 calls this screen."""
        raise NotImplementedError

    def help_everywhere(self) -> Sequence[tuple[str, str]]:
        """Return the keys that work in every column, with their words."""
        raise NotImplementedError

    def show_help(self) -> None:
        """Show the keys of the selected column."""
        from weda_tui.tui.layout.help_dialog import Help

        words = self.strings.tui.keys
        here = [
            HelpRow(shown, key.words(words))
            for key in self.working_keys()
            if (shown := self.key_map.shown_in_place(key))
        ]
        everywhere = [HelpRow(*row) for row in self.help_everywhere()]
        self.app.push_screen(Help(self.help_title(), here, everywhere, self.strings))
