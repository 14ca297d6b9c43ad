"""``send``: its help and options; the code that runs it is imported when it is called."""

import click

from weda_tui.cli.command import (
    CliCommand,
    HelpPage,
    argument,
    environment_option,
    flag,
    imported_call,
    json_option,
    option,
    yes_option,
)
from weda_tui.cli.option_checks import each_matching, seconds
from weda_tui.i18n.strings import Strings


def build(strings: Strings) -> click.Command:
    """Return ``send``."""
    examples = (
        "weda-tui send workflow.DescribeInstanceApproverList --env-type prod",
        "weda-tui send workflow.StartFlow --body @start.json --dry-run",
        "weda-tui send workflow.StartFlow --body @start.json --yes --json",
    )
    words = (strings.cli.program.send, strings.cli.send.details)
    return CliCommand(
        "send",
        HelpPage(strings, words, examples, statuses=True),
        imported_call(".sending.send"),
        [argument("target", "TARGET"), *_options(strings)],
    )


def _options(strings: Strings) -> list[click.Parameter]:
    words, usage = strings.cli.send, strings.cli.usage
    has_equals = each_matching("[^=]+=.*", usage.set_without_equals)
    has_colon = each_matching("[^:]+:.*", usage.header_without_colon)
    return [
        environment_option(strings),
        option("--env-type", "T", words.env_type),
        option("--set set_", "NAME=VALUE", words.set, multiple=True, callback=has_equals),
        option("--header", "'N: V'", words.header, multiple=True, callback=has_colon),
        option("--body", "JSON|@FILE", words.body),
        option("--timeout", "S", words.timeout, callback=seconds),
        option("-o --output file", "FILE", words.file),
        flag("--force", strings.transfer.commands.force),
        flag("--dry-run", words.dry_run),
        yes_option(strings),
        json_option(strings),
    ]
