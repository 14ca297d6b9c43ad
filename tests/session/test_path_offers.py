import json

import pytest

from tests.core.bodies.reading import index_of
from weda_tui.session.path_offers import find_offers, partial_name

BODY = json.dumps(
    {"data": {"records": [{"title": 1, "a b": {"deep": 2}}, {"total": 3}], "total": 9}, "id": 1}
).encode()


def texts(path: str) -> list[str]:
    return [offer.text for offer in find_offers(index_of(BODY), path)]


@pytest.mark.parametrize(
    ("path", "base", "name"),
    [
        ("$.", "$", ""),
        ("$.data.re", "$.data", "re"),
        ("$.a['b", "$.a", "b"),
        ("$..x", "$..*", "x"),
        ("$.a[?@.", "$.a[*]", ""),
        ("$.a[?@.b.c", "$.a[*].b", "c"),
        ("$.a[?@.b == 'x.y[' && @.c", "$.a[*]", "c"),
        ("$.a[?count(@.b[?@.", "$.a[*].b[*]", ""),
        ("$.a[?@.b == $.", "$", ""),
        ("$.a[?@.b > 3].", "$.a[?@.b > 3]", ""),
    ],
)
def test_what_is_begun_is_known_from_the_path(path: str, base: str, name: str):
    begun = partial_name(path)
    assert begun is not None
    assert (begun.base, begun.name) == (base, name)


@pytest.mark.parametrize("path", ["", "$", "$.a[0]", "$.a == ", "a.b", "$.a[?@.b == 'x.", "@."])
def test_where_no_name_is_typed_none_is_begun(path: str):
    assert partial_name(path) is None


def test_names_that_fit_the_best_come_first():
    assert texts("$.") == ["$.data", "$.id"]
    assert texts("$.d") == ["$.data", "$.id"]
    assert texts("$.data.r") == ["$.data.records"]
    assert texts("$.data.records[*].t") == ["$.data.records[*].title", "$.data.records[*].total"]
    assert texts("$.data.records[*].O") == ["$.data.records[*].total"]


def test_a_name_that_is_no_word_is_quoted():
    assert texts("$.data.records[*].a") == ['$.data.records[*]["a b"]', "$.data.records[*].total"]
    assert texts("$.data.records[*]['a b'].") == ["$.data.records[*]['a b'].deep"]
    assert texts("$..de") == ["$..deep"]


def test_behind_an_array_the_names_of_its_items_are_offered():
    assert texts("$.data.records.ti") == ["$.data.records[*].title"]
    assert texts("$.data.records[") == [
        f"$.data.records[{step}" for step in ("*]", "0]", "-1]", "?@.")
    ]
    assert texts("$.data.records[?@.ti") == ["$.data.records[?@.title"]


def test_a_name_that_is_there_already_is_not_offered():
    assert texts("$.data") == []
    assert texts("$.nothing.x") == []
