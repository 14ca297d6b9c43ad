"""The options of ``run``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from weda_tui.cli.option_checks import assigned
from weda_tui.session import Session
from weda_tui.session.runs.outputs import OutputFile, OutputKind, body_files, check_outputs
from weda_tui.session.runs.request_loader import RequestLoader

STDOUT = "-"
"""The file name that means stdout."""


class RunFlags(msgspec.Struct, frozen=True):
    """The options of one ``run``; only their syntax is checked."""

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
    """Seconds from now after which no further round starts."""
    watch: bool
    textfile: str | None
    html: str | None
    yes: bool
    report: str | None
    rate: int | None
    resume: bool
    restart: bool
    plan_undo: str | None

    @property
    def outputs(self) -> tuple[OutputFile, ...]:
        """The output files, except the plan of an undo."""
        junit = "" if self.junit == STDOUT else self.junit or ""
        return (
            OutputFile("--junit", junit, OutputKind.JUNIT),
            OutputFile("--report", self.report or "", OutputKind.REPORT),
            OutputFile("--textfile", self.textfile or "", OutputKind.METRICS),
            OutputFile("--html", self.html or "", OutputKind.HTML),
        )

    @property
    def is_in_rounds(self) -> bool:
        """Whether the requests are run repeatedly."""
        return self.every is not None or self.until is not None or self.watch

    @property
    def given(self) -> Mapping[str, str]:
        """The values of ``--set``; the last value of a name wins."""
        return assigned(self.set_)


def check_files(
    flags: RunFlags, session: Session, loader: RequestLoader, plans: Iterable[str] = ()
) -> None:
    """Raise ``FileError`` if writing an output would destroy another file.

    ``plans`` are the files of the plan of an undo.
    """
    workspace = session.paths.workspace

    def read() -> Iterator[Path]:
        return body_files(workspace, loader, loader.chosen(flags.paths))

    planned = (OutputFile("--plan-undo", file) for file in plans)
    inputs = {"--data": flags.data or ""}
    check_outputs((*flags.outputs, *planned), inputs, workspace, read)
