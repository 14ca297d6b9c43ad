"""The diagnosis of ``explain`` for pasted texts: logs, dumps, stack traces, chat messages.

Printed separately: the outcome (none if the text has no response) and the first cause.
"""

import tomllib

import pytest

from tests.session.doctor_case import ALIKE, FOLDER, endpoint_of
from weda_tui.core.doctor.pasted import diagnose_text
from weda_tui.store.bundled_error_book import load_error_book

HALVES = ("seen", "practice", "more", "unseen")
LEAST = 0.95
"""The minimum share of right outcomes and of right causes."""


@pytest.mark.parametrize("half", HALVES)
def test_explain_is_right(half: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = tomllib.loads((FOLDER / f"texts-{half}.toml").read_text("utf-8"))["text"]
    book, outcomes, causes = load_error_book(), 0, 0
    for each in texts:
        expects = each["expects"]
        found = diagnose_text(each["text"].encode(), book, endpoint_of(each["text"]))
        outcome = found.verdict.outcome.value if found else "none"
        causes_found = found.diagnosis.causes if found and found.diagnosis else ()
        first = causes_found[0].id.value if causes_found else ""
        is_no_failure = expects["outcome"] == "none" and outcome == "ok"
        outcomes += outcome == expects["outcome"] or is_no_failure
        is_same = {first, expects["cause"]} in ALIKE
        causes += not expects["cause"] or first == expects["cause"] or is_same
    with capsys.disabled():
        print(f"\n{half}: {len(texts)} texts, right: outcome {outcomes}, cause {causes}")
    assert outcomes >= LEAST * len(texts)
    assert causes >= LEAST * len(texts)
