"""Success rules and the error book: the records that ``book_zh`` and ``book_en`` fill."""

import msgspec


class RuleStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The dialog for the success rule of an endpoint."""

    title: str  # endpoint
    about: str
    example: str  # rule
    holds: str
    fails: str
    cannot_try: str
    removes: str
    keep: str
    take_example: str
    saved: str  # file
    removed: str  # file
    settled: str  # rule
    no_answer: str


class BookStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of the error book, wherever they are shown."""

    title: str
    search: str
    found: str  # count
    nothing: str  # query
    causes: str
    steps: str
    note: str
    source: str
    status: str  # status, scope
    guide: str
    not_in_book: str
    other_codes: str
    alike: str  # codes
    write_note: str
    edit_note: str
    note_hint: str
    note_saved: str  # file
    note_removed: str  # file
    draft_kept: str  # title
    note_lost: str
    open_page: str
    try_it: str
    not_sandbox: str
    copied: str


class BookCommandStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``errors`` and ``explain``."""

    errors: str
    errors_details: str
    explain: str
    explain_details: str
    status: str
    endpoint: str
