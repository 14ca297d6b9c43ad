"""The evaluation of any JSONPath ends."""

import json

import pytest

from weda_tui.core.runs.answer_values import Unfit, Unjudged, Values
from weda_tui.formats.jsonpath import budget
from weda_tui.formats.jsonpath.conditions import read_condition
from weda_tui.formats.jsonpath.read import JsonBody

EVERY = "[" + ",".join("*" * 40) + "]"
BODY = json.dumps({"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}).encode()


@pytest.mark.parametrize(
    "path",
    [
        "$" + EVERY * 5,
        f"$[?@{EVERY * 5}]",
        f"$[?${EVERY * 5}]",
        f"$[?count(@{EVERY * 5}) > 2]",
        "$" + "..*" * 60,
        "$" + EVERY * 5 + ".nothing",
    ],
)
def test_a_path_that_never_ends_is_given_up(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_NODES", 10_000)
    deep = b"[" * 60 + BODY + b"]" * 60
    assert JsonBody(deep if ".." in path else BODY, "").find(path) == Unjudged(Unfit.LARGE_PATH)


def test_a_rule_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_NODES", 10_000)
    assert read_condition(f"count(${EVERY * 5}) == 2")(BODY) is None


def test_a_path_that_takes_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_SECONDS", 0.0)
    assert JsonBody(BODY, "").find("$..f") == Unjudged(Unfit.LARGE_PATH)


def test_a_large_answer_can_be_searched() -> None:
    body = json.dumps({"rows": [{"id": n} for n in range(20_000)]}).encode()
    found = JsonBody(body, "").find("$..id")
    assert isinstance(found, Values)
    assert len(found.found) == 20_000


def test_a_large_object_can_be_searched_in_one_pass() -> None:
    body = json.dumps({f"k{n}": n for n in range(20_000)})
    found = JsonBody(f'{{"k7": 0, {body[1:]}'.encode(), "").find("$.*")
    assert isinstance(found, Values)
    assert [each.text for each in found.found[:3]] == ["7", "0", "1"]
