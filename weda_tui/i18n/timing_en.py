"""Where the time of a call went, in English."""

from weda_tui.core.timing import Step
from weda_tui.i18n.timing_strings import TimingStrings

TIMING_EN = TimingStrings(
    tab="Timing",
    prepared="before",
    prepared_why="the token; not in the total",
    steps={
        Step.CONNECT: "connect",
        Step.TUNNEL: "proxy",
        Step.TLS: "TLS",
        Step.SEND: "send",
        Step.WAIT: "wait",
        Step.RECEIVE: "receive",
    },
    whys={
        Step.CONNECT: "with the name lookup",
        Step.TUNNEL: "asked for the way",
        Step.WAIT: "until the headers are in",
    },
    reused="connect",
    reused_why="an open connection was used",
    other="other",
    other_why="this machine",
    total="total",
    total_why="from connecting to the last byte",
    started="started",
    server="server time",
    server_same="agrees with this machine",
    server_ahead="{by} ahead of this machine",
    server_behind="{by} behind this machine",
    rate="{rate}/s",
    not_kept="the history keeps the total, not the steps",
)
