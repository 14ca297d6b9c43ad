"""A body to read: everything that a person does with it but send it again."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import work
from textual.binding import Binding
from textual.message import Message

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies import nodes
from weda_tui.core.bodies.document import Form
from weda_tui.core.bodies.json_index import JsonIndex
from weda_tui.core.bodies.kind import Kind
from weda_tui.core.bodies.part import legs_of
from weda_tui.core.bodies.values import key_at, node_at, value_at, whole_text
from weda_tui.core.json_tree import Path
from weda_tui.i18n.quantities import count
from weda_tui.tui.parts.exported_body import ExportedBody
from weda_tui.tui.parts.tabled_body import TABLE_ACTIONS
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.noticed import Noticed


class Beside(NamedTuple):
    """Something of an answer that is not its body: the key and words it is offered with."""

    key: str
    words: str
    text: Callable[[], str]
    """Returns the text, secrets masked; called in a thread."""


class BodyReader(ExportedBody):
    """Shows one document at a time; ``show`` and ``show_head`` give it another."""

    BINDINGS = [
        Binding("slash,／,、,ctrl+f", "search", show=False),
        Binding("n", "next_hit", show=False),
        Binding("N", "previous_hit", show=False),
        Binding("y", "copy_value", show=False),
        Binding("Y", "copy_path", show=False),
        Binding("z", "fold_menu", show=False),
        Binding("e", "charset_menu", show=False),
        Binding("t", "form_menu", show=False),
        Binding("s", "save_body", show=False),
        Binding("dollar_sign,￥,＄", "filter_path", show=False),
        Binding("o", "go_to_origin", show=False),
        Binding("u", "toggle_escapes", show=False),
        Binding("colon,：", "go_to_line", show=False),
        Binding("vertical_line,｜", "table", show=False),
    ]

    beside: Sequence[Beside] = ()
    """What else of an answer can be copied."""

    class SaveWanted(Message):
        """The received bytes are to be saved."""

        def __init__(self, reader: "BodyReader") -> None:
            super().__init__()
            self.reader = reader

    # -- other forms -------------------------------------------------------------------------------

    def action_charset_menu(self) -> None:
        """Read the bytes in another character set."""
        words = self.strings.body
        if not self._can_be_reopened():
            return
        own = words.charset_own.format(charset=self.document.charset or words.hex)
        sets = enumerate(charsets.BY_HAND, 1)
        rows = [("0", own, "read_in('')")]
        rows += [(str(n), name, f"read_in('{name}')") for n, name in sets]
        self._offer(words.charset_title, rows)

    def action_read_in(self, charset: str) -> None:
        """Read the bytes in a character set; an empty one is found out."""
        form = Form.RAW if self.document.form is Form.RAW else None
        self._open_in_thread(self.document.received, self.document.content_type, charset, form)

    def action_form_menu(self) -> None:
        """Show the body laid out, as it came, or as bytes."""
        words = self.strings.body
        if self._can_be_reopened():
            rows = [
                ("1", words.form_laid_out, "show_as('laid_out')"),
                ("2", words.form_raw, "show_as('raw')"),
                ("3", words.form_hex, "show_as('hex')"),
            ]
            self._offer(words.form_title, rows)

    def action_show_as(self, form: str) -> None:
        """Show the body in another form."""
        document = self.document
        charset = document.asked_charset or ("" if form == "hex" else document.charset or "utf-8")
        self._open_in_thread(document.received, document.content_type, charset, Form(form))

    def _can_be_reopened(self) -> bool:
        return len(self.document.received) > 0 and not self.document.is_partial

    # -- copying and saving ------------------------------------------------------------------------

    @work(group="copy", exclusive=True)
    async def action_copy_value(self) -> None:
        """Copy the value in hand: a string's text, else the bytes as received."""
        if self.view.row_count:
            document, line = self.document, self.view.line
            value = await asyncio.to_thread(lambda: self.mask(value_at(document, line)))
            self.post_message(CopyRequested(value, self.strings.tui.result.value))

    @work(group="copy", exclusive=True)
    async def action_copy_path(self) -> None:
        """Copy the JSONPath of the node in hand."""
        index, line = self.view.json_index, self.view.line
        if index is not None:
            path = await asyncio.to_thread(self._path_of, index, line, nodes.json_path)
            self.post_message(CopyRequested(path, self.strings.body.path))

    @work(group="copy", exclusive=True)
    async def action_copy_js_path(self) -> None:
        """Copy the path of the node in hand as JavaScript writes it."""
        index, line = self.view.json_index, self.view.line
        if index is not None:
            path = await asyncio.to_thread(self._path_of, index, line, nodes.js_path)
            self.post_message(CopyRequested(path, self.strings.copying.js_path))

    def _path_of(self, index: JsonIndex, line: int, written: Callable[[Path], str]) -> str:
        """Return the path of a line, secrets masked; names can be of megabytes."""
        return self.mask(" → ".join(map(written, legs_of(self.part, index, line))))

    @work(group="copy", exclusive=True)
    async def action_copy_key(self) -> None:
        """Copy the name of the node in hand."""
        if self.view.row_count:
            document, line = self.document, self.view.line
            key = await asyncio.to_thread(lambda: self.mask(key_at(document, line)))
            self.post_message(CopyRequested(key, self.strings.copying.key))

    @work(group="copy", exclusive=True)
    async def action_copy_node(self) -> None:
        """Copy the node in hand with all below it, byte for byte as received."""
        document, line = self.document, self.view.line
        if self.view.row_count:
            text = await asyncio.to_thread(lambda: self.mask(node_at(document, line)))
            self.post_message(CopyRequested(text, self.strings.copying.node))

    def action_copy_line(self) -> None:
        """Copy the line in hand as it is shown."""
        if self.view.row_count:
            self.post_message(CopyRequested(self.view.line_text(), self.strings.tui.result.line))

    @work(group="copy", exclusive=True)
    async def action_copy_body(self) -> None:
        """Copy the whole body, and say where that is not what was received."""
        document, words = self.document, self.strings.copying
        if not self.view.row_count:
            return
        if document.kind in {Kind.BINARY, Kind.IMAGE}:
            self.post_message(Noticed(words.not_text))
            return
        whole = await asyncio.to_thread(whole_text, document)
        text = await asyncio.to_thread(self.mask, whole.text)
        what = self.strings.tui.result.whole_body
        if whole.mended:
            what = words.body_mended.format(count=count(whole.mended))
        elif not charsets.is_utf8(document.charset):
            what = words.body_of.format(charset=document.charset.upper())
        self.post_message(CopyRequested(text, what))

    def action_copy_menu(self) -> None:
        """Choose what is copied."""
        words = self.strings.copying
        if not self.view.row_count:
            return
        rows = [
            ("y", words.value, "copy_value"),
            ("k", words.key, "copy_key"),
            ("n", words.node, "copy_node"),
            ("Y", words.json_path, "copy_path"),
            ("j", words.js_path, "copy_js_path"),
            ("l", words.line, "copy_line"),
            ("w", words.whole, "copy_body"),
        ]
        if self.view.json_index is None:
            rows = [row for row in rows if row[2] in {"copy_line", "copy_body"}]
        beside = enumerate(self.beside)
        rows += [(each.key, each.words, f"copy_beside({n})") for n, each in beside]
        self._offer(words.title, rows)

    @work(group="copy", exclusive=True, description="copy")
    async def action_copy_beside(self, number: int) -> None:
        """Copy something of the answer that is not its body."""
        each = self.beside[number]
        self.post_message(CopyRequested(await asyncio.to_thread(each.text), each.words))

    def action_save_body(self) -> None:
        """Save the bytes as received."""
        if self._can_be_reopened():
            self.post_message(self.SaveWanted(self))

    def works(self, action: str) -> bool:
        """Return whether an action does anything now."""
        has_body = self.view.row_count > 0
        if action == "table" or action in TABLE_ACTIONS:
            return self.table_works(action)
        match action:
            case "next_hit" | "previous_hit":
                return has_body and len(self.view.hits) > 0
            case "end_search":
                return has_body and self.is_searching
            case "fold_menu" | "copy_path" | "fold_row":
                return self.view.json_index is not None
            case "charset_menu" | "form_menu" | "save_body":
                return has_body and self._can_be_reopened()
            case "next_page" | "previous_page" | "next_tab" | "copy_request_id" | "show":
                return False  # they are those of an answer
            case _:
                return super().works(action)
