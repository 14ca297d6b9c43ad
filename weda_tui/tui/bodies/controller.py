"""The controller of body readers: menus, files, columns, missing fields."""

import asyncio
import mmap
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.kind import BodyKind
from weda_tui.core.bodies.pieces import masked_body
from weda_tui.core.errors import WedaError
from weda_tui.core.masking import SHORTEST_BEGINNING, Masker
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import count, size
from weda_tui.session.files import save_as
from weda_tui.tui.bodies.messages import (
    ContentRequested,
    FieldsRequested,
    MenuRequested,
    SaveRequested,
)
from weda_tui.tui.bodies.missing_fields_dialog import MissingFieldsDialog
from weda_tui.tui.bodies.table.columns_dialog import TableColumns
from weda_tui.tui.bodies.table.pane import BodyTable
from weda_tui.tui.files.save_dialog import ask_path
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.workbench.bench import Bench, IntentRoutes

ReadSecrets = Callable[[], Awaitable[None]]
"""Loads every secret before a file is written; see ``FileGate.read``."""


class BodyController:
    """Opens the dialogs of a reader; paths of files are relative to the workspace."""

    def __init__(
        self,
        bench: Bench,
        workspace: Path,
        masker: Callable[[], Masker],
        read_secrets: ReadSecrets | None = None,
    ) -> None:
        """``masker`` returns a masker for the secrets that are known at that time."""
        self._bench, self._workspace = bench, workspace
        self._masker, self._read_secrets = masker, read_secrets

    def add_routes(self, routes: IntentRoutes) -> None:
        """Route every intent of a reader to this controller."""
        routes.add(MenuRequested, self.on_menu_requested)
        routes.add(SaveRequested, self.on_save_requested)
        routes.add(ContentRequested, self.on_content_requested)
        routes.add(FieldsRequested, self.on_fields_requested)
        routes.add(BodyTable.ColumnsRequested, self.on_columns_requested)

    def on_menu_requested(self, intent: MenuRequested) -> None:
        """Show a menu of actions, and run the chosen one."""

        def chosen(key: str | None) -> None:
            for row in intent.rows:
                if row.key == key:
                    row.run()

        rows = [MenuItem(row.key, row.words, "", row.key) for row in intent.rows]
        self._bench.ask(Menu(intent.title, rows, intent.remark), chosen)

    def on_save_requested(self, intent: SaveRequested) -> None:
        """Ask for a path and save the body as it was received, with secrets masked."""
        open_save(self._bench, intent, self._workspace, self._masker, self._read_secrets)

    def on_content_requested(self, intent: ContentRequested) -> None:
        """Ask for a path and save an exported table."""
        open_save_table(self._bench, intent, self._workspace, self._masker, self._read_secrets)

    def on_fields_requested(self, intent: FieldsRequested) -> None:
        """List the documented fields that are missing in an object."""
        self._bench.ask(MissingFieldsDialog(intent.name, intent.lacking, self._bench.words))

    def on_columns_requested(self, intent: BodyTable.ColumnsRequested) -> None:
        """Open the dialog that selects the columns of a table."""
        pane = intent.table
        if pane.table is not None:
            dialog = TableColumns(pane.table.columns, pane.rows.columns, self._bench.words)
            self._bench.ask(dialog, lambda _: pane.set_columns(dialog.columns))


_ENDINGS = {
    BodyKind.JSON: "json",
    BodyKind.NDJSON: "ndjson",
    BodyKind.HTML: "html",
    BodyKind.XML: "xml",
    BodyKind.TEXT: "txt",
    BodyKind.BINARY: "bin",
}


class ContentToSave(NamedTuple):
    """A file to save."""

    read: Callable[[], tuple[bytes | mmap.mmap, str]]
    """Returns the content and the notice, with a placeholder for ``file``; called in a thread."""
    workspace: Path
    file_name: str
    """The file name that the dialog offers."""
    read_secrets: ReadSecrets | None
    title: str = ""
    """The title of the dialog; empty for the title used for a body."""
    hint: str = ""


def open_save(
    bench: Bench,
    event: "SaveRequested",
    workspace: Path,
    masker: Callable[[], Masker],
    read_secrets: ReadSecrets | None,
) -> None:
    """Ask for a path, save the bytes of a body, and show the result."""
    document, words = event.document, bench.words.body

    def read() -> tuple[bytes | mmap.mmap, str]:
        known = masker()
        masked = masked_body(document.received, document.content_type, (known,))
        content = document.received if masked is None else b"".join(masked)
        if (end := known.find_cut_end(content, SHORTEST_BEGINNING)) < len(content):
            content = content[:end]  # of a truncated response, as in the history
        text = words.saved if masked is None else words.saved_masked
        return content, text.replace("{size}", size(len(content)))

    file_name = f"{event.file_name or 'body'}.{ending_of(document)}"
    ask_and_save(bench, ContentToSave(read, workspace, file_name, read_secrets))


def open_save_table(
    bench: Bench,
    event: "ContentRequested",
    workspace: Path,
    masker: Callable[[], Masker],
    read_secrets: ReadSecrets | None,
) -> None:
    """Ask for a path and save an exported table there."""
    words = bench.words.table
    text = words.saved.format(count=count(event.row_count), file="{file}")
    kind = (words.save_title, words.save_hint)

    def read() -> tuple[bytes, str]:
        return masker().data(event.content), text

    ask_and_save(bench, ContentToSave(read, workspace, event.file_name, read_secrets, *kind))


def ask_and_save(bench: Bench, wanted: ContentToSave) -> None:
    """Ask for a path, save the content there, and show the result."""

    def chosen(path: str) -> None:
        bench.start(partial(save, path), "save-body")

    async def save(path: str) -> None:
        try:
            if wanted.read_secrets is not None:
                await wanted.read_secrets()
            content, said = await asyncio.to_thread(wanted.read)
            file = await save_as(path, content, wanted.workspace)
        except WedaError as error:
            bench.notice(explain(error, bench.words).what)
            return
        shown = strip_control_characters(str(file))
        bench.notice(said.format(file=shown), path=shown)

    ask_path(bench, wanted.file_name, chosen, title=wanted.title, hint=wanted.hint)


def ending_of(document: Document) -> str:
    """Return the file name extension for a body."""
    if document.image is not None:
        return document.image.type.lower()
    return _ENDINGS.get(document.kind, "bin")
