"""``skill``: the page that explains this command line to a coding agent."""

import os
from pathlib import Path

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, flag, option
from weda_tui.cli.completion.offers import left_to_shell
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.core.files import read_packaged_text
from weda_tui.i18n.strings import Strings

FILE = Path("weda-tui", "SKILL.md")
"""The path of the page in a folder of skills."""


def build(strings: Strings) -> click.Command:
    """Return ``skill``."""
    words = strings.cli.program
    examples = ("weda-tui skill", "weda-tui skill --into .claude/skills")
    parameters = [
        option("--into", "DIR", words.skill_into, shell_complete=left_to_shell("dir")),
        flag("--force", strings.transfer.commands.force),
    ]
    page = HelpPage(strings, (words.skill, words.skill_details), examples)
    return CliCommand("skill", page, _skill, parameters)


def _skill(into: str | None, force: bool) -> int:
    page = read_packaged_text(f"i18n/skill/{current().strings.language}.md").encode()
    if into is None:
        output.document(page)
        return ExitStatus.OK
    from weda_tui.session.files import write_unless_changed
    from weda_tui.store.paths import find_paths

    workspace = find_paths(current().workspace, os.environ).workspace
    file = str(Path(into, FILE))
    write_unless_changed(file, page, workspace, force=force)
    output.data(file)
    return ExitStatus.OK
