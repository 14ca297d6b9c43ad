"""``env restore``: what was removed, and back again."""

from datetime import datetime

import click
import msgspec

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, json_option
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import cells, pad
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.i18n.strings import Strings


def build(strings: Strings) -> click.Command:
    """Return ``env restore``."""
    words = strings.environments.trash
    parameters = [click.Argument(["name"], metavar="[NAME]", required=False), json_option(strings)]
    page = HelpPage(strings, (words.restore, words.restore_details))
    return CliCommand("restore", page, _restore, parameters)


def _restore(name: str | None, as_json: bool) -> int:
    session, words = open_session(), current().strings.environments.trash
    if name is not None:
        session.environments.trash.restore(name)
        output.talk(words.restored.format(name=name))
        return ExitStatus.OK
    removed = session.environments.trash.removed()
    if as_json:
        rows = [{"name": each.name, "removedAt": each.deleted_at} for each in removed]
        output.json_data(msgspec.json.encode({"environments": rows}))
    elif removed:
        width = max(cells(each.name) for each in removed)
        output.data(
            "\n".join(f"{pad(each.name, width)}  {_time(each.deleted_at)}" for each in removed)
        )
    else:
        output.talk(words.empty)
    return ExitStatus.OK


def _time(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M:%S}"
