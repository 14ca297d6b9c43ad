"""The columns of the form and of the grid, with their headings."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one
from textual.reactive import var

from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.environments.editing import EnvironmentEditing
from weda_tui.tui.environments.form_pane import EnvironmentForm
from weda_tui.tui.environments.form_view import draw_more, draw_ways
from weda_tui.tui.environments.grid_pane import EnvironmentGrid
from weda_tui.tui.environments.grid_view import draw_guards, draw_header, draw_two_axes
from weda_tui.tui.layout.headings import heading, stage_name
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.pane import TALL

WAYS_IN_FULL = 44
"""The screen height in rows from which each way without a deployment has a row of its own."""
WIDE = 140
"""The screen width in cells from which the stages are side by side."""


class FormColumn(Vertical):
    """The column with the form, its heading and the rows below."""

    strings: var[Strings] = var(default_strings)

    _heading = query_one("#form-heading", Lines)
    _more = query_one("#form-more", Lines)

    def __init__(self, form: EnvironmentForm, draw_heading: Callable[[int], list[Line]]) -> None:
        super().__init__(id="form-column")
        self._form, self._draw_heading = form, draw_heading

    def compose(self) -> ComposeResult:
        """Lay out the heading, the form, the scroll hint and the rows that are always visible."""
        yield Lines(self._draw_heading, id="form-heading")
        yield self._form.data_bind(FormColumn.strings)
        yield Lines(self._draw_more, id="form-more")
        yield Lines(self._draw_ways, id="form-ways")

    def watch_strings(self) -> None:
        """Draw in the new language."""
        for lines in self.query(Lines):
            lines.redraw()

    def redraw_heading(self) -> None:
        """Draw the heading again."""
        self._heading.redraw()

    @on(EnvironmentForm.Scrolled)
    def _on_scrolled(self, event: EnvironmentForm.Scrolled) -> None:
        event.stop()
        self._more.redraw()

    def _draw_more(self, width: int) -> list[Line]:
        """Draw the hint that the form continues below.

        Without the hint its rows would belong to the form, so they do not count as hidden rows.
        """
        has_more = self._form.is_ready and self._form.rows_below > self._more.size.height
        return draw_more(self.strings) if has_more else []

    def _draw_ways(self, width: int) -> list[Line]:
        """Draw the ways without a deployment, which are visible while there is no environment."""
        is_tall = self.app.size.height >= WAYS_IN_FULL
        return draw_ways(self.strings, width, is_tall=is_tall) if self._form.is_first else []


class GridColumn(Vertical):
    """The column with the grid, the guards and the address of the cell under the cursor."""

    strings: var[Strings] = var(default_strings)
    is_lit: var[bool] = var(False, init=False)
    """Whether this stage receives the keys."""

    _grid = query_one("#grid", EnvironmentGrid)
    _heading = query_one("#grid-heading", Lines)

    def __init__(self, form: EnvironmentForm, editing: EnvironmentEditing) -> None:
        super().__init__(id="grid-column")
        self._form, self._editing = form, editing

    def compose(self) -> ComposeResult:
        """Lay out the grid, the explanation of the guards, and the address."""
        yield Lines(self._draw_heading, id="grid-heading")
        yield EnvironmentGrid(id="grid").data_bind(GridColumn.strings)
        yield Lines(self._draw_guards, id="guards")
        yield Lines(self._draw_axes, id="axes")

    def on_resize(self) -> None:
        """Draw what depends on the height."""
        self.redraw_heading()

    # -- the grid ----------------------------------------------------------------------------

    @property
    def is_focused(self) -> bool:
        """Whether the grid has the focus."""
        return self._grid.has_focus

    def focus_grid(self) -> None:
        """Give the grid the focus."""
        self._grid.focus()

    def show_environments(self, environments: tuple[Environment, ...], env_type: str) -> None:
        """Show the rows, with the cursor on the column of an env type."""
        self._grid.environments, self._grid.env_type = environments, env_type

    def show_cell(self, name: str) -> None:
        """Put the cursor on the row of an environment."""
        self._grid.selected_name = name
        self._grid.refill()

    def show_edits(self, env_types: tuple[EnvTypeSetting, ...] | None) -> None:
        """Show the env types as edited in the form; ``None`` shows those of the file."""
        self._grid.edited = env_types
        for lines in self.query(Lines):
            lines.redraw()

    def watch_strings(self) -> None:
        """Draw in the new language."""
        for lines in self.query(Lines):
            lines.redraw()

    def watch_is_lit(self) -> None:
        """Highlight the heading, or stop highlighting it."""
        self.redraw_heading()

    def redraw_heading(self) -> None:
        """Draw the heading again."""
        self._heading.redraw()

    # -- drawing -----------------------------------------------------------------------------

    def _draw_heading(self, width: int) -> list[Line]:
        left = stage_name("F2", self.strings.tui.stage.where, "", is_focused=self.is_lit)
        words, count = self.strings.environments.editor, len(self._form.changes)
        right = [Run(words.axes, "dim"), Run(" ")]
        if count and self.app.size.width < WIDE:  # The form, which shows this too, is not visible
            right = [Run(words.changed.format(count=count), "caution"), Run(" ")]
        header = draw_header(self._grid.layout_now, self.strings, width)
        line = heading(left, right, is_focused=self.is_lit)
        return [line, *([Line()] if self.app.size.height >= TALL else []), *header]

    @property
    def _cell(self) -> Target | None:
        """The target under the cursor, with the env types as edited in the form."""
        environment = self._editing.environment
        if environment is None or not self._form.is_ready:
            return None
        types = self._form.texts().env_types
        known = Environment(name=environment.name, host=environment.host, env_types=types)
        return Target(known, self._editing.env_type)

    def _draw_guards(self, width: int) -> list[Line]:
        return draw_guards(self._cell, self.strings, width) if self._cell else []

    def _draw_axes(self, width: int) -> list[Line]:
        return [Line(), *draw_two_axes(self._cell, self.strings, width)] if self._cell else []
