"""All pages of a list as one response, from servers with various ways of paging."""

import json
from collections.abc import Callable
from itertools import product

import msgspec
import pytest

from tests.core.recordings import JSON_TYPE, NOW
from tests.core.requests.test_paging import OWN, draft_of
from weda_tui.core.answers.verdict import judge
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.sending.all_pages import AllPages, page_of_exchange
from weda_tui.core.sending.exchange import Exchange, PagesEnd, PagesRead, Response

Server = Callable[[RequestDraft], bytes]


def exchange(draft: RequestDraft, body: bytes) -> Exchange:
    return Exchange(
        endpoint_id=draft.endpoint_id,
        request=PreparedRequest(
            method="POST", url=draft.url, headers=(JSON_TYPE,), body=draft.body.encode()
        ),
        response=Response(status=200, reason="OK", headers=(JSON_TYPE,), body=body),
        verdict=judge(200, JSON_TYPE[1], body),
        started_at=NOW,
        elapsed=0.5,
    )


def fetch(server: Server, draft: RequestDraft, most_pages: int = 100, most_bytes: int = 10**6):
    """Request page after page; return the pages, and the number of requests."""
    pages, asked = AllPages(OWN, most_pages=most_pages, most_bytes=most_bytes), 0
    following: RequestDraft | None = draft
    while following is not None:
        asked += 1
        answer = exchange(following, server(following))
        following = pages.add(answer, pages.find_list(answer), following)
    return pages, asked


def lists(records: int, most: int = 100, *, has_total: bool = True, also: str = "") -> Server:
    """Serve a list by number and size, or offset and limit, ``most`` records a page at most."""

    def answer(draft: RequestDraft) -> bytes:
        wanted = json.loads(draft.body)
        size = min(most, int(wanted.get("PageSize", wanted.get("Limit", most))))
        first = wanted["Offset"] if "Offset" in wanted else (wanted["PageNumber"] - 1) * size
        rows = [f'{{"Id": {10**18 + n}, "Price": 1.10}}' for n in range(records)]
        page = " ,\n ".join(rows[first : first + size])
        total = f'"TotalCount": {records}, ' if has_total else ""
        return f'{{"Response": {{"Data": {{{total}{also}"Result": [ {page} ]}}}}}}'.encode()

    return answer


BY_NUMBER = draft_of(OWN, '{"PageNumber": 1, "PageSize": 10}')
BY_OFFSET = draft_of(OWN, '{"Offset": 0, "Limit": 10}')


def ids(whole: Exchange | None) -> list[int]:
    assert whole is not None
    return [row["Id"] for row in json.loads(whole.response.body)["Response"]["Data"]["Result"]]


def test_every_record_comes_once():
    for draft, records, has_total, most in product(
        [BY_NUMBER, BY_OFFSET], [1, 10, 25, 40], [True, False], [10, 4]
    ):
        case = draft, records, has_total, most
        pages, asked = fetch(lists(records, most, has_total=has_total), draft)
        whole = pages.answer()
        assert ids(whole) == [10**18 + n for n in range(records)], case
        assert whole is not None, case
        assert whole.response.body.count(b"1.10") == records, (case, "as received")
        assert (whole.verdict.count, pages.end) == (records, PagesEnd.LAST), case
        full = -(-records // most)
        assert whole.pages == PagesRead(full, PagesEnd.LAST), case
        assert asked <= full + (not has_total), case
        assert page_of_exchange(whole, OWN) is None, case


def test_the_list_is_the_one_that_is_counted():
    also = '"Columns": [' + ",".join('{"a": 1}' for _ in range(30)) + "], "
    pages, _ = fetch(lists(25, also=also), BY_NUMBER)
    assert len(ids(pages.answer())) == 25


@pytest.mark.parametrize(
    ("limits", "end"),
    [({"most_pages": 2}, PagesEnd.MOST_PAGES), ({"most_bytes": 700}, PagesEnd.MOST_BYTES)],
)
def test_a_limit_ends_it_with_what_there_is(limits: dict[str, int], end: PagesEnd):
    pages, _ = fetch(lists(100), BY_NUMBER, **limits)
    whole = pages.answer()
    assert whole is not None
    assert whole.pages == PagesRead(2, end)
    assert (len(ids(whole)), whole.verdict.total) == (20, 100)


def test_a_page_that_fails_ends_it_with_what_there_is():
    def server(draft: RequestDraft) -> bytes:
        if '"PageNumber": 3' not in draft.body:
            return lists(100)(draft)
        return b'{"Response": {"Error": {"Code": "Busy", "Message": "later"}}}'

    pages, asked = fetch(server, BY_NUMBER)
    whole = pages.answer()
    assert (len(ids(whole)), asked) == (20, 3)
    assert whole is not None
    assert whole.pages == PagesRead(2, PagesEnd.FAILED, "Busy")
    assert whole.elapsed == 1.0


def test_a_server_that_does_not_page_is_asked_twice():
    first = lists(10, has_total=False)(BY_NUMBER)
    pages, asked = fetch(lambda _: first, BY_NUMBER)
    assert (len(ids(pages.answer())), asked, pages.end) == (10, 2, PagesEnd.REPEATED)


@pytest.mark.parametrize("body", [b'{"Response": {"Data": {"Result": []}}}', b"no", b"[1, 2"])
def test_without_a_list_nothing_is_put_together(body: bytes):
    pages, asked = fetch(lambda _: body, BY_NUMBER)
    assert (pages.answer(), asked) == (None, 1)


def test_a_write_has_no_pages():
    writes = msgspec.structs.replace(OWN, effect=type(OWN.effect).WRITE)
    assert page_of_exchange(exchange(BY_NUMBER, lists(30)(BY_NUMBER)), writes) is None
