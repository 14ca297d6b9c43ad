"""The table of a body as CSV or Markdown: copied, or saved as a file."""

import asyncio

from textual import work
from textual.message import Message

from weda_tui.core.bodies.values import value_at
from weda_tui.i18n.quantities import count
from weda_tui.tui.parts.tabled_body import TabledBody
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.time_slices import next_slice


class ExportedBody(TabledBody):
    """Exports the rows that are shown, or all of them."""

    class ContentWanted(Message, namespace="body_reader"):
        """Something that was made of the body is to be saved."""

        def __init__(self, content: bytes, file_name: str, row_count: int) -> None:
            super().__init__()
            self.content, self.file_name, self.row_count = content, file_name, row_count

    @work(group="copy", exclusive=True)
    async def action_copy_row(self) -> None:
        """Copy the row in hand as received."""
        table = self.table
        if table is None or table.table is None or not table.rows.row_count:
            return
        line = table.table.items.line_of(table.table.ordinal(table.rows.cursor))
        text = await asyncio.to_thread(value_at, self.document, line)
        self.post_message(CopyRequested(self.mask(text), self.strings.table.row))

    # -- export ------------------------------------------------------------------------------

    def on_body_table_export_wanted(self, event: Message) -> None:
        """Ask what the table is exported as."""
        event.stop()
        words, part = self.strings.table, self.table
        if part is None or part.table is None:
            return
        if not self.document.is_complete:
            self.post_message(Noticed(words.not_indexed))
            return
        shown, whole = count(part.table.row_count), count(len(part.table.items))
        kinds = (
            ("csv", words.copy_csv, "copy"), ("markdown", words.copy_markdown, "copy"),
            ("csv", words.save_csv, "save"), ("excel", words.save_excel, "save"),
        )  # fmt: skip
        scopes = [("all", words.all_rows.format(count=whole))]
        if part.table.row_count and part.is_changed:
            scopes.insert(0, ("shown", words.shown_rows.format(count=shown)))
        rows = [
            (label.format(rows=said), f"export_as('{form}', '{way}', '{scope}')")
            for scope, said in scopes
            for form, label, way in kinds
        ]
        numbered = [(str(number), label, action) for number, (label, action) in enumerate(rows, 1)]
        message = self.MenuWanted(self, words.export_title, numbered, words.export_remark)
        self.post_message(message)

    @work(group="export", exclusive=True, description="export")
    async def action_export_as(self, form: str, way: str, scope: str) -> None:
        """Copy or save the rows shown or all rows as CSV or as Markdown."""
        from weda_tui.tui.bodies.table.export_text import TableText

        part, words = self.table, self.strings.table
        if part is None or part.table is None:
            return
        columns = part.rows.columns if scope == "shown" else []
        written = TableText(part.table, columns, form, self.mask)
        steps = written.steps()
        while await asyncio.to_thread(next_slice, steps):
            if self.is_due():
                part.tell(words.exporting.format(percent=written.percent))
        part.tell("")
        text = await asyncio.to_thread(lambda: written.text)
        if way == "copy":
            name = words.markdown if form == "markdown" else words.csv
            self.post_message(CopyRequested(text, name))
            return
        from weda_tui.core.bodies.long_texts import encoded
        from weda_tui.formats.table_text import BYTE_ORDER_MARK

        content = await asyncio.to_thread(lambda: b"".join((BYTE_ORDER_MARK, encoded(text))))
        name = f"{self.document_name or 'table'}.csv"
        self.post_message(self.ContentWanted(content, name, written.row_count))
