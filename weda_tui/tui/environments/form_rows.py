"""The rows of the environment form: env types with their guards, and variables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message

from weda_tui.core.environments.deployment import ENV_TYPES, EnvTypeSetting
from weda_tui.core.environments.form_texts import VariableText
from weda_tui.core.guard.level import Guard, preset_guard
from weda_tui.tui.widgets.choice import Choice
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.rows import Rows

Draw = Callable[[EnvTypeSetting, bool], Line]
"""Returns the row of an env type; the flag says whether the env type is chosen."""


class EnvTypeRows(Rows):
    """One row per env type: whether it is chosen, and its guard."""

    DEFAULT_CSS = "EnvTypeRows { height: 3; }"

    BINDINGS = [
        Binding("left", "guard(-1)", show=False),
        Binding("right", "guard(1)", show=False),
        Binding("space,ideographic_space", "choose_type", show=False),
        Binding("enter", "go_on", show=False),
    ]

    class EnvTypesChanged(Message):
        """An env type was chosen or deselected, or its guard changed."""

    def __init__(self, draw: Draw, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._draw = draw
        self._chosen: set[str] = set()
        self._guards: dict[str, Guard] = {}

    def fill(self, settings: tuple[EnvTypeSetting, ...]) -> None:
        """Show the env types of an environment in their order, then the other known env types."""
        own = {setting.name: setting.guard for setting in settings}
        self._guards = own | {name: preset_guard(name) for name in ENV_TYPES if name not in own}
        self._chosen = set(own)
        self._show_all()

    def settings(self) -> tuple[EnvTypeSetting, ...]:
        """Return the chosen env types with their guards."""
        return tuple(
            EnvTypeSetting(name, guard)
            for name, guard in self._guards.items()
            if name in self._chosen
        )

    def set_guard(self, name: str, guard: Guard) -> None:
        """Set the guard of an env type, and choose the env type."""
        self._guards[name] = guard
        self._chosen.add(name)
        self._show_all()
        self._post_changed()

    def drop(self, name: str) -> None:
        """Deselect an env type."""
        self._chosen.discard(name)
        self._post_changed()

    def _show_all(self) -> None:
        self.styles.height = len(self._guards)
        self.show_rows(len(self._guards))

    def action_guard(self, by: int) -> None:
        """Set the next or previous guard for the env type under the cursor."""
        name, guards = self._name_at(self.cursor), list(Guard)
        self._guards[name] = guards[(guards.index(self._guards[name]) + by) % len(guards)]
        self._post_changed()

    def action_choose_type(self) -> None:
        """Choose or deselect the env type under the cursor."""
        self._chosen ^= {self._name_at(self.cursor)}
        self._post_changed()

    def action_go_on(self) -> None:
        """Go to the next row; from the last row, go to the next field."""
        before = int(self.cursor)
        self.action_move(1)
        if self.cursor == before:
            self.post_message(Choice.Confirmed())

    @on(Rows.RowChosen)
    def _on_clicked(self, event: Rows.RowChosen) -> None:
        event.stop()
        self.action_choose_type()

    def row(self, index: int, width: int) -> Line:
        """Draw an env type."""
        name = self._name_at(index)
        return self._draw(EnvTypeSetting(name, self._guards[name]), name in self._chosen)

    def _name_at(self, index: int) -> str:
        return list(self._guards)[index]

    def _post_changed(self) -> None:
        self.refresh()
        self.post_message(self.EnvTypesChanged())


class GroupHeading(Lines):
    """The heading of a group of fields; if it can get the focus, keys and clicks fold the group."""

    BINDINGS = [
        Binding("enter,space,ideographic_space", "turn", show=False),
        Binding("right", "turn(True)", show=False),
        Binding("left", "turn(False)", show=False),
    ]

    @dataclass
    class GroupTurned(Message):
        """The group is to be unfolded or folded; ``is_open`` is ``None`` to toggle it."""

        group: str
        is_open: bool | None

    def __init__(self, group: str, draw: Callable[[int], list[Line]]) -> None:
        super().__init__(draw, id=f"heading-{group}")
        self._group = group

    def action_turn(self, is_open: bool | None = None) -> None:
        """Unfold or fold the group."""
        self.post_message(self.GroupTurned(self._group, is_open))

    def on_click(self, event: events.Click) -> None:
        """Toggle the group."""
        event.stop()
        if self.can_focus:
            self.action_turn()


class VariableRow(Vertical):
    """The fields of one variable, and a row below for its fault."""

    DEFAULT_CSS = """
    VariableRow { height: auto; }
    VariableRow Horizontal { height: 1; }
    VariableRow Choice { width: 9; margin: 0 1 0 1; }
    VariableRow .variable-name { width: 17; margin-right: 1; }
    VariableRow .variable-value { width: 1fr; margin-right: 1; }
    """

    class VariableChanged(Message):
        """A field of the variable changed."""

    @dataclass
    class Emptied(Message):
        """Backspace was pressed in an empty row."""

        row: "VariableRow"

    def __init__(
        self,
        index: int,
        scope_words: Callable[[str], Run],
        draw_fault: Callable[[int, int], list[Line]],
    ) -> None:
        """``draw_fault`` gets the index of the row and the width."""
        at = f"variable-{index}"
        super().__init__(id=at)
        self._fault = Lines(lambda width: draw_fault(index, width), classes="variable-fault")
        self._fields = (
            Choice([""], scope_words, id=f"{at}-scope"),
            Field(id=f"{at}-name", classes="variable-name"),
            Field(id=f"{at}-value", classes="variable-value"),
        )

    def compose(self) -> ComposeResult:
        """Lay out the three fields, and the row for a fault."""
        with Horizontal():
            yield from self._fields
        yield self._fault

    def show(self, variable: VariableText, env_types: Sequence[str]) -> None:
        """Show a variable."""
        scope, name, value = self._fields
        with self.prevent(Field.Changed):
            scope.value, name.value, value.value = variable.env_type, variable.name, variable.value
        scope.offer(["", *env_types])

    def offer(self, env_types: Sequence[str]) -> None:
        """Offer the chosen env types as scopes of the variable."""
        self._fields[0].offer(["", *env_types])

    @property
    def text(self) -> VariableText:
        """The content of the row; blanks around the value are kept."""
        scope, name, value = self._fields
        return VariableText(name.value.strip(), value.value, scope.value)

    @property
    def is_free(self) -> bool:
        """Whether name and value are empty."""
        return not self.text.name and not self.text.value

    def focus_name(self) -> None:
        """Focus the name field."""
        self._fields[1].focus()

    @on(Field.Changed)
    @on(Choice.ChoiceChanged)
    def _on_changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.VariableChanged())

    def on_key(self, event: events.Key) -> None:
        """Ask to remove the row if Backspace is pressed while it is empty."""
        if event.key == "backspace" and self.is_free:
            self.post_message(self.Emptied(self))


class VariableRows(Vertical):
    """One row per variable, and an empty row at the end."""

    DEFAULT_CSS = "VariableRows { height: auto; }"

    class VariablesChanged(Message):
        """A variable was added, removed or edited."""

    def __init__(
        self,
        scope_words: Callable[[str], Run],
        draw_fault: Callable[[int, int], list[Line]],
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._scope_words, self._draw_fault = scope_words, draw_fault
        self._env_types: list[str] = []

    @property
    def _rows(self) -> list[VariableRow]:
        return list(self.query(VariableRow))

    async def fill(self, variables: Sequence[VariableText], env_types: Sequence[str]) -> None:
        """Show variables, reusing the existing rows."""
        self._env_types = list(env_types)
        wanted = [*variables, VariableText("", "")]
        rows = self._rows
        missing = [self._row(at) for at in range(len(rows), len(wanted))]
        if missing:
            await self.mount_all(missing)
        for row in rows[len(wanted) :]:
            await row.remove()
        for row, variable in zip(self._rows, wanted, strict=True):
            row.show(variable, env_types)

    def _row(self, index: int) -> VariableRow:
        return VariableRow(index, self._scope_words, self._draw_fault)

    def offer(self, env_types: Sequence[str]) -> None:
        """Offer the chosen env types as scopes of the variables."""
        self._env_types = list(env_types)
        for row in self._rows:
            row.offer(env_types)

    def texts(self) -> tuple[VariableText, ...]:
        """Return the content of all rows, including empty rows, so that the indexes match."""
        return tuple(row.text for row in self._rows)

    def focus_row(self, index: int) -> None:
        """Focus a row."""
        self._rows[index].focus_name()

    @on(VariableRow.VariableChanged)
    async def _on_changed(self) -> None:
        rows = self._rows
        if rows and not rows[-1].is_free:
            await self.mount(self._row(len(rows)))
            self._rows[-1].offer(self._env_types)
        self.post_message(self.VariablesChanged())

    @on(VariableRow.Emptied)
    async def _on_emptied(self, event: VariableRow.Emptied) -> None:
        rows = self._rows
        at = rows.index(event.row)
        if at == len(rows) - 1:
            return
        left = [row.text for row in rows if row is not event.row and not row.is_free]
        await self.fill(left, self._env_types)
        self.focus_row(min(at, len(left)))
        self.post_message(self.VariablesChanged())
