"""What ``explain`` makes of pasted texts: logs, dumps, stack traces, lines of chats.

Printed apart: the outcome (none where the text has no answer) and the first cause.
"""

import tomllib

import pytest

from tests.session.doctor_case import ALIKE, FOLDER
from weda_tui.core.answers.text_parser import judge_pasted
from weda_tui.core.answers.verdict import Outcome
from weda_tui.core.doctor.pasted import diagnose_pasted, pasted_state
from weda_tui.store.bundled_error_book import load_error_book

HALVES = ("seen", "practice", "more", "unseen")
LEAST = 0.95
"""The share of outcomes, and of causes, that must be right."""


@pytest.mark.parametrize("half", HALVES)
def test_explain_is_right(half: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = tomllib.loads((FOLDER / f"texts-{half}.toml").read_text("utf-8"))["text"]
    book, outcomes, causes = load_error_book(), 0, 0
    for each in texts:
        expects = each["expects"]
        found = judge_pasted(each["text"].encode(), known=book)
        outcome, first = "none", ""
        if found is not None:
            verdict, status = found
            outcome = verdict.outcome.value
            page = book.find(verdict.code) if verdict.outcome is Outcome.FAILURE else None
            diagnosis = diagnose_pasted(pasted_state(verdict, status), page)
            first = diagnosis.causes[0].id.value if diagnosis and diagnosis.causes else ""
        is_no_failure = expects["outcome"] == "none" and outcome == "ok"
        outcomes += outcome == expects["outcome"] or is_no_failure
        is_same = {first, expects["cause"]} in ALIKE
        causes += not expects["cause"] or first == expects["cause"] or is_same
    with capsys.disabled():
        print(f"\n{half}: {len(texts)} texts, right: outcome {outcomes}, cause {causes}")
    assert outcomes >= LEAST * len(texts)
    assert causes >= LEAST * len(texts)
