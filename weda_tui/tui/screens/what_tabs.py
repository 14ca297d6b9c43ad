"""The tabs of WHAT: endpoints, saved requests, history."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from weda_tui.tui.widgets.field import Field

if TYPE_CHECKING:  # the stages come after the first picture
    from weda_tui.core.history.entry import HistoryRecord
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.history.pane import HistoryPane
    from weda_tui.tui.screens.pane_layout import Stages

WHAT_TABS = ("endpoints", "saved", "history")
"""The tabs in the order in which the heading shows them."""


class TabsBench(Protocol):
    """What the tabs need of the main screen."""

    @property
    def stages(self) -> "Stages":
        """The three stages."""
        ...

    def go_to_stage(self, stage: str) -> None:
        """Focus a stage."""

    def show_keys(self) -> None:
        """Show the keys of the focused stage."""


class WhatTabs:
    """Shows the tabs; a tab is composed when it is shown for the first time."""

    def __init__(
        self,
        bench: TabsBench,
        compose_history: "Callable[[], HistoryPane]",
        compose_saved: "Callable[[], SavedPane]",
    ) -> None:
        self._bench = bench
        self._compose_history, self._compose_saved = compose_history, compose_saved

    async def show(self, tab: str) -> None:
        """Show a tab of ``WHAT_TABS``; the history is shown without a filter."""
        stages = self._bench.stages
        if tab == "history" and stages.history is None:
            await stages.add_history(self._compose_history())
        elif tab == "saved" and stages.saved is None:
            await stages.add_saved(self._compose_saved())
        pane = stages.pane_of_tab(tab)
        if pane is not None and not pane.is_ready:
            await pane.fill()
        elif tab == "history" and stages.history is not None:
            with stages.history.prevent(Field.Changed):
                stages.history.filter_field.value = ""
            stages.refresh_history()
        elif tab == "saved":
            stages.refresh_saved()
            stages.refresh_results()
        stages.show_tab(tab)
        self._bench.go_to_stage("what")
        self._bench.show_keys()

    async def show_saved(self, path: str) -> None:
        """Show the saved requests without a filter, with the cursor on ``path``."""
        await self.show("saved")
        if (saved := self._bench.stages.saved) is not None:
            with saved.prevent(Field.Changed):
                saved.filter_field.value = ""
            saved.refresh_saved(path)
            saved.focus_stage()

    async def show_agent_calls(self, wanted: int = 0) -> None:
        """Show the calls of agents, with the cursor on the entry with the id ``wanted``."""
        await self.show("history")
        if (history := self._bench.stages.history) is not None:
            history.show_agent_calls(wanted)
            history.focus_stage()

    async def choose_entry(self, record: "HistoryRecord") -> None:
        """Show the history, so that the user chooses the entry to compare ``record`` with."""
        await self.show("history")
        if (history := self._bench.stages.history) is not None:
            history.mark(record)

    async def show_next(self, by: int) -> None:
        """Show the next tab, and focus its list rather than its filter field."""
        stages = self._bench.stages
        at = WHAT_TABS.index(stages.what_tab)
        await self.show(WHAT_TABS[(at + by) % len(WHAT_TABS)])
        stages.focus_listed()
