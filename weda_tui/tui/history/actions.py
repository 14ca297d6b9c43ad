"""Actions of every screen with a history: a support bundle, the question before deleting."""

import os
from pathlib import Path

from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.server_logs import log_lines
from weda_tui.i18n.phrases.support_bundle import readme_text
from weda_tui.i18n.quantities import count
from weda_tui.session import Session
from weda_tui.session.history_bundles import bundle_of, environment_of, log_command_of, log_of
from weda_tui.session.storage.transfers import downloads_folder
from weda_tui.tui.history.pane import HistoryPane
from weda_tui.tui.history.support_bundle_dialog import BundleDialog
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.workbench.bench import Bench, refusals


async def open_bundle(bench: Bench, session: Session, record: HistoryRecord | None) -> None:
    """Show the content of the support bundle of an entry, and write it if the user confirms."""
    strings = bench.words
    words = strings.history.bundle
    if record is None:
        bench.notice(words.nothing)
        return
    log = log_of(session, record)
    lines = log_lines(log, log_command_of(session, record, log), strings) if log else []
    is_gone = environment_of(session, record) is None
    readme = readme_text(record, strings, is_gone=is_gone, log=lines)

    def written(file: Path | None) -> None:
        if file is not None:
            shown = strip_control_characters(str(file))
            bench.notice(words.written.format(file=shown), path=shown)

    with refusals(bench):
        bundle = await bundle_of(session, record, os.environ, readme)
        dialog = BundleDialog(bundle, downloads_folder(), strings, session.paths.workspace)
        bench.ask(dialog, written)


def confirm_clearing(bench: Bench, event: HistoryPane.ClearRequested) -> None:
    """Ask before all listed entries are deleted, which cannot be undone."""
    words = bench.words.history.screen
    question = words.clear.format(count=count(event.count))
    items = [MenuItem("1", words.clear_not, "Esc", ""), MenuItem("2", words.clear_now, "", "clear")]

    def chosen(action: str | None) -> None:
        if action:
            event.pane.clear(event.query)

    bench.ask(Menu(question, items), chosen)
