"""Words about the data models of a deployment."""

import msgspec

from weda_tui.i18n.error_strings import Words


class ModelCommandStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``catalogue models``, and ``--env`` of its neighbours."""

    details: str
    env: str
    refresh: str
    add: str
    remove: str
    added: str  # name
    not_added: str  # name
    empty: str


class ModelStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The list of models, on the screen and on the command line."""

    command: ModelCommandStrings
    add_title: str
    add_hint: str
    command_add: str
    already_there: str
    listed: str  # count
    dropped: str  # name
    from_list: str
    never: str
    loading: str
    failed: str
    refused: Words  # code, message
    """The verdict of an answer that is no list."""
    count: str  # count
    fields: str  # count
    name_only: str
    left_out: str  # count
    just_now: str
    minutes_ago: str  # count
    hours_ago: str  # count
    days_ago: str  # count
