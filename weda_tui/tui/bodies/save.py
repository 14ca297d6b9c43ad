"""Asks where to save a body, or what was made of it, and saves it."""

import mmap
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.kind import BodyKind
from weda_tui.core.errors import WedaError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import count, size
from weda_tui.session.files import save_as
from weda_tui.tui.files.save_dialog import ask_path
from weda_tui.tui.workbench.bench import Bench

if TYPE_CHECKING:  # only its messages are named here
    from weda_tui.tui.bodies.messages import ContentWanted, SaveWanted

_ENDINGS = {
    BodyKind.JSON: "json",
    BodyKind.NDJSON: "ndjson",
    BodyKind.HTML: "html",
    BodyKind.XML: "xml",
    BodyKind.TEXT: "txt",
    BodyKind.BINARY: "bin",
}


class ToSave(NamedTuple):
    """What is to be saved."""

    content: bytes | mmap.mmap
    workspace: Path
    file_name: str
    """The one that is offered."""
    told: str
    """What is said once it is written, with a place for ``file``."""
    title: str = ""
    """Of the dialog; that of a body by itself."""
    hint: str = ""


def open_save(bench: Bench, event: "SaveWanted", workspace: Path) -> None:
    """Let a path be chosen, write the bytes of a body, and say what became of it."""
    told = bench.words.body.saved.replace("{size}", size(len(event.content)))
    file_name = f"{event.file_name or 'body'}.{ending_of(event.document)}"
    ask_and_save(bench, ToSave(event.content, workspace, file_name, told))


def open_save_table(bench: Bench, event: "ContentWanted", workspace: Path) -> None:
    """Let a path be chosen for a table that was exported, and write it there."""
    words = bench.words.table
    told = words.saved.format(count=count(event.row_count), file="{file}")
    kind = (words.save_title, words.save_hint)
    ask_and_save(bench, ToSave(event.content, workspace, event.file_name, told, *kind))


def ask_and_save(bench: Bench, wanted: ToSave) -> None:
    """Let a path be chosen, write there, and say what became of it."""

    def chosen(path: str) -> None:
        bench.start(partial(save, path), "save-body")

    async def save(path: str) -> None:
        try:
            file = await save_as(path, wanted.content, wanted.workspace)
        except WedaError as error:
            bench.notice(explain(error, bench.words).what)
            return
        shown = strip_control_characters(str(file))
        bench.notice(wanted.told.format(file=shown), path=shown)

    ask_path(bench, wanted.file_name, chosen, title=wanted.title, hint=wanted.hint)


def ending_of(document: Document) -> str:
    """Return what the name of a file with this body ends in."""
    if document.image is not None:
        return document.image.type.lower()
    return _ENDINGS.get(document.kind, "bin")
