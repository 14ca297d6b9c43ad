"""The stack of documents that were opened from parts of the body; the innermost is displayed."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, Protocol

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.nested import (
    JSON,
    FoundPart,
    Part,
    Unpacked,
    above_of,
    inside,
    is_in_string,
    legs_of,
    line_in_body,
    nested_json,
)
from weda_tui.i18n.quantities import count
from weda_tui.tui.bodies.host import WorkingHost
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.text_view import ViewPlace
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut
from weda_tui.tui.widgets.messages import Noticed

MOST_STEPS = 64
"""The maximum number of steps of each path above the lines; the last steps are shown."""


class OuterDocument(NamedTuple):
    """A document from which another one was opened, and its cursor and scroll position."""

    document: Document
    part: Part | None
    place: ViewPlace


class NestedReader(WorkingHost, Protocol):
    """What ``NestedDocuments`` needs from the reader."""

    def put(self, document: Document, *, keep_place: bool = False) -> None:
        """Show another document."""

    def redraw(self) -> None:
        """Draw the rows around the lines again."""

    def close_path(self) -> None:
        """Close the row of the path if it is open."""


class NestedDocuments:
    """Opens parts of a document as documents of their own, and returns to the outer document."""

    def __init__(self, reader: NestedReader) -> None:
        self._reader = reader
        self.part: Part | None = None
        """The displayed part; ``None`` if the whole body is displayed."""
        self._left: list[OuterDocument] = []
        self._had_nested = False
        """Whether the line under the cursor was a string with JSON inside."""

    def forget(self) -> None:
        """Drop all outer documents, because the body was replaced."""
        self.part = None
        self._left.clear()

    # -- opening and leaving -----------------------------------------------------------------

    def open(self, part: Part, document: Document) -> None:
        """Show a part of the displayed document; the path row closes unless a path found it."""
        if not isinstance(part, FoundPart):
            self._reader.close_path()
        self._left.append(OuterDocument(self._reader.document, self.part, self._reader.view.place))
        self._show(part, document)

    def _show(self, part: Part, document: Document, *, keep_place: bool = False) -> None:
        self.part = part
        self._reader.put(document, keep_place=keep_place)

    def leave(self, *, line: int = -1) -> bool:
        """Go back to the outer document, or to a line of it; return whether there is one."""
        if not self._left:
            return False
        left = self._left.pop()
        self.part = left.part
        self._reader.put(left.document)
        self._reader.view.return_to(left.place)
        if line >= 0:
            self._reader.view.go_to_line(line)
        self._reader.redraw()
        return True

    def go_to_origin(self) -> None:
        """Move to the origin of the line under the cursor, in the document that was searched."""
        self._reader.close_path()
        tree, part = self._reader.view.json_index, self.part
        if isinstance(part, FoundPart) and tree is not None:
            self.leave(line=part.origin(tree, self._reader.view.line))

    # -- what a path has found ---------------------------------------------------------------

    @property
    def whole(self) -> Document:
        """The document in which a path is evaluated."""
        return self.part.outer if isinstance(self.part, FoundPart) else self._reader.document

    @property
    def above(self) -> Part | None:
        """The part that this document itself is."""
        return above_of(self.part)

    def show_found(self, found: FoundPart, document: Document, *, keep_place: bool) -> None:
        """Show the matches of a path, or more of them, in place of those of another path."""
        if isinstance(self.part, FoundPart):
            self._show(found, document, keep_place=keep_place)
        else:
            self.open(found, document)

    def leave_found(self) -> None:
        """Show the document again in which the path was evaluated."""
        if isinstance(self.part, FoundPart):
            self.leave()

    # -- where it stands in the answer -------------------------------------------------------

    @property
    def line_in_body(self) -> int:
        """The line of the whole body that contains the line under the cursor."""
        return line_in_body(self.part, self._reader.document, self._reader.view.line)

    @property
    def is_in_string(self) -> bool:
        """Whether the displayed document is inside a string, where no path of the body leads."""
        return is_in_string(self.part)

    # -- the JSON inside a string ------------------------------------------------------------

    @property
    def has_nested(self) -> bool:
        """Whether the line under the cursor is a string with JSON inside."""
        view = self._reader.view
        return view.row_count > 0 and nested_json(self._reader.document, view.line)

    def open_string(self) -> None:
        """Open the JSON inside the string under the cursor."""
        if self.has_nested:
            self.open_string_of(self._reader.view.line)

    def open_string_of(self, line: int) -> None:
        """Open the JSON inside the string of a line."""
        self._reader.start(partial(self._open_string, line), "open")

    async def _open_string(self, line: int) -> None:
        outer, part = self._reader.document, self.part
        document = await asyncio.to_thread(_document_inside, outer, line)
        if outer is not self._reader.document:
            return
        if document is None:
            self._reader.post_message(Noticed(self._reader.words.path.nested_broken))
            return
        self.open(Unpacked(outer, part, line), document)

    def note_move(self) -> None:
        """Update the active keys when the cursor moves to or from a string with JSON inside."""
        if self.has_nested is not self._had_nested:
            self._had_nested = not self._had_nested
            self._reader.post_message(BodyChanged())

    # -- drawing -----------------------------------------------------------------------------

    def crumb(self) -> list[str | int] | None:
        """Return the path of the line in the whole body; ``None`` if that is displayed."""
        tree = self._reader.view.json_index
        if self.part is None or tree is None:
            return None
        legs = legs_of(self.part, tree, self._reader.view.line, most=MOST_STEPS, is_shown=True)
        between = self._reader.words.path.inside
        return [step for leg in legs for step in (*leg, between)][:-1]

    def remark(self, width: int, mask: Callable[[str], str]) -> list[Line]:
        """Return which part is displayed, with the path that found it."""
        if self.part is None:
            return []
        words = self._reader.words.path
        back = [Run(words.back, "dim", "leave_part"), Run(" ")]
        if not isinstance(self.part, FoundPart):
            return [Line([Run("  "), Run(words.nested, "focus")], back)]
        sentence = words.only_one if self.part.is_single else words.only_found
        path, number = mask(self.part.path), count(len(self.part.starts))
        room = width - cells([*back, Run(sentence.format(path="", count=number))]) - 4
        text = sentence.format(path=cut(path, max(8, room)), count=number)
        return [Line([Run("  "), Run(text, "focus")], back)]


def _document_inside(outer: Document, line: int) -> Document | None:
    tree = outer.tree
    if tree is None:
        return None
    row = tree.row(line)
    document = Document(inside(tree.source, row.start, row.end), JSON, charset="utf-8")
    document.grow_whole()
    return document if document.is_json else None
