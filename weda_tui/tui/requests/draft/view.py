"""Draws the selected draft in the WITH pane: its head, its URL, its pre-flight."""

from weda_tui.core.masking import MASK
from weda_tui.core.sending.exchange import Sending
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import effect_words
from weda_tui.i18n.phrases.history import clock_words
from weda_tui.i18n.phrases.requests import fault_words
from weda_tui.tui.layout.headings import heading, stage_name
from weda_tui.tui.requests.address_view import auth_reading, resolved_lines, unknown_lines
from weda_tui.tui.requests.draft.selected import DraftContext, SelectedDraft
from weda_tui.tui.requests.saved_tabs import Judged, SavedView, reading_lines
from weda_tui.tui.requests.title_view import CHECKS, UNSAVED, saved_title_lines
from weda_tui.tui.sending.preflight_view import preflight_lines, send_chip, sending_runs
from weda_tui.tui.views.endpoints import EFFECT_ROLES, docs_lines, title_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, pad, paragraph

LEAST_TITLE = 12
"""Cells from which the link back to the previous call is shown."""


class DraftView:
    """Draws the selected draft."""

    def __init__(self, selected: SelectedDraft) -> None:
        self._selected = selected

    def draw_heading(self, width: int) -> list[Line]:
        """Return the name of the pane, and facts of the draft if the title is not shown."""
        context = self._selected.context
        word, endpoint = context.strings.tui.stage.with_what, context.endpoint
        left = stage_name("F4", word, "with", is_focused=context.is_focused)
        right = [*_way_back(context, width - cells(left) - 16), *self._unsaved_mark(context)]
        if endpoint is not None and endpoint.id and context.is_titleless:
            effect = effect_words(endpoint.effect, context.strings)
            right += [Run(effect, EFFECT_ROLES[endpoint.effect]), Run(" ")]
        if self._selected.saved is not None and context.is_titleless:
            name, room = self._selected.saved.request.title, width - cells(left) - cells(right) - 4
            left.append(Run(f"  {cut(name, room)}", "bold"))
        line = heading(left, right, is_focused=context.is_focused)
        return [line._replace(left=left) if context.is_titleless else line]

    def _unsaved_mark(self, context: DraftContext) -> list[Run]:
        """Return the mark of a saved request with unsaved edits."""
        if not self._selected.is_edited:
            return []
        words = context.strings.saved.screen.unsaved
        return [Run(f"{UNSAVED} {words} ", "caution", "save"), Run(" ")]

    def draw_title(self, width: int) -> list[Line]:
        """Return title and effect of the call, or the head of the saved request."""
        context, saved = self._selected.context, self._selected.saved
        if context.endpoint is None:
            return [Line([Run("  " + context.strings.tui.what.choose, "dim")])]
        if saved is not None:
            return saved_title_lines(saved.request, context.endpoint, context.strings)
        return title_lines(context.endpoint, context.strings, width)

    def draw_method(self, width: int) -> list[Line]:
        """Return the method beside the URL."""
        draft = self._selected.draft
        return [Line([Run(pad(f"  {draft.method if draft else ''}", width), "bold")])]

    def draw_resolved(self, width: int) -> list[Line]:
        """Return ``=`` and the resolved URL, or the variable that has no value."""
        selected, context = self._selected, self._selected.context
        draft, where = selected.draft, context.where
        if draft is None or not draft.url or where is None:
            return []
        variables = selected.session.sending.variables(where, selected.lookup_draft, MASK)
        if unknown := selected.unknown_in_url():
            return unknown_lines(unknown, variables, context.strings, width)
        return resolved_lines(draft.url, variables, where.env_type, width)

    def read_tab(self, tab: str, width: int) -> list[Line]:
        """Return the content of a tab that is only read, for example the documentation."""
        selected, context = self._selected, self._selected.context
        endpoint, draft, where = context.endpoint, selected.lookup_draft, context.where
        session, strings = selected.session, context.strings
        if endpoint is None:
            return []
        if tab == "docs":
            return docs_lines(endpoint, strings, width)
        if tab == "auth":
            return auth_reading(endpoint, draft, where, session, strings, width)
        if selected.saved is None or draft is None:
            return []
        shown = SavedView(
            loaded=selected.saved, draft=draft, where=where,
            is_edited=selected.is_edited, judged=_judged(context),
        )  # fmt: skip
        lines = reading_lines(tab, shown, endpoint, session, strings, width)
        hint = paragraph(strings.keeping.how_to_add, width, "dim") if tab == CHECKS else []
        return [*lines, *([Line(), *hint] if hint else [])]

    def draw_fault(self, width: int) -> list[Line]:
        """Return the position where the body stops being JSON."""
        preflight, words = self._selected.preflight, self._selected.context.strings.tui
        if preflight is None or preflight.body_fault is None:
            return []
        text = fault_words(preflight.body_fault, words.with_, words.fault)
        return [Line([Run("  "), Run(f"✗ {text}", "fail")])]

    def draw_preflight(self, width: int) -> list[Line]:
        """Return what F5 will do."""
        selected, strings = self._selected, self._selected.context.strings
        words = strings.tui.with_
        if isinstance(state := selected.context.send_state, Sending):
            waited = selected.session.clock.monotonic() - state.since
            return [Line([Run("  "), *sending_runs(waited, strings)]), Line(), Line()]
        if selected.draft is None:
            return [Line(), Line(), Line()]
        if selected.preflight is None:
            keys, lack = selected.context.send_keys, selected.fault
            chip = send_chip(strings, keys, is_refused=True)
            why = explain(lack, strings).what if lack else words.choose_environment
            return [Line([Run("  "), chip, Run(f"   {why}", "dim")]), Line(), Line()]
        saved = selected.saved.request if selected.saved is not None else None
        keys = selected.context.send_keys
        return preflight_lines(selected.preflight, strings, width, saved, keys=keys)


def _way_back(context: DraftContext, room: int) -> list[Run]:
    """Return a link to the call whose value opened this one."""
    if not context.came_from or room < LEAST_TITLE:
        return []
    text = context.strings.following.back_to.format(title=context.came_from)
    return [Run(cut(text, room), "dim", "go_back"), Run("  ")]


def _judged(context: DraftContext) -> Judged | None:
    outcome = context.outcome
    if outcome is None or outcome.exchange is None:
        return None
    when = clock_words(outcome.exchange.started_at)
    title = context.strings.saved.result.checks_of.format(when=when)
    return Judged(outcome.checks, outcome.captures, title)
