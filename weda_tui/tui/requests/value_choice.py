"""What a list of the values of a row answers with."""

from typing import NamedTuple


class ValueChoice(NamedTuple):
    """What was chosen from the values of a row."""

    value: str | int | bool = ""
    act: str = "take"
    """take, remove (send none) or type (another one)."""
