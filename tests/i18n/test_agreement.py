"""English sentences with a count: each noun agrees with its number."""

import re
from collections.abc import Iterator, Sequence

from weda_tui.i18n.language import strings_for
from weda_tui.i18n.phrases.errors import placeholders
from weda_tui.i18n.text import FailureText, Words, sentence_names

ALWAYS_MANY = {"many_rows", "asks_rows", "in_ranges", "missing_more", "unknown_in_a_row"} | {
    "unreachable_in_a_row"
}
"""Fields that are only used for more than one."""


def sentences(value: object) -> Iterator[tuple[str, str]]:
    """Return the name and text of every sentence of a record."""
    fields: Sequence[str] = ()
    if isinstance(value, FailureText):
        fields = value.__struct_fields__
    elif isinstance(value, Words):
        fields = sentence_names(type(value))
    for field in fields:
        inner: object = getattr(value, field, None)
        yield from ((field, inner),) if isinstance(inner, str) else sentences(inner)


def test_no_count_stands_before_a_noun_that_is_always_plural() -> None:
    nouns = (
        "rows|requests|records|endpoints|models|fields|items|values|files|entries|calls|codes|"
        "checks|results|paths|parameters|members|drafts|things|days|places|webhooks"
    )
    assert len(list(sentences(strings_for("en")))) > 1000
    plural = re.compile(r"\{(count|total|rows|requests|days|sends)\} (" + nouns + r")\b")
    found = [
        f"{name}: {text}"
        for name, text in sentences(strings_for("en"))
        if plural.search(text) and name not in ALWAYS_MANY and "more than" not in text
    ]
    assert found == []


def test_both_languages_fill_the_same_blanks() -> None:
    chinese, english = (list(sentences(strings_for(language))) for language in ("zh", "en"))
    assert [name for name, _ in chinese] == [name for name, _ in english]
    assert len(english) > 2000
    found = [
        (name, zh, en)
        for (name, zh), (_, en) in zip(chinese, english, strict=True)
        if placeholders(zh) != placeholders(en)
    ]
    assert found == []
