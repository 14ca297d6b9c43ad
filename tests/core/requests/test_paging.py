"""The pages of every list of the catalogue, and of undocumented calls."""

import json

import msgspec
import pytest

from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.paging import ListPage, page_of
from weda_tui.core.requests.url import query_parts
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

OWN = Endpoint(
    id="own.List",
    module="own",
    group="",
    method="POST",
    path="/list",
    title=Bilingual("列表"),
    effect=Effect.READ,
    confidence=Confidence.OWN,
    token_kind=TokenKind.KEY,
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_bundled_catalogue()


def draft_of(endpoint: Endpoint, body: str = "", query: str = "") -> RequestDraft:
    url = f"https://weda.example.cn/x{query}"
    return RequestDraft(endpoint_id=endpoint.id, method="POST", url=url, body=body)


def asked(draft: RequestDraft | None) -> dict[str, str]:
    """Return the values that a draft requests: members of the body and parameters of the query."""
    assert draft is not None
    body: dict[str, object] = json.loads(draft.body or "{}")
    query = {part.name: part.value for part in query_parts(draft.url)}
    return {name: json.dumps(value) for name, value in body.items()} | query


BY_NUMBER = [
    ("workflow.GetFlowInstances", "PageNumber", "PageSize"),
    ("workflow.GetFlowInstanceOperations", "PageNumber", "PageSize"),
    ("workflow.ListProcessInstances", "PageNumber", "PageSize"),
    ("workflow.GetFlowInstanceTasks", "PageNumber", "PageSize"),
    ("workflow.DescribeWorkflowMessages", "PageNo", "PageSize"),
    ("workflow.DescribeProcessManageInstances", "pageNo", "pageSize"),
    ("model.listSimple", "pageNumber", "pageSize"),
    ("model.list", "pageNumber", "pageSize"),
    ("permissions.describeUserList", "pageNo", "pageSize"),
    ("permissions.describeOrgs", "PageNo", "PageSize"),
    ("permissions.describeRoleList", "PageNo", "PageSize"),
]


def test_a_list_by_page_number_turns(catalogue: Catalogue):
    for endpoint_id, number, size in BY_NUMBER:
        endpoint = catalogue.get(endpoint_id)
        draft = draft_for(endpoint)
        page = page_of(draft, endpoint, count=10, total=25)
        assert page is not None, (endpoint_id, number, size)
        assert (page.number, page.has_previous) == (1, False), (endpoint_id, number, size)
        behind = page.next(draft)
        assert asked(behind)[number] == "2", (endpoint_id, number, size)
        assert asked(behind)[size] == str(page.size), (endpoint_id, number, size)
        assert behind is not None, (endpoint_id, number, size)
        second = page_of(behind, endpoint, count=10, total=25)
        assert second is not None, (endpoint_id, number, size)
        assert (second.number, second.has_previous) == (2, True), (endpoint_id, number, size)
        assert asked(second.previous(behind))[number] == "1", (endpoint_id, number, size)


@pytest.mark.parametrize("endpoint_id", ["odata.list", "odata.batchList"])
def test_a_list_by_offset_turns(catalogue: Catalogue, endpoint_id: str):
    endpoint = catalogue.get(endpoint_id)
    draft = draft_of(endpoint, query="?$top=20&$skip=20&$count=true")
    page = page_of(draft, endpoint, count=20, total=138)
    assert page is not None
    assert (page.number, page.pages, page.first, page.last) == (2, 7, 21, 40)
    assert asked(page.next(draft)) == {"$top": "20", "$skip": "40", "$count": "true"}
    assert asked(page.previous(draft))["$skip"] == "0"


def test_an_offset_without_a_size_takes_the_size_of_the_answer(catalogue: Catalogue):
    endpoint = catalogue.get("odata.list")
    draft = draft_of(endpoint)
    page = page_of(draft, endpoint, count=100)
    assert page is not None
    assert asked(page.next(draft)) == {"$skip": "100", "$top": "100"}
    assert page_of(draft, endpoint) is None


def test_every_list_of_the_catalogue_that_pages_is_tried(catalogue: Catalogue):
    paging = {
        endpoint.id
        for module in catalogue.modules
        for group in module.groups
        for endpoint in group.endpoints
        if endpoint.has_path and page_of(draft_for(endpoint), endpoint, count=10) is not None
    }
    assert paging == {each for each, _, _ in BY_NUMBER} | {"odata.list", "odata.batchList"}


@pytest.mark.parametrize(
    ("body", "query", "name", "value"),
    [
        ('{"pageNum": 3, "pageSize": 5}', "", "pageNum", "4"),
        ('{"page": 1, "limit": 5}', "", "page", "2"),
        ('{"Offset": 10, "Limit": 5}', "", "Offset", "15"),
        ('{"PageNumber": "2", "PageSize": "5"}', "", "PageNumber", '"3"'),
        ("", "?skip=5&top=5", "skip", "10"),
        ("", "?pageIndex=1&pageSize=5", "pageIndex", "2"),
    ],
)
def test_a_call_that_nobody_documents_pages_by_what_was_sent(
    body: str, query: str, name: str, value: str
):
    draft = draft_of(OWN, body, query)
    page = page_of(draft, OWN, count=5)
    assert page is not None
    assert asked(page.next(draft))[name] == value


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ('{"a": 1}', 5),
        ('{"PageNumber": "{{page}}"}', 5),
        ('{"PageNumber": 0, "PageSize": 5}', 5),
        ('{"PageNumber": 1}', 0),
        ('{"PageNumber": [1], "PageSize": 5}', 5),
        ("no JSON", 5),
    ],
)
def test_what_cannot_be_turned_has_no_page(body: str, count: int):
    assert page_of(draft_of(OWN, body), OWN, count=count) is None


def test_a_call_that_writes_never_pages():
    draft = draft_of(OWN, '{"PageNumber": 1, "PageSize": 5}')
    for effect in (Effect.WRITE, Effect.DESTRUCTIVE):
        writing = msgspec.structs.replace(OWN, effect=effect)
        assert page_of(draft, writing, count=5) is None


def page(number: int, count: int | None, total: int | None) -> ListPage:
    draft = draft_of(OWN, json.dumps({"PageNumber": number, "PageSize": 10}))
    found = page_of(draft, OWN, count=count, total=total)
    assert found is not None
    return found


def test_the_last_page_is_known_from_the_total_else_from_what_came():
    for number, count, total, has_next, pages in [
        (1, 10, 25, True, 3),
        (3, 5, 25, False, 3),
        (2, 10, 20, False, 2),
        (1, 0, 0, False, 1),
        (1, 10, None, True, None),
        (1, 9, None, False, None),
        (1, None, None, True, None),
        (2, 10, 0, True, None),
    ]:
        found = page(number, count, total)
        assert (found.has_next, found.pages) == (has_next, pages), (number, count, total)


def test_only_the_page_changes_in_the_draft():
    body = '{\n  "ids": [1893450276618240001], "PageNumber": 1,\n  "PageSize": 10, "d": 1.10\n}'
    draft = draft_of(OWN, body, "?keep=1")
    found = page_of(draft, OWN, count=10)
    assert found is not None
    turned = found.next(draft)
    assert turned is not None
    assert turned.body == body.replace('"PageNumber": 1', '"PageNumber": 2')
    assert turned.url == draft.url
    broken = msgspec.structs.replace(draft, body="no JSON")
    assert found.next(broken) is None
