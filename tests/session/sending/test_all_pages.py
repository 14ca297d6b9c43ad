"""Pages of a list: each page is a separate send with its token, guard and history entry."""

import json

import httpx
import msgspec
import pytest

from tests.session.weda import WRITE, Weda, draft, place
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.core.sending.exchange import Answered, Failed, PagesEnd, PagesRead, Sending
from weda_tui.session import Session

LIST = "workflow.GetFlowInstances"
TOTAL = 25


def _page(request: httpx.Request) -> httpx.Response:
    number = int(json.loads(request.content)["PageNumber"])
    rows = [{"InstanceId": str(n)} for n in range(TOTAL)][(number - 1) * 10 : number * 10]
    data = {"Result": rows, "TotalCount": TOTAL}
    return httpx.Response(200, json={"Response": {"RequestId": f"r{number}", "Data": data}})


def _first(session: Session):
    return draft(session, LIST, body='{"ProcessKey": "a", "PageNumber": 1, "PageSize": 10}')


async def test_every_page_is_sent_and_kept(session: Session, weda: Weda):
    weda.call_answer = _page
    where, seen = place(session), list[Sending]()
    fetch = session.pages.begin(_first(session), where, session.modules.catalogue.get(LIST))
    assert fetch is not None
    assert fetch.answer() is None
    result = await fetch.run(_first(session), where, on_progress=seen.append)
    assert isinstance(result, Answered)
    assert result.exchange.pages == PagesRead(3, PagesEnd.LAST)
    assert (result.exchange.verdict.count, len(weda.calls)) == (25, 3)
    assert (seen[0].page, seen[-1].page, seen[-1].records, seen[-1].records_in_all) == (
        1,
        3,
        20,
        25,
    )
    page = await session.history.find(HistoryQuery())
    assert len(page.entries) == 3


async def test_the_settings_say_how_many_pages(session: Session, weda: Weda):
    weda.call_answer = _page
    session.settings.preferences = msgspec.structs.replace(
        session.settings.preferences, page_limit=2
    )
    where = place(session)
    fetch = session.pages.begin(_first(session), where, session.modules.catalogue.get(LIST))
    assert fetch is not None
    result = await fetch.run(_first(session), where)
    assert isinstance(result, Answered)
    assert result.exchange.pages == PagesRead(2, PagesEnd.MOST_PAGES)


@pytest.mark.parametrize("failing", [1, 3])
async def test_a_failure_leaves_what_came_before_it(session: Session, weda: Weda, failing: int):
    def answer(request: httpx.Request) -> httpx.Response:
        if json.loads(request.content)["PageNumber"] == failing:
            raise httpx.ConnectError("gone")
        return _page(request)

    weda.call_answer = answer
    where = place(session)
    fetch = session.pages.begin(_first(session), where, session.modules.catalogue.get(LIST))
    assert fetch is not None
    result = await fetch.run(_first(session), where)
    if failing == 1:
        assert isinstance(result, Failed)
    else:
        assert isinstance(result, Answered)
        assert result.exchange.pages == PagesRead(2, PagesEnd.FAILED)


def test_a_write_is_never_fetched_page_by_page(session: Session):
    where, writes = place(session, guard=Guard.NONE), draft(session, WRITE)
    endpoint = session.modules.catalogue.get(LIST)
    assert session.pages.begin(writes, where, endpoint) is None
    aimed = msgspec.structs.replace(_first(session), url=writes.url)
    assert session.pages.begin(aimed, where, endpoint) is None
