"""The command line of ``run``."""

from collections.abc import Mapping, Sequence

import msgspec

from weda_tui.cli.option_checks import assigned


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

    @property
    def is_in_rounds(self) -> bool:
        """Whether the requests are run again and again."""
        return self.every is not None or self.until is not None or self.watch

    @property
    def given(self) -> Mapping[str, str]:
        """The values of ``--set``; the last one of a name counts."""
        return assigned(self.set_)
