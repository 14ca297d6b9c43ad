"""The target list that F2 opens: a row per deployment, its env types side by side."""

from typing import Literal, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import FileError
from weda_tui.core.text.folding import normalise
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import guard_mark
from weda_tui.i18n.strings import Strings
from weda_tui.tui.views.targets import env_type_chip, env_type_role
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, pad, wrap
from weda_tui.tui.widgets.field import Field, ListField
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, title_of
from weda_tui.tui.widgets.rows import Rows


class TargetChoice(NamedTuple):
    """An action and its target; ``where`` is ``None`` for a new environment."""

    kind: Literal["switch", "edit", "new"]
    where: Target | None


class PlaceRows(Rows):
    """One row per deployment, with the chosen env type as a chip; the last row creates one."""

    is_selected = True

    def __init__(self, environments: tuple[Environment, ...], strings: Strings) -> None:
        super().__init__(id="places", surface="panel")
        self._all = self._shown = environments
        self._strings = strings
        self._turned = {environment.name: 0 for environment in environments}
        """The index of the env type that the user chose for each deployment."""
        self._types = self._turned
        self._is_narrowed = False

    def start(self, where: Target | None) -> None:
        """Put the cursor on the selected target."""
        cursor = 0
        for index, environment in enumerate(self._all):
            if where is not None and environment.name == where.environment.name:
                names = [setting.name for setting in environment.env_types]
                at = names.index(where.env_type) if where.env_type in names else 0
                self._turned[environment.name] = at
                cursor = index
        self.show_rows(len(self._all) + 1, cursor=cursor)

    def narrow(self, query: str) -> None:
        """Show the deployments that have every word of ``query`` in name, address or env type.

        An env type that alone contains a word, or whose name equals a word, is chosen. If no
        deployment matches, no row is selected, so that Enter does not create one.
        """
        words = normalise(query).split()
        self._is_narrowed = bool(query)
        self._types, found = {**self._turned}, list[Environment]()
        for environment in self._all:
            own = normalise(f"{environment.name} {environment.host}")
            ranks: dict[int, int] = {}
            for at, setting in enumerate(environment.env_types):
                chip = normalise(env_type_chip(setting.name, self._strings).text)
                if all(word in own or word in chip for word in words):
                    ranks[at] = sum(
                        (word not in own) + 2 * (word in chip.split()) for word in words
                    )
            if ranks:
                found.append(environment)
                turned = self._turned[environment.name]
                best = max(ranks, key=lambda at: (ranks[at], at == turned, -at))
                self._types[environment.name] = best
        self._shown, self.is_resting = tuple(found), bool(words) and not found
        self.show_rows(len(found) + 1, cursor=0)

    def action_move(self, by: int) -> None:
        """Move the cursor; if no row is selected, select the last row."""
        if self.is_resting:
            self.is_resting = False
            self.refresh()
        super().action_move(by)

    def action_choose(self) -> None:
        """Choose the row under the cursor, unless no row is selected."""
        if not self.is_resting:
            super().action_choose()

    @property
    def is_empty(self) -> bool:
        """Whether no deployment is shown."""
        return not self._shown

    def where(self) -> Target | None:
        """Return the target under the cursor; ``None`` on the last row."""
        if self.cursor >= len(self._shown):
            return None
        environment = self._shown[self.cursor]
        return Target(environment, environment.env_types[self._types[environment.name]].name)

    def step(self, by: int) -> None:
        """Choose the next or previous env type of the deployment under the cursor."""
        if self.cursor < len(self._shown):
            environment = self._shown[self.cursor]
            at = (self._types[environment.name] + by) % len(environment.env_types)
            self._types[environment.name] = self._turned[environment.name] = at
            self.refresh()

    def row(self, index: int, width: int) -> Line:
        """Draw a deployment; omit first the address, then env types that do not fit."""
        if index >= len(self._shown):
            key = "   " if self._is_narrowed else "0  "
            return Line([Run("  "), Run(key, "bold"), Run(self._strings.tui.where.new)])
        environment = self._shown[index]
        name = [Run("  "), Run(pad(environment.name, 16), "bold"), Run(" ")]
        chosen = self._types[environment.name]
        types = [
            self._env_type(setting, is_chosen=number == chosen)
            for number, setting in enumerate(environment.env_types)
        ]
        room = width - cells(name) - 2
        shown = _window(types, chosen, room)
        host = [Run(environment.host, "faint"), Run("  ")]
        has_room = cells(shown) + cells(host) <= room
        return Line([*name, *shown], host if has_room else [])

    def _env_type(self, setting: EnvTypeSetting, *, is_chosen: bool) -> list[Run]:
        mark = guard_mark(setting.guard)
        name = Run(f" {setting.name} ", env_type_role(setting.name))
        return [
            env_type_chip(setting.name, self._strings) if is_chosen else name,
            Run(f" {mark} " if mark else "   ", "caution"),
        ]


