"""``completion``: the completion script of Click, made safe for any name.

Click's script puts a completion into the command line of bash unquoted, so that a name with
``$(…)`` would be run as a command. Here each character with a meaning for the shell is quoted, in
the style in which the word began.
"""

import os
import re
from typing import ClassVar

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    add_completion_class,
    get_completion_class,
    shell_complete,
)

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument
from weda_tui.cli.completion.offers import COMPLETION_VARIABLE, SHELLS
from weda_tui.cli.errors_output import PROGRAM
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.core.files import read_packaged_text
from weda_tui.i18n.strings import Strings

__all__ = ["build", "shell_complete"]
_READ_BY_BASH = re.compile(r"[^A-Za-z0-9_./%+,\x80-\U0010ffff-]")
_READ_IN_QUOTES = re.compile(r"""['"\\$`!]""")


@add_completion_class
class BashQuoting(BashComplete):
    """Completion for bash that quotes names in the style of the word on the command line."""

    source_template: ClassVar[str] = read_packaged_text("cli/completion/script.bash")

    def source(self) -> str:
        """Return the script, without Click's version check, which may find a different bash."""
        return ShellComplete.source(self)

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return quoted completions; after a quote, only names that need no further quoting."""
        items = super().get_completions(args, incomplete)
        typed = re.sub(r"\\.", "", os.environ.get("COMP_WORD", ""))
        if not re.search("['\"]", typed):
            for item in items:
                item.value = _READ_BY_BASH.sub(r"\\\g<0>", item.value)
            return items
        is_begun = re.fullmatch("['\"][^'\"]*", typed)
        return [each for each in items if is_begun and not _READ_IN_QUOTES.search(each.value)]


@add_completion_class
class FishWhole(FishComplete):
    """Completion for fish that keeps names with a comma whole."""

    source_template: ClassVar[str] = FishComplete.source_template.replace(
        'split ","', 'split --max 1 ","'
    )


def build(strings: Strings) -> click.Command:
    """Return ``completion``."""
    words = strings.cli.program
    examples = (
        'eval "$(weda-tui completion bash)"     # ~/.bashrc',
        'eval "$(weda-tui completion zsh)"      # ~/.zshrc',
        "weda-tui completion fish | source      # ~/.config/fish/config.fish",
    )
    page = HelpPage(strings, (words.completion, words.completion_details), examples)
    return CliCommand(
        "completion", page, _print, [argument("shell", "|".join(SHELLS), choices=SHELLS)]
    )


def _print(shell: str) -> int:
    program = click.get_current_context().find_root().command
    found = get_completion_class(shell)
    if found is None:
        return ExitStatus.USAGE
    script = found(program, {}, PROGRAM, COMPLETION_VARIABLE).source()
    output.exact(script.encode())
    return ExitStatus.OK
