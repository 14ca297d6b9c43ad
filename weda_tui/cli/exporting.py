"""``export``: requests, an environment or a module as another program reads them."""

from pathlib import Path

import click

from weda_tui.cli import output
from weda_tui.cli.command import Command, Page, environment_option
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.open_session import open_session
from weda_tui.cli.values import one_of
from weda_tui.core.environment import Where
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session

POSTMAN_ENVIRONMENT = "postman-env"
FORMATS = (
    "postman",
    POSTMAN_ENVIRONMENT,
    "openapi",
    "har",
    "markdown",
    "curl",
    "python",
    "node",
    "http",
)


def build(strings: Strings) -> click.Command:
    """Return ``export``."""
    words, more = strings.environments.transfer, strings.imported
    examples = (
        "weda-tui export approvals --format postman -o approvals.json",
        "weda-tui export hq --format postman-env -o hq.postman_environment.json",
        "weda-tui export approvals/list-todo --format python --env hq",
        "weda-tui export workflow --format openapi",
    )
    parameters = [
        click.Argument(["name"], metavar="PATH|ENV"),
        click.Option(
            ["--format", "format_"],
            metavar="F",
            required=True,
            help=f"{more.export_format}: {' '.join(FORMATS)}",
            callback=one_of(FORMATS),
        ),
        environment_option(strings),
        click.Option(["--env-type"], metavar="T", help=words.export_env_type),
        click.Option(["-o", "--output", "file"], metavar="FILE", help=words.export_file),
    ]
    page = Page(strings, (more.export, more.export_details), examples)
    return Command("export", page, _export, parameters)


def _export(
    name: str, format_: str, env: str | None, env_type: str | None, file: str | None
) -> int:
    session = open_session()
    if format_ == POSTMAN_ENVIRONMENT:
        return _export_environment(session, name, env_type, file)
    return _export_requests(session, name, format_, _where(session, env, env_type), file)


def _where(session: Session, env: str | None, env_type: str | None) -> Where | None:
    """Return the place that is named; code without one reads its address when it runs."""
    return session.where_exactly(env, env_type) if env or env_type else None


def _export_requests(
    session: Session, name: str, format_: str, where: Where | None, file: str | None
) -> int:
    from weda_tui.session.exporting import ExportFormat, export
    from weda_tui.session.user_files import write_file

    strings = current().strings
    words = strings.imported
    language = strings.language
    found = export(session, name, ExportFormat(format_), where=where, language=language)
    if file is None:
        output.exact(found.data)
    else:
        write_file(Path(file), found.data)
        output.talk(words.exported.format(name=name, count=found.count, file=file))
    for what in found.left:
        output.talk(words.left_behind.format(what=what))
    if found.open:
        output.talk(words.empty.format(names=", ".join(found.open)))
    return ExitStatus.OK


def _export_environment(session: Session, name: str, env_type: str | None, file: str | None) -> int:
    from weda_tui.session.importing import export_environment
    from weda_tui.session.user_files import write_file

    words = current().strings.environments.transfer
    where = session.where_exactly(name)
    first = where.environment.env_types[0].name
    where = session.where_exactly(name, env_type or first)
    text, emptied = export_environment(where)
    if file is None:
        output.exact(text)
    else:
        write_file(Path(file), text)
        output.talk(words.exported.format(name=name, file=file))
    output.talk(words.emptied.format(names=", ".join(emptied)))
    return ExitStatus.OK
