"""A row of tabs; the open tab is bold and underlined."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.binding import Binding
from textual.message import Message

from weda_tui.tui.widgets.drawing.paint import Line, Run, cells
from weda_tui.tui.widgets.lines import Lines


class Tab(NamedTuple):
    """The key and the label of a tab."""

    key: str
    label: str


class Tabs(Lines, can_focus=True):
    """Tabs on one row, with smaller gaps if there are many; ``right`` is at the right edge."""

    @dataclass
    class TabOpened(Message):
        """Another tab was opened."""

        tabs: "Tabs"
        by_click: bool

        @property
        def control(self) -> "Tabs":
            """The tabs."""
            return self.tabs

    @dataclass
    class TabEntered(Message):
        """The user pressed Enter or Down on the tabs, to focus the content of the open tab."""

        tabs: "Tabs"

        @property
        def control(self) -> "Tabs":
            """The tabs."""
            return self.tabs

    BINDINGS = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("enter,down", "enter", show=False),
    ]

    def __init__(self, *, id: str, surface: str = "ground") -> None:  # noqa: A002 - Textual's name
        """``surface`` is the role of the background."""
        super().__init__(self._draw_tabs, id=id, surface=surface)
        self._tabs: Sequence[Tab] = ()
        self._current = ""
        self._right: list[Run] = []

    @property
    def right(self) -> list[Run]:
        """The runs at the right edge."""
        return self._right

    @right.setter
    def right(self, runs: list[Run]) -> None:
        self._right = runs
        self.redraw()

    @property
    def current(self) -> str:
        """The key of the open tab."""
        return self._current or (self._tabs[0].key if self._tabs else "")

    def show(self, tabs: Sequence[Tab]) -> None:
        """Show other tabs; the open tab stays open if it is among them."""
        if tabs == self._tabs:
            return
        self._tabs = tabs
        if self._current not in [tab.key for tab in tabs]:
            self._current = ""
        self.redraw()

    def open(self, key: str, *, by_click: bool = False) -> None:
        """Open a tab."""
        if key != self.current:
            self._current = key
            self.redraw()
            self.post_message(self.TabOpened(self, by_click))

    def step(self, by: int) -> None:
        """Open the next or previous tab, with wrap-around."""
        keys = [tab.key for tab in self._tabs]
        if keys:
            self.open(keys[(keys.index(self.current) + by) % len(keys)])

    def action_step(self, by: int) -> None:
        """Open the next or previous tab."""
        self.step(by)

    def action_enter(self) -> None:
        """Post ``TabEntered``."""
        self.post_message(self.TabEntered(self))

    def on_click(self, event: events.Click) -> None:
        """Open the clicked tab; a click on any other run is reported as in ``Lines``."""
        key = event.style.meta.get("press")
        if key in [tab.key for tab in self._tabs]:
            event.stop()
            event.prevent_default()
            self.open(key, by_click=True)

    def _draw_tabs(self, width: int) -> list[Line]:
        runs: list[Run] = []
        for gap in (3, 2, 1):
            runs = [Run("›" if self.has_focus else " ", "focus bold"), Run(" ")]
            for tab in self._tabs:
                role = "bold underline" if tab.key == self.current else "dim"
                runs += [Run(tab.label, role, tab.key), Run(" " * gap)]
            if cells(runs[:-1]) <= width:
                break
        right = [*self._right, Run(" ")]
        fits = cells([*runs[:-1], *right]) < width
        return [Line(runs[:-1], right if fits else [])]
