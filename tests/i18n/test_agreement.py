"""English sentences that count: each noun agrees with its number."""

import re
from collections.abc import Iterator

import msgspec

from weda_tui.i18n.language import strings_for

ALWAYS_MANY = {"many_rows", "asks_rows", "in_ranges"}
"""Fields that are only said of more than one."""


def sentences(value: object) -> Iterator[tuple[str, str]]:
    """Return the name and text of every sentence of a record."""
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner: object = getattr(value, field)
            yield from ((field, inner),) if isinstance(inner, str) else sentences(inner)


def test_no_count_stands_before_a_noun_that_is_always_plural() -> None:
    nouns = (
        "rows|requests|records|endpoints|models|fields|items|values|files|entries|calls|codes|"
        "checks|results|paths|parameters|members|drafts|things|days|places|webhooks"
    )
    plural = re.compile(r"\{(count|total|rows|requests|days|sends)\} (" + nouns + r")\b")
    found = [
        f"{name}: {text}"
        for name, text in sentences(strings_for("en"))
        if plural.search(text) and name not in ALWAYS_MANY and "more than" not in text
    ]
    assert found == []
