"""Conditions on a JSON response, in the language of JSONPath (RFC 9535).

    $.items[*]                     a query: holds if it finds something, none of it false or null
    $.status == 'done' && $.n > 3  a condition as inside ``?``; ``$`` is the whole response

Numbers follow I-JSON: an id of 19 digits is compared as a text or not at all. The library is
imported when a condition is read, because most workspaces have none.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.jsonpath.budget import bounded, find_matches
from weda_tui.formats.jsonpath.patterns import limit_patterns

LARGEST = 4 * 1024 * 1024
"""Largest response, in bytes, on which a condition is evaluated."""
LONGEST = 500
"""Longest condition, in characters."""

Condition = Callable[[bytes], bool | None]
"""Returns whether a response in UTF-8 meets the condition; ``None`` if that cannot be evaluated."""


def read_condition(text: str) -> Condition:
    """Read a condition. Raises ``FileError`` (``RULE_INVALID``) with the column, from 1."""
    from jsonpath import JSONPathEnvironment
    from jsonpath.exceptions import JSONPathError
    from jsonpath.parse import Parser

    class ConditionEnvironment(JSONPathEnvironment):
        parser_class = bounded(Parser)

    if len(text) > LONGEST:
        raise FileError(ErrorCode.RULE_INVALID, rule=f"{text[:20]}…", column=LONGEST)
    environment = ConditionEnvironment(strict=True)
    limit_patterns(environment)
    columns: list[int] = []
    for before, after in (("", ""), _AS_FILTER):
        try:
            query = environment.compile(f"{before}{text}{after}")
        except JSONPathError as error:
            token = error.token
            columns.append(token.index - len(before) + 1 if token else 1)
        except OverflowError:  # an integer too large for a float, to which the library converts it
            columns.append(1)
        else:
            return partial(_holds, partial(find_matches, query), not before)
    raise FileError(ErrorCode.RULE_INVALID, rule=text, column=max(1, *columns))


_AS_FILTER = ("$[?", "]")
"""The text around a condition that makes it a query."""


def _holds(find: Callable[[Any], Any], is_query: bool, body: bytes) -> bool | None:
    if len(body) > LARGEST:
        return None
    try:
        found = [match.value for match in find(json.loads(body))]
    except (ValueError, RecursionError, TimeoutError):
        return None
    if is_query:
        return bool(found) and not any(value is None or value is False for value in found)
    return bool(found)
