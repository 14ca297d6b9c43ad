"""The position of the cursor in a response, and the links of the value there."""

from typing import NamedTuple

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.nested import Part, source_of
from weda_tui.core.links.accepting_parameters import AcceptingParameters
from weda_tui.core.links.answer_value import AnswerValue, value_at
from weda_tui.core.links.finder import LinkOrigin, Links, find_links


class CursorTarget(NamedTuple):
    """The position of the cursor."""

    document: Document
    part: Part | None
    line: int
    row: int
    """The line of the row around a cell of a table, -1 in the tree."""

    def held(self, *, of_row: bool = False) -> AnswerValue | None:
        """Return the selected value, or that of its row, at its place in the whole response."""
        source = source_of(self.part, self.document, self.row if of_row else self.line)
        return value_at(source.document, source.line) if source is not None else None


def follow(
    spot: CursorTarget, origin: LinkOrigin | None, takers: AcceptingParameters | None
) -> Links:
    """Return the links of the selected value; for a cell without links, those of its row.

    Without an origin, or before the accepting parameters are known, no links are found.
    """
    held = spot.held()
    if held is None:
        return Links("")
    if origin is None or takers is None:
        return Links(held.name, held.raw)
    found = find_links(held, origin, takers)
    if found.links or spot.row < 0:
        return found
    row = spot.held(of_row=True)
    of_row = find_links(row, origin, takers) if row is not None else found
    return of_row if of_row.links else found
