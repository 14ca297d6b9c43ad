"""Env types to choose from, each with its guard."""

from collections.abc import Callable

from textual import on
from textual.binding import Binding
from textual.message import Message

from weda_tui.core.environments.deployment import ENV_TYPES, EnvTypeSetting, Guard, preset_guard
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.rows import Rows

Draw = Callable[[EnvTypeSetting, bool], Line]
"""Returns the row of an env type; the flag says whether it is chosen."""


class EnvTypeRows(Rows):
    """One row an env type: chosen or not, and its guard."""

    DEFAULT_CSS = "EnvTypeRows { height: 3; }"

    BINDINGS = [
        Binding("left", "guard(-1)", show=False),
        Binding("right", "guard(1)", show=False),
        Binding("space,ideographic_space,enter", "choose_type", show=False),
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
