"""A body to read: everything that a person does with it but send it again."""

import asyncio

from textual import work
from textual.binding import Binding
from textual.message import Message

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies import nodes
from weda_tui.core.bodies.document import Form
from weda_tui.core.bodies.values import value_at
from weda_tui.tui.parts.body_notes import NotedBody
from weda_tui.tui.widgets.copying import CopyRequested


class BodyReader(NotedBody):
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
        Binding("u", "toggle_escapes", show=False),
        Binding("colon,：", "go_to_line", show=False),
    ]

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
            value = await asyncio.to_thread(value_at, document, line)
            self.post_message(CopyRequested(self.mask(value), self.strings.tui.result.value))

    @work(group="copy", exclusive=True)
    async def action_copy_path(self) -> None:
        """Copy the JSONPath of the node in hand."""
        index, line = self.view.json_index, self.view.line
        if index is not None:
            steps = await asyncio.to_thread(nodes.path_of, index, line)
            path = nodes.json_path(steps)
            self.post_message(CopyRequested(self.mask(path), self.strings.body.path))

    def action_copy_line(self) -> None:
        """Copy the line in hand as it is shown."""
        if self.view.row_count:
            self.post_message(CopyRequested(self.view.line_text(), self.strings.tui.result.line))

    @work(group="copy", exclusive=True)
    async def action_copy_body(self) -> None:
        """Copy the whole body as it came."""
        if self.view.row_count:
            source = self.document.source
            text = await asyncio.to_thread(
                lambda: self.mask(source[: len(source)].decode("utf-8", "replace"))
            )
            self.post_message(CopyRequested(text, self.strings.tui.result.whole_body))

    def action_save_body(self) -> None:
        """Save the bytes as received."""
        if self._can_be_reopened():
            self.post_message(self.SaveWanted(self))

    def works(self, action: str) -> bool:
        """Return whether an action does anything now."""
        has_body = self.view.row_count > 0
        match action:
            case "next_hit" | "previous_hit":
                return has_body and len(self.view.hits) > 0
            case "end_search":
                return has_body and self.is_searching
            case "fold_menu" | "copy_path" | "fold_row":
                return self.view.json_index is not None
            case "charset_menu" | "form_menu" | "save_body":
                return has_body and self._can_be_reopened()
            case "toggle_escapes" | "lacking_fields":
                return super().works(action)
            case _:
                return has_body
