"""Where a value of an answer goes next, and what else is done with it."""

import msgspec


class FollowingStrings(msgspec.Struct, frozen=True, kw_only=True):
    """F7 at the end of RESULT, the way back, and the dialogs of a value."""

    next: str
    take_it: str
    rest: str  # count
    other: str
    nowhere: str
    no_id: str
    reading: str
    save: str
    copy: str
    assertion: str
    variable: str
    from_answer: str
    opened: str  # name
    opened_model: str
    back_to: str  # title
    came_back: str  # title
    no_way_back: str
    list_title: str  # name, value
    no_value: str
    still_sending: str


class CopyStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What can be copied of an answer."""

    title: str
    value: str
    key: str
    node: str
    json_path: str
    js_path: str
    line: str
    whole: str
    headers: str
    exchange: str
    body_of: str  # charset
    body_mended: str  # count
    not_text: str


class KeptValueStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A value that becomes a variable or an assertion."""

    variable_title: str
    name: str
    place: str
    keep: str
    places: str
    next: str
    of_environment: str  # name, file
    of_env_type: str  # env_type, file
    of_folder: str  # name, file
    of_request: str  # name, file
    of_session: str  # name
    says: str  # value, name
    there_already: str  # value
    overwrite: str
    name_missing: str
    bad_name: str
    built_in: str  # name
    secret: str
    no_place: str
    kept: str  # name, file
    assertion_title: str
    writes: str  # file
    add: str
    operators: str
    added: str  # file
    save_first: str
    other_call: str  # title
    in_string: str
    meanings: dict[str, str]
    """What each operator says, by its name in the file."""
