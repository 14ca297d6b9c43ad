"""Regular expressions of the user, with a timeout and without blocking other threads.

The standard library's engine holds the GIL while it matches, and cannot be interrupted.
"""

import importlib
import re
import warnings
from functools import lru_cache
from typing import Any, AnyStr

_MOST_REPEATED = 100_000
"""The most parts of a pattern, with its counted repetitions written out."""
_LONGEST = 4_000
"""The most characters of a pattern: parsing takes quadratic time in the open brackets."""
_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]|\{\s*(\d*)\s*,?\s*(\d*)\s*\}|.", re.DOTALL)
"""An escape, a class, a parenthesis, a counted repetition, or a character."""


def is_too_large(text: str) -> bool:
    """Return whether a pattern, with its repetitions written out, is too large to compile."""
    if len(text) > _LONGEST:
        return True
    sizes, last = [0], 0  # of the open groups, and of the part before a repetition
    for part in _PART.finditer(text):
        if part.lastindex:
            times = max([1, *(int(digits[:9]) for digits in part.groups() if digits)])
            sizes[-1] += last * (times - 1)
            last *= times
        elif part[0] == "(":
            sizes.append(0)
            last = 0
        elif part[0] == ")" and len(sizes) > 1:
            last = max(1, sizes.pop())
            sizes[-1] += last
        else:
            last = 1
            sizes[-1] += 1
        if sizes[-1] > _MOST_REPEATED:
            return True
    return False


def read_pattern(text: AnyStr) -> re.Pattern[AnyStr]:
    """Return a pattern of the standard library, without its warnings about future changes.

    Raises ``re.error``, ``RecursionError``, ``OverflowError``.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        return re.compile(text)


@lru_cache(maxsize=64)
def compile_pattern(text: AnyStr, *, has_case: bool = True) -> Any:
    """Return a pattern whose methods take ``timeout`` in seconds and raise ``TimeoutError``.

    Raises ``re.error`` for an invalid pattern, and ``OverflowError`` for a pattern that is too
    large.
    """
    if is_too_large(text if isinstance(text, str) else text.decode("utf-8", "replace")):
        raise OverflowError
    try:
        read_pattern(text)
    except RecursionError as error:
        raise OverflowError from error
    regex: Any = importlib.import_module("regex")  # imported with the first pattern
    try:
        return regex.compile(text, 0 if has_case else regex.IGNORECASE)
    except regex.error as error:
        raise re.error(error.msg, error.pattern, error.pos) from error
