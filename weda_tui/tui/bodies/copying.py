"""Copies the value under the cursor of a body, its path, or the whole body."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.kind import BodyKind
from weda_tui.core.bodies.line_values import key_at, node_at, value_at, whole_text
from weda_tui.core.bodies.nested import Part, legs_of
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.tree import Path
from weda_tui.i18n.quantities import count
from weda_tui.tui.bodies.host import WorkingHost
from weda_tui.tui.bodies.messages import MenuRequested, MenuRow
from weda_tui.tui.widgets.messages import CopyRequested, Noticed


class ExtraCopyItem(NamedTuple):
    """A part of an exchange other than the body, with the key and the words of its menu row."""

    key: str
    words: str
    text: Callable[[], str]
    """Returns the text with secrets masked; called in a thread."""


class CopyingReader(WorkingHost, Protocol):
    """What ``Copying`` needs from the reader."""

    @property
    def part(self) -> Part | None:
        """The displayed part; ``None`` if the whole body is displayed."""
        ...

    mask: Callable[[str], str]
    """Replaces secrets."""


class Copying:
    """Copies in a thread, because a value or a path may have megabytes."""

    def __init__(self, reader: CopyingReader) -> None:
        self._reader = reader
        self.beside: Sequence[ExtraCopyItem] = ()
        """The other parts of the exchange that can be copied."""

    def open_menu(self) -> None:
        """Open the menu of what to copy."""
        words = self._reader.words.copying
        if not self._reader.view.row_count:
            return
        rows = [MenuRow("l", words.line, self.copy_line), MenuRow("w", words.whole, self.copy_body)]
        if self._reader.view.json_index is not None:
            rows = [
                MenuRow("y", words.value, self.copy_value),
                MenuRow("k", words.key, self.copy_key),
                MenuRow("n", words.node, self.copy_node),
                MenuRow("Y", words.json_path, self.copy_path),
                MenuRow("j", words.js_path, self.copy_js_path),
                *rows,
            ]
        others = [
            MenuRow(o.key, o.words, partial(self._copy, o.text, o.words)) for o in self.beside
        ]
        self._reader.post_message(MenuRequested(words.title, [*rows, *others]))

    def copy_value(self) -> None:
        """Copy the value under the cursor: the text of a string, else the bytes as received."""
        self._copy_of_line(value_at, self._reader.words.tui.result.value)

    def copy_key(self) -> None:
        """Copy the name of the node under the cursor."""
        self._copy_of_line(key_at, self._reader.words.copying.key)

    def copy_node(self) -> None:
        """Copy the node under the cursor and its descendants, byte for byte as received."""
        self._copy_of_line(node_at, self._reader.words.copying.node)

    def copy_path(self) -> None:
        """Copy the JSONPath of the node under the cursor."""
        self._copy_path(nodes.json_path, self._reader.words.body.path)

    def copy_js_path(self) -> None:
        """Copy the path of the node under the cursor in JavaScript syntax."""
        self._copy_path(nodes.js_path, self._reader.words.copying.js_path)

    def copy_line(self) -> None:
        """Copy the line under the cursor as it is shown."""
        if self._reader.view.row_count:
            text, what = self._reader.view.line_text(), self._reader.words.tui.result.line
            self._reader.post_message(CopyRequested(text, what))

    def copy_body(self) -> None:
        """Copy the whole body; the notice says if the text differs from what was received."""
        if not self._reader.view.row_count or self._reader.document.is_partial:
            return
        if self._reader.document.kind in {BodyKind.BINARY, BodyKind.IMAGE}:
            self._reader.post_message(Noticed(self._reader.words.copying.not_text))
        else:
            self._reader.start(partial(self._copy_whole, self._reader.document), "copy")

    # -- work in a thread --------------------------------------------------------------------

    def _copy_of_line(self, read: Callable[[Document, int], str], what: str) -> None:
        view, mask = self._reader.view, self._reader.mask
        if view.row_count:
            read_line = partial(read, self._reader.document, view.line)
            self._copy(lambda: mask(read_line()), what)

    def _copy_path(self, write: Callable[[Path], str], what: str) -> None:
        index = self._reader.view.json_index
        if index is not None:
            self._copy(partial(self._path_of, index, self._reader.view.line, write), what)

    def _path_of(self, index: JsonIndex, line: int, write: Callable[[Path], str]) -> str:
        return self._reader.mask(" → ".join(map(write, legs_of(self._reader.part, index, line))))

    def _copy(self, text: Callable[[], str], what: str) -> None:
        self._reader.start(partial(self._copy_in_thread, text, what), "copy")

    async def _copy_in_thread(self, text: Callable[[], str], what: str) -> None:
        self._reader.post_message(CopyRequested(await asyncio.to_thread(text), what))

    async def _copy_whole(self, document: Document) -> None:
        words = self._reader.words.copying
        whole = await asyncio.to_thread(whole_text, document)
        text = await asyncio.to_thread(self._reader.mask, whole.text)
        what = self._reader.words.tui.result.whole_body
        if whole.mended:
            what = words.body_mended.format(count=count(whole.mended))
        elif not charsets.is_utf8(document.charset):
            what = words.body_of.format(charset=document.charset.upper())
        self._reader.post_message(CopyRequested(text, what))
