"""The doctor beside a failed answer: rows of which the steps can be taken."""

from collections.abc import Sequence

from textual import events

from weda_tui.core.doctor import Diagnosis
from weda_tui.tui.drawings.doctor import DoctorRow, step_rows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.rows import Rows


class DoctorBlock(Rows):
    """As high as its owner says; the cursor rests on steps only."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[DoctorRow] = ()
        self._diagnosis: Diagnosis | None = None

    def show(self, diagnosis: Diagnosis, rows: Sequence[DoctorRow], room: int) -> None:
        """Show rows, ``room`` of them at once; of the same diagnosis the step in hand stays."""
        steps = step_rows(rows)
        wanted = self.step if diagnosis is self._diagnosis else 0
        self._diagnosis, self._rows = diagnosis, rows
        self.styles.height = max(1, min(len(rows), room))
        self.show_rows(len(rows), cursor=steps.get(wanted, 0))
        if len(rows) <= room:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)

    @property
    def step(self) -> int:
        """The step in hand, from 0."""
        return max(0, self.step_at(self.cursor))

    def step_at(self, index: int) -> int:
        """Return the step on a row, from 0; -1 for none."""
        return self._rows[index].step if index < len(self._rows) else -1

    def is_selectable(self, index: int) -> bool:
        """Return whether a row is a step."""
        return self.step_at(index) >= 0

    def row(self, index: int, width: int) -> Line:
        """Return a row as it was drawn."""
        return self._rows[index].line

    def cursor_row(self, line: Line) -> Line:
        """The step in hand names the key that takes it."""
        marked = super().cursor_row(line)
        return marked._replace(right=[Run("Enter ", "focus bold")]) if self.has_focus else marked

    def on_click(self, event: events.Click) -> None:
        """Take a clicked step; a word of another row does what it stands for."""
        action = event.style.meta.get("press", "")
        if action:
            event.stop()
            self.post_message(Lines.Pressed(action))
        else:
            super().on_click(event)
