"""What the list of saved requests asks of the screen around it."""

from dataclasses import dataclass

from weda_tui.tui.widgets.messages import Intent


@dataclass
class OfPath(Intent):
    """Something about the request or the folder at a path."""

    path: str


class RequestOpened(OfPath, namespace="saved_pane"):
    """A request is to be opened."""


@dataclass
class MoveWanted(Intent, namespace="saved_pane"):
    """A request or a folder is to have another name or place."""

    path: str
    title: str
    is_folder: bool


class DetailsWanted(OfPath, namespace="saved_pane"):
    """The tags and the description of a request are to be edited."""


@dataclass
class NewWanted(Intent, namespace="saved_pane"):
    """A request, or a folder, is to be made in a folder."""

    folder: str
    is_folder: bool


@dataclass
class PathChanged(Intent, namespace="saved_pane"):
    """What was at a path is at another one; an empty one is nowhere."""

    path: str
    new: str


@dataclass
class ExportWanted(Intent, namespace="saved_pane"):
    """A request, or all of a folder, is to be written for another program."""

    path: str
    title: str


class CompareWanted(OfPath, namespace="saved_pane"):
    """The last two answers of the selected request are to be compared."""


class RunWanted(OfPath, namespace="saved_pane"):
    """A request, or all of a folder, is to be run."""


class RequestSelected(OfPath):
    """Another row is selected; no path for a folder or none."""
