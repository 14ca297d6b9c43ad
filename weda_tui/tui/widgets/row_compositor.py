"""Composes a band of rows at a time, and of each widget no other rows.

Textual renders a widget that is wholly seen from its first row to its last for any of them.
"""

from collections.abc import Iterable
from typing import Any

from rich.console import RenderableType
from textual._compositor import Compositor, CompositorMap
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

BAND = 12
"""Rows that are painted in one go."""


class RowCompositor(Compositor):
    """Does the work of the rows that are painted, as many as take a small part of a frame."""

    _painted = -1
    """The band that was painted last."""

    @property
    def bands(self) -> dict[int, set[Region]]:
        """What there is to paint in each band; they are numbered from the top.

        The screen may have become smaller since it was said.
        """
        found: dict[int, set[Region]] = {}
        for each in self._dirty_regions:
            region = each.intersection(self.size.region)
            for y in range(region.y // BAND * BAND, region.bottom if region else 0, BAND):
                part = region.intersection(Region(region.x, y, region.width, BAND))
                found.setdefault(y // BAND, set()).add(part)
        return found

    @property
    def full_map(self) -> CompositorMap:
        """Where every widget is: found out anew, if need be, while a band is painted."""
        before = self._full_map
        found = super().full_map
        if found is not before:
            moved = found.items() ^ before.items()
            self._dirty_regions |= {place.clip.intersection(place.region) for _, place in moved}
        return found

    def render_update(
        self,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        """Return what there is to paint in the next band from the top, or all if ``full``.

        What is left stays to be painted, after ``full`` everything: that is for no terminal.
        """
        bands = self.bands
        if not full:
            self._painted = min(
                (n for n in bands if n > self._painted), default=min(bands, default=-1)
            )
            self._dirty_regions = bands.pop(self._painted, set[Region]())
        update = super().render_update(full, screen_stack, simplify)
        self._dirty_regions = self._dirty_regions.union(*bands.values())
        if not bands:
            self._painted = -1
        return update

    def rows(self, top: int, bottom: int) -> list[Strip]:
        """Return what is seen in the rows from ``top`` on, without ``bottom``."""
        width, height = self.size
        seen = range(top, min(bottom, height))
        chops = self._render_chops(Region(0, top, width, bottom - top), seen.__contains__)
        return [Strip.join(chops[y].values()) for y in seen]

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
