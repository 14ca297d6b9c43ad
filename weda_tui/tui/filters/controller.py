"""The controller that opens the filter builder for a draft."""

from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.filters.odata import FilterFault
from weda_tui.core.filters.query import RecordQuery, model_of, read_query, with_query
from weda_tui.core.filters.support import accepts_filter
from weda_tui.core.models.answer_fields import fields_in
from weda_tui.core.models.data_model import DataModel
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answers, Exchange
from weda_tui.i18n.phrases.filters import fault_words
from weda_tui.session import Session
from weda_tui.tui.workbench.bench import TargetBench

if TYPE_CHECKING:  # imported after the first screen is drawn
    from weda_tui.tui.requests.editor_pane import RequestEditor


class FilterEditor(Protocol):
    """What filters need from the editor."""

    def apply_edit(self, draft: RequestDraft) -> None:
        """Replace the draft as one edit."""


class FilterBench(TargetBench, Protocol):
    """What filters need from the main screen."""

    @property
    def editor(self) -> FilterEditor:
        """The editor of the request."""
        ...


class FilterController:
    """Opens the filter builder with the query of a draft, and applies the result to the draft."""

    def __init__(self, bench: FilterBench, session: Session, answers: Answers) -> None:
        self._bench, self._session, self._answers = bench, session, answers

    def on_filter_requested(self, event: "RequestEditor.FilterRequested") -> None:
        """Open the filter builder; if the query of the draft cannot be parsed, show why."""
        bench, endpoint, draft = self._bench, event.endpoint, event.draft
        words = bench.words.filters
        if not accepts_filter(endpoint):
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
            self._model(endpoint, draft, models.get(model_of(endpoint, draft))),
            bench.words,
            models=models,
            is_destructive=endpoint.effect is Effect.DESTRUCTIVE,
        )
        bench.ask(builder, built)

    def _model(
        self, endpoint: Endpoint, draft: RequestDraft, known: DataModel | None
    ) -> DataModel | None:
        """Return the model with its listed fields, else with the fields of its last response."""
        if (known is not None and known.fields) or self._bench.target is None:
            return known
        name = known.name if known is not None else model_of(endpoint, draft)
        for exchange in self._answers.exchanges(self._bench.target):
            if _is_about(exchange, endpoint, name) and (
                fields := fields_in(exchange.response.body)
            ):
                return DataModel(name="" if "{{" in name else name, fields=fields)
        return known


def _is_about(exchange: Exchange, endpoint: Endpoint, model: str) -> bool:
    """Return whether an exchange was about a model; compare the endpoint if a variable names it."""
    if not model or "{{" in model:
        return exchange.endpoint_id == endpoint.id
    return model in urlsplit(exchange.request.url).path.split("/")
