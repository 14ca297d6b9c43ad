"""The dialog for the name of an example response and the saved request that keeps it."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.collections.paths import name_of
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.session.collections.examples import ExampleTarget
from weda_tui.tui.widgets.choice_list import ChoiceRows, ListChoice
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.field import Field, NamedField
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, title_of
from weda_tui.tui.widgets.rows import Rows

MOST_ROWS = 10


class ExampleChoice(NamedTuple):
    """The result of the dialog."""

    name: str
    path: str
    """The path of a saved request; empty for a new one."""


class SaveExample(Modal[ExampleChoice]):
    """Returns a name and a saved request; the second field filters the list."""

    _name_field = query_one("#example-name", Field)
    _filter_field = query_one("#example-filter", Field)
    _rows = query_one("#choices", ChoiceRows)
    _footer = query_one("#example-foot", Lines)

    BINDINGS = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, name: str, homes: Sequence[ExampleTarget], strings: Strings) -> None:
        """``name`` is the suggested name; saved requests of the same call are listed first."""
        super().__init__(classes="saving exampling")
        self._offered, self._strings = name, strings
        words = strings.saved.example
        same = [_choice(each, words.same_call) for each in homes if each.is_same_call]
        others = [_choice(each, "") for each in homes if not each.is_same_call]
        self._new = ListChoice(words.new_request)
        self._choices = [*same, self._new, *others]
        self._refused = ""

    def compose(self) -> ComposeResult:
        """Lay out the title, two fields, the requests, and the keys."""
        words = self._strings.saved.example
        with Vertical(classes="panel"):
            yield title_of(words.title)
            for label, key in ((words.name, "example-name"), (words.to, "example-filter")):
                yield NamedField(label, id=key)
            yield ChoiceRows(self._choices, self._strings)
            yield Lines(self._draw_footer, id="example-foot", surface="panel")

    def on_mount(self) -> None:
        """Focus the name with its text selected, so that typing replaces it."""
        self._name_field.value = self._offered
        self._filter_field.placeholder = self._strings.saved.example.filter
        room = self.app.size.height - 12
        self._rows.styles.height = max(1, min(MOST_ROWS, len(self._choices), room))
        self._rows.show_rows(len(self._choices), cursor=0)
        self._name_field.focus()
        self._name_field.select_all()

    def action_move(self, by: int) -> None:
        """Go to another request."""
        self._rows.action_move(by)

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        self._refused = ""
        if event.input is self._filter_field:
            self._rows.narrow(event.value, "")
        self._footer.redraw()

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        self._rows.action_choose()

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        choice, name = self._rows.shown[event.index], self._name_field.value.strip()
        if name:
            self.dismiss(ExampleChoice(name, "" if choice is self._new else choice.key))
        else:
            self._refused = self._strings.saved.dialog.name_missing
            self._footer.redraw()
            self._name_field.focus()

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.saved.example.title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which the foot shows too."""
        words, keys = strings.saved, strings.tui.keys
        move, close = HelpRow("↑↓", keys.move), HelpRow("Esc", keys.close)
        return [HelpRow("Enter", words.dialog.save), move, HelpRow("Tab", words.dialog.next), close]

    def _draw_footer(self, width: int) -> list[Line]:
        lines = [Line([Run("  "), Run(f"✗ {self._refused}", "fail")])] if self._refused else []
        if not self._rows.shown:
            text = self._strings.saved.screen.nothing_found.format(
                query=self._filter_field.value.strip()
            )
            lines = [Line([Run("  "), Run(text, "dim")])]
        return [*lines, Line(), panel_keys(self.help_rows(self._strings), width)]


def _choice(home: ExampleTarget, remark: str) -> ListChoice:
    """Return the choice of a request: its path, and its title if it differs from the file name."""
    title = "" if home.title == name_of(home.path) else strip_control_characters(home.title)
    return ListChoice(home.path, title, remark)
