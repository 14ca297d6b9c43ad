"""The help dialog (F1): the six most useful keys, then the others in groups, with a filter."""

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.errors import FileError
from weda_tui.core.text.folding import normalise
from weda_tui.core.text.pinyin import find_spelt
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, pad, wrap
from weda_tui.tui.widgets.field import Field, ListField
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import LineRows

FIRST = 6
"""Number of keys that are listed before all others."""


class HelpRows(LineRows):
    """The rows of the keys that match the filter."""

    is_selected = True


class Help(Modal[None]):
    """The dialog that lists keys; it has no result."""

    _rows = query_one("#help-rows", HelpRows)
    _field = query_one("#help-field", ListField)

    def __init__(
        self,
        place: str,
        here: Sequence[HelpRow],
        everywhere: Sequence[HelpRow],
        strings: Strings,
        remark: str = "",
        later: Sequence[HelpRow] = (),
        problems: Sequence[FileError] = (),
    ) -> None:
        """``later`` are keys that do not work now, ``remark`` is a note below all keys.

        ``problems`` are the errors in the key bindings of the user.
        """
        super().__init__(classes="centred")
        self._place, self._here, self._everywhere = place, here, everywhere
        self._strings, self._remark, self._later = strings, remark, later
        self._problems = problems

    def compose(self) -> ComposeResult:
        """Lay out the title, the filter and the keys."""
        rows = HelpRows(id="help-rows", surface="panel")
        with Vertical(classes="panel help"):
            yield Lines(self._draw_title, surface="panel")
            yield ListField(rows, id="help-field", placeholder=f"/ {self._strings.tui.help.search}")
            yield Lines(lambda _: [Line()], surface="panel")
            yield rows

    def on_mount(self) -> None:
        """List the keys."""
        self._list("")
        self._field.focus()

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        """Filter the keys; a typed ``?``, which opened the help, closes it."""
        if event.value in {"?", "？"}:
            self.action_close()
        else:
            self._list(event.value)

    def _list(self, query: str) -> None:
        words, typed = self._strings.tui.help, normalise(query).split()
        first, others = self._here[:FIRST], self._here[FIRST:]
        sections = [(words.first if len(first) == FIRST else words.here, first)]
        sections += [
            (group or words.here, [row for row in others if row.group == group])
            for group in dict.fromkeys(row.group for row in others)
        ]
        sections += [(words.everywhere, self._everywhere), (words.later, self._later)]
        lines: list[Line] = []
        for title, rows in sections:
            fitting = [row for row in rows if _fits(row, typed)]
            if fitting:
                lines += [*([Line()] if lines else []), *self._section(title, fitting)]
        self._rows.show([*lines, *([] if typed else self._remarks())])

    def _remarks(self) -> Iterator[Line]:
        """Yield the note, and the errors in the key bindings of the user."""
        problems = [f"✗ {explain(each, self._strings).line}" for each in self._problems]
        for text, role in ((self._remark, "faint"), *((said, "fail") for said in problems)):
            if text:
                yield Line()
                yield from (Line([Run("  "), Run(part, role)]) for part in wrap(text, 80))

    def _section(self, title: str, rows: Sequence[HelpRow]) -> list[Line]:
        """Return a heading and its keys; the heading names the column of other keys, if any."""
        twin = self._strings.tui.help.twin if any(row.twin for row in rows) else ""
        heading = Line([Run("  "), Run(title, "dim")], [Run(twin, "dim"), Run("  ")])
        return [heading, *map(self._row, rows)]

    def _row(self, row: HelpRow) -> Line:
        return Line(
            [Run("  "), Run(pad(row.key, 16), "bold"), Run(row.label)],
            [Run(row.twin, "faint"), Run("  ")],
        )

    def _draw_title(self, width: int) -> list[Line]:
        title = self._strings.tui.help.title.format(place=self._place)
        close = [Run("Esc ", "bold"), Run(self._strings.tui.keys.close, "dim"), Run("  ")]
        return [Line([Run("  "), Run(title, "bold")], close), Line()]


def _fits(row: HelpRow, typed: Sequence[str]) -> bool:
    """Return whether a row matches each typed word, by its key, by its words or in pinyin."""
    label = normalise(row.label)
    text = f"{normalise(row.key)} {label} {normalise(row.twin)}"
    return all(word in text or find_spelt(label, word) is not None for word in typed)
