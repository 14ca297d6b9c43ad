"""Folding a document: to a depth, siblings, everything."""

import asyncio
from collections.abc import Iterator
from copy import copy
from itertools import chain

from textual import on, work

from weda_tui.core.bodies import folding
from weda_tui.core.bodies.folds import Fold, Folds
from weda_tui.core.bodies.json_index import JsonIndex
from weda_tui.tui.parts.body_search import SearchedBody
from weda_tui.tui.widgets.body_view import BodyView
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.time_slices import next_slice


class FoldedBody(SearchedBody):
    """Folds what takes reading many lines, in a thread."""

    def action_fold_menu(self) -> None:
        """Choose how far to fold."""
        words = self.strings.body
        if self.view.json_index is None:
            return
        depths = [(str(n), words.fold_depth.format(depth=n), f"fold_to({n})") for n in range(1, 7)]
        rest = [
            ("0", words.unfold_all, "unfold_all"),
            ("z", words.fold_all, "fold_to(1)"),
            ("s", words.fold_siblings, "fold_siblings"),
            ("u", words.unfold_siblings, "unfold_siblings"),
        ]
        self._offer(words.fold_title, [*depths, *rest])

    def _offer(self, title: str, rows: list[tuple[str, str, str]]) -> None:
        self.post_message(self.MenuWanted(self, title, rows))

    def action_fold_to(self, depth: int) -> None:
        """Leave ``depth`` levels to be seen."""
        index = self.view.json_index
        if index is None or not self._is_indexed():
            return
        self._fold(folding.folds_to_depth(index, depth), is_anew=True)

    @on(BodyView.RangesWanted)
    def _on_ranges_wanted(self, event: BodyView.RangesWanted) -> None:
        event.stop()
        self._fold_ranges(event.line)

    @work(group="fold", exclusive=True, description="fold")
    async def _fold_ranges(self, line: int) -> None:
        document = self.document
        if document.tree is not None:
            ranges = await asyncio.to_thread(folding.fold_ranges, document.tree, line)
            if document is self.document:
                self.view.fold_ranges(line, ranges)

    def action_unfold_all(self) -> None:
        """Unfold everything."""
        line = self.view.line
        self.document.folds.clear()
        self.view.go_to_row_of(line)

    def action_fold_siblings(self) -> None:
        """Fold every node beside the one in hand, and that."""
        if (beside := self._beside()) is not None:
            index, first, last, depth = beside
            self._fold(folding.folds_between(index, first, last, depth))

    def action_unfold_siblings(self) -> None:
        """Unfold every node beside the one in hand, and that."""
        if (beside := self._beside()) is not None:
            _, first, last, _ = beside
            self.view.unfold(first, last)

    def _beside(self) -> tuple[JsonIndex, int, int, int] | None:
        index = self.view.json_index
        if index is None:
            return None
        lines = folding.lines_beside(index, self.view.line)
        if lines is None:
            self.post_message(Noticed(self.strings.body.not_indexed))
            return None
        return index, *lines, index.depth(self.view.line)

    def _is_indexed(self) -> bool:
        if not self.document.is_complete:
            self.post_message(Noticed(self.strings.body.not_indexed))
        return self.document.is_complete

    @work(group="fold", exclusive=True, description="fold")
    async def _fold(self, pieces: Iterator[list[Fold]], *, is_anew: bool = False) -> None:
        """Fold what takes reading many lines."""
        document, found = self.document, list[Fold]()
        while taken := await asyncio.to_thread(next_slice, pieces):
            found += chain.from_iterable(taken)
        if document is not self.document:
            return
        folds = Folds() if is_anew else copy(document.folds)
        await asyncio.to_thread(folds.fold, found)
        line = self.view.line
        document.folds = folds
        self.view.go_to_row_of(line)
