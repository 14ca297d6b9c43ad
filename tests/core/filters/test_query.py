"""A query is read from a draft and written back without changing anything else."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.filters.trees import trees
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.filters.odata import FaultKind, FilterFault
from weda_tui.core.filters.order import Sort
from weda_tui.core.filters.query import RecordQuery, model_of, read_query, with_query
from weda_tui.core.filters.support import accepts_filter
from weda_tui.core.filters.tree import Condition, ConditionGroup, Verbatim
from weda_tui.core.filters.where import parse_where, print_where
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CATALOGUE = load_bundled_catalogue()
LIST, ODATA = CATALOGUE.get("model.list"), CATALOGUE.get("odata.list")
BODY = """{
  "id": 1893450276618240001,
  "filter": {
    "relateWhere": {"a": {"where": {}}},
    "where": {"price": {"$gt": 1.10}}
  },
  "orderBy": [{"createdAt": "desc"}],
  "select": {"$master": true},
  "pageSize": 10
}"""


def draft(body: str, endpoint: Endpoint = LIST) -> RequestDraft:
    return msgspec.structs.replace(draft_for(endpoint), body=body)


def query_of(body: str) -> RecordQuery:
    query = read_query(LIST, draft(body))
    assert isinstance(query, RecordQuery)
    return query


def test_which_calls_take_a_filter() -> None:
    taking = {e.id for e in CATALOGUE.by_id.values() if accepts_filter(e)}
    assert taking == {
        *(f"model.{call}" for call in ("list", "get", "update", "updateMany", "upsert")),
        *("model.delete", "model.deleteMany", "odata.list", "odata.batchList"),
    }


def test_what_a_body_asks_for() -> None:
    query = query_of(BODY)
    assert query.where == ConditionGroup(terms=(Condition("price", "$gt", "1.10"),))
    assert query.order == (Sort("createdAt", "desc"),)
    assert query.select == '{"$master": true}'


def test_one_change_leaves_every_other_byte() -> None:
    before = query_of(BODY)
    after = msgspec.structs.replace(
        before,
        where=ConditionGroup(terms=(*before.where.terms, Condition("city", "$eq", '"上海"'))),
    )
    edited = with_query(draft(BODY), before, after).body
    assert edited == BODY.replace(
        '{"price": {"$gt": 1.10}}',
        '{\n      "price": {"$gt": 1.10},\n      "city": {"$eq": "上海"}\n    }',
    )
    order = msgspec.structs.replace(before, order=())
    assert with_query(draft(BODY), before, order).body == BODY.replace(
        '[{"createdAt": "desc"}]', "[]"
    )
    select = msgspec.structs.replace(before, select='{"a": true}')
    assert with_query(draft(BODY), before, select).body == BODY.replace(
        '{"$master": true}', '{"a": true}'
    )


@given(trees, trees, st.sampled_from(["\n", ""]))
def test_what_is_put_in_is_what_is_read_again(
    old: ConditionGroup, new: ConditionGroup, line_break: str
) -> None:
    body = f'{{"filter": {{"where": {print_where(old)}}}, {line_break}"n": 1.10}}'
    if not line_break:
        body = body.replace("\n", " ")
    before = query_of(body)
    assert with_query(draft(body), before, before).body == body
    edited = with_query(draft(body), before, msgspec.structs.replace(before, where=new)).body
    assert query_of(edited).where == parse_where(print_where(new))
    assert edited.endswith('"n": 1.10}')
    assert line_break or "\n" not in edited


@pytest.mark.parametrize("body", ["", "{}", '{"filter": null}', '{"filter": {"where": null}}'])
def test_what_is_not_there_is_made(body: str) -> None:
    before = query_of(body)
    assert (before.where, before.order, before.select) == (ConditionGroup(), (), "")
    where = ConditionGroup(terms=(Condition("a", "$eq", "1"),))
    after = msgspec.structs.replace(before, where=where, order=(Sort("a"),), select='{"a": true}')
    edited = json.loads(with_query(draft(body), before, after).body)
    assert edited == {
        "filter": {"where": {"a": {"$eq": 1}}},
        "orderBy": [{"a": "asc"}],
        "select": {"a": True},
    }


@pytest.mark.parametrize("body", ['{"filter": ', "[1]", '{"filter": "text"}', "{{body}}"])
def test_where_there_is_no_place_there_is_no_query(body: str) -> None:
    assert read_query(LIST, draft(body)) is None


def test_what_is_no_order_or_no_selection_is_left_alone() -> None:
    query = query_of('{"orderBy": "createdAt", "select": ["a"], "filter": {"where": "{{w}}"}}')
    assert query.order is None
    assert query.select is None
    assert query.where == ConditionGroup(terms=(Verbatim('"{{w}}"'),))
    get = CATALOGUE.get("model.get")
    asked = read_query(get, draft_for(get))
    assert isinstance(asked, RecordQuery)
    assert asked.order is None
    assert asked.select is not None


def test_odata_stands_in_the_address() -> None:
    url = "{{vars.host}}/weda/odata/v1/prod/todo?$top=5&$filter=age%20gt%201&$orderby=age+desc"
    asked = msgspec.structs.replace(draft_for(ODATA), url=url)
    before = read_query(ODATA, asked)
    assert isinstance(before, RecordQuery)
    assert before == RecordQuery(
        where=ConditionGroup(terms=(Condition("age", "$gt", "1"),)),
        order=(Sort("age", "desc"),),
        is_odata=True,
    )
    text = Condition("name", "$search", '"A&B\'s 上海"')
    after = msgspec.structs.replace(before, where=ConditionGroup(terms=(text,)), order=())
    edited = with_query(asked, before, after)
    assert edited.url.startswith("{{vars.host}}/weda/odata/v1/prod/todo?$top=5&$filter=contains")
    assert "orderby" not in edited.url
    again = read_query(ODATA, edited)
    assert isinstance(again, RecordQuery)
    assert again.where == after.where
    nothing = with_query(edited, again, msgspec.structs.replace(again, where=ConditionGroup()))
    assert nothing.url.endswith("todo?$top=5")


def test_an_odata_filter_that_cannot_be_read_says_where() -> None:
    asked = msgspec.structs.replace(draft_for(ODATA), url="{{vars.host}}/x?$filter=a%20like%201")
    assert read_query(ODATA, asked) == FilterFault(3, FaultKind.UNKNOWN_OPERATOR, "like")


def test_the_model_that_a_draft_is_about() -> None:
    def with_url(endpoint: Endpoint, **values: str) -> str:
        url = draft_for(endpoint).url
        for name, value in values.items():
            url = url.replace(f"{{{{{name}}}}}", value)
        return model_of(endpoint, msgspec.structs.replace(draft_for(endpoint), url=url))

    assert with_url(LIST, modelName="customer") == "customer"
    assert with_url(ODATA, datasourceName="todo") == "todo"
    assert with_url(LIST) == "{{modelName}}"
