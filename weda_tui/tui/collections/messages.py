"""The messages that the list of saved requests posts to its screen."""

from dataclasses import dataclass

from weda_tui.tui.widgets.messages import Intent


@dataclass
class OfPath(Intent):
    """A message about the request or the folder at a path."""

    path: str


class RequestOpened(OfPath, namespace="saved_pane"):
    """Open a request."""


@dataclass
class MoveWanted(Intent, namespace="saved_pane"):
    """Ask for a new name or folder of a request or a folder."""

    path: str
    title: str
    is_folder: bool


class DetailsWanted(OfPath, namespace="saved_pane"):
    """Edit the tags and the description of a request."""


@dataclass
class NewWanted(Intent, namespace="saved_pane"):
    """Create a request or a folder in a folder."""

    folder: str
    is_folder: bool


@dataclass
class PathChanged(Intent, namespace="saved_pane"):
    """A request or a folder has moved from ``path`` to ``new``; empty if it was deleted."""

    path: str
    new: str


@dataclass
class ExportWanted(Intent, namespace="saved_pane"):
    """Export a request, or all requests of a folder, for another program."""

    path: str
    title: str


class CompareWanted(OfPath, namespace="saved_pane"):
    """Compare the last two responses of the selected request."""


class RunWanted(OfPath, namespace="saved_pane"):
    """Run a request, or all requests of a folder."""


class RequestSelected(OfPath):
    """Another row is selected; the path is empty for a folder or for no row."""
