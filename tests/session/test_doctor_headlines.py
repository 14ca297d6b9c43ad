"""The first two lines of the doctor for a pasted text."""

import tomllib

import pytest

from tests.session.doctor_case import FOLDER, endpoint_of
from tests.session.headlines import WIDTH, named
from weda_tui.core.answers.verdict import Outcome
from weda_tui.core.doctor.pasted import diagnose_text
from weda_tui.core.text.cells import cells
from weda_tui.i18n.phrases.doctor import explain_answer
from weda_tui.i18n.phrases.headline import pasted_headline
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.store.bundled_error_book import load_error_book


@pytest.mark.parametrize("strings", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("half", ["seen", "practice", "more"])
def test_two_lines_of_a_pasted_failure_do_too(half: str, strings: Strings) -> None:
    book = load_error_book()
    for each in tomllib.loads((FOLDER / f"texts-{half}.toml").read_text("utf-8"))["text"]:
        found = diagnose_text(each["text"].encode(), book, endpoint_of(each["text"]))
        if found is None or found.diagnosis is None:
            continue
        verdict, first = found.verdict, next(iter(found.diagnosis.causes), None)
        headline = pasted_headline(found, explain_answer(found, strings), strings)
        assert headline is not None
        assert 0 < cells(headline.what) <= WIDTH - 2, headline.what
        assert 0 < cells(headline.hint) <= WIDTH - 2, headline.hint
        assert headline.hint.startswith(strings.doctor.to_do.format(step=""))
        is_ours = verdict.outcome is Outcome.UNKNOWN or verdict.code.islower()
        places = {verdict.code, *named(first, found.state, strings)}
        assert is_ours or any(place in headline.what for place in places)
