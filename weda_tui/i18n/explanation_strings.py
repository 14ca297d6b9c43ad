"""What would leave and why: the record that ``explanation_zh`` and ``explanation_en`` fill."""

import msgspec


class ExplanationStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Variables with their sources, the guard that would ask, the token that would be used."""

    first: str
    variables: str
    no_variables: str
    guard: str
    records: str
    token: str

    dynamic: str
    environment: str  # name
    env_type: str  # name
    collection: str  # name
    of_request: str
    row: str  # number
    captured: str  # path
    given: str
    built_in: str
    hides: str  # values
    hidden: str  # origin, value
    joint: str
    """What stands between several."""

    send: str
    ask: str
    ask_name: str  # name
    refuse: str
    repeated: str  # seconds

    open_many: str
    open_one: str
    counted: str  # count
    of_count: str  # count
    of_all: str
    more: str  # count
    told_at: str  # time

    token_used: str  # kind, age, left
    token_first: str  # kind
    token_key_itself: str
    token_none: str

    curl: str
