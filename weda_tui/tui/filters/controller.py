"""The filter builder over the draft."""

from typing import TYPE_CHECKING, Protocol

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.filters.odata import FilterFault
from weda_tui.core.filters.query import RecordQuery, model_of, read_query, with_query
from weda_tui.core.filters.support import takes_filter
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.i18n.phrases.filters import fault_words
from weda_tui.session import Session
from weda_tui.tui.workbench.bench import TargetBench

if TYPE_CHECKING:  # it comes after the first picture
    from weda_tui.tui.requests.editor_pane import RequestEditor


class FilterEditor(Protocol):
    """What filters need of the editor."""

    def apply_edit(self, draft: RequestDraft) -> None:
        """Replace the draft by one edit."""


class FilterBench(TargetBench, Protocol):
    """What filters need of the main screen."""

    @property
    def editor(self) -> FilterEditor:
        """The editor of the request."""
        ...


class FilterController:
    """Opens the builder on what a draft asks for, and applies what was built."""

    def __init__(self, bench: FilterBench, session: Session) -> None:
        self._bench, self._session = bench, session

    def on_filter_wanted(self, event: "RequestEditor.FilterWanted") -> None:
        """Open the builder; say why where the query of the draft cannot be read."""
        bench, endpoint, draft = self._bench, event.endpoint, event.draft
        words = bench.words.filters
        if not takes_filter(endpoint):
            bench.notice(words.no_filter)
            return
        before = read_query(endpoint, draft)
        if isinstance(before, FilterFault):
            bench.notice(f"✗ {fault_words(before, bench.words)}")
            return
        if before is None:
            bench.notice(f"✗ {words.no_place}")
            return
        from weda_tui.tui.filters.dialog import FilterBuilder

        def built(after: RecordQuery | None) -> None:
            edited = draft if after is None else with_query(draft, before, after)
            if edited != draft:
                bench.editor.apply_edit(edited)
                bench.notice(words.taken)

        where = bench.target
        models = self._session.live.known(where.environment).by_name if where else {}
        builder = FilterBuilder(
            before,
            models.get(model_of(endpoint, draft)),
            bench.words,
            models=models,
            is_destructive=endpoint.effect is Effect.DESTRUCTIVE,
        )
        bench.ask(builder, built)
