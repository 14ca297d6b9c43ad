"""Where the time of a call went: the record that ``timing_zh`` and ``timing_en`` fill."""

from collections.abc import Mapping

import msgspec

from weda_tui.core.timing import Step


class TimingStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The tab of RESULT with the times."""

    tab: str
    prepared: str
    prepared_why: str
    steps: Mapping[Step, str]
    whys: Mapping[Step, str]
    """What belongs to a step, where its name does not say it."""
    reused: str
    reused_why: str
    other: str
    other_why: str
    total: str
    total_why: str
    started: str
    server: str
    server_same: str
    server_ahead: str  # by
    server_behind: str  # by
    rate: str  # rate
    not_kept: str
