"""Paging through a list, without a terminal."""

from collections.abc import Callable

from tests.core.recordings import TASKS
from tests.tui.workbench.fakes import FakeBench
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.sending.exchange import Phase, Sending
from weda_tui.tui.answers.pages_controller import PagesController
from weda_tui.tui.answers.shown_answer import ExchangeFacts
from weda_tui.tui.workbench.state import AnswerView


class PagesFake(FakeBench):
    """An editor with a draft, and a pane without a response."""

    draft: RequestDraft | None = draft_for(TASKS)
    facts = ExchangeFacts()

    def __init__(self) -> None:
        super().__init__()
        self.editor = self.response = self

    def show_draft(self, draft: RequestDraft) -> None:
        self.calls.append(("draft", draft))

    def show_table(self) -> None:
        self.calls.append(("table",))

    def send(self) -> None:
        self.calls.append(("send",))

    def fetch_pages(
        self, first: RequestDraft, endpoint: Endpoint, then: Callable[[], None]
    ) -> None:
        del endpoint, then
        self.calls.append(("fetch", first))


def test_without_an_answer_there_is_no_other_page() -> None:
    bench, answer = PagesFake(), AnswerView(lambda _: None)
    pages = PagesController(bench, answer, bench)
    pages.show_next()
    pages.show_previous()
    pages.fetch_all()
    assert bench.notices == [bench.words.table.no_answer_to_page] * 3
    answer.show(Sending(phase=Phase.TOKEN, since=0.0))
    pages.show_next()
    assert bench.notices[-1] == bench.words.tui.result.still_waiting
    assert bench.calls == []
