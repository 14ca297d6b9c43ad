"""The environment screen: deployments × env types, the form of one, its check and its changes."""

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Input

from weda_tui.core.environment import Environment, Where
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.drawings.environment_changes import draw_changes
from weda_tui.tui.drawings.environment_grid import draw_guards, draw_header, draw_two_axes
from weda_tui.tui.panes.environment_form import EnvironmentForm
from weda_tui.tui.panes.environment_grid import EnvironmentGrid
from weda_tui.tui.screens.environment_actions import EnvironmentActions
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run, cells, cut
from weda_tui.tui.widgets.stage import TALL

WIDE = 140
"""Cells from which the stages stand side by side."""
STAGES = ("grid", "form", "check")


class EnvironmentsScreen(EnvironmentActions):
    """Three stages side by side; below 140 cells the one in hand."""

    BINDINGS = [
        Binding("f2", "where", show=False, priority=True),
        Binding("tab", "next_field(1)", show=False),
        Binding("shift+tab", "next_field(-1)", show=False),
        Binding("ctrl+o", "import", show=False, priority=True),
        Binding("0,０", "more", show=False),
        Binding("delete", "remove", show=False),
    ]

    _grid = query_one("#grid", EnvironmentGrid)

    def __init__(
        self,
        session: Session,
        environment: Environment | None,
        strings: Strings,
        in_hand: Where | None = None,
        *,
        checks_at_once: bool = False,
    ) -> None:
        super().__init__(session, environment, strings, in_hand, checks_at_once=checks_at_once)
        self._stage = ""
        if in_hand is not None:
            self.set_reactive(EnvironmentsScreen.where, in_hand)
            self.env_type = in_hand.env_type

    def compose_left(self) -> ComposeResult:
        """Lay out the grid, what the guards ask, and the address."""
        with Vertical(id="grid-column"):
            yield Lines(self._draw_grid_heading, id="grid-heading")
            yield EnvironmentGrid(id="grid").data_bind(EnvironmentsScreen.strings)
            yield Lines(self._draw_guards, id="guards")
            yield Lines(self._draw_axes, id="axes")

    def compose_right(self) -> ComposeResult:
        """Lay out what changes."""
        yield Lines(self._draw_changes, id="changes")

    def begin(self) -> None:
        """Show the grid, or the form of a new environment."""
        self._show_grid()
        self._go("grid" if self._environment else "form")

    def on_resize(self) -> None:
        """Draw what hangs on the height."""
        self.query_one("#grid-heading", Lines).redraw()

    # -- stages ------------------------------------------------------------------------------

    def _go(self, stage: str) -> None:
        """Light a stage and give it the focus."""
        self._light(stage)
        if stage == "grid":
            self._grid.focus()
        elif stage == "form":
            self._form.focus_again()

    def _light(self, stage: str) -> None:
        if stage == self._stage:
            return
        self._stage = stage
        self.update_classes({f"-at-{each}": each == stage for each in STAGES}, update=False)
        self.app.stylesheet.update_nodes(self.query("#columns > *"))  # no rule reaches further
        for heading in self.query("#grid-heading, #form-heading").results(Lines):
            heading.redraw()
        self.show_keys()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Light the stage that has the focus."""
        self._light("grid" if event.widget is self._grid else "form")

    def action_where(self) -> None:
        """To the grid; from there back to where one came from."""
        if self._stage == "grid":
            super().action_leave()
        else:
            self._go("grid")

    def action_leave(self) -> None:
        """A step at a time: stop a check, back to the grid, leave."""
        if self.check_state.is_running or self._stage == "grid":
            super().action_leave()
        else:
            self._go("grid")

    def action_check(self) -> None:
        """Check; where one stage is seen, that is the check."""
        super().action_check()
        if self.check_state.is_running and not self.has_class("-wide"):
            self._light("check")

    def action_next_field(self, by: int) -> None:
        """Move the focus within the form; from the grid into it."""
        if self._stage != "form":
            self._go("form")
        else:
            (self.focus_next if by > 0 else self.focus_previous)("#form *")

    def enter_form(self, field: str) -> None:
        """Go to a field of the form."""
        self._light("form")
        super().enter_form(field)

    # -- grid --------------------------------------------------------------------------------

    def _show_grid(self) -> None:
        grid = self._grid
        grid.environments = self._session.environments.all
        grid.env_type = self.env_type
        self.show_cell_in_hand()
        self._show_edits()

    def show_cell_in_hand(self) -> None:
        """Put the cursor on the environment whose form is shown."""
        self._grid.name_in_hand = self._environment.name if self._environment else ""
        self._grid.refill()

    def _show_edits(self) -> None:
        texts = self._form.texts() if self._form.is_ready else None
        self._grid.edited = texts.env_types if texts and self._environment else None
        for name in ("grid-heading", "guards", "axes", "form-heading", "changes"):
            self.query_one(f"#{name}", Lines).redraw()

    @on(EnvironmentForm.Edited)
    def _show_edited(self, event: EnvironmentForm.Edited) -> None:
        known = self._session.environments.all
        if self._grid.environments != known:
            self._grid.environments = known
        if self._environment is None or self._grid.name_in_hand != self._environment.name:
            self.show_cell_in_hand()
        self._show_edits()

    @on(EnvironmentGrid.CellMoved)
    def _on_cell_moved(self, event: EnvironmentGrid.CellMoved) -> None:
        event.stop()
        self.env_type = event.env_type
        self.query_one("#grid-heading", Lines).redraw()
        if self._environment is None or event.name != self._environment.name:
            if self._grid.has_focus:
                self.leave_form_for(event.name, lambda: self._turn_by_name(event.name))
        else:
            self._show_edits()

    @on(EnvironmentGrid.GuardSet)
    def _on_guard_set(self, event: EnvironmentGrid.GuardSet) -> None:
        event.stop()
        if not self._is_saving:
            self._form.set_guard(self.env_type, event.guard)

    def action_guard(self, number: int) -> None:
        """Set a guard by a click on its row."""
        from weda_tui.core.environment import Guard

        self._form.set_guard(self.env_type, list(Guard)[number - 1])

    @on(EnvironmentGrid.Entered)
    def _on_entered(self, event: EnvironmentGrid.Entered) -> None:
        event.stop()
        self._go("form")

    # -- words -------------------------------------------------------------------------------

    def _keys(self) -> list[tuple[str, str, str]]:
        words, more = self.strings.tui, self.strings.environments.editor
        check, save = ("F5", words.form.check_save, "check"), ("Ctrl+S", words.keys.save, "save")
        if self._stage == "grid":
            keys = [
                ("↑↓←→", more.move, ""),
                ("1-4", more.set_guard, ""),
                ("Enter", more.form, "next_field(1)"),
                ("0", more.more, "more"),
                *(check, save),
            ]
            return [*keys, ("Esc", words.keys.close, "leave")]
        keys = [("Tab", words.keys.next_field, ""), check, save]
        if not isinstance(self.focused, Input):
            keys.append(("0", more.more, "more"))
        if self._environment is not None:
            keys.append(("Ctrl+D", words.form.remove, "remove"))
        return [*keys, ("Esc", more.back, "leave")]

    def _draw_grid_heading(self, width: int) -> list[Line]:
        is_lit = self._stage == "grid"
        role, name = ("focus bold", "bold") if is_lit else ("dim", "text")
        left = [Run(" "), Run("F2 ", role), Run(self.strings.tui.stage.where, name)]
        words, count = self.strings.environments.editor, len(self._form.changes)
        right = [Run(words.axes, "dim"), Run(" ")]
        if count and self.app.size.width < WIDE:  # the form, which says so, is not to be seen
            right = [Run(words.changed.format(count=count), "caution"), Run(" ")]
        header = draw_header(self._grid.layout_now, self.strings, width)
        return [Line(left, right), *([Line()] if self.app.size.height >= TALL else []), *header]

    def _draw_form_heading(self, width: int) -> list[Line]:
        words = self.strings.environments.editor
        role = "focus bold" if self._stage == "form" else "bold"
        if self._environment is None:
            return [Line([Run(" "), Run(words.new, role)]), Line()]
        count = len(self._form.changes)
        right = [Run(words.changed.format(count=count), "caution"), Run(" ")] if count else []
        name = self._environment.name
        room = width - cells([Run(name), *right]) - 7
        file = cut(f"environments/{name}.toml", max(0, room))
        return [Line([Run(" "), Run(name, role), Run(f"   {file}", "dim")], right), Line()]

    @property
    def _cell(self) -> Where | None:
        """The place in hand as the form says it now."""
        if self._environment is None or not self._form.is_ready:
            return None
        types = self._form.texts().env_types
        environment = self._environment
        known = Environment(name=environment.name, host=environment.host, env_types=types)
        return Where(known, self.env_type)

    def _draw_guards(self, width: int) -> list[Line]:
        return draw_guards(self._cell, self.strings, width) if self._cell else []

    def _draw_axes(self, width: int) -> list[Line]:
        if self._cell is None:
            return []
        return [Line(), *draw_two_axes(self._cell, self.strings, width)]

    def _draw_changes(self, width: int) -> list[Line]:
        is_new = self._environment is None
        return [Line(), *draw_changes(self._form.changes, is_new, self.strings, width)]
