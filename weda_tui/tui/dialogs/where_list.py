"""The list behind F2: deployments down, env types across."""

from typing import Literal, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.environment import Environment, Where
from weda_tui.core.errors import FileError
from weda_tui.i18n.explain import explain
from weda_tui.i18n.facts import guard_mark
from weda_tui.i18n.strings import Strings
from weda_tui.tui.drawings.where import env_type_chip, env_type_role
from weda_tui.tui.widgets.float import Float
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run, pad
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.wrap import wrap


class WhereChoice(NamedTuple):
    """What to do, and with which place; ``where`` is ``None`` for a new environment."""

    kind: Literal["switch", "edit", "new"]
    where: Where | None


class PlaceRows(Rows):
    """One row a deployment, the chosen env type as a chip; the last row makes a new one."""

    BINDINGS = [
        Binding("left", "env_type(-1)", show=False),
        Binding("right", "env_type(1)", show=False),
    ]

    def __init__(self, environments: tuple[Environment, ...], strings: Strings) -> None:
        super().__init__(id="places", surface="panel")
        self._environments = environments
        self._strings = strings
        self._types = [0] * len(environments)

    def start(self, where: Where | None) -> None:
        """Put the cursor on the place in hand."""
        cursor = 0
        for index, environment in enumerate(self._environments):
            if where is not None and environment.name == where.environment.name:
                names = [setting.name for setting in environment.env_types]
                self._types[index] = names.index(where.env_type) if where.env_type in names else 0
                cursor = index
        self.show_rows(len(self._environments) + 1, cursor=cursor)

    def where(self) -> Where | None:
        """Return the place under the cursor, ``None`` on the last row."""
        if self.cursor >= len(self._environments):
            return None
        environment = self._environments[self.cursor]
        return Where(environment, environment.env_types[self._types[self.cursor]].name)

    def action_env_type(self, by: int) -> None:
        """Choose another env type of the deployment."""
        if self.cursor < len(self._environments):
            count = len(self._environments[self.cursor].env_types)
            self._types[self.cursor] = (self._types[self.cursor] + by) % count
            self.refresh()

    def row(self, index: int, width: int) -> Line:
        """Draw a deployment."""
        if index >= len(self._environments):
            return Line([Run("  "), Run("n  ", "bold"), Run(self._strings.tui.where.new)])
        environment = self._environments[index]
        runs = [Run("  "), Run(pad(environment.name, 16), "bold"), Run(" ")]
        for number, setting in enumerate(environment.env_types):
            is_chosen = number == self._types[index]
            if is_chosen:
                runs.append(env_type_chip(setting.name, self._strings))
            else:
                runs.append(Run(f" {setting.name} ", env_type_role(setting.name)))
            mark = guard_mark(setting.guard)
            runs.append(Run(f" {mark} " if mark else "   ", "caution"))
        return Line(runs, [Run(environment.host, "faint"), Run("  ")])


class WhereList(Float[WhereChoice]):
    """Answers with a place to go to, to edit, or the wish for a new one."""

    _places = query_one("#places", PlaceRows)

    BINDINGS = [
        Binding("f2,e", "edit", show=False),
        Binding("n,0,０", "new", show=False),
    ]

    def __init__(
        self,
        environments: tuple[Environment, ...],
        where: Where | None,
        problems: tuple[FileError, ...],
        strings: Strings,
    ) -> None:
        super().__init__(classes="at-top-left")
        self._environments, self._where = environments, where
        self._problems, self._strings = problems, strings

    def compose(self) -> ComposeResult:
        """Lay out title, places, files that do not open, keys."""
        with Vertical(classes="panel wide-list"):
            yield Lines(self._draw_title, surface="panel")
            yield PlaceRows(self._environments, self._strings)
            yield Lines(self._draw_foot, surface="panel")

    def on_mount(self) -> None:
        """Put the cursor on the place in hand."""
        self._places.styles.height = min(16, len(self._environments) + 1)
        self._places.start(self._where)
        self._places.focus()

    @on(Rows.Chosen)
    def _on_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        where = self._places.where()
        self.dismiss(WhereChoice("switch" if where else "new", where))

    def action_edit(self) -> None:
        """Edit the deployment under the cursor."""
        where = self._places.where()
        self.dismiss(WhereChoice("edit" if where else "new", where))

    def action_new(self) -> None:
        """Make a new environment."""
        self.dismiss(WhereChoice("new", None))

    def on_click(self, event: events.Click) -> None:
        """A click beside the panel closes it."""
        if event.widget is self:
            self.dismiss(None)

    def _draw_title(self, width: int) -> list[Line]:
        words = self._strings.tui
        return [
            Line([Run("  "), Run(words.where.list_title, "bold")]),
            Line(),
        ]

    def _draw_foot(self, width: int) -> list[Line]:
        words = self._strings.tui
        lines: list[Line] = []
        for problem in self._problems:
            text = explain(problem, self._strings)
            lines += [
                Line([Run("  "), Run(f"✗ {part}" if i == 0 else f"  {part}", "fail")])
                for i, part in enumerate(wrap(text.what, width - 6))
            ]
            lines += [Line([Run("    "), Run(part, "dim")]) for part in wrap(text.hint, width - 6)]
        keys = [
            ("↑↓", words.keys.move),
            ("←→", words.keys.env_type),
            ("Enter", words.keys.switch),
            ("F2", words.keys.edit),
            ("n", words.keys.new),
            ("Esc", words.keys.close),
        ]
        runs = [Run("  ")]
        for key, label in keys:
            runs += [Run(key, "bold"), Run(f" {label}   ", "dim")]
        return [Line(), *lines, *([Line()] if lines else []), Line(runs)]
