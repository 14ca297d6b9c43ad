"""A dialog with a list to choose from, filtered by typing: one choice, or marks on several."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.text.folding import normalise
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, cut_middle, pad
from weda_tui.tui.widgets.field import Field, ListField
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, title_of
from weda_tui.tui.widgets.rows import Rows


class ListChoice(NamedTuple):
    """One choice: its name, its meaning, and a remark at the right."""

    key: str
    title: str = ""
    remark: str = ""


class ChoiceRows(Rows):
    """The choices that match the typed text.

    Keys are cut in the middle if there is no room for the keys and the titles beside them.
    """

    is_selected = True

    def __init__(self, choices: Sequence[ListChoice], strings: Strings) -> None:
        super().__init__(id="choices", surface="panel")
        self._all: tuple[ListChoice, ...] = tuple(choices)
        self.shown = self._all
        self._strings = strings
        self.marked: Callable[[str], bool] | None = None
        self._widest_key = _widest(choice.key for choice in choices)
        self._widest_rest = _widest(f"{choice.title}{choice.remark}" for choice in choices)

    def narrow(self, query: str, free: str) -> None:
        """Show the choices that contain every word of ``query``.

        If ``free`` is not empty, the typed text itself is offered too, with ``free`` as its title.
        """
        words = normalise(query).split()
        self.shown = tuple(
            choice
            for choice in self._all
            if all(word in normalise(" ".join(choice)) for word in words)
        )
        typed = query.strip()
        if free and typed and not any(choice.key == typed for choice in self._all):
            self.shown += (ListChoice(typed, free.format(text=typed)),)
        self.show_rows(len(self.shown), cursor=0)

    @property
    def choices(self) -> Sequence[ListChoice]:
        """All choices, in order."""
        return self._all

    def shift(self, by: int) -> None:
        """Move the selected choice up or down; does nothing while the list is filtered."""
        cursor = int(self.cursor)
        at = cursor + by
        if self.shown == self._all and 0 <= at < len(self._all):
            moved = list(self._all)
            moved[cursor], moved[at] = moved[at], moved[cursor]
            self._all = self.shown = tuple(moved)
            self.cursor = at

    def row(self, index: int, width: int) -> Line:
        """Draw a choice."""
        choice = self.shown[index]
        mark = [Run("  ")]
        if self.marked is not None:
            mark += [Run("✓ ", "ok bold") if self.marked(choice.key) else Run("  ")]
        room = width - cells(mark) - 5
        key_cells = min(self._widest_key, max(room * 2 // 3, room - self._widest_rest))
        key = pad(cut_middle(choice.key, key_cells), key_cells)
        title = cut(choice.title, room - key_cells - cells([Run(choice.remark)]))
        return Line(
            [*mark, Run(key, "bold"), Run(f"  {title}")], [Run(choice.remark, "faint"), Run("  ")]
        )


def _widest(texts: Iterable[str]) -> int:
    return max((cells([Run(text)]) for text in texts), default=0)


class ChoiceList(Modal[str]):
    """A dialog that returns the key of the chosen row.

    With ``toggle``, Enter marks or unmarks a row and Esc closes the dialog.
    """

    most_rows = 14
    """The maximum number of visible rows, if the screen is high enough."""

    _rows = query_one("#choices", ChoiceRows)
    _field = query_one("#choice-field", Field)
    _footer = query_one("#choice-foot", Lines)

    def __init__(
        self,
        title: str,
        choices: Sequence[ListChoice],
        strings: Strings,
        *,
        present: str = "",
        free: str = "",
        toggle: tuple[Callable[[str], bool], Callable[[str], None]] | None = None,
        typed: str = "",
    ) -> None:
        """``present`` is selected first; ``free`` is the sentence that offers the typed text.

        ``toggle`` is a pair of functions: whether a key is marked, and mark or unmark it. ``typed``
        is the initial text of the field.
        """
        super().__init__(classes="choosing")
        self._title, self._choices, self._strings = title, choices, strings
        self._present, self._free, self._toggle = present, free, toggle
        self._typed = typed

    def compose(self) -> ComposeResult:
        """Lay out the title, the field, the choices and the keys."""
        rows = ChoiceRows(self._choices, self._strings)
        with Vertical(classes="panel"):
            yield title_of(self._title)
            yield ListField(rows, id="choice-field")
            yield rows
            yield Lines(self._draw_footer, id="choice-foot", surface="panel")

    def on_mount(self) -> None:
        """List all choices, with the present one selected."""
        self._rows.marked = self._toggle[0] if self._toggle else None
        keys = [choice.key for choice in self._choices]
        cursor = keys.index(self._present) if self._present in keys else 0
        self._rows.styles.height = max(
            1, min(self.most_rows, len(keys) + 1, self.app.size.height - 8)
        )
        self._rows.show_rows(len(keys), cursor=cursor)
        self._field.focus()
        self._field.value = self._typed

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        self._rows.narrow(event.value, self._free)
        self._footer.redraw()

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        key = self._rows.shown[event.index].key
        if self._toggle is None:
            self.dismiss(key)
        else:
            self._toggle[1](key)
            self._rows.refresh()

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which the last row of the dialog shows too."""
        keys, words = strings.tui.keys, strings.filters
        enter = words.key_mark if self._toggle else words.key_choose
        return [HelpRow("↑↓", keys.move), HelpRow("Enter", enter), HelpRow("Esc", keys.close)]

    def _draw_footer(self, width: int) -> list[Line]:
        words = self._strings.filters
        lines: list[Line] = []
        if not self._rows.shown:
            text = words.nothing_found.format(query=self._field.value.strip())
            lines = [Line([Run("  "), Run(text, "dim")])]
        return [*lines, Line(), panel_keys(self.help_rows(self._strings), width)]
