"""The doctor, measured on failing exchanges that its authors know, and on some they never saw.

Printed apart: verdict, cause, executed or not, and the fix among the first steps.
"""

from pathlib import Path

import pytest

from tests.session.doctor_case import Score, load_cases, play

MEASURES = ("verdict", "cause", "executed", "fix")
HALVES = ("seen", "practice", "unseen")
LEAST = 0.95
"""The share of each measure that must be right."""


@pytest.mark.parametrize("half", HALVES)
async def test_the_doctor_is_right(
    half: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = list(load_cases(half))
    scores: list[Score] = [
        await play(case, tmp_path / str(number)) for number, case in enumerate(cases)
    ]
    right = {name: sum(getattr(score, name) for score in scores) for name in MEASURES}
    with capsys.disabled():
        print(f"\n{half}: {len(cases)} cases, right:", right)
    for name in MEASURES:
        assert right[name] >= LEAST * len(cases), name
