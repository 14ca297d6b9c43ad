"""``load``: its help and options; the code that runs it is imported when it is called."""

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
from weda_tui.cli.invocation import current
from weda_tui.cli.option_checks import each_matching, number, whole_number
from weda_tui.core.load.figures import MOST_RATE, MOST_USERS, read_percent
from weda_tui.core.runs.choices import CAREFUL_RATE, seconds_of_limit
from weda_tui.i18n.strings import Strings

MOST_WORKERS = 1_000


def build(strings: Strings) -> click.Command:
    """Return ``load``."""
    words, run, usage = strings.load.command, strings.run_command, strings.cli.usage
    examples = (
        "weda-tui load approvals/list-todo --users 10 --time 1m --env-type dev",
        "weda-tui load approvals --users 50 --spawn-rate 5 --time 5m --workers 2 --rate 100",
        "weda-tui load approvals --users 5 --time 30s --p95 300ms --errors 1% --junit l.xml --yes",
    )
    has_equals = each_matching("[^=]+=.*", usage.set_without_equals)
    parameters = [
        argument("paths", "PATH…", nargs=-1, required=True),
        option("--users", "N", words.users, required=True, callback=whole_number(1, MOST_USERS)),
        option("--spawn-rate", "R", words.spawn_rate, callback=number(0.01, MOST_RATE)),
        option("--time", "T", words.time, required=True, callback=_whole_seconds),
        option("--workers", "N", words.workers, callback=whole_number(1, MOST_WORKERS)),
        option("--master", "HOST", words.master),
        environment_option(strings),
        option("--env-type", "T", run.env_type),
        option("--set set_", "NAME=VALUE", run.set, multiple=True, callback=has_equals),
        option("--data", "F", words.data),
        option(
            "--rate", "N", words.rate.format(careful=CAREFUL_RATE), callback=number(0, MOST_RATE)
        ),
        flag("--writes", words.writes),
        flag("--token-per-user", words.token_per_user),
        flag("--keep-going", words.keep_going),
        option("--p95", "T", words.p95, callback=_milliseconds),
        option("--errors", "P", words.errors, callback=_percent),
        json_option(strings),
        option("--junit", "F", words.junit),
        option("--html", "F", words.html),
        yes_option(strings),
    ]
    limits = words.limits.format(careful=CAREFUL_RATE)
    texts = (words.about, words.details, limits, words.guards, words.machines)
    return CliCommand(
        "load",
        HelpPage(strings, (*texts, words.statuses, words.json), examples, statuses=True),
        imported_call(".load.load"),
        parameters,
    )


def _seconds(context: click.Context, parameter: click.Parameter, value: str) -> float:
    """Read a duration of at most a day. Raises ``click.BadParameter``."""
    try:
        return seconds_of_limit(value)
    except ValueError:
        message = current().strings.load.bad_time.format(value=value)
        raise click.BadParameter(message, context, parameter) from None


def _whole_seconds(context: click.Context, parameter: click.Parameter, value: str) -> float:
    """Read the duration of a load in whole seconds, as Locust has it. Raises ``BadParameter``."""
    seconds = _seconds(context, parameter, value)
    if not seconds.is_integer():
        message = current().strings.load.part_second.format(value=value)
        raise click.BadParameter(message, context, parameter)
    return seconds


def _milliseconds(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> float | None:
    """Read a duration threshold as milliseconds. Raises ``click.BadParameter``."""
    return 1000 * _seconds(context, parameter, value) if value is not None else None


def _percent(context: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    """Read a percentage. Raises ``click.BadParameter``."""
    share = read_percent(value) if value is not None else None
    if value is not None and share is None:
        message = current().strings.load.bad_percent.format(value=value)
        raise click.BadParameter(message, context, parameter)
    return share
