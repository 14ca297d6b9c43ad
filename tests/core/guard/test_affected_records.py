import json
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.guard.affected_records import (
    LARGEST,
    AffectedRecords,
    Records,
    find_reach,
    find_records,
)
from weda_tui.core.guard.resolved_call import PossibleCall
from weda_tui.core.requests.draft import CONTENT_TYPE, PreparedRequest
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

HOST = "https://weda.example.cn"
OPEN, CLOSED = AffectedRecords(is_open=True, is_many=True), AffectedRecords(is_many=True)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_bundled_catalogue()


def request(body: str | bytes, path: str = "/v1/model/prod/customer/updateMany") -> PreparedRequest:
    data = body if isinstance(body, bytes) else body.encode()
    return PreparedRequest(method="PUT", url=HOST + path, headers=(CONTENT_TYPE,), body=data)


def reach_of(endpoint: Endpoint, effect: Effect, sent: PreparedRequest) -> AffectedRecords:
    action = urlsplit(sent.url).path.rstrip("/").rpartition("/")[2]
    return find_reach([PossibleCall(endpoint, action)], effect, sent)


def reach(catalogue: Catalogue, body: str | bytes) -> AffectedRecords:
    return reach_of(catalogue.get("model.updateMany"), Effect.WRITE, request(body))


def own(action: str, method: str = "POST") -> Endpoint:
    return Endpoint(
        id=f"own.{action}",
        module="own",
        group="own",
        method=method,
        path=f"/crm/{{envType}}/{action}",
        title=Bilingual(action, action),
        summary=Bilingual("", ""),
        effect=Effect.WRITE,
        confidence=Confidence.DOCUMENTED,
        token_kind=TokenKind.KEY,
    )


EMPTY = [
    "null",
    "{}",
    "[]",
    '""',
    "true",
    "1",
    '{"$and": []}',
    '{"$and": [{}]}',
    '{"$AND": null}',
    '{"$and": [{}, {"$and": [{}]}], "$or": []}',
    '{"$or": [{"_id": {"$eq": "1"}}, {}]}',
    '{"$or": [{"_id": {"$eq": "1"}}, {"$and": []}]}',
    '{"$or": {}}',
    '{"$nor": [{"a": {"$eq": 1}}]}',
    '{"": {"$eq": 1}}',
    '{"a": null}',
    '{"a": {}}',
    '{"a": {"eq": 1}}',
    '{"a": {"$nin": []}}',
    '{"a": {"$search": ""}, "b": {"$nin": []}}',
]
LIMITING = [
    '{"_id": {"$eq": "1"}}',
    '{"_id": {"$in": []}}',
    '{"a": 1}',
    '{"a": {"$nin": [1]}}',
    '{"a": {"$search": "x"}}',
    '{"$and": [{}, {"a": {"$gt": 1}}]}',
    '{"$and": [{"$or": [{"a": {"$gt": 1}}, {"b": {"$lt": 1}}]}]}',
    '{"$and": [], "a": {"$eq": 1}}',
]


def test_a_where_that_holds_for_everything_is_open(catalogue: Catalogue):
    for where in EMPTY:
        assert reach(catalogue, f'{{"filter": {{"where": {where}}}, "data": {{}}}}') == OPEN, where


def test_a_condition_closes_it(catalogue: Catalogue):
    for where in LIMITING:
        found = reach(catalogue, f'{{"filter": {{"where": {where}}}, "data": {{}}}}')
        assert found == CLOSED, where


def test_a_filter_that_is_missing_doubtful_or_unreadable_is_open(catalogue: Catalogue):
    for body in [
        "",
        "{}",
        "[]",
        "not json",
        '{"filter": {}}',
        '{"filter": null}',
        '{"filter": []}',
        '{"where": {"a": {"$eq": 1}}}',
        '{"Filter": {"where": {"a": {"$eq": 1}}}}',
        '{"filter": {"relateWhere": {"x": {"where": {"a": {"$eq": 1}}}}}}',
        '{"filter": {"where": {"a": {"$eq": 1}}}, "filter": {"where": {}}}',
        '{"filter": {"where": {}, "where": {"a": {"$eq": 1}}}}',
        '{"filter": {"where": {"a": {"$eq": 1}}}',
        b"\xff\xfe",
    ]:
        assert reach(catalogue, body) == OPEN, body


def test_a_name_in_another_case_counts(catalogue: Catalogue):
    for more in [
        '"FILTER": {"where": null}',
        '"Filter": {"Where": {}}',
        '"filter": {"WHERE": {}, "where": {"a": {"$eq": 1}}}',
        '"\\u0066ilter": {"where": {}}',
    ]:
        for size in [0, LARGEST]:
            case = more, size
            limited = (
                f'"filter": {{"where": {{"a": {{"$eq": 1}}}}}}, "data": {{"b": "{"x" * size}"}}'
            )
            assert reach(catalogue, f"{{{limited}}}") == CLOSED, case
            assert reach(catalogue, f"{{{limited}, {more}}}") == OPEN, case


def test_a_large_body_is_judged_by_its_filter(catalogue: Catalogue):
    data = '"data": {"note": "' + "x" * LARGEST + '"}'
    closed = f'{{"filter": {{"where": {{"a": {{"$eq": 1}}}}}}, {data}}}'
    assert reach(catalogue, closed) == CLOSED
    assert reach(catalogue, f'{{"filter": {{"where": {{}}}}, {data}}}') == OPEN
    assert reach(catalogue, f"{{{data}}}") == OPEN
    assert reach(catalogue, closed[:-1]) == OPEN


