"""``match`` and ``search`` of JSONPath, with a limit on the work for a pattern."""

from functools import cache
from typing import Any

from weda_tui.core.text.patterns import is_too_large

MOST_SECONDS = 1.0
"""Most seconds that a pattern is tried on one value."""


def limit_patterns(environment: Any) -> None:
    """Make ``match`` and ``search`` of an environment raise ``TimeoutError`` for costly patterns.

    A body can contain patterns as well as a path, so these are limited, too; see ``is_too_large``.
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
