"""The tabs of WHAT: what can be called, what is saved, what was sent."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the stages come after the first picture
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.history.pane import HistoryPane
    from weda_tui.tui.screens.pane_layout import Stages

WHAT_TABS = ("endpoints", "saved", "history")
"""In the order of the heading."""


class TabsBench(Protocol):
    """What the tabs need of the main screen."""

    @property
    def stages(self) -> "Stages":
        """The three stages."""
        ...

    def compose_history(self) -> "HistoryPane":
        """Return the tab with what was sent."""
        ...

    def compose_saved(self) -> "SavedPane":
        """Return the tab with what is saved."""
        ...

    def go_to_stage(self, stage: str) -> None:
        """Focus a stage."""

    def show_keys(self) -> None:
        """Show the keys of the focused stage."""


class WhatTabs:
    """Shows the tabs; one is composed when it is shown for the first time."""

    def __init__(self, bench: TabsBench) -> None:
        self._bench = bench

    async def show(self, tab: str) -> None:
        """Show a tab, one of ``WHAT_TABS``."""
        stages = self._bench.stages
        if tab == "history" and stages.history is None:
            await stages.add_history(self._bench.compose_history())
        elif tab == "saved" and stages.saved is None:
            await stages.add_saved(self._bench.compose_saved())
        pane = stages.pane_of_tab(tab)
        if pane is not None and not pane.is_ready:
            await pane.fill()
        elif tab == "history":
            stages.refresh_history()
        elif tab == "saved":
            stages.refresh_saved()
            stages.refresh_results()
        stages.show_tab(tab)
        self._bench.go_to_stage("what")
        self._bench.show_keys()

    async def show_next(self, by: int) -> None:
        """Show the next tab; its list gets the focus, so that a letter is not typed."""
        stages = self._bench.stages
        at = WHAT_TABS.index(stages.what_tab)
        await self.show(WHAT_TABS[(at + by) % len(WHAT_TABS)])
        stages.focus_listed()
