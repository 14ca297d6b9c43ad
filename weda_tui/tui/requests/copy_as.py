"""Copies the draft as a program in a language that the user chooses, without any secret."""

import asyncio
from collections.abc import Callable

from textual.message import Message

from weda_tui.core.errors import WedaError
from weda_tui.core.interchange.export_format import EXPORT_FORMATS, ExportFormat
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.interchange import env_type_words, unwritten_words
from weda_tui.i18n.phrases.routes import unapproved_line
from weda_tui.session import Session
from weda_tui.session.interchange.exports import export_draft
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem, remark_menu
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.workbench.bench import TargetBench

_FORMATS = sorted(
    (each for each, traits in EXPORT_FORMATS.items() if traits.is_copied),
    key=lambda each: each is ExportFormat.POSTMAN,
)
"""The formats that a draft can be copied as: programs, then a Postman collection."""


def offer_copy(
    bench: TargetBench, session: Session, draft: RequestDraft, post: Callable[[Message], object]
) -> None:
    """Ask for the format to copy a draft as, and ``post`` the text to the clipboard."""
    where, strings = bench.target, bench.words
    words = strings.imported

    async def chosen(language: str | None) -> None:
        if language is None:
            return

        format_ = ExportFormat(language)
        try:
            found = await asyncio.to_thread(export_draft, session, draft, format_, where)
        except WedaError as error:
            bench.notice(explain(error, strings).what)
            return
        what = EXPORT_FORMATS[format_].name
        if found.open:
            open_names = strip_control_characters(", ".join(found.open))
            what = words.copied_needs.format(format=what, names=open_names)
        is_program = format_ is not ExportFormat.POSTMAN
        post(CopyRequested(found.data.decode("utf-8", "replace"), what, is_program))
        line = unapproved_line(found.route, strings) if found.route is not None else ""
        replaced = [env_type_words(each, strings) for each in found.env_types]
        left = strings.history.since.joint.join(unwritten_words(e, strings) for e in found.left)
        lost = [strings.saved.export.left.format(names=left)] if left else []
        if remark := "   ".join([*([f"! {line}"] if line else []), *replaced, *lost]):
            bench.ask(remark_menu(words.copy_title, remark, strings))

    rows = [
        MenuItem(str(number), EXPORT_FORMATS[each].name, "", each.value)
        for number, each in enumerate(_FORMATS, 1)
    ]
    bench.ask(Menu(words.copy_title, rows, words.copy_about), chosen)
