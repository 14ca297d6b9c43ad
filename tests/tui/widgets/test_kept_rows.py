"""Rows that are kept, and what a frame without time for them shows."""

import pytest
from rich.segment import Segment
from textual.strip import Strip

from weda_tui.tui.widgets import kept_rows
from weda_tui.tui.widgets.kept_rows import KeptRows, Look


class Drawing:
    """Draws ``<index>.<version>``, and keeps which rows it drew."""

    def __init__(self) -> None:
        self.version = 1
        self.drawn: list[int] = []

    def __call__(self, index: int, look: Look) -> Strip:
        self.drawn.append(index)
        return Strip([Segment(f"{index}.{self.version}")])


@pytest.fixture
def _no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_rows, "FRAME_SHARE", 0.0)


def frame(kept: KeptRows, draw: Drawing, *rows: int, look: Look = (80, "weda-dark")) -> list[str]:
    """Return the rows of a frame as text, ``?`` for one that has none yet."""
    kept.begin_frame()
    strips = [kept.strip(row, look, draw) for row in rows]
    return ["?" if strip is None else strip.text for strip in strips]


def test_a_row_is_drawn_once():
    kept, draw = KeptRows(), Drawing()
    assert frame(kept, draw, 1, 2) == ["1.1", "2.1"]
    assert frame(kept, draw, 2, 3) == ["2.1", "3.1"]
    assert draw.drawn == [1, 2, 3]
    assert not kept.owed


@pytest.mark.usefixtures("_no_time")
def test_without_time_a_frame_draws_one_row_and_owes_the_others():
    kept, draw = KeptRows(), Drawing()
    assert frame(kept, draw, 1, 2, 3) == ["1.1", "?", "?"]
    assert kept.take_owed() == {2, 3}
    assert frame(kept, draw, 2, 3) == ["2.1", "?"]
    assert kept.take_owed() == {3}
    assert frame(kept, draw, 1, 2, 3) == ["1.1", "2.1", "3.1"]
    assert not kept.take_owed()


@pytest.mark.usefixtures("_no_time")
def test_what_has_changed_is_shown_as_it_was_until_there_is_time_for_it():
    kept, draw = KeptRows(), Drawing()
    for row in (1, 2, 3):
        frame(kept, draw, row)
    kept.change()
    draw.version = 2
    assert frame(kept, draw, 1, 2, 3) == ["1.2", "2.1", "3.1"]
    assert kept.take_owed() == {2, 3}
    kept.forget()
    assert frame(kept, draw, 1, 2, 3) == ["1.2", "?", "?"]


def test_single_rows_change():
    kept, draw = KeptRows(), Drawing()
    frame(kept, draw, 1, 2)
    kept.change(2, 9)
    draw.version = 2
    assert frame(kept, draw, 1, 2, 9) == ["1.1", "2.2", "9.2"]


@pytest.mark.usefixtures("_no_time")
@pytest.mark.parametrize("look", [(40, "weda-dark"), (80, "weda-light")])
def test_rows_of_another_width_or_theme_are_not_shown(look: Look):
    kept, draw = KeptRows(), Drawing()
    for row in (1, 2):
        frame(kept, draw, row)
    draw.version = 2
    assert frame(kept, draw, 1, 2, look=look) == ["1.2", "?"]


def test_no_more_than_some_rows_are_kept():
    kept, draw = KeptRows(), Drawing()
    for first in range(0, 10_000, 40):
        frame(kept, draw, *range(first, first + 40))
        kept.change()
    kept.begin_frame()
    draw.drawn.clear()
    assert frame(kept, draw, 0) == ["0.1"]
    assert len(kept._before) + len(kept._strips) <= 600
