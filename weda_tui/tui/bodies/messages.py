"""What the reader of a body asks of the screen around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from weda_tui.core.bodies.document import Document
from weda_tui.tui.widgets.messages import Intent

if TYPE_CHECKING:  # it comes with the first answer
    from weda_tui.core.bodies.answer_schema import Lacking


class MenuRow(NamedTuple):
    """A row of a menu: the key that picks it, its words, what it does."""

    key: str
    words: str
    run: Callable[[], None]


class BodyChanged(Message):
    """Another document, or more is known of it: other keys may do something now."""


@dataclass
class MenuWanted(Intent):
    """A choice of actions of the reader is to be shown."""

    title: str
    rows: Sequence[MenuRow]
    remark: str = ""


@dataclass
class SaveWanted(Intent):
    """The received bytes are to be saved, secrets masked."""

    document: Document
    file_name: str
    """What the file is called, without its ending."""


@dataclass
class ContentWanted(Intent):
    """Something that was made of the body is to be saved."""

    content: bytes
    file_name: str
    row_count: int


@dataclass
class LackingWanted(Intent):
    """The documented fields that an object does not have are to be listed."""

    name: str
    """The name of the object, empty for the outermost one."""
    lacking: "Lacking"
