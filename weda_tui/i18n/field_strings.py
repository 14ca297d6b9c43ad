"""The words for the fields of a call: types, what is wrong with a value, and the form."""

import msgspec


class TypeStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Types of values."""

    string: str
    integer: str
    number: str
    boolean: str
    object: str
    array: str
    array_of: str  # type
    any: str
    milliseconds: str


class FindingStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft lacks."""

    missing: str  # name
    missing_more: str  # name, count
    wrong_type: str  # name, type
    not_listed: str  # name, values
    here_missing: str
    here_wrong_type: str  # type
    here_not_listed: str  # values
    send_anyway: str
    sent_anyway: str  # finding
    stated: str  # finding
    and_more: str  # count


class FieldStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The form."""

    types: TypeStrings
    findings: FindingStrings
    form: str
    unset: str
    unset_count: str  # count
    unset_short: str  # count
    required: str
    default: str  # value
    example: str  # value
    unlisted: str
    values: str  # count
    items: str  # count
    add_item: str
    add_key: str
    add_key_hint: str
    in_path: str
    in_query: str
    in_header: str
    time_hint: str
    boolean_hint: str
    not_json: str
    too_large: str  # size
    file_body: str
    files_inside: str
    whole_body: str
    removed: str  # name
    undone: str
    nothing_to_undo: str
    key_taken: str  # name
    other_value: str
    first_letter: str
    dont_send: str
