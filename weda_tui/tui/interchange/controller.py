"""Starts exports from the list of saved requests."""

from typing import TYPE_CHECKING

from weda_tui.session import Session
from weda_tui.tui.workbench.bench import TargetBench

if TYPE_CHECKING:  # Imported only after the first picture
    from weda_tui.tui.collections.pane import SavedPane


class ExportController:
    """Exports a request, or all requests of a folder, for another program."""

    def __init__(self, bench: TargetBench, session: Session) -> None:
        self._bench, self._session = bench, session

    def on_export_requested(self, event: "SavedPane.ExportRequested") -> None:
        """Ask for a format and a path, then export."""
        from weda_tui.tui.interchange.export import offer_export

        offer_export(self._bench, self._session, event.path, event.title)
