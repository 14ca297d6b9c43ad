"""The messages that the list of saved requests posts to its screen."""

from dataclasses import dataclass

from weda_tui.tui.widgets.messages import Intent


@dataclass
class PathIntent(Intent):
    """A message about the request or the folder at a path."""

    path: str


class RequestOpened(PathIntent, namespace="saved_pane"):
    """Open a request."""


@dataclass
class MoveRequested(Intent, namespace="saved_pane"):
    """Ask for a new name or folder of a request or a folder."""

    path: str
    title: str
    is_folder: bool


class DetailsRequested(PathIntent, namespace="saved_pane"):
    """Edit the tags and the description of a request."""


@dataclass
class NewRequested(Intent, namespace="saved_pane"):
    """Create a request or a folder in a folder."""

    folder: str
    is_folder: bool


@dataclass
class PathChanged(Intent, namespace="saved_pane"):
    """A request or a folder has moved from ``path`` to ``new``; empty if it was deleted."""

    path: str
    new: str


@dataclass
class ExportRequested(Intent, namespace="saved_pane"):
    """Export a request, or all requests of a folder, for another program."""

    path: str
    title: str


class CompareRequested(PathIntent, namespace="saved_pane"):
    """Compare the last two responses of the selected request."""


class RunRequested(PathIntent, namespace="saved_pane"):
    """Run a request, or all requests of a folder."""


class RequestSelected(PathIntent):
    """Another row is selected; the path is empty for a folder or for no row."""
