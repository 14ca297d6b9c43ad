"""The rows of the form of an environment: its variables, and env types with a guard each."""

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
"""Returns the row of an env type; the flag says whether it is chosen."""


class EnvTypeRows(Rows):
    """One row an env type: chosen or not, and its guard."""

    DEFAULT_CSS = "EnvTypeRows { height: 3; }"

    BINDINGS = [
        Binding("left", "guard(-1)", show=False),
        Binding("right", "guard(1)", show=False),
        Binding("space,ideographic_space", "choose_type", show=False),
        Binding("enter", "go_on", show=False),
    ]

    class EnvTypesChanged(Message):
        """An env type was chosen or dropped, or has another guard."""

    def __init__(self, draw: Draw, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._draw = draw
        self._chosen: set[str] = set()
        self._guards: dict[str, Guard] = {}

    def fill(self, settings: tuple[EnvTypeSetting, ...]) -> None:
        """Show an environment's env types in their order, then the known ones it has not."""
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
        """Give an env type a guard, and choose it."""
        self._guards[name] = guard
        self._chosen.add(name)
        self._show_all()
        self._post_changed()

    def drop(self, name: str) -> None:
        """Choose an env type no longer."""
        self._chosen.discard(name)
        self._post_changed()

    def _show_all(self) -> None:
        self.styles.height = len(self._guards)
        self.show_rows(len(self._guards))

    def action_guard(self, by: int) -> None:
        """Give the env type another guard."""
        name, guards = self._name_at(self.cursor), list(Guard)
        self._guards[name] = guards[(guards.index(self._guards[name]) + by) % len(guards)]
        self._post_changed()

    def action_choose_type(self) -> None:
        """Choose or drop the env type."""
        self._chosen ^= {self._name_at(self.cursor)}
        self._post_changed()

    def action_go_on(self) -> None:
        """Go to the next row, behind the last one out of them."""
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
    """The heading of a group of fields; one that has the focus can fold it."""

    BINDINGS = [
        Binding("enter,space,ideographic_space", "turn", show=False),
        Binding("right", "turn(True)", show=False),
        Binding("left", "turn(False)", show=False),
    ]

    @dataclass
    class GroupTurned(Message):
        """The group is to be open or folded; ``None`` is the other of both."""

        group: str
        is_open: bool | None

    def __init__(self, group: str, draw: Callable[[int], list[Line]]) -> None:
        super().__init__(draw, id=f"heading-{group}")
        self._group = group

    def action_turn(self, is_open: bool | None = None) -> None:
        """Open or fold the group."""
        self.post_message(self.GroupTurned(self._group, is_open))

    def on_click(self, event: events.Click) -> None:
        """A click turns it."""
        event.stop()
        if self.can_focus:
            self.action_turn()


class VariableRow(Vertical):
    """One variable, and a row below it where there is something to say."""

    DEFAULT_CSS = """
    VariableRow { height: auto; }
    VariableRow Horizontal { height: 1; }
    VariableRow Choice { width: 9; margin: 0 1 0 1; }
    VariableRow .variable-name { width: 17; margin-right: 1; }
    VariableRow .variable-value { width: 1fr; margin-right: 1; }
    """

    class VariableChanged(Message):
        """A variable is another one."""

    @dataclass
    class Emptied(Message):
        """Backspace in a row that holds nothing."""

        row: "VariableRow"

    def __init__(
        self,
        index: int,
        scope_words: Callable[[str], Run],
        draw_fault: Callable[[int, int], list[Line]],
    ) -> None:
        """``draw_fault`` takes a row's index and a width."""
        at = f"variable-{index}"
        super().__init__(id=at)
        self._fault = Lines(lambda width: draw_fault(index, width), classes="variable-fault")
        self._fields = (
            Choice([""], scope_words, id=f"{at}-scope"),
            Field(id=f"{at}-name", classes="variable-name"),
            Field(id=f"{at}-value", classes="variable-value"),
        )

    def compose(self) -> ComposeResult:
        """Lay out the three fields, and room for a fault."""
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
        """Offer the env types that are chosen."""
        self._fields[0].offer(["", *env_types])

    @property
    def text(self) -> VariableText:
        """What the row says; a value keeps its blanks."""
        scope, name, value = self._fields
        return VariableText(name.value.strip(), value.value, scope.value)

    @property
    def is_free(self) -> bool:
        """Whether nothing is in it."""
        return not self.text.name and not self.text.value

    def focus_name(self) -> None:
        """Go to the name."""
        self._fields[1].focus()

    @on(Field.Changed)
    @on(Choice.ChoiceChanged)
    def _on_changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.VariableChanged())

    def on_key(self, event: events.Key) -> None:
        """Backspace where nothing is left takes the row away."""
        if event.key == "backspace" and self.is_free:
            self.post_message(self.Emptied(self))


class VariableRows(Vertical):
    """As many rows as there are variables, and one more."""

    DEFAULT_CSS = "VariableRows { height: auto; }"

    class VariablesChanged(Message):
        """A variable was added, removed or is another one."""

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
        """Show variables; rows that are there already are used again."""
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
        """Offer the env types that are chosen as places where a variable holds."""
        self._env_types = list(env_types)
        for row in self._rows:
            row.offer(env_types)

    def texts(self) -> tuple[VariableText, ...]:
        """Return what the rows say, free ones among them: an index is that of a row."""
        return tuple(row.text for row in self._rows)

    def focus_row(self, index: int) -> None:
        """Go to a row."""
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
