"""``schema``: what an editor needs to complete our TOML files."""

import click
import msgspec

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.i18n.strings import Strings

KINDS = ("request", "folder", "environment")


def build(strings: Strings) -> click.Command:
    """Return ``schema``."""
    words = strings.saved.command
    examples = ("weda-tui schema request > request.schema.json", "weda-tui schema environment")
    kinds = argument("kind", "|".join(KINDS), choices=KINDS)
    return CliCommand(
        "schema",
        HelpPage(strings, (words.schema, words.schema_details), examples),
        _schema,
        [kinds],
    )


def _schema(kind: str) -> int:
    from weda_tui.formats.toml.json_schemas import schemas

    output.json_data(msgspec.json.format(msgspec.json.encode(schemas()[kind]), indent=2))
    return ExitStatus.OK
