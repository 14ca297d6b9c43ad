"""Exports saved requests for another program, after asking for a format and a path."""

import asyncio
from functools import partial

from weda_tui.core.collections.paths import file_name_for
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.core.interchange.export_format import EXPORT_FORMATS, PROGRAM_FORMATS, ExportFormat
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.interchange import env_type_words, unwritten_words
from weda_tui.i18n.phrases.routes import unapproved_line
from weda_tui.i18n.quantities import count, elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.files import write_file
from weda_tui.session.interchange.exports import Exported, export
from weda_tui.session.interchange.locustfile_place import check_place
from weda_tui.tui.commands.table import MORE_KEYS
from weda_tui.tui.files.save_dialog import ask_path
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem, remark_menu
from weda_tui.tui.workbench.bench import Bench, TargetBench, refuse

PROGRESS_EVERY = 0.5
"""The seconds between two notices about a running export."""
MOST_NAMED = 12
"""The maximum number of names in a list of what could not be exported."""


def offer_export(bench: TargetBench, session: Session, path: str, title: str) -> None:
    """Ask for a format and a path, then export a request or a folder."""
    strings, where = bench.words, bench.target

    def chosen(name: str | None) -> None:
        if name is not None:
            _ask_file(bench, session, path, ExportFormat(name), where)

    rows = [
        MenuItem(key, traits.name, f".{traits.ending}", format_.value)
        for key, (format_, traits) in zip(MORE_KEYS, EXPORT_FORMATS.items(), strict=False)
    ]
    words = strings.saved.export
    bench.ask(
        Menu(words.title.format(name=strip_control_characters(title)), rows, words.about), chosen
    )


def _ask_file(
    bench: Bench, session: Session, path: str, format_: ExportFormat, where: Target | None
) -> None:
    def chosen(file: str) -> None:
        bench.start(partial(_write, bench, session, path, format_, where, file), "export")

    name = f"{file_name_for(path.rpartition('/')[2])}.{EXPORT_FORMATS[format_].ending}"
    title = bench.words.saved.export.title.format(name=strip_control_characters(path))
    ask_path(bench, name, chosen, title=title)


async def _write(
    bench: Bench,
    session: Session,
    path: str,
    format_: ExportFormat,
    where: Target | None,
    file: str,
) -> None:
    """Export in a thread and show the elapsed time meanwhile, then show the result."""
    strings, begun = bench.words, session.clock.monotonic()

    def work() -> Exported:
        check_place(format_, file, session.paths.workspace)
        found = export(session, path, format_, where=where, language=strings.language)
        write_file(file, found.data, session.paths.workspace)
        return found

    task = asyncio.ensure_future(asyncio.to_thread(work))
    while not (await asyncio.wait([task], timeout=PROGRESS_EVERY))[0]:
        passed = elapsed(session.clock.monotonic() - begun)
        text = strings.saved.export.under_way.format(
            name=strip_control_characters(path), elapsed=passed
        )
        bench.notice(text)
    try:
        found = task.result()
    except WedaError as error:
        refuse(bench, error)
        return
    _notice(bench, found, format_, file, strings)


def _notice(
    bench: Bench, found: Exported, format_: ExportFormat, file: str, strings: Strings
) -> None:
    """Show a notice, or a dialog if a route is not approved or something was omitted."""
    words = strings.saved.export
    done = words.done.format(count=count(found.count), file=strip_control_characters(file))
    left = tuple(unwritten_words(each, strings) for each in found.left)
    open_ = words.environment if format_ in PROGRAM_FORMATS else words.open
    parts = [(words.left, left), (open_, found.open)]
    route = unapproved_line(found.route, strings) if found.route is not None else ""
    remarks = [f"! {route}"] if route else []
    remarks += [
        strings.imported.unresolved.format(
            path=strip_control_characters(each.path), reason=explain(each.error, strings).what
        )
        for each in found.unresolved[:MOST_NAMED]
    ]
    remarks += [env_type_words(each, strings) for each in found.env_types[:MOST_NAMED]]
    remarks += [said.format(names=_names(names, strings)) for said, names in parts if names]
    remark = "   ".join(remarks)
    if not remark:
        bench.notice(done, path=file)
        return
    bench.ask(remark_menu(done, remark, strings))


def _names(names: tuple[str, ...], strings: Strings) -> str:
    shown = [strip_control_characters(name) for name in names[:MOST_NAMED]]
    if (more := len(names) - MOST_NAMED) > 0:
        shown.append(strings.saved.export.more.format(count=count(more)))
    return strings.history.since.joint.join(shown)
