"""``schema``: JSON Schemas, for editors of our TOML files and for programs that read our JSON."""

import click
import msgspec

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.i18n.strings import Strings

EXCHANGE = "exchange"
KINDS = ("request", "folder", "environment", EXCHANGE)


def build(strings: Strings) -> click.Command:
    """Return ``schema``."""
    words = strings.saved.command
    examples = (
        "weda-tui schema request > request.schema.json",
        "weda-tui schema environment",
        "weda-tui schema exchange",
    )
    kinds = argument("kind", "|".join(KINDS), choices=KINDS)
    return CliCommand(
        "schema",
        HelpPage(strings, (words.schema, words.schema_details), examples),
        _schema,
        [kinds],
    )


def _schema(kind: str) -> int:
    if kind == EXCHANGE:
        from weda_tui.cli.sending.exchange_schema import exchange_schema

        schema = exchange_schema(current().strings.cli.exchange)
    else:
        from weda_tui.formats.toml.json_schemas import schemas

        schema = schemas()[kind]
    output.json_data(msgspec.json.format(msgspec.json.encode(schema), indent=2))
    return ExitStatus.OK
