"""The strip of the last verdicts, and the differences at the first failure."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.core.history.test_verdicts import row
from tests.session.weda import Weda, open_session
from tests.tui.fake_stage import FakeStage
from weda_tui.core.history.verdicts import FailureStart
from weda_tui.i18n.strings import EN, ZH
from weda_tui.session import Session
from weda_tui.tui.collections.verdict_strip import VerdictStrip, start_words, strip_lines
from weda_tui.tui.widgets.drawing.paint import cells, plain_text


class Stage(FakeStage):
    def __init__(self) -> None:
        super().__init__()
        self.drawn = 0

    def redraw_strip(self) -> None:
        self.drawn += 1


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_session(tmp_path, Weda())


def drawn(marks: str, width: int, most: int) -> list[str]:
    lines = strip_lines(row(marks), width, most)
    return ["".join(run.text for run in line.left) for line in lines]


def test_the_newest_stand_at_the_right_end_and_the_oldest_give_way() -> None:
    marks = "✓✗✗✓–✓✗"
    assert drawn(marks, 10, 4) == ["  ✓✗✗✓–✓✗"]
    assert drawn(marks, 5, 4) == ["     ✓✗", "  ✗✓–✓✗"]
    assert drawn(marks, 5, 1) == ["  ✗✓–✓✗"]
    for width in range(1, 12):
        lines = strip_lines(row("✓" * 10), width, 3)
        assert all(cells(line.left) <= width + 2 for line in lines)


def test_marks_that_are_alike_are_one_run_and_never_colour_alone() -> None:
    (line,) = strip_lines(row("✓✓✗"), 9, 1)
    assert [(run.text, run.role) for run in line.left[1:]] == [("✓✓", "ok"), ("✗", "fail")]


def test_one_verdict_is_no_strip(session: Session) -> None:
    strip = VerdictStrip(Stage(), session)
    strip.show(row("✗"), None)
    assert strip.lines(40, 0.0, is_tall=True) == []


def test_a_strip_that_leaves_other_places_out_names_its_own(session: Session) -> None:
    entries = row("✓✓✓")
    here, there = entries[0].conditions.where, replace(entries[0].conditions, env_type="prod")
    strip = VerdictStrip(Stage(), session)
    strip.show(entries, here)
    assert here.name not in plain_text(strip.lines(40, 0.0, is_tall=True))
    strip.show((*entries, replace(entries[0], conditions=there)), here)
    assert here.name in plain_text(strip.lines(40, 0.0, is_tall=True))


def test_when_it_failed_is_said() -> None:
    good, bad, later = row("✓✗✓")
    good, later = (replace(each, started_at=bad.started_at + by) for each, by in
                   ((good, -300), (later, 600)))  # fmt: skip
    now = bad.started_at + 3600
    assert start_words(FailureStart(bad, good, None), now, EN).startswith("Failing since ")
    assert ", last passed " in start_words(FailureStart(bad, good, None), now, EN)
    assert "passed" not in start_words(FailureStart(bad, None, None), now, EN)
    assert " 至 " in start_words(FailureStart(bad, good, later), now, ZH)


async def test_entries_that_are_gone_are_compared_with_nothing(session: Session) -> None:
    stage = Stage()
    strip = VerdictStrip(stage, session)
    newest_first = tuple(reversed(row("✓✓✗✗")))
    strip.show(newest_first, None)
    await stage.finish()
    now = newest_first[0].started_at
    text = plain_text(strip.lines(60, now, is_tall=True))
    assert "✓✓✗✗" in text
    assert "Failing since" in text
    await session.aclose()
