"""The levels of a guard. ``decision`` says what each level requires."""

from enum import StrEnum


class Guard(StrEnum):
    """The guard of an env type, which decides whether the user is asked before a call is sent.

    Reads are always allowed. The members are in the order of strictness, and of the digits that set
    a guard in the grid.
    """

    NONE = "none"
    CONFIRM = "confirm"
    TYPE_NAME = "type-name"
    READ_ONLY = "read-only"


def preset_guard(env_type: str) -> Guard:
    """Return the guard of a new env type: ``CONFIRM`` for ``prod``, ``NONE`` for the others."""
    return Guard.CONFIRM if env_type == "prod" else Guard.NONE
