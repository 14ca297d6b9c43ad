"""``match`` and ``search`` of JSONPath, which give up a pattern that has too much to try."""

from functools import cache
from typing import Any

from weda_tui.core.text.patterns import is_too_large

MOST_SECONDS = 1.0
"""Seconds that a pattern is tried on one value, at most."""


def limit_patterns(environment: Any) -> None:
    """Let an environment's ``match`` and ``search`` raise ``TimeoutError`` rather than go on.

    A pattern that a body holds is tried as well as one in the path; see ``is_too_large``.
    """
    for name, function in _functions().items():
        environment.function_extensions[name] = function()


@cache
def _functions() -> dict[str, Any]:
    from jsonpath.function_extensions import Match, Search

    def tried(function: Any, method: str, value: object, pattern: object) -> bool:
        if not isinstance(value, str) or not isinstance(pattern, str):
            return False
        if is_too_large(pattern):
            raise TimeoutError
        compiled = function.check_cache(pattern)
        if compiled is None:
            return False
        return bool(getattr(compiled, method)(value, timeout=MOST_SECONDS))

    class TimedMatch(Match):
        def __call__(self, value: object, pattern: object) -> bool:
            return tried(self, "fullmatch", value, pattern)

    class TimedSearch(Search):
        def __call__(self, value: object, pattern: object) -> bool:
            return tried(self, "search", value, pattern)

    return {"match": TimedMatch, "search": TimedSearch}
