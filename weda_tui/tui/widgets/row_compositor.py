"""Composes a band of rows at a time, and of each widget no other rows.

Textual renders a widget that is wholly seen from its first row to its last for any of them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import RenderableType
from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

BAND = 12
"""Rows that are painted in one go."""


class RowCompositor(Compositor):
    """Does the work of the rows that are painted, as many as take a small part of a frame."""

    @property
    def bands(self) -> set[int]:
        """Which bands, numbered from the top, have something to paint."""
        return {part.y // BAND for part in self._parts()}

    def render_update(
        self,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        """Return what there is to paint in the topmost band, or all that is seen if ``full``."""
        later: set[Region] = set()
        if not full:
            top = min(self.bands, default=0)
            later = {part for part in self._parts() if part.y // BAND > top}
            self._dirty_regions = {part for part in self._parts() if part.y // BAND == top}
        update = super().render_update(full, screen_stack, simplify)
        self._dirty_regions |= later
        return update

    def rows(self, top: int, bottom: int) -> list[Strip]:
        """Return what is seen in the rows from ``top`` on, without ``bottom``."""
        width, height = self.size
        seen = range(top, min(bottom, height))
        chops = self._render_chops(Region(0, top, width, bottom - top), seen.__contains__)
        return [Strip.join(chops[y].values()) for y in seen]

    def _parts(self) -> Iterator[Region]:
        """Yield what is to be painted, cut where a band ends; the screen may be smaller by now."""
        for each in self._dirty_regions:
            region = each.intersection(self.size.region)
            for y in range(region.y // BAND * BAND, region.bottom if region else 0, BAND):
                yield region.intersection(Region(region.x, y, region.width, BAND))

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Return where each widget is, what is seen of it in the rows of ``crop``, and these."""
        rows = self.size.region
        if crop is not None:
            rows = Region(0, crop.y, rows.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            shown = clip.intersection(rows)
            seen = region.intersection(shown)
            if seen:
                yield region, shown, widget.render_lines(seen.translate(-region.offset))
