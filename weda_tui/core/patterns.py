"""Regular expressions that a person typed: each attempt ends in time, other threads run meanwhile.

The standard library's engine holds every thread while it tries, and no one can stop it.
"""

import importlib
import re
from functools import lru_cache
from typing import Any, AnyStr

_MOST_REPEATED = 100_000
"""How often something is repeated, at most, counted repetitions inside others multiplied."""
_COUNTED = re.compile(r"\{\s*(\d*)\s*,?\s*(\d*)\s*\}")


def is_too_large(text: str) -> bool:
    """Return whether the counted repetitions of a pattern could make it too large to compile."""
    repeated = 1
    for least, most in _COUNTED.findall(text):
        numbers = [int(digits[:9]) for digits in (least, most) if digits]
        repeated *= max([1, *numbers])
        if repeated > _MOST_REPEATED:
            return True
    return False


@lru_cache(maxsize=64)
def compile_pattern(text: AnyStr, *, has_case: bool = True) -> Any:
    """Return a pattern whose methods take ``timeout`` in seconds and raise ``TimeoutError``.

    Raises ``re.error`` for what is none, and ``OverflowError`` for what is too large.
    """
    try:
        re.compile(text)
    except RecursionError as error:
        raise OverflowError from error
    if is_too_large(text if isinstance(text, str) else text.decode("utf-8", "replace")):
        raise OverflowError
    regex: Any = importlib.import_module("regex")  # with the first pattern
    try:
        return regex.compile(text, 0 if has_case else regex.IGNORECASE)
    except regex.error as error:
        raise re.error(error.msg, error.pattern, error.pos) from error
