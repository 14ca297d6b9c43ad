"""``run``: its help and options; the code that runs it is imported when it is called."""

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
from weda_tui.cli.option_checks import each_matching, interval, moment, whole_number
from weda_tui.core.runs.choices import CAREFUL_RATE
from weda_tui.core.runs.results import HIGHEST_RATE, MOST_PARALLEL
from weda_tui.i18n.strings import Strings


def build(strings: Strings) -> click.Command:
    """Return ``run``."""
    words, usage = strings.run_command, strings.cli.usage
    examples = (
        "weda-tui run approvals/list-todo",
        "weda-tui run approvals --env-type dev --parallel 4 --junit report.xml",
        "weda-tui run approvals --data rows.csv --bail --yes --json",
        "weda-tui run approvals --every 5m --textfile approvals.prom --html approvals.html",
    )
    has_equals = each_matching("[^=]+=.*", usage.set_without_equals)
    parameters = [
        argument("paths", "PATH…", nargs=-1, required=True),
        environment_option(strings),
        option("--env-type", "T", words.env_type),
        option("--set set_", "NAME=VALUE", words.set, multiple=True, callback=has_equals),
        option("--parallel", "N", words.parallel, callback=whole_number(1, MOST_PARALLEL)),
        option("--data", "F", words.data),
        flag("--bail", words.bail),
        json_option(strings),
        option("--junit", "F", words.junit),
        option("--report", "F", words.report),
        option(
            *("--rate", "N", words.rate.format(careful=CAREFUL_RATE)),
            callback=whole_number(1, HIGHEST_RATE),
        ),
        flag("--resume", words.resume),
        flag("--restart", words.restart),
        option("--plan-undo", "F", words.plan_undo),
        option("--every", "T", words.monitor.every, callback=interval(words.monitor.bad_every)),
        option("--until", "T", words.monitor.until, callback=moment(words.monitor.bad_until)),
        flag("--watch", words.monitor.watch),
        option("--textfile", "F", words.monitor.textfile),
        option("--html", "F", words.monitor.html),
        yes_option(strings),
    ]
    texts = (
        words.about,
        words.details,
        words.order,
        words.bulk,
        words.monitor.details,
        words.statuses,
        words.json,
    )
    return CliCommand(
        "run",
        HelpPage(strings, texts, examples, statuses=True),
        imported_call(".runs.run"),
        parameters,
    )
