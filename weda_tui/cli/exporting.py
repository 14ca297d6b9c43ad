"""``export``: an environment as another program reads it."""

from pathlib import Path

import click

from weda_tui.cli import output
from weda_tui.cli.command import Command, Page
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.open_session import open_session
from weda_tui.cli.values import one_of
from weda_tui.i18n.strings import Strings

POSTMAN_ENVIRONMENT = "postman-env"


def build(strings: Strings) -> click.Command:
    """Return ``export``."""
    words = strings.environments.transfer
    examples = ("weda-tui export hq --format postman-env -o hq.postman_environment.json",)
    formats = (POSTMAN_ENVIRONMENT,)
    parameters = [
        click.Argument(["name"], metavar="ENV"),
        click.Option(
            ["--format", "format_"],
            metavar="|".join(formats),
            required=True,
            help=words.export_format,
            callback=one_of(formats),
        ),
        click.Option(["--env-type"], metavar="T", help=words.export_env_type),
        click.Option(["-o", "--output", "file"], metavar="FILE", help=words.export_file),
    ]
    page = Page(strings, (words.export, words.export_details), examples)
    return Command("export", page, _export, parameters)


def _export(name: str, format_: str, env_type: str | None, file: str | None) -> int:
    from weda_tui.session.importing import export_environment

    del format_  # there is one, and it was asked for
    session, words = open_session(), current().strings.environments.transfer
    where = session.where_exactly(name)
    first = where.environment.env_types[0].name
    where = session.where_exactly(name, env_type or first)
    text, emptied = export_environment(where)
    if file is None:
        output.exact(text)
    else:
        session.write_file(Path(file), text)
        output.talk(words.exported.format(name=name, file=file))
    output.talk(words.emptied.format(names=", ".join(emptied)))
    return ExitStatus.OK
