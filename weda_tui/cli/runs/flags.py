"""The command line of ``run``."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import msgspec

from weda_tui.cli.invocation import current
from weda_tui.cli.option_checks import assigned
from weda_tui.store.paths import typed_path

STDOUT = "-"
"""What stands for stdout in place of a file."""


class RunFlags(msgspec.Struct, frozen=True):
    """The command line of one ``run``, checked for form."""

    paths: Sequence[str]
    env: str | None
    env_type: str | None
    set_: Sequence[str]
    parallel: int | None
    data: str | None
    bail: bool
    as_json: bool
    junit: str | None
    every: float | None
    """Seconds between two rounds."""
    until: float | None
    """Seconds from now on after which no round begins."""
    watch: bool
    textfile: str | None
    html: str | None
    yes: bool
    report: str | None
    rate: int | None
    resume: bool
    restart: bool
    plan_undo: str | None

    def check_files(self) -> None:
        """Raise ``click.UsageError`` where a file would be written over another one of these."""
        files = {
            "--data": self.data, "--junit": self.junit, "--report": self.report,
            "--plan-undo": self.plan_undo, "--textfile": self.textfile, "--html": self.html,
        }  # fmt: skip
        found: dict[Path, str] = {}
        for option, file in files.items():
            if file is None or file == STDOUT:
                continue
            place = typed_path(file).resolve()
            if place in found:
                words = current().strings.run_command
                raise click.UsageError(words.same_file.format(one=found[place], other=option))
            found[place] = option

    @property
    def is_in_rounds(self) -> bool:
        """Whether the requests are run again and again."""
        return self.every is not None or self.until is not None or self.watch

    @property
    def given(self) -> Mapping[str, str]:
        """The values of ``--set``; the last one of a name counts."""
        return assigned(self.set_)
