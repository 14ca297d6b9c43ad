"""The dialog that selects and orders the columns of a table."""

from collections.abc import Sequence

from textual.binding import Binding

from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.choice_list import ChoiceList, ListChoice
from weda_tui.tui.widgets.modal import HelpRow


class TableColumns(ChoiceList):
    """Enter marks a column, Alt or Shift with an arrow key moves it; closing the dialog applies it.

    The first row marks all columns, or none.
    """

    most_rows = 10_000

    BINDINGS = [
        Binding("alt+up,shift+up", "shift(-1)", show=False, priority=True),
        Binding("alt+down,shift+down", "shift(1)", show=False, priority=True),
    ]

    def __init__(self, names: Sequence[str], chosen: Sequence[str], strings: Strings) -> None:
        """``names`` has all columns, ``chosen`` has the visible columns in order."""
        self._marked, self._every = set(chosen), strings.table.every_column
        listed = [*chosen, *(n for n in names if n not in self._marked)]
        title = strings.table.columns_title.format(count=count(len(listed)))
        choices = [ListChoice(name) for name in [self._every, *listed]]
        toggle = (self._is_marked, self._toggle)
        super().__init__(title, choices, strings, present=listed[0], toggle=toggle)

    @property
    def _listed(self) -> list[str]:
        """The columns without the row for all of them, whose text a column may have as its name."""
        return [choice.key for choice in self._rows.choices if choice.key is not self._every]

    @property
    def columns(self) -> list[str]:
        """The marked columns in order; the first column if none is marked."""
        names = self._listed
        return [name for name in names if name in self._marked] or names[:1]

    def _is_marked(self, name: str) -> bool:
        return (
            self._marked.issuperset(self._listed) if name is self._every else name in self._marked
        )

    def _toggle(self, name: str) -> None:
        if name is not self._every:
            self._marked ^= {name}
        else:
            self._marked = set() if self._is_marked(name) else set(self._listed)

    def action_shift(self, by: int) -> None:
        """Move the selected column while the list is not filtered; the row for all stays first."""
        if min(self._rows.cursor, self._rows.cursor + by) > 0:
            self._rows.shift(by)

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys of the list."""
        *rows, last = super().help_rows(strings)
        return [*rows, HelpRow("Alt+↑↓", strings.table.shift, "Shift+↑↓"), last]
