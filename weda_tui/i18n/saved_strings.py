"""Saved requests: the records that ``saved_zh`` and ``saved_en`` fill."""

import msgspec


class SavedCommandStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Saved requests on the command line."""

    schema: str
    schema_details: str


class SavedScreenStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Saved requests in the explorer."""

    tab: str
    filter: str
    filter_count: str  # count
    empty: str
    choose_request: str
    nothing_found: str  # query
    found: str  # count
    requests: str  # count
    foot: str
    broken: str  # file, line
    broken_file: str  # file
    saved: str  # file
    demo_lost: str
    renamed: str  # file
    removed: str  # name
    restored: str  # name
    put_back: str  # name
    nothing_removed: str
    lands: str  # folder, place
    lands_in: str  # folder
    edits_not_in: str
    unsaved: str
    reloaded: str  # file
    changed: str  # file
    take_theirs: str
    keep_mine: str
    gone: str  # file
    nothing_to_save: str
    drafts_back: str  # count
    drafts_drop: str
    drafts_dropped: str  # count
    drafts_return: str
    drafts_stay_away: str
    reset: str
    new_here: str


class SavedResultStrings(msgspec.Struct, frozen=True, kw_only=True):
    """How a saved request went, and what its file checks."""

    tab: str
    latest: str  # count
    reading: str
    empty: str
    compared: str  # after, before
    comparing: str
    nothing_before: str
    marked: str
    checks: str
    checks_of: str  # when
    not_held: str
    depends: str
    poll: str  # every, at_most
    then_checks: str  # count


class ExportStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Exporting from the tree."""

    title: str  # name
    about: str
    under_way: str  # name, elapsed
    done: str  # count, file
    left: str  # names
    open: str  # names
    more: str  # count


class SaveDialogStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The dialogs of a saved request."""

    title: str
    move_title: str
    folder_title: str
    details_title: str  # name
    name: str
    folder: str
    file: str
    tags: str
    description: str
    save: str
    move: str
    make: str
    next: str
    folders: str
    exists: str  # file
    overwrite: str
    first_collection: str
    name_missing: str
    folder_missing: str


class ExampleStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Answers that are kept with a saved request."""

    title: str
    name: str
    to: str
    filter: str
    same_call: str
    new_request: str
    good: str  # said
    saved: str  # file
    no_answer: str
    secret_gone: str


class SavedStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is said of saved requests."""

    command: SavedCommandStrings
    screen: SavedScreenStrings
    result: SavedResultStrings
    export: ExportStrings
    dialog: SaveDialogStrings
    example: ExampleStrings
