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

LEAST = {
    "seen": (0.95, 0.95),
    "practice": (0.95, 0.93),
    "more": (0.95, 0.95),
    "unseen": (0.95, 0.9),
}
"""Shares of outcomes and causes that must be right."""


@pytest.mark.parametrize("half", LEAST)
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
    least = LEAST[half]
    assert outcomes >= least[0] * len(texts)
    assert causes >= least[1] * len(texts)
