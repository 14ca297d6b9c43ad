"""Documents made of what stands in the one before: a pile of them, the innermost in view."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.json_index import JsonIndex
from weda_tui.core.bodies.part import (
    JSON,
    Found,
    Part,
    Source,
    Unpacked,
    inside,
    item_of,
    legs_of,
    line_in_body,
    nested_json,
    source_of,
)
from weda_tui.core.json_tree import Path
from weda_tui.i18n.quantities import count
from weda_tui.tui.drawings.body import crumb_runs
from weda_tui.tui.parts.body_notes import NotedBody
from weda_tui.tui.widgets.body_view import BodyView
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run, cells, cut
from weda_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:  # they come with the first answer
    from weda_tui.core.bodies.answer_shape import AnswerShape
    from weda_tui.core.bodies.notes import Paths


class Left(NamedTuple):
    """A document that another one was opened from, and where one was in it."""

    document: Document
    part: Part | None
    cursor: int
    top: int
    shift: int


class PartedBody(NotedBody):
    """Opens parts of a document as documents of their own, and goes back to where one was."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # pyright: ignore[reportArgumentType]
        self.part: Part | None = None
        """What is in view, where it is not the whole body."""
        self._left: list[Left] = []
        self._has_nested = False
        self._outer_paths: tuple[JsonIndex, Paths] | None = None

    def open_part(self, part: Part, document: Document) -> None:
        """Show a part of the document in view."""
        view = self.view
        top = round(view.scroll_offset.y)
        self._left.append(Left(self.document, self.part, view.cursor, top, view.shift))
        self.swap_part(part, document)

    def swap_part(self, part: Part, document: Document, *, keep_place: bool = False) -> None:
        """Show another part in place of the one in view, or more of that one."""
        self.part = part
        self._put(document, keep_place=keep_place)

    def leave_part(self, *, line: int = -1) -> bool:
        """Go back to the document before, or to a line of it; return whether there is one."""
        if not self._left:
            return False
        left = self._left.pop()
        self.part = left.part
        self._put(left.document)
        view = self.view
        view.shift, view.cursor = left.shift, left.cursor
        view.scroll_to(y=left.top, animate=False, force=True, immediate=True)
        if line >= 0:
            view.go_to_line(line)
        self.redraw()
        return True

    # -- what a path has found ---------------------------------------------------------------------

    @property
    def whole(self) -> Document:
        """The document in which a path is followed."""
        return self.part.outer if isinstance(self.part, Found) else self.document

    @property
    def above(self) -> Part | None:
        """What that document itself was made of."""
        return self.part.above if isinstance(self.part, Found) else self.part

    def show_found(self, found: Found, document: Document, *, keep_place: bool) -> None:
        """Show what a path has found, or more of it, in place of what another one has."""
        if isinstance(self.part, Found):
            self.swap_part(found, document, keep_place=keep_place)
        else:
            self.open_part(found, document)

    def leave_found(self) -> None:
        """Show the document again in which a path is followed."""
        if isinstance(self.part, Found):
            self.leave_part()

    def _forget(self, mask: Callable[[str], str]) -> None:
        super()._forget(mask)
        self.part = None
        self._left.clear()

    def step_back(self) -> bool:
        """End the search, else leave a part; return whether there was either."""
        if self.is_searching:
            self.close_search()
            return True
        return self.leave_part()

    def action_leave_part(self) -> None:
        """Go back to the document before."""
        self.leave_part()

    def action_go_to_origin(self) -> None:
        """Go to the place in the whole body that the line in hand comes from."""
        tree = self.view.json_index
        if isinstance(self.part, Found) and tree is not None:
            self.leave_part(line=self.part.origin(tree, self.view.line))

    # -- where it stands in the answer -------------------------------------------------------------

    def source(self, line: int) -> Source | None:
        """Return where the value of a line in view was found; ``None`` for the array around."""
        return source_of(self.part, self.document, line)

    @property
    def line_in_body(self) -> int:
        """The line of the whole body that the line in hand comes from."""
        return line_in_body(self.part, self.document, self.view.line)

    @property
    def is_in_string(self) -> bool:
        """Whether what is in view stands inside a string, where no path of the answer leads."""
        return isinstance(self.part, Unpacked) or self.above is not None

    @property
    def documented(self) -> "AnswerShape | None":
        """What is documented of what is in view: nothing of what is inside a string."""
        return None if self.is_in_string else super().documented

    def path_in_answer(self, document: Document, line: int) -> Path | None:
        """Return the path of a line in the whole answer; inside a string that in there."""
        path, part, tree = super().path_in_answer(document, line), self.part, document.tree
        if path is None or tree is None or not isinstance(part, Found):
            return path
        number, outer = item_of(part, tree, line), part.outer.tree
        if number < 0 or outer is None:
            return path
        if self._outer_paths is None or self._outer_paths[0] is not outer:
            from weda_tui.core.bodies.notes import Paths

            self._outer_paths = (outer, Paths(outer))
        around = self._outer_paths[1].path(outer.line_at(part.starts[number]))
        if around is None:
            return None
        return (*around, *(path if part.is_single else path[1:]))

    # -- the JSON inside a string ------------------------------------------------------------------

    def action_open_nested(self) -> None:
        """Open the JSON inside the string in hand."""
        if self.has_nested:
            self._open_nested(self.view.line)

    @property
    def has_nested(self) -> bool:
        """Whether the line in hand is a string with JSON inside."""
        return self.view.row_count > 0 and nested_json(self.document, self.view.line)

    @on(BodyView.NestedChosen)
    def _on_nested_chosen(self, event: BodyView.NestedChosen) -> None:
        event.stop()
        self._open_nested(event.line)

    @work(group="open", exclusive=True, description="open")
    async def _open_nested(self, line: int) -> None:
        outer, part = self.document, self.part
        document = await asyncio.to_thread(_document_inside, outer, line)
        if outer is not self.document:
            return
        if document is None:
            self.post_message(Noticed(self.strings.path.nested_broken))
            return
        self.open_part(Unpacked(outer, part, line), document)

    @on(Rows.Moved, "#body")
    def _on_nested_moved(self, event: Rows.Moved) -> None:
        """Other keys do something on a string with JSON inside."""
        if self.has_nested is not self._has_nested:
            self._has_nested = not self._has_nested
            self.post_message(self.Changed())

    # -- drawing -----------------------------------------------------------------------------------

    def _draw_crumb(self, width: int) -> list[Line]:
        tree = self.view.json_index
        if self.part is None or tree is None:
            return super()._draw_crumb(width)
        legs = legs_of(self.part, tree, self.view.line, most=64, is_shown=True)
        between = self.strings.path.inside
        path = [step for leg in legs for step in (*leg, between)][:-1]
        return [
            Line(*crumb_runs(self.document, self.view.line, width, self.mask, self.strings, path))
        ]

    def _draw_remark(self, width: int) -> list[Line]:
        remark = super()._draw_remark(width)
        return remark if self.part is None else [self._part_line(self.part, width), *remark]

    def _part_line(self, part: Part, width: int) -> Line:
        words, back = (
            self.strings.path,
            [Run(self.strings.path.back, "dim", "leave_part"), Run(" ")],
        )
        if not isinstance(part, Found):
            return Line([Run("  "), Run(words.nested, "focus")], back)
        said = words.only_one if part.is_single else words.only_found
        path, number = self.mask(part.path), count(len(part.starts))
        room = width - cells([*back, Run(said.format(path="", count=number))]) - 4
        text = said.format(path=cut(path, max(8, room)), count=number)
        return Line([Run("  "), Run(text, "focus")], back)


def _document_inside(outer: Document, line: int) -> Document | None:
    tree = outer.tree
    if tree is None:
        return None
    row = tree.row(line)
    document = Document(inside(tree.source, row.start, row.end), JSON, charset="utf-8")
    document.grow_whole()
    return document if document.is_json else None
