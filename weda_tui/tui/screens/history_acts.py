"""What the history asks of whatever screen it is on: a comparison, a question before clearing."""

import os
from pathlib import Path
from typing import Any

from textual.screen import Screen

from weda_tui.core.clean import clean
from weda_tui.core.errors import FileError
from weda_tui.core.history import HistoryQuery, HistoryRecord
from weda_tui.i18n.explain import explain
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.panes.history_pane import HistoryPane
from weda_tui.tui.screens.page import Page


def show_comparison(
    screen: Screen[Any], session: Session, event: HistoryPane.Compared, strings: Strings
) -> None:
    """Show what two entries differ in."""
    show_pair(screen, session, event.before, event.after, strings)


def show_pair(
    screen: Screen[Any],
    session: Session,
    before: HistoryRecord,
    after: HistoryRecord,
    strings: Strings,
) -> None:
    """Show what one answer differs in from another."""
    from weda_tui.session.comparing import Ignoring
    from weda_tui.tui.dialogs.comparison import ComparisonDialog
    from weda_tui.tui.drawings.answer_pair import AnswerPair

    now, pair = session.clock.wall(), AnswerPair(before, after)
    screen.app.push_screen(ComparisonDialog(pair, now, strings, Ignoring(session)))


async def compare_last(page: Page[Any], session: Session, path: str, strings: Strings) -> None:
    """Show what the last two answers of a saved request differ in."""
    history = await session.open_history()
    query = HistoryQuery(saved=session.saved_name(path), limit=2)
    try:
        entries = (await history.find(query)).entries
        records = [await history.read(entry.id) for entry in reversed(entries)]
    except FileError as error:
        page.notice(explain(error, strings).what)
        return
    if len(records) < 2:
        page.notice(strings.saved.result.nothing_before)
    else:
        show_pair(page, session, records[0], records[1], strings)


async def open_bundle(
    screen: Page[Any], session: Session, record: HistoryRecord | None, strings: Strings
) -> None:
    """Show what the support bundle of an entry would hold, and write it where that is wished."""
    from weda_tui.i18n.bundle import readme_text
    from weda_tui.session.bundles import bundle_of, environment_of
    from weda_tui.session.storage_items import downloads_folder
    from weda_tui.tui.dialogs.bundle import BundleDialog

    words = strings.history.bundle
    if record is None:
        screen.notice(words.nothing)
        return
    readme = readme_text(record, strings, is_gone=environment_of(session, record) is None)
    bundle = await bundle_of(session, record, os.environ, readme)

    def written(file: Path | None) -> None:
        if file is not None:
            shown = clean(str(file))
            screen.notice(words.written.format(file=shown), path=shown)

    dialog = BundleDialog(bundle, downloads_folder(), strings, session.paths.workspace)
    screen.app.push_screen(dialog, written)


def confirm_clearing(screen: Screen[Any], event: HistoryPane.ClearWanted, strings: Strings) -> None:
    """Ask before all that is listed is deleted; this cannot be undone."""
    from weda_tui.tui.dialogs.menu import Menu, MenuItem

    words = strings.history.screen
    question = words.clear.format(count=count(event.count))
    items = [
        MenuItem("1", words.clear_not, "Esc", ""),
        MenuItem("2", words.clear_now, "", "clear"),
    ]

    def chosen(action: str | None) -> None:
        if action:
            event.pane.clear(event.query)

    screen.app.push_screen(Menu(question, items), chosen)
