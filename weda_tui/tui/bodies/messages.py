"""The messages of a body reader to the screen around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from weda_tui.core.bodies.document import Document
from weda_tui.tui.widgets.messages import Intent

if TYPE_CHECKING:  # imported with the first response
    from weda_tui.core.bodies.answer_schema import MissingFields


class MenuRow(NamedTuple):
    """A row of a menu: its key, its words, and its action."""

    key: str
    words: str
    run: Callable[[], None]


class BodyChanged(Message):
    """The document or the known part of it changed, so other key bindings may be active."""


@dataclass
class MenuRequested(Intent):
    """Request to show a menu of actions of the reader."""

    title: str
    rows: Sequence[MenuRow]
    remark: str = ""


@dataclass
class SaveRequested(Intent):
    """Request to save the received bytes, with secrets masked."""

    document: Document
    file_name: str
    """The file name without its extension."""


@dataclass
class ContentRequested(Intent):
    """Request to save content that was made from the body."""

    content: bytes
    file_name: str
    row_count: int


@dataclass
class FieldsRequested(Intent):
    """Request to list the documented fields that are missing in an object."""

    name: str
    """The name of the object; empty for the outermost object."""
    lacking: "MissingFields"
