"""The rows of the doctor beside a failed response; the rows of steps can be chosen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events

from weda_tui.tui.doctor.view import step_rows
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:  # Imported with the first failure
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.tui.doctor.view import DoctorRow


class DoctorBlock(Rows):
    """Rows of a given height; the cursor stops on steps only, or on all rows in full mode."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[DoctorRow] = ()
        self._diagnosis: Diagnosis | None = None
        self._is_whole = False

    def show(
        self, diagnosis: "Diagnosis", rows: "Sequence[DoctorRow]", room: int, *, is_whole: bool
    ) -> None:
        """Show rows, at most ``room`` at once; for an unchanged diagnosis the selected step stays.

        ``is_whole`` is the full mode: all rows can be read, and the cursor begins at the top.
        """
        steps = step_rows(rows)
        stays = diagnosis is self._diagnosis and is_whole is self._is_whole
        if is_whole:
            cursor = self.cursor if stays else 0
        else:
            cursor = steps.get(self.step if stays else 0, 0)
        self._diagnosis, self._rows, self._is_whole = diagnosis, rows, is_whole
        self.styles.height = max(1, min(len(rows), room))
        self.show_rows(len(rows), cursor=cursor)
        if len(rows) <= room:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)

    @property
    def step(self) -> int:
        """The index of the selected step, from 0; -1 while the cursor is on another row."""
        return self.step_at(self.cursor)

    def step_at(self, index: int) -> int:
        """Return the index of the step on a row, from 0; -1 if the row is not a step."""
        return self._rows[index].step if index < len(self._rows) else -1

    def is_selectable(self, index: int) -> bool:
        """Return whether a row is a step; in full mode all rows are selectable."""
        return self._is_whole or self.step_at(index) >= 0

    def row(self, index: int, width: int) -> Line:
        """Return a row."""
        return self._rows[index].line

    def cursor_row(self, line: Line) -> Line:
        """Add the key that applies the step to the selected row."""
        marked = super().cursor_row(line)
        is_taken = self.has_focus and self.step >= 0
        return marked._replace(right=[Run("Enter ", "focus bold")]) if is_taken else marked

    def on_click(self, event: events.Click) -> None:
        """Post the action of a clicked word; otherwise select the clicked step."""
        if action := event.style.meta.get("press", ""):
            event.stop()
            event.prevent_default()
            self.post_message(Lines.Pressed(action))