def _window(types: list[list[Run]], chosen: int, room: int) -> list[Run]:
    """Return as many env types as fit, including the chosen one, and how many are hidden."""

    def runs(start: int, end: int) -> list[Run]:
        hidden = len(types) - (end - start)
        rest = [Run(f" +{hidden}", "faint")] if hidden else []
        return [*(run for each in types[start:end] for run in each), *rest]

    start, end = 0, len(types)
    while cells(runs(start, end)) > room and end > chosen + 1:
        end -= 1
    while cells(runs(start, end)) > room and start < chosen:
        start += 1
    return runs(start, end)


class PlaceFilter(ListField):
    """A filter field in which ``0`` creates a deployment if the field is empty."""

    BINDINGS = [Binding("0,０", "screen.new", show=False, priority=True)]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave a ``0`` to the key binding while the field is empty."""
        is_new = character in {"0", "０"} and not self.value
        return not is_new and super().check_consume_key(key, character)

    def action_page(self, by: int) -> None:
        """Move the cursor to the first or last row of the list."""
        self.action_move(1000 * by)


class TargetDialog(Modal[TargetChoice]):
    """Returns a target to switch to or to edit, or the request for a new environment.

    The filter has the focus, so that letters narrow the list, also those of an input method.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]

    _places = query_one("#places", PlaceRows)
    _filter = query_one("#place-filter", Field)
    _footer = query_one("#where-foot", Lines)

    BINDINGS = [
        Binding("left", "env_type(-1)", show=False, priority=True),
        Binding("right", "env_type(1)", show=False, priority=True),
        Binding("f2", "edit", show=False, priority=True),
    ]

    def __init__(
        self,
        environments: tuple[Environment, ...],
        where: Target | None,
        problems: tuple[FileError, ...],
        strings: Strings,
    ) -> None:
        super().__init__(classes="at-top-left")
        self._environments, self._where = environments, where
        self._problems, self._strings = problems, strings

    def compose(self) -> ComposeResult:
        """Lay out title, filter, targets, files with problems, keys."""
        words, rows = self._strings.tui.where, PlaceRows(self._environments, self._strings)
        with Vertical(classes="panel wide-list"):
            yield title_of(words.list_title)
            yield PlaceFilter(rows, id="place-filter", placeholder=words.filter)
            yield rows
            yield Lines(self._draw_footer, id="where-foot", surface="panel")

    def on_mount(self) -> None:
        """Put the cursor on the selected target."""
        self._places.styles.height = min(16, len(self._environments) + 1)
        self._places.start(self._where)
        self._filter.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow the digit that creates a deployment only while the filter is empty."""
        return action != "new" or not self._filter.value

    def action_env_type(self, by: int) -> None:
        """Choose the next or previous env type of the selected deployment."""
        self._places.step(by)

    @on(Field.Changed)
    def _on_filter_changed(self, event: Field.Changed) -> None:
        self._places.narrow(event.value)
        self._footer.redraw()

    @on(Rows.RowChosen)
    def _on_chosen(self) -> None:
        where = self._places.where()
        self.dismiss(TargetChoice("switch" if where else "new", where))

    def action_edit(self) -> None:
        """Edit the deployment under the cursor."""
        where = self._places.where()
        if not self._places.is_resting:
            self.dismiss(TargetChoice("edit" if where else "new", where))

    def action_new(self) -> None:
        """Open the form of a new environment."""
        self.dismiss(TargetChoice("new", None))

    def on_click(self, event: events.Click) -> None:
        """Close the dialog on a click beside the panel."""
        if event.widget is self:
            self.dismiss(None)

    def help_title(self, strings: Strings) -> str:
        """Return the title of the list."""
        return strings.tui.where.list_title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys of the list."""
        words = strings.tui.keys
        return [
            HelpRow("↑↓", words.move),
            HelpRow("←→", words.env_type),
            HelpRow("Enter", words.switch),
            HelpRow("F2", words.edit),
            HelpRow("0", words.new),
            HelpRow("Esc", words.close),
        ]

    def _draw_footer(self, width: int) -> list[Line]:
        words = self._strings.tui
        lines: list[Line] = []
        for problem in self._problems:
            text = explain(problem, self._strings)
            lines += [
                Line([Run("  "), Run(f"✗ {part}" if i == 0 else f"  {part}", "fail")])
                for i, part in enumerate(wrap(text.what, width - 6))
            ]
            lines += [Line([Run("    "), Run(part, "dim")]) for part in wrap(text.hint, width - 6)]
        if self._places.is_empty and self._filter.value.strip():
            message = words.where.nothing_found.format(query=self._filter.value.strip())
            lines.append(Line([Run("  "), Run(message, "dim")]))
        rows = self.help_rows(self._strings)
        keys = panel_keys((row for row in rows if row.key != "0" or not self._filter.value), width)
        return [Line(), *lines, *([Line()] if lines else []), keys]
