"""The commands on the selected draft: format, edit outside, reset, toggle recording."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from msgspec.structs import replace
from textual.actions import SkipAction

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.filters.support import accepts_filter
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.session.external_editor import editor_command
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, when
from weda_tui.tui.requests.draft.selected import SelectedDraft
from weda_tui.tui.requests.title_view import CHECKS
from weda_tui.tui.widgets.messages import Intent, Noticed
from weda_tui.tui.widgets.pane import StageHost


@dataclass
class FilterRequested(Intent):
    """Request to build the filter of the draft row by row."""

    endpoint: Endpoint
    draft: RequestDraft


class AssertionRequested(Intent):
    """Request to add an assertion on the whole response to the open saved request."""


class DraftTabs(Protocol):
    """The tabs in which the draft is edited."""

    @property
    def current(self) -> str:
        """The key of the open tab."""
        ...

    @property
    def is_text(self) -> bool:
        """Whether the open tab is a text area."""
        ...

    def step(self, by: int) -> None:
        """Open the next or previous tab."""

    def enter(self) -> None:
        """Focus the content of the open tab."""

    def format(self) -> None:
        """Format the JSON."""

    def toggle_headers(self) -> None:
        """Toggle between headers as text and headers as rows."""

    def edit_outside(self) -> None:
        """Open the body in the user's own editor."""


class DraftHost(StageHost, Protocol):
    """What the commands need from the pane."""

    def show_draft(self, draft: RequestDraft) -> None:
        """Fill the fields from a draft."""

    def set_draft(self, draft: RequestDraft) -> None:
        """Replace the draft by a draft that the fields already show."""


class DraftActions:
    """The commands on the selected draft."""

    def __init__(
        self, host: DraftHost, selected: SelectedDraft, tabs: Callable[[], DraftTabs]
    ) -> None:
        """``tabs`` returns the tabs once they are mounted."""
        self._host, self._selected, self._tabs = host, selected, tabs

    def handlers(self) -> Handlers:
        """Return the handlers for the draft."""
        selected = self._selected
        return {
            commands.FORMAT: Handler(self.format, when(self.has_json)),
            commands.EDIT_TEXT: Handler(
                lambda: self._tabs().enter(),
                when(lambda: selected.draft is not None and self._tabs().is_text),
            ),
            commands.EDIT_OUTSIDE: Handler(self.edit_outside, when(self._opens_outside)),
            commands.BUILD_FILTER: Handler(
                self.build_filter,
                when(lambda: selected.endpoint is not None and accepts_filter(selected.endpoint)),
            ),
            commands.ASSERT_VALUE: Handler(
                lambda: self._host.post_message(AssertionRequested()),
                when(lambda: selected.saved is not None and self._tabs().current == CHECKS),
            ),
            commands.FORM_MENU: Handler(
                lambda: self._tabs().toggle_headers(),
                when(lambda: selected.draft is not None and self._tabs().current == "headers"),
            ),
            commands.NEXT_TAB: Handler(lambda: self._tabs().step(1)),
            commands.RESET: Handler(self.reset),
            commands.TOGGLE_RECORD: Handler(self.toggle_record),
            commands.GO_BACK: Handler(why_not=when(lambda: selected.context.came_from)),
        }

    def has_json(self) -> bool:
        """Return whether the JSON tab is open and the body is not empty."""
        draft = self._selected.draft
        return draft is not None and bool(draft.body.strip()) and self._tabs().current == "json"

    def _opens_outside(self) -> bool:
        if self._selected.draft is None or self._tabs().current != "json":
            return False

        return bool(editor_command(os.environ))

    def format(self) -> None:
        """Format the JSON; the bytes of every token are unchanged."""
        if not self.has_json():
            raise SkipAction
        self._tabs().format()

    def edit_outside(self) -> None:
        """Open the body in the user's own editor, and set the result as one edit."""
        if self._opens_outside():
            self._tabs().edit_outside()

    def build_filter(self) -> None:
        """Open the filter builder for the draft."""
        selected = self._selected
        if selected.endpoint is not None and selected.draft is not None:
            self._host.post_message(FilterRequested(selected.endpoint, selected.draft))

    def toggle_record(self) -> None:
        """Toggle whether the next sends of this draft are stored in the history."""
        draft, where = self._selected.draft, self._selected.context.where
        if draft is None:
            return
        words, environment = self._host.words.history.screen, where and where.environment
        if environment is not None and not environment.record:
            self._notice(words.never_recorded.format(environment=environment.name))
            return
        self._host.set_draft(replace(draft, is_recorded=not draft.is_recorded))
        self._notice(words.not_recorded if draft.is_recorded else words.recorded_again)

    def reset(self) -> None:
        """Reset the draft to what is saved or to the endpoint's example; clears undo too."""
        selected = self._selected
        if selected.endpoint is None:
            return
        base = selected.kept.base(selected.key)
        self._host.show_draft(base or draft_for(selected.endpoint))
        strings = self._host.words
        self._notice(strings.saved.screen.reset if base else strings.tui.with_.reset)

    def _notice(self, text: str) -> None:
        self._host.post_message(Noticed(text))
