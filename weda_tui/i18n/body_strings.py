"""The body of an answer: its lines, folds, search, forms, saving, and remarks on its values."""

import msgspec


class BodyStrings(msgspec.Struct, frozen=True, kw_only=True):
    """RESULT's body, and ``weda-tui view``."""

    items: str  # count
    members: str  # count
    in_ranges: str  # count, size
    indexing: str  # percent
    place: str  # line, percent
    image: str  # type, width, height, size
    image_only: str  # type, size
    binary: str  # size
    empty: str
    incomplete: str  # size
    raw: str
    hex: str
    kinds: dict[str, str]
    """By ``Kind``."""
    # search
    option_case: str
    option_regex: str
    option_keys: str
    option_values: str
    searching: str  # percent
    found_in: str  # elapsed
    at_least: str  # count
    bad_pattern: str  # at
    slow_pattern: str
    go_to_line: str
    no_such_line: str  # count
    # folding
    fold_title: str
    fold_depth: str  # depth
    fold_all: str
    unfold_all: str
    fold_siblings: str
    unfold_siblings: str
    not_indexed: str
    nothing_beside: str
    # charset and form
    charset_title: str
    charset_own: str  # charset
    form_title: str
    form_laid_out: str
    form_raw: str
    form_hex: str
    # saving and copying
    path: str
    save_title: str
    save_hint: str
    save_take: str
    save_over: str
    save_exists: str  # size
    save_folder: str
    save_no_folder: str
    saved: str  # size, file


class ViewStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``weda-tui view``."""

    summary: str
    details: str
    file: str
    no_file: str
    not_json: str  # line, column


class NoteStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What is said behind the lines of an answer: never copied, never saved."""

    unlisted: str
    unlisted_in_model: str
    lacks: str  # names
    between: str
    """Between two names."""
    decoded: str
    """In the facts, once escapes are shown as what they stand for."""
    decode_hint: str
    no_escapes: str
    lacking_title: str  # name
    lacking_whole: str
    """The name of the outermost object."""
    always: str
    other: str
    other_in_model: str
    nothing_lacks: str
