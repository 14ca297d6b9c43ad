"""Asks where to save a body, and saves it."""

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.kind import Kind
from weda_tui.core.clean import clean
from weda_tui.core.errors import WedaError
from weda_tui.i18n.explain import explain
from weda_tui.i18n.quantities import size
from weda_tui.session import Session
from weda_tui.tui.screens.page import Page

_ENDINGS = {
    Kind.JSON: "json",
    Kind.NDJSON: "ndjson",
    Kind.HTML: "html",
    Kind.XML: "xml",
    Kind.TEXT: "txt",
    Kind.BINARY: "bin",
}


def open_save(page: Page[None], session: Session, document: Document, name: str) -> None:
    """Let a path be chosen, write the bytes as received, and say on the page what became of it.

    ``name`` is that of the file, without its ending.
    """
    from weda_tui.session.bodies import downloads_folder, save_as, size_of
    from weda_tui.tui.dialogs.save_file import SaveFile

    async def chosen(path: str | None) -> None:
        if path is not None:
            page.run_worker(save(path), group="save-body", exclusive=True)

    async def save(path: str) -> None:
        try:
            file = await save_as(path, document.received)
        except WedaError as error:
            page.notice(explain(error, page.strings).what)
            return
        of = size(len(document.received))
        page.notice(page.strings.body.saved.format(size=of, file=clean(str(file))))

    start = f"{downloads_folder()}/{name}.{ending_of(document)}"
    page.app.push_screen(SaveFile(session.list_folder, size_of, start, page.strings), chosen)


def ending_of(document: Document) -> str:
    """Return what the name of a file with this body ends in."""
    if document.image is not None:
        return document.image.type.lower()
    return _ENDINGS.get(document.kind, "bin")
