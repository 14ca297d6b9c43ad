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
