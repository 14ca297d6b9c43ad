"""The levels of a guard. What each asks stands in ``decision``."""

from enum import StrEnum


class Guard(StrEnum):
    """What stands between F5 and the wire, per env type. Reads always pass.

    The order is that of strictness, and of the digits that set a guard in the grid.
    """

    NONE = "none"
    CONFIRM = "confirm"
    TYPE_NAME = "type-name"
    READ_ONLY = "read-only"


def preset_guard(env_type: str) -> Guard:
    """Return the guard that a new env type starts with: ``prod`` asks, the others do not."""
    return Guard.CONFIRM if env_type == "prod" else Guard.NONE
