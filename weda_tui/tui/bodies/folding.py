"""Folding of a document: to a depth, siblings, everything."""

import asyncio
from collections.abc import Iterator
from copy import copy
from functools import partial
from itertools import chain

from weda_tui.core.bodies import fold_ranges as folding
from weda_tui.core.bodies.folds import Fold, Folds
from weda_tui.core.json.index import JsonIndex
from weda_tui.tui.bodies.host import WorkingHost
from weda_tui.tui.bodies.messages import MenuRequested, MenuRow
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.time_slices import next_slice


class Folding:
    """Computes folds in a thread if many lines have to be read."""

    def __init__(self, reader: WorkingHost) -> None:
        self._reader = reader

    def open_menu(self) -> None:
        """Open the menu of folding commands."""
        words = self._reader.words.body
        if self._reader.view.json_index is None:
            return
        rows = [
            MenuRow(str(depth), words.fold_depth.format(depth=depth), partial(self.fold_to, depth))
            for depth in range(1, 7)
        ]
        rows += [
            MenuRow("0", words.unfold_all, self.unfold_all),
            MenuRow("z", words.fold_all, partial(self.fold_to, 1)),
            MenuRow("s", words.fold_siblings, self.fold_siblings),
            MenuRow("u", words.unfold_siblings, self.unfold_siblings),
        ]
        self._reader.post_message(MenuRequested(words.fold_title, rows))

    def fold_to(self, depth: int) -> None:
        """Fold so that ``depth`` levels are visible."""
        index = self._reader.view.json_index
        if index is None:
            return
        if not self._reader.document.is_complete:
            self._reader.post_message(Noticed(self._reader.words.body.not_indexed))
            return
        self._start_folding(folding.folds_to_depth(index, depth), is_anew=True)

    def fold_ranges(self, line: int) -> None:
        """Fold the long array of a line into ranges."""
        self._reader.start(partial(self._fold_ranges, line), "fold")

    async def _fold_ranges(self, line: int) -> None:
        document = self._reader.document
        if document.tree is not None:
            ranges = await asyncio.to_thread(folding.fold_ranges, document.tree, line)
            if document is self._reader.document:
                self._reader.view.fold_ranges(line, ranges)

    def unfold_all(self) -> None:
        """Unfold everything."""
        line = self._reader.view.line
        self._reader.document.folds.clear()
        self._reader.view.go_to_row_of(line)

    def fold_siblings(self) -> None:
        """Fold the node under the cursor and all its siblings."""
        if (beside := self._siblings()) is not None:
            self._start_folding(folding.folds_between(*beside))

    def unfold_siblings(self) -> None:
        """Unfold the node under the cursor and all its siblings."""
        if (beside := self._siblings()) is not None:
            self._reader.view.unfold(*beside[1:3])

    def _siblings(self) -> tuple[JsonIndex, int, int, int] | None:
        view = self._reader.view
        index = view.json_index
        if index is None:
            return None
        lines = folding.sibling_lines(index, view.line)
        if lines is None:
            self._reader.post_message(Noticed(self._reader.words.body.not_indexed))
            return None
        return index, *lines, index.depth(view.line)

    def _start_folding(self, pieces: Iterator[list[Fold]], *, is_anew: bool = False) -> None:
        self._reader.start(partial(self._fold, pieces, is_anew=is_anew), "fold")

    async def _fold(self, pieces: Iterator[list[Fold]], *, is_anew: bool) -> None:
        """Compute the folds in a thread and apply them, unless the document changed meanwhile."""
        document, found = self._reader.document, list[Fold]()
        while taken := await asyncio.to_thread(next_slice, pieces):
            found += chain.from_iterable(taken)
        if document is not self._reader.document:
            return
        folds = Folds() if is_anew else copy(document.folds)
        await asyncio.to_thread(folds.fold, found)
        line = self._reader.view.line
        document.folds = folds
        self._reader.view.go_to_row_of(line)
