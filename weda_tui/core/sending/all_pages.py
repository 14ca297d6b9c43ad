"""All pages of a list as one response: the first response with the items of every page.

The items are kept byte for byte as received.
"""

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.json import nodes
from weda_tui.core.json.array_items import ArrayItems, array_at, array_of_length, best_array
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.lexing import WHITE
from weda_tui.core.json.source import BodySource
from weda_tui.core.json.tree import Path
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.paging import ListPage, page_of
from weda_tui.core.sending.exchange import Exchange, PagesEnd, PagesRead


class PageList(msgspec.Struct, frozen=True):
    """The place of the list in the body of one page, and how many items it has."""

    path: Path
    start: int
    end: int
    """The bytes of the body between which the items are."""
    count: int


def page_of_exchange(exchange: Exchange, endpoint: Endpoint) -> ListPage | None:
    """Return which page of its list a response is; ``None`` for a call without pages.

    Also ``None`` for a response that joins all pages.
    """
    if exchange.pages is not None:
        return None
    request, verdict = exchange.request, exchange.verdict
    body = request.body.decode("utf-8", "replace")
    sent = RequestDraft(endpoint_id=endpoint.id, method=request.method, url=request.url, body=body)
    return page_of(sent, endpoint, count=verdict.count, total=verdict.total)


class AllPages:
    """The pages of one list that were received so far."""

    def __init__(self, endpoint: Endpoint, *, most_pages: int, most_bytes: int) -> None:
        self._endpoint, self.most_pages, self.most_bytes = endpoint, most_pages, most_bytes
        self._first: Exchange | None = None
        self._list = PageList((), 0, 0, 0)
        """The list of the first page."""
        self._items: list[bytes] = []
        """The items of each page, with the commas between them."""
        self._elapsed, self._size, self._last_count = 0.0, 0, 0
        self.count = 0
        """How many records were received."""
        self.total: int | None = None
        """The total number of records, as the latest response gives it."""
        self.end: PagesEnd = PagesEnd.STOPPED
        """Why no further page is fetched; ``STOPPED`` until there is another reason."""
        self.code = ""
        """The code of the page that failed."""

    @property
    def number(self) -> int:
        """How many pages were received."""
        return len(self._items)

    def add(
        self, exchange: Exchange, part: PageList | None, draft: RequestDraft
    ) -> RequestDraft | None:
        """Add the response to ``draft``, with its list as ``find_list`` returns it.

        Returns the draft of the next page, ``None`` at the end.
        """
        page = page_of_exchange(exchange, self._endpoint)
        if not exchange.verdict.ok or exchange.response.is_beginning or page is None:
            self.end, self.code = PagesEnd.FAILED, exchange.verdict.code
            return None
        if part is None:
            self.end = PagesEnd.FAILED if self._first is None else PagesEnd.LAST
            return None
        items = exchange.response.body[part.start : part.end]
        if self._items and items == self._items[-1]:
            self.end = PagesEnd.REPEATED
            return None
        if self._first is None:
            self._first, self._list = exchange, part
        self._items.append(items)
        self.count += part.count
        self.total, self._size = exchange.verdict.total, self._size + len(items)
        self._elapsed += exchange.elapsed
        is_short = part.count < self._last_count
        self._last_count = part.count
        if is_short if self.total is None else self.count >= self.total:
            self.end = PagesEnd.LAST
        elif self.number >= self.most_pages:
            self.end = PagesEnd.MOST_PAGES
        elif self._size >= self.most_bytes:
            self.end = PagesEnd.MOST_BYTES
        else:
            step = msgspec.structs.replace(page, size=part.count) if page.is_offset else page
            return step.next(draft)
        return None

    def find_list(self, exchange: Exchange) -> PageList | None:
        """Return the list of a page; ``None`` if it is empty or missing. May run in any thread."""
        source = BodySource(exchange.response.body)
        index = JsonIndex(source)
        while not index.is_complete:
            index.grow()
        if index.fault is not None:
            return None
        if self._first is not None:
            line = array_at(index, self._list.path)
        else:
            line = array_of_length(index, exchange.verdict.count)
            line = line if line >= 0 else best_array(index)
        last = nodes.end_of(index, line) if line >= 0 else None
        if last is None:
            return None
        start, end = index.row(line).end, index.extent(last)[0]
        end -= len(source[start:end]) - len(source[start:end].rstrip(WHITE))
        return PageList(nodes.path_of(index, line), start, end, len(ArrayItems(index, line)))

    def answer(self) -> Exchange | None:
        """Return the received pages as one response; ``None`` before the first page."""
        if self._first is None:
            return None
        first, part = self._first, self._list
        body = first.response.body
        whole = b"".join((body[: part.start], b",".join(self._items), body[part.end :]))
        return msgspec.structs.replace(
            first,
            response=msgspec.structs.replace(first.response, body=whole),
            verdict=msgspec.structs.replace(first.verdict, count=self.count, total=self.total),
            elapsed=self._elapsed,
            pages=PagesRead(self.number, self.end, self.code),
        )