def test_only_calls_that_take_a_where_or_change_many_can_be_open(catalogue: Catalogue):
    for endpoint, path, expected in [
        ("model.deleteMany", "deleteMany", OPEN),
        ("model.delete", "delete", AffectedRecords(is_open=True)),
        ("model.update", "update", AffectedRecords(is_open=True)),
        ("model.upsert", "upsert", AffectedRecords(is_open=True)),
        ("model.createMany", "createMany", AffectedRecords()),
        ("model.create", "create", AffectedRecords()),
        ("workflow.CompleteTask", "CompleteTask", AffectedRecords()),
    ]:
        case = endpoint, path
        call = catalogue.get(endpoint)
        assert reach_of(call, Effect.WRITE, request("{}", f"/x/{path}")) == expected, case


def test_a_read_is_never_open(catalogue: Catalogue):
    call = catalogue.get("model.list")
    assert not reach_of(call, Effect.READ, request("{}", "/v1/model/prod/customer/list")).is_open


@pytest.mark.parametrize("action", ["updateMany", "DELETEMANY", "closeMany"])
def test_calls_of_ones_own_go_by_their_name(action: str):
    call, path = own(action), f"/crm/prod/{action}/?x=1"
    assert reach_of(call, Effect.WRITE, request("", path)) == OPEN
    for body in ('{"where": {"a": 1}}', '{"filter": {"where": {"a": 1}}}', '{"query": {"a": 1}}'):
        assert reach_of(call, Effect.WRITE, request(body, path)) == CLOSED
    assert not reach_of(own("addMany"), Effect.WRITE, request("", "/crm/prod/addMany")).is_open


def test_an_open_call_is_one_that_cannot_be_undone():
    assert OPEN.worsen(Effect.WRITE) is Effect.DESTRUCTIVE
    assert OPEN.worsen(Effect.READ) is Effect.READ
    assert CLOSED.worsen(Effect.WRITE) is Effect.WRITE


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["$and", "$or", "$eq", "$in", "a", ""]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(json_values)
def test_one_more_condition_closes_any_where(where: object):
    catalogue = load_bundled_catalogue()
    both = json.dumps({"filter": {"where": {"$and": [where, {"a": {"$eq": 1}}]}}})
    assert reach(catalogue, both) == CLOSED
    either = json.dumps({"filter": {"where": {"$or": [where, {}]}}})
    assert reach(catalogue, either) == OPEN


def test_the_records_that_a_request_names(catalogue: Catalogue):
    for endpoint, path, body, expected in [
        (
            "workflow.ManageStopProcessList",
            "/weda/workflow/v1/prod/ManageStopProcessList",
            '{"UserInfo": {"UserId": "u"}, "InstanceIdList": [1893450276618240001, "2", "2"]}',
            Records(("1893450276618240001", "2", "2"), 2),
        ),
        (
            "workflow.CompleteTask",
            "/weda/workflow/v1/prod/CompleteTask",
            '{"CcUserIds": ["9"], "TaskId": "1", "Approver": {"UserId": "u"}}',
            Records(("1",)),
        ),
        (
            "workflow.ManageRollBackTask",
            "/weda/workflow/v1/prod/ManageRollBackTask",
            '{"TaskId": "1", "TargetNodeId": "n"}',
            Records(("1",)),
        ),
        ("model.deleteById", "/v1/model/prod/customer/C%201/delete", "", Records(("C 1",), 1)),
        ("odata.delete", "/weda/odata/v1/prod/demo('7')", "", Records(("7",), 1)),
        ("odata.batchDelete", "/weda/odata/v1/batch/prod/demo('1,2')", "", Records(("1,2",), None)),
        (
            "model.deleteMany",
            "/v1/model/prod/customer/deleteMany",
            '{"filter": {"where": {"_id": {"$in": ["a", "b"]}}}}',
            Records(("a", "b"), 2),
        ),
        (
            "model.deleteMany",
            "/v1/model/prod/customer/deleteMany",
            '{"filter": {"where": {"_id": {"$nin": ["a"]}}}}',
            Records(),
        ),
        (
            "model.createMany",
            "/v1/model/prod/customer/createMany",
            '{"data": [{}, {}, {}]}',
            Records((), 3),
        ),
        (
            "storage.deleteObjects",
            "/v1/storages/delete-objects",
            '[{"cloudObjectId": "cloud://a/b"}, {}]',
            Records(("cloud://a/b",), 2),
        ),
        (
            "model.createMany",
            "/v1/model/prod/customer/createMany",
            '[{"data": [{}, {}, {}]}]',
            Records(),
        ),
        ("model.create", "/v1/model/prod/customer/create", '{"data": [{}, {}]}', Records()),
        ("storage.deleteObjects", "/v1/storages/delete-objects", '{"data": [{}]}', Records()),
        ("workflow.StopFlow", "/weda/workflow/v1/prod/StopFlow", "{", Records()),
        ("workflow.StopFlow", "/weda/workflow/v1/prod/StopFlow", '"x"', Records()),
        ("model.deleteMany", "/v1/model/prod/customer/deleteMany", '{"filter": []}', Records()),
    ]:
        case = endpoint, path, body
        assert find_records(catalogue.get(endpoint), request(body, path)) == expected, case


@given(json_values)
def test_any_body_can_be_asked_for_its_records(body: object):
    catalogue = load_bundled_catalogue()
    for name in ("model.deleteMany", "workflow.StopFlow"):
        records = find_records(
            catalogue.get(name), request(json.dumps({"filter": body, "Id": body}))
        )
        assert all(isinstance(each, str) for each in records.ids)
