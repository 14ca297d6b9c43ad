"""The way from a draft to the filter builder and back."""

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.environments.deployment import Target
from weda_tui.core.filters.odata import FilterFault
from weda_tui.core.filters.query import RecordQuery, model_of, read_query, with_query
from weda_tui.core.filters.support import takes_filter
from weda_tui.i18n.phrases.filters import fault_words
from weda_tui.session import Session
from weda_tui.tui.layout.command_screen import CommandPage
from weda_tui.tui.requests.editor_pane import RequestEditor


def open_filter_builder(
    page: CommandPage[None],
    session: Session,
    wanted: RequestEditor.FilterWanted,
    where: Target | None,
) -> None:
    """Open the builder on what a draft asks for; say why where that cannot be read."""
    endpoint, draft, words = wanted.endpoint, wanted.draft, page.strings.filters
    if not takes_filter(endpoint):
        page.notice(words.no_filter)
        return
    before = read_query(endpoint, draft)
    if isinstance(before, FilterFault):
        page.notice(f"✗ {fault_words(before, page.strings)}")
        return
    if before is None:
        page.notice(f"✗ {words.no_place}")
        return
    from weda_tui.tui.filters.dialog import FilterBuilder

    def built(after: RecordQuery | None) -> None:
        edited = draft if after is None else with_query(draft, before, after)
        editor = page.focused_pane()
        if edited != draft and isinstance(editor, RequestEditor):
            editor.apply_edit(edited)
            page.notice(words.taken)

    name = model_of(endpoint, draft)
    models = session.live.known(where.environment).by_name if where else {}
    builder = FilterBuilder(
        before,
        models.get(name),
        page.strings,
        models=models,
        is_destructive=endpoint.effect is Effect.DESTRUCTIVE,
    )
    page.app.push_screen(builder, built)
