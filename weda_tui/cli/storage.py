"""``storage``: uploads, downloads and deletes files in cloud storage."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import click
import msgspec

from weda_tui.cli import output
from weda_tui.cli.command import (
    CliCommand,
    CommandGroup,
    HelpEntry,
    HelpPage,
    argument,
    environment_option,
    flag,
    json_option,
    option,
    yes_option,
)
from weda_tui.cli.environments.routes import check_route, report_route
from weda_tui.cli.invocation import current
from weda_tui.cli.option_checks import seconds
from weda_tui.cli.sessions import open_session, run
from weda_tui.cli.storage_report import StorageReport
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import YES, GuardDecision, check_consent
from weda_tui.core.storage.object_names import check_object_id, object_ids_in
from weda_tui.core.storage.transfer import Direction, TransferItem, decision_of
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text
from weda_tui.session import Session
from weda_tui.session.storage.transfers import download_items, upload_items

EXAMPLE_ID = "cloud://env.bucket/2026/report.pdf"


class StorageFlags(msgspec.Struct, frozen=True, kw_only=True):
    """The options of one transfer."""

    names: Sequence[str]
    """Files or object ids."""
    env: str | None
    env_type: str | None
    timeout: float | None
    as_json: bool
    to: str | None = None
    name: str | None = None
    force: bool = False
    dry_run: bool = False
    yes: bool = False


def build(strings: Strings) -> click.Command:
    """Return the group ``storage``."""
    words = strings.transfer.commands
    entries = {
        "upload": HelpEntry(words.upload, _build_upload),
        "download": HelpEntry(words.download, _build_download),
        "delete": HelpEntry(words.delete, _build_delete),
    }
    examples = (
        "weda-tui storage upload *.pdf --to 2026 --yes",
        f"weda-tui storage download {EXAMPLE_ID}",
    )
    return CommandGroup("storage", HelpPage(strings, (words.group,), examples), entries)


def _build_upload(strings: Strings) -> click.Command:
    words = strings.transfer.commands
    examples = (
        "weda-tui storage upload report.pdf --env-type dev",
        "weda-tui storage upload *.pdf --to 2026/invoices --yes --json",
    )
    options = [
        option("--to", "FOLDER", words.upload_to),
        option("--name", "NAME", words.upload_name),
        *_options(strings),
        _dry_run(strings),
        yes_option(strings),
    ]
    return _command(strings, "upload", "FILE...", words.upload_details, examples, _upload, options)


def _build_download(strings: Strings) -> click.Command:
    words = strings.transfer.commands
    examples = (
        f"weda-tui storage download {EXAMPLE_ID}",
        f"weda-tui storage download {EXAMPLE_ID} --to report.pdf --force",
        "weda-tui storage download - --to reports/ < ids.txt",
    )
    options = [
        option("--to", "PATH", words.download_to),
        flag("--force", words.force),
        *_options(strings),
    ]
    return _command(
        strings, "download", "OBJECT...", words.download_details, examples, _download, options
    )


def _build_delete(strings: Strings) -> click.Command:
    words = strings.transfer.commands
    examples = (f"weda-tui storage delete {EXAMPLE_ID} --yes",)
    options = [*_options(strings), _dry_run(strings), yes_option(strings)]
    return _command(
        strings, "delete", "OBJECT...", words.delete_details, examples, _delete, options
    )


def _command(
    strings: Strings,
    name: str,
    metavar: str,
    details: str,
    examples: tuple[str, ...],
    callback: Callable[..., int],
    options: list[click.Parameter],
) -> click.Command:
    words = find_text(strings.transfer.commands, name)
    names = argument("names", metavar, nargs=-1, required=True)
    page = HelpPage(strings, (words, details), examples, statuses=True)
    return CliCommand(name, page, callback, [names, *options])


def _options(strings: Strings) -> list[click.Parameter]:
    words = strings.transfer.commands
    return [
        environment_option(strings),
        option("--env-type", "T", strings.cli.send.env_type),
        option("--timeout", "S", words.timeout, callback=seconds),
        json_option(strings),
    ]


def _dry_run(strings: Strings) -> click.Option:
    return flag("--dry-run", strings.transfer.commands.dry_run)


def _upload(**given: Any) -> int:
    flags = StorageFlags(**given)
    if flags.name and len(flags.names) > 1:
        raise click.UsageError(current().strings.transfer.commands.name_for_many)
    items = upload_items(flags.names, flags.to or "", flags.name or "")

    async def upload(session: Session, where: Target, report: StorageReport) -> None:
        storage = session.storage
        plan = await storage.plan_upload(items, where)
        report.print_plan(plan)
        if not flags.dry_run:
            await storage.carry_out(plan, consent=_consent(flags), on_change=report.on_change)

    return _run(flags, Direction.UPLOAD, upload, len(items))


def _download(**given: Any) -> int:
    flags = StorageFlags(**given)
    items = download_items(_ids(flags.names), flags.to or "")

    async def download(session: Session, where: Target, report: StorageReport) -> None:
        storage = session.storage
        plan = await storage.plan_download(items, where)
        report.print_plan(plan)
        await storage.carry_out(plan, overwrite=flags.force, on_change=report.on_change)

    return _run(flags, Direction.DOWNLOAD, download, len(items))


def _delete(**given: Any) -> int:
    flags = StorageFlags(**given)
    ids = [check_object_id(each) for each in _ids(flags.names)]

    async def delete(session: Session, where: Target, report: StorageReport) -> None:
        if flags.dry_run:
            report.print_items([TransferItem(object_id=each) for each in ids])
            return
        storage = session.storage
        consent = _consent(flags)
        await storage.delete(ids, where, consent=consent, on_change=report.on_change)

    return _run(flags, Direction.DELETE, delete, len(ids))


def _run(
    flags: StorageFlags,
    direction: Direction,
    task: Callable[[Session, Target, StorageReport], Awaitable[None]],
    count: int,
) -> int:
    """Run a transfer and report it; also report what was done before Ctrl+C."""
    session = open_session()
    where = session.environments.where_exactly(flags.env, flags.env_type)
    if flags.timeout is not None:
        environment = msgspec.structs.replace(where.environment, timeout=flags.timeout)
        where = Target(environment, where.env_type)
    report_route(session, where.environment)
    if not flags.dry_run:
        check_consent(decision_of(direction, where), _consent(flags), where)
    if not (flags.dry_run and direction is Direction.DELETE):
        check_route(session, where.environment, TokenKind.USER)
    report = StorageReport(current().strings, direction, count, as_json=flags.as_json)
    is_whole = False
    try:
        run(session, lambda session: task(session, where, report))
        is_whole = True
    finally:
        report.end(is_whole=is_whole, is_dry=flags.dry_run)
    return report.status


def _consent(flags: StorageFlags) -> GuardDecision:
    return YES if flags.yes else GuardDecision.SEND


def _ids(names: Sequence[str]) -> Sequence[str]:
    """Return the given ids; ``-`` reads ids from stdin, one per line."""
    ids: list[str] = []
    for name in names:
        ids += (
            object_ids_in(output.read_stdin().decode("utf-8", "replace")) if name == "-" else [name]
        )
    return ids
