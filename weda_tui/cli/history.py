"""``history``: lists, shows and deletes the requests sent from this machine."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.command import (
    CliCommand,
    CommandGroup,
    HelpEntry,
    HelpPage,
    flag,
    json_option,
    option,
    yes_option,
)
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import columns
from weda_tui.cli.history_report import entry_fields, entry_row, print_record, write_record
from weda_tui.cli.invocation import current
from weda_tui.cli.option_checks import whole_number
from weda_tui.cli.sessions import open_session, run
from weda_tui.core.history.entry import FAILURES, HistoryPage, HistoryQuery, SendEnding
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session

LISTED = 50
"""Number of listed entries without ``--limit``."""
MOST = 100_000


def build(strings: Strings) -> click.Command:
    """Return ``history`` with its commands."""
    words = strings.history.command
    entries = {
        "show": HelpEntry(words.show, _show_command),
        "bundle": HelpEntry(strings.history.bundle.command, _bundle_command),
        "delete": HelpEntry(words.delete, _delete_command),
    }
    examples = (
        "weda-tui history --search CompleteTask --verdict failed",
        "weda-tui history show 1204",
        "weda-tui history delete --env hq --yes",
    )
    limit = option("--limit", "N", words.limit, callback=whole_number(1, MOST))
    return CommandGroup(
        "history",
        HelpPage(strings, (words.group, words.details), examples),
        entries,
        _list,
        [*_filters(strings), limit, json_option(strings)],
    )


def _filters(strings: Strings) -> list[click.Parameter]:
    words = strings.history.command
    return [
        option("--search", "Q", words.search),
        option("--endpoint", "ID", words.endpoint),
        option("--verdict", "ok|failed", words.verdict, choices=("ok", "failed")),
        option("--env", "NAME", words.environment),
        flag("--agent", words.agent),
    ]


def _query(given: dict[str, Any], limit: int) -> HistoryQuery:
    marks = {"ok": (SendEnding.OK,), "failed": FAILURES}.get(given["verdict"] or "", ())
    return HistoryQuery(
        words=tuple((given["search"] or "").split()),
        endpoint_id=given["endpoint"] or "",
        marks=marks,
        environment=given["env"] or "",
        is_by_agent=given["agent"],
        limit=limit,
    )


def _list(limit: int | None, as_json: bool, **given: Any) -> int:
    if click.get_current_context().invoked_subcommand is not None:
        return ExitStatus.OK
    session = open_session()
    query = _query(given, limit or LISTED)
    page = run(session, lambda session: session.history.find(query))
    if as_json:
        fields = [entry_fields(entry) for entry in page.entries]
        output.json_line({"entries": fields, "kept": page.kept})
    elif page.entries:
        output.data(columns([entry_row(entry, current().strings) for entry in page.entries]))
    _print_page(page)
    return ExitStatus.OK


def _print_page(page: HistoryPage) -> None:
    words = current().strings.history.command
    if not page.kept:
        output.talk(words.empty)
    elif not page.entries:
        output.talk(words.nothing_found)
    else:
        output.talk(words.counted.format(shown=len(page.entries), kept=page.kept))


def _number_argument(**more: Any) -> click.Argument:
    return click.Argument(["number"], metavar="ID", callback=whole_number(1, 2**62), **more)


def _show_command(strings: Strings) -> click.Command:
    words = strings.history.command
    return CliCommand(
        "show",
        HelpPage(strings, (words.show, words.show_details), ("weda-tui history show 1204 --json",)),
        _show,
        [_number_argument(), json_option(strings)],
    )


def _show(number: int, as_json: bool) -> int:
    session = open_session()
    record = run(session, lambda session: session.history.read(number))
    if not as_json:
        output.talk("  ".join(filter(None, entry_row(record.entry, current().strings))))
    print_record(record, current().strings, session.tokens.masker(), as_json=as_json)
    return ExitStatus.OK


def _bundle_command(strings: Strings) -> click.Command:
    words = strings.history.bundle
    return CliCommand(
        "bundle",
        HelpPage(
            strings, (words.command, words.command_details), ("weda-tui history bundle 1204",)
        ),
        _bundle,
        [_number_argument(), option("-o --output path", "FILE", words.output)],
    )


def _bundle(number: int, path: str | None) -> int:
    session = open_session()
    return run(session, lambda session: write_record(session, number, path or "."))


def _delete_command(strings: Strings) -> click.Command:
    words = strings.history.command
    return CliCommand(
        "delete",
        HelpPage(
            strings,
            (words.delete, words.delete_details),
            ("weda-tui history delete 1203 1204", "weda-tui history delete --all --yes"),
        ),
        _delete,
        [
            click.Argument(["numbers"], metavar="ID", nargs=-1, type=int),
            *_filters(strings),
            flag("--all is_all", words.all),
            yes_option(strings),
        ],
    )


def _delete(numbers: Sequence[int], is_all: bool, yes: bool, **given: Any) -> int:
    words = current().strings.history.command
    query = _query(given, MOST)
    is_filtered = query != HistoryQuery(limit=MOST)
    if sum((bool(numbers), is_filtered, is_all)) != 1:
        raise click.UsageError(words.name_some)
    session = open_session()
    if numbers:
        gone = run(session, lambda session: session.history.delete(numbers))
        output.talk(words.deleted.format(count=count(len(gone))))
        return ExitStatus.OK
    if not yes and not _is_confirmed(session, query):
        output.talk(words.not_deleted)
        return ExitStatus.GUARD
    deleted = run(session, lambda session: session.history.delete_matching(query))
    output.talk(words.deleted.format(count=count(deleted)))
    return ExitStatus.OK


def _is_confirmed(session: Session, query: HistoryQuery) -> bool:
    """Ask the user on a terminal; return ``False`` without a terminal."""
    strings = current().strings
    if not output.is_terminal(sys.stdin):
        output.talk(f"✗ {strings.cli.env.yes_needed}")
        return False
    page = run(session, lambda session: session.history.find(query))
    question = strings.history.command.ask_delete.format(count=count(len(page.entries)))
    return click.confirm(question, err=True)
