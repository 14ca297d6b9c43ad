"""The next and the previous page of a call's own list: the draft asks for it, and it is sent."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.requests.draft import RequestDraft
from weda_tui.tui.workbench.bench import Bench, refuse_while_sending
from weda_tui.tui.workbench.state import AnswerView

if TYPE_CHECKING:  # it comes with the first answer
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


class PagesController:
    """Sends for pages."""

    def __init__(self, bench: PagesBench, answer: AnswerView, send: Callable[[], None]) -> None:
        """``send`` sends the draft."""
        self._bench, self._answer, self._send = bench, answer, send

    def show_next(self) -> None:
        """Send for the page after the one that is shown."""
        self._turn(is_forward=True)

    def show_previous(self) -> None:
        """Send for the page before the one that is shown."""
        self._turn(is_forward=False)

    def _turn(self, *, is_forward: bool) -> None:
        """Send for another page; where that cannot be, say why and send nothing."""
        bench = self._bench
        if refuse_while_sending(bench, self._answer):
            return
        words, draft, facts = bench.words.table, bench.editor.draft, bench.response.facts
        page = facts.page
        if not facts.is_of_endpoint or draft is None:
            bench.notice(words.no_answer_to_page)
            return
        if page is not None and not (page.has_next if is_forward else page.has_previous):
            bench.notice(words.last_page if is_forward else words.first_page)
            return
        turn = None if page is None else page.next if is_forward else page.previous
        turned = turn(draft) if turn is not None else None
        if turned is None:
            bench.notice(words.no_pages)
            return
        bench.editor.show_draft(turned)
        self._send()
