"""An answer as it is compared: exact values, and what does not count set aside."""

import codecs
from collections.abc import Iterator
from typing import NamedTuple

from weda_tui.core.comparison.ignored import Ignored, by_name, set_aside
from weda_tui.core.json.exact_values import Value, read_exact
from weda_tui.core.json.truncated import close_json


class Comparable(NamedTuple):
    """The values of an answer."""

    root: Value
    open: frozenset[int]
    """The ``id`` of each container that the answer was cut off in."""


def read_comparable(body: bytes, ignored: Ignored, *, is_cut: bool) -> Comparable:
    """Read a UTF-8 answer, of which only a beginning may be there.

    Raises ``ValueError`` for what is no JSON, ``RecursionError`` for too deep.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    text, open_count = body.decode("utf-8", "ignore" if is_cut else "strict"), 0
    if is_cut:
        text, open_count = close_json(text)
    root = read_exact(text, by_name if ignored.is_on else lambda _, value: value)
    if ignored.is_on:
        set_aside(root, ignored)
    return Comparable(root, frozenset(_last_containers(root, open_count)))


def _last_containers(value: Value, count: int) -> Iterator[int]:
    for _ in range(count):
        if not isinstance(value, dict | list):
            return
        yield id(value)
        items = value if isinstance(value, list) else [*value.values()]
        value = items[-1] if items else None
