"""The rows of RESULT, shared out between what it shows of a failure."""

from typing import NamedTuple


class Blocks(NamedTuple):
    """The rows that each block of a failure needs."""

    verdict: int
    """The verdict, with the heading and the blank rows around it, and remarks."""
    body: int
    """What is kept in view of the body, with its tabs and what stands around its lines."""
    doctor: int
    """The doctor in his shortest form."""
    since: int
    """What changed since the last success; 0 where nothing is known of it."""


class Shares(NamedTuple):
    """The rows that a block may fill."""

    doctor: int
    since: int


def share_rows(height: int, blocks: Blocks) -> Shares:
    """Return what is left for the doctor, and for what changed where he keeps what he needs."""
    room = height - blocks.verdict - blocks.body
    since = blocks.since if room - blocks.since >= blocks.doctor else 0
    return Shares(room - since, since)
