"""F1: the keys of this place and those of everywhere, with the other way to press each."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.errors import FileError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, pad, wrap
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import LineRows


class Help(Modal[None]):
    """Shows keys; closes without an answer."""

    _rows = query_one("#help-rows", LineRows)

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
        """``remark`` is what else is to be known of the keys, ``later`` those that wait.

        ``problems`` are what is wrong with the keys that the user chose.
        """
        super().__init__(classes="centred")
        self._place, self._here, self._everywhere = place, here, everywhere
        self._strings, self._remark, self._later = strings, remark, later
        self._problems = problems

    def compose(self) -> ComposeResult:
        """Lay out a title and the keys."""
        with Vertical(classes="panel help"):
            yield Lines(self._draw_title, surface="panel")
            yield LineRows(id="help-rows", surface="panel")

    def on_mount(self) -> None:
        """List the keys."""
        words = self._strings.tui.help
        lines = [*self._section(words.here, self._here), Line()]
        lines += self._section(words.everywhere, self._everywhere)
        if self._later:
            lines += [Line(), *self._section(words.later, self._later)]
        if self._remark:
            lines.append(Line())
            lines += [Line([Run("  "), Run(t, "faint")]) for t in wrap(self._remark, 80)]
        for problem in self._problems:
            lines.append(Line())
            said = f"✗ {explain(problem, self._strings).line}"
            lines += [Line([Run("  "), Run(t, "fail")]) for t in wrap(said, 80)]
        self._rows.show(lines)
        self._rows.focus()

    def _section(self, title: str, rows: Sequence[HelpRow]) -> list[Line]:
        """Return a heading and the keys below it; another way has a column where there is one."""
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
