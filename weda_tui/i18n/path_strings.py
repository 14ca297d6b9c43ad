"""Following a JSONPath in a body, and the JSON inside its strings."""

import msgspec


class PathStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The row under a body in which a path is typed, and what is shown of its result."""

    placeholder: str
    syntax: str
    found: str  # count
    found_none: str
    looking: str  # percent, count
    fault: str  # column
    too_long: str  # count
    gave_up: str
    cost: str  # size, elapsed, memory
    not_json: str
    not_whole: str
    only_found: str  # path, count
    only_one: str  # path
    nested: str
    inside: str
    nested_note: str
    nested_broken: str
    back: str
