"""Remarks in words."""

from datetime import UTC, datetime

import pytest

from weda_tui.core.bodies.answer_schema import Lacking
from weda_tui.core.bodies.value_notes import Known
from weda_tui.core.catalogue.endpoint import Bilingual, Parameter
from weda_tui.i18n.phrases.bodies import note_words
from weda_tui.i18n.strings import EN, ZH

AT = datetime(2026, 11, 24, 9, 22, 18, tzinfo=UTC)


def lacking(*names: str) -> Lacking:
    fields = (Parameter(name=name, location="response", type="any") for name in names)
    return Lacking(always=tuple(fields))


@pytest.mark.parametrize(
    ("known", "zh", "en"),
    [
        (Known(), "", ""),
        (Known(meaning=Bilingual("待办", "to do")), "待办", "to do"),
        (Known(moment=AT), "2026-11-24 09:22:18", "2026-11-24 09:22:18"),
        (Known(decoded="中文"), "中文", "中文"),
        (Known(is_unlisted=True), "文档里没有", "not documented"),
        (Known(is_unlisted=True, of_model=True), "模型里没有", "not in the model"),
        (Known(lacking=lacking("a", "b")), "缺 a、b", "lacks a, b"),
        (Known(lacking=lacking(*"abcde")), "缺 a、b、c、d…", "lacks a, b, c, d…"),
        (Known(lacking=Lacking(other=lacking("a").always)), "", ""),
        (
            Known(moment=AT, is_unlisted=True),
            "2026-11-24 09:22:18 · 文档里没有",
            "2026-11-24 09:22:18 · not documented",
        ),
    ],
)
def test_what_is_known_is_said_in_both_languages(known: Known, zh: str, en: str):
    assert note_words(known, ZH) == zh
    assert note_words(known, EN) == en
