"""The dialog that lists actions with keys: the Space menu and the ``0`` lists."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.getters import query_one
from textual.screen import Screen
from textual.widget import Widget

from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, pad, paragraph
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, title_of
from weda_tui.tui.widgets.pane import Pane
from weda_tui.tui.widgets.rows import LineRows, Rows

AROUND = 62
"""Width of a menu in cells, including a blank column at each side."""
FRAME_ROWS = 4
"""Rows of the screen that are not available to the list: the title and the footer."""


class MenuItem(NamedTuple):
    """An action: the key in this menu, its words, its usual key and its id."""

    key: str
    label: str
    shortcut: str
    action: str


def remark_menu(title: str, remark: str, strings: Strings) -> "Menu":
    """Return a menu that shows a title and a remark, with closing as its only action."""
    return Menu(title, [MenuItem("1", strings.tui.keys.close, "Esc", "")], remark)


class Menu(Modal[str]):
    """The menu; its result is the id of the chosen action."""

    names_keys = False

    _rows = query_one("#menu-rows", LineRows)

    def __init__(self, title: str, items: Sequence[MenuItem], remark: str = "") -> None:
        super().__init__(classes="at-bottom")
        self._title, self._items, self._remark = title, items, remark

    def compose(self) -> ComposeResult:
        """Lay out the title, one row for each action, and the remark."""
        with Container(id="around"), Vertical(classes="panel menu"):
            yield title_of(self._title)
            yield LineRows(id="menu-rows", surface="panel")
            if self._remark:
                yield Lines(self._draw_remark, surface="panel")

    def on_mount(self) -> None:
        """List the actions."""
        self._rows.show(
            [
                Line(
                    [Run("  "), Run(pad(item.key, 3), "bold"), Run(item.label)],
                    [Run(item.shortcut, "faint"), Run("  ")],
                )
                for item in self._items
            ]
        )
        self._rows.focus()
        self.on_resize()
        if (below := self._below) is not None:
            below.screen_layout_refresh_signal.subscribe(self, self._on_layout_below)

    def _on_layout_below(self, _: Screen[Any]) -> None:
        """Move with the panes below: the previous key may have moved them."""
        self.on_resize()

    @property
    def _below(self) -> Screen[Any] | None:
        """The screen directly below the menu; ``None`` after the menu is closed."""
        screens = self.app.screen_stack
        return screens[screens.index(self) - 1] if self in screens else None

    def on_resize(self) -> None:
        """Place the menu over the focused column, if there is room to its right."""
        if (below := self._below) is None:
            return
        width, height = self.app.size
        nodes = below.focused.ancestors_with_self if below.focused is not None else ()
        widgets = (each for each in nodes if isinstance(each, Widget))
        left = next((each.region.x for each in widgets if _is_column(each)), 0)
        left, around = max(0, min(left, width - AROUND)), self.query_one("#around").styles
        around.margin = (0, 0, 1, left)
        around.width, around.padding = (AROUND, (0, 1)) if width > AROUND else (width, 0)
        self._rows.styles.height = min(len(self._items), height - FRAME_ROWS)

    def on_key(self, event: events.Key) -> None:
        """Choose the action with the pressed key: its usual key and full-width digits also work."""
        character = event.character or ""
        if len(character) == 1 and "０" <= character <= "９":
            character = chr(ord(character) - 0xFEE0)
        for item in self._items:
            is_usual = event.key.startswith("ctrl+") and event.key == item.shortcut.casefold()
            if is_usual or (character and character in {item.key, item.shortcut}):
                event.stop()
                event.prevent_default()
                self.dismiss(item.action)
                return

    def help_title(self, strings: Strings) -> str:
        """Return the title of the menu."""
        return self._title

    def help_rows(self, strings: Strings) -> Sequence[HelpRow]:
        """Return the keys of a list, and the keys of its rows."""
        *rows, last = super().help_rows(strings)
        return [*rows, HelpRow("0-9 a-z A-Z", strings.tui.help.a_menu_key), last]

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        self.dismiss(self._items[event.index].action)

    def _draw_remark(self, width: int) -> list[Line]:
        return [Line(), *paragraph(self._remark, width - 1, "faint")]


def _is_column(widget: Widget) -> bool:
    """Return whether a widget is a pane or another column of a screen."""
    around = widget.parent
    return isinstance(widget, Pane) or (around is not None and around.id == "columns")
