"""The meanings of the values of a body, at any depth."""

import json

import pytest

from tests.tui.views.values import EN, endpoint
from weda_tui.core.bodies.answer_schema import AnswerShape
from weda_tui.core.bodies.value_notes import DEEPEST, KnownValues, known_of
from weda_tui.core.guard.sent_values import sent_rows
from weda_tui.core.json.tree import Path
from weda_tui.core.requests.draft import CONTENT_TYPE, PreparedRequest
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.tui.guard import values_view
from weda_tui.tui.guard.values_view import body_notes, draw_values


def nested(depth: int) -> str:
    """Return a body with a timestamp at the given depth."""
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


def drawn(body: str) -> list[str]:
    """Return the values of a body as drawn."""
    complete = load_bundled_catalogue().get("workflow.CompleteTask")
    url = "https://weda.example.cn/weda/workflow/v1/prod/CompleteTask"
    sent = PreparedRequest(method="POST", url=url, headers=(CONTENT_TYPE,), body=body.encode())
    lines = draw_values(sent_rows(complete, sent), {}, EN, 80)
    return ["".join(run.text for run in line.left).rstrip() for line in lines]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"CcUserIds": {"$nin": "a", "$or": "b"}}', '{"CcUserIds": ["a", "b"]}'),
        ('{"CcUserIds": {"0": "a", "1": "b"}}', '{"CcUserIds": ["a", "b"]}'),
        ('{"Own": ["a"]}', '{"Own": "a"}'),
        ('{"Own": ["a"], "": "b"}', '{"Own": ["a", "b"]}'),
        ('{"Own": {"[0]": "a"}}', '{"Own": {"": "a"}}'),
        ('{"Own": [{"[0]": 1}, 2]}', '{"Own": [[1], 2]}'),
        ('{"Own": [{"a": ["x"]}, "y"]}', '{"Own": [{"a": ["x", "y"]}]}'),
        ('{"Own[]": "a"}', '{"Own": ["a"]}'),
        ('{"Own  a": "b"}', '{"Own": "a  b"}'),
        *(
            (f'{{"Comment": {json.dumps(text)}}}', f'{{"Comment": {text}}}')
            for text in ("4", "true", "null", "[]", "{}", "1.5e3", '"a"')
        ),
        ('{"Comment": ""}', '{"Comment": "\\"\\""}'),
    ],
)
def test_other_values_are_drawn_in_another_way(one: str, other: str) -> None:
    assert drawn(one) != drawn(other)


def test_names_and_texts_are_in_quotes_where_they_would_read_as_something_else() -> None:
    said = "\n".join(drawn('{"Comment": "4", "Own": {"": "plain words", "$or": 4}}'))
    assert all(each in said for each in ("Comment", '"4"', '""', "$or", "plain words"))
    assert '"plain words"' not in said
