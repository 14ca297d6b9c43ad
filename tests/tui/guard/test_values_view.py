"""What the values of a body mean, however deep it is."""

import pytest

from tests.tui.views.values import EN, endpoint
from weda_tui.core.bodies.answer_schema import AnswerShape
from weda_tui.core.bodies.value_notes import DEEPEST, KnownValues, known_of
from weda_tui.core.json.tree import Path
from weda_tui.tui.guard import values_view
from weda_tui.tui.guard.values_view import body_notes


def nested(depth: int) -> str:
    """Return a moment so deep in a body."""
    return '{"a":\n' * (depth - 1) + '{"createdAt": 1700000000000' + "}" * depth


def test_a_value_is_described_unless_it_is_very_deep() -> None:
    for depth in (1, 3, DEEPEST):
        assert [*body_notes(nested(depth), endpoint(), EN)] == [depth - 1]
    assert not body_notes(nested(DEEPEST + 1), endpoint(), EN)


def test_a_body_of_thousands_of_levels_takes_no_longer_than_its_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    depths: list[int] = []

    def noting(value: str, path: Path, shape: AnswerShape | None, zone: None) -> KnownValues:
        depths.append(len(path))
        return known_of(value, path, shape, zone)

    monkeypatch.setattr(values_view, "known_of", noting)
    body_notes("[" * 5000 + "]" * 5000, endpoint(), EN)
    assert depths == [*range(DEEPEST + 1)]
