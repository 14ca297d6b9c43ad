"""Notes on values, as sentences."""

from datetime import UTC, datetime

from weda_tui.core.bodies.answer_schema import MissingFields
from weda_tui.core.bodies.value_notes import KnownValues
from weda_tui.core.catalogue.endpoint import Bilingual, Parameter
from weda_tui.i18n.phrases.bodies import note_words
from weda_tui.i18n.strings import EN, ZH

AT = datetime(2026, 11, 24, 9, 22, 18, tzinfo=UTC)


def lacking(*names: str) -> MissingFields:
    fields = (Parameter(name=name, location="response", type="any") for name in names)
    return MissingFields(always=tuple(fields))


def test_what_is_known_is_said_in_both_languages():
    for known, zh, en in [
        (KnownValues(), "", ""),
        (KnownValues(meaning=Bilingual("待办", "to do")), "待办", "to do"),
        (KnownValues(moment=AT), "2026-11-24 09:22:18", "2026-11-24 09:22:18"),
        (KnownValues(decoded="中文"), "中文", "中文"),
        (KnownValues(is_unlisted=True), "文档中没有", "not documented"),
        (KnownValues(is_unlisted=True, of_model=True), "模型中没有", "not in the model"),
        (KnownValues(lacking=lacking("a", "b")), "缺少 a、b", "missing a, b"),
        (KnownValues(lacking=lacking(*"abcde")), "缺少 a、b、c、d…", "missing a, b, c, d…"),
        (KnownValues(lacking=MissingFields(other=lacking("a").always)), "", ""),
        (
            KnownValues(moment=AT, is_unlisted=True),
            "2026-11-24 09:22:18 · 文档中没有",
            "2026-11-24 09:22:18 · not documented",
        ),
    ]:
        assert note_words(known, ZH) == zh, known
        assert note_words(known, EN) == en, known
