"""The next, the previous and all pages of a call's own list: drafts ask for them and are sent."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.tui.workbench.bench import Bench, refuse_while_sending
from weda_tui.tui.workbench.state import AnswerView

if TYPE_CHECKING:  # it comes with the first answer
    from weda_tui.core.requests.paging import ListPage
    from weda_tui.tui.answers.shown_answer import ExchangeFacts


class PagesEditor(Protocol):
    """The editor of a request for a page."""

    @property
    def draft(self) -> RequestDraft | None:
        """The draft as it is typed."""

    def show_draft(self, draft: RequestDraft) -> None:
        """Replace the draft."""


class PagesPane(Protocol):
    """The pane that shows a page."""

    @property
    def facts(self) -> "ExchangeFacts":
        """The shown answer, as values."""
        ...

    def show_table(self) -> None:
        """Show the list of the answer as a table, while it is read."""


class PagesBench(Bench, Protocol):
    """What pages need of the main screen."""

    @property
    def editor(self) -> PagesEditor:
        """The editor of the request."""
        ...

    @property
    def response(self) -> PagesPane:
        """The pane of the answer."""
        ...


class PageSending(Protocol):
    """What sends for pages."""

    def send(self) -> None:
        """Send the draft in the editor."""

    def fetch_pages(
        self, first: RequestDraft, endpoint: Endpoint, then: Callable[[], None]
    ) -> None:
        """Send for all pages of a list, from the draft of the first one on."""


class PagesController:
    """Sends for pages."""

    def __init__(self, bench: PagesBench, answer: AnswerView, sending: PageSending) -> None:
        self._bench, self._answer, self._sending = bench, answer, sending

    def show_next(self) -> None:
        """Send for the page after the one that is shown."""
        self._turn(is_forward=True)

    def show_previous(self) -> None:
        """Send for the page before the one that is shown."""
        self._turn(is_forward=False)

    def fetch_all(self) -> None:
        """Send for every page of the list that is shown, and show all of them as one answer."""
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
        """Return the draft and the page that is shown; where nothing can be sent, say why."""
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

    def _turn(self, *, is_forward: bool) -> None:
        """Send for another page; where that cannot be, say why and send nothing."""
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
