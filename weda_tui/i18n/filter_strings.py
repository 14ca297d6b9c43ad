"""Words of the filter builder."""

import msgspec


class OperatorStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The operators of the model query language, each by its name without the dollar."""

    eq: str
    neq: str
    gt: str
    gte: str
    lt: str
    lte: str
    in_: str
    nin: str
    search: str
    search_ci: str
    nsearch: str
    nsearch_ci: str
    empty: str
    nempty: str


class FaultStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Why a ``$filter`` cannot be read; the names are those of ``FaultKind``."""

    unexpected: str  # near
    unfinished: str
    unknown_operator: str  # near
    unknown_function: str  # near
    too_deep: str


class FilterStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The filter builder."""

    operators: OperatorStrings
    faults: FaultStrings
    kinds: dict[str, str]
    """What fields hold, by ``FieldKind``."""
    title: str
    title_of: str  # model
    conditions: str
    order: str
    select: str
    all_of: str
    any_of: str
    add: str
    add_sort: str
    no_conditions: str
    ascending: str
    descending: str
    every_field: str
    no_choice: str
    fields_more: str  # fields, count
    kept: str
    value: str
    no_value: str
    yes: str
    no: str
    list_hint: str
    time_hint: str
    choose_hint: str
    wrong_type: str  # field, kind
    unfinished: str  # field
    misplaced: str
    every_record: str
    preview: str
    nothing_changes: str
    choose_field: str
    choose_operator: str
    choose_value: str
    choose_fields: str
    use_typed: str  # text
    other_value: str
    nothing_found: str  # query
    cannot_read: str  # column, reason
    no_place: str
    no_filter: str
    taken: str
    key_take: str
    key_cell: str
    key_choose: str
    key_add: str
    key_remove: str
    key_group: str
    key_ungroup: str
    key_turn: str
    key_undo: str
    key_back: str
    key_mark: str
