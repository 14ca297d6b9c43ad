"""Copies the draft as a program: which one is asked, no secret reaches the clipboard."""

import asyncio

from textual.screen import Screen

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.text.control_characters import clean
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.widgets.noticed import Noticed

LANGUAGES = (("curl", "curl"), ("python", "Python · httpx"), ("node", "Node · http"),
             ("http", "HTTP"), ("postman", "Postman"))  # fmt: skip
"""What a draft can be copied as, with the names of these things."""


def offer_copy(
    screen: Screen[None],
    session: Session,
    draft: RequestDraft,
    where: Target | None,
    strings: Strings,
) -> None:
    """Ask what a draft is copied as, and copy it."""
    words = strings.imported
    names = dict(LANGUAGES)

    async def chosen(language: str | None) -> None:
        if language is None:
            return
        from weda_tui.session.interchange.exports import ExportFormat, export_draft

        format_ = ExportFormat(language)
        try:
            found = await asyncio.to_thread(export_draft, session, draft, format_, where)
        except WedaError as error:
            screen.post_message(Noticed(explain(error, strings).what))
            return
        what = names[language]
        if found.open:
            open_names = clean(", ".join(found.open))
            what = words.copied_needs.format(format=what, names=open_names)
        screen.post_message(CopyRequested(found.data.decode("utf-8", "replace"), what))

    rows = [
        MenuItem(str(number), name, "", language)
        for number, (language, name) in enumerate(LANGUAGES, 1)
    ]
    screen.app.push_screen(Menu(words.copy_title, rows, words.copy_about), chosen)
