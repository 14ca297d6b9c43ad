"""The controller that sends requests for the next, the previous or all pages of a list."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.tui.workbench.bench import Bench, refuse_while_sending
from weda_tui.tui.workbench.state import AnswerView

if TYPE_CHECKING:  # imported with the first response
    from weda_tui.core.requests.paging import ListPage
    from weda_tui.tui.answers.shown_answer import ExchangeFacts


class PagesEditor(Protocol):
    """The request editor, as paging needs it."""

    @property
    def draft(self) -> RequestDraft | None:
        """The draft as the user edited it."""

    def show_draft(self, draft: RequestDraft) -> None:
        """Replace the draft."""


class PagesPane(Protocol):
    """The pane that shows a page."""

    @property
    def facts(self) -> "ExchangeFacts":
        """The displayed response, as values."""
        ...

    def show_table(self) -> None:
        """Show the list of the response as a table if the pane has the focus."""


class PagesBench(Bench, Protocol):
    """What paging needs from the main screen."""

    @property
    def editor(self) -> PagesEditor:
        """The editor of the request."""
        ...

    @property
    def response(self) -> PagesPane:
        """The pane that shows the response."""
        ...


class PageSending(Protocol):
    """The sending of requests, as paging needs it."""

    def send(self) -> None:
        """Send the draft in the editor."""

    def fetch_pages(
        self, first: RequestDraft, endpoint: Endpoint, then: Callable[[], None]
    ) -> None:
        """Send requests for all pages of a list, beginning with the draft for the first page."""


class PagesController:
    """Sends requests for other pages of the displayed list."""

    def __init__(self, bench: PagesBench, answer: AnswerView, sending: PageSending) -> None:
        self._bench, self._answer, self._sending = bench, answer, sending

    def show_next(self) -> None:
        """Send the request for the page after the displayed one."""
        self._send_page(is_forward=True)

    def show_previous(self) -> None:
        """Send the request for the page before the displayed one."""
        self._send_page(is_forward=False)

    def fetch_all(self) -> None:
        """Send requests for all pages of the displayed list, and show them as one response."""
        facts, words = self._bench.response.facts, self._bench.words.table
        if (found := self._find()) is None or facts.endpoint is None:
            return
        draft, page = found
        first = page.go_to_first(draft) if page is not None else None
        if first is None:
            self._bench.notice(words.no_pages)
        else:
            self._sending.fetch_pages(first, facts.endpoint, self._bench.response.show_table)

    def _find(self) -> "tuple[RequestDraft, ListPage | None] | None":
        """Return the draft and the displayed page; if paging is impossible, show why."""
        bench, draft, facts = self._bench, self._bench.editor.draft, self._bench.response.facts
        if refuse_while_sending(bench, self._answer):
            return None
        if not facts.is_of_endpoint or draft is None:
            bench.notice(bench.words.table.no_answer_to_page)
            return None
        if facts.exchange is not None and facts.exchange.pages is not None:
            bench.notice(bench.words.pages.in_one)
            return None
        return draft, facts.page

    def _send_page(self, *, is_forward: bool) -> None:
        """Send the request for another page; if that is impossible, show why and send nothing."""
        bench, words = self._bench, self._bench.words.table
        if (found := self._find()) is None:
            return
        draft, page = found
        if page is not None and not (page.has_next if is_forward else page.has_previous):
            bench.notice(words.last_page if is_forward else words.first_page)
            return
        turn = None if page is None else page.next if is_forward else page.previous
        turned = turn(draft) if turn is not None else None
        if turned is None:
            bench.notice(words.no_pages)
            return
        bench.editor.show_draft(turned)
        self._sending.send()
