"""The doctor is measured on failing exchanges, some of which its authors have never seen.

Printed separately: the verdict, the cause, whether the call was executed, and the fix among the
first steps.
"""

from pathlib import Path

import pytest

from tests.session.doctor_case import load_cases, play
from tests.session.headlines import assert_two_lines

MEASURES = ("verdict", "cause", "executed", "fix")
HALVES = ("seen", "practice", "unseen")
TWO_LINES = ("seen", "practice")
"""The sets of cases whose first two lines are judged too."""
LEAST = 0.95
"""The minimum share of right results for each measure."""


@pytest.mark.parametrize("half", HALVES)
async def test_the_doctor_is_right_and_two_lines_say_what_where_and_what_to_do(
    half: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = list(load_cases(half))
    played = [await play(case, tmp_path / str(number)) for number, case in enumerate(cases)]
    scores = [each.score for each in played]
    right = {name: sum(getattr(score, name) for score in scores) for name in MEASURES}
    with capsys.disabled():
        print(f"\n{half}: {len(cases)} cases, right:", right)
    for name in MEASURES:
        assert right[name] >= LEAST * len(cases), name
    for each in played if half in TWO_LINES else ():
        assert_two_lines(each)
