"""Shows the escapes of a body decoded, or as received."""

from typing import Protocol

from weda_tui.tui.bodies.host import PartHost
from weda_tui.tui.widgets.drawing.paint import Run
from weda_tui.tui.widgets.messages import Noticed

GLANCE = 64 * 1024
"""Bytes of a body in which escapes are searched for."""


class EscapesReader(PartHost, Protocol):
    """What ``EscapesToggle`` needs from the reader."""

    def search_again(self) -> None:
        """Search again for the highlighted text, because the lines show another text."""

    def redraw(self) -> None:
        """Draw the rows around the lines again."""


class EscapesToggle:
    """Toggles between decoded and original escapes, and says if they are decoded."""

    def __init__(self, reader: EscapesReader) -> None:
        self._reader = reader

    def toggle(self) -> None:
        """Toggle whether escapes are decoded."""
        reader, view = self._reader, self._reader.view
        if not self._has_any and not view.is_decoded:
            reader.post_message(Noticed(reader.words.notes.no_escapes))
        elif reader.document.is_json:
            view.is_decoded = not view.is_decoded
            view.redraw()
            reader.search_again()
            if view.is_decoded:
                reader.post_message(Noticed(reader.words.notes.decode_hint))
            reader.redraw()

    @property
    def _has_any(self) -> bool:
        """Whether the body has escapes; assumed for a body longer than ``GLANCE``."""
        source = self._reader.document.source
        return len(source) > GLANCE or source.find(b"\\", 0, GLANCE) >= 0

    @property
    def can_toggle(self) -> bool:
        """Whether there are escapes to decode, or decoded ones."""
        view = self._reader.view
        is_json = view.row_count > 0 and self._reader.document.is_json
        return is_json and (view.is_decoded or self._has_any)

    def facts(self, facts: list[Run]) -> list[Run]:
        """Add to the facts that escapes are decoded."""
        is_decoded = self._reader.view.is_decoded and self._reader.document.is_json
        if not facts or not is_decoded:
            return facts
        return [*facts, Run(f" · {self._reader.words.notes.decoded}")]
