"""What is done with the selected draft: laid out, edited elsewhere, reset, kept or not."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from msgspec.structs import replace
from textual.actions import SkipAction

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.filters.support import takes_filter
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.session.external_editor import editor_command
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, when
from weda_tui.tui.requests.draft.selected import SelectedDraft
from weda_tui.tui.requests.title_view import CHECKS
from weda_tui.tui.widgets.messages import Intent, Noticed
from weda_tui.tui.widgets.pane import StageHost


@dataclass
class FilterWanted(Intent):
    """What the draft asks for is to be built row by row."""

    endpoint: Endpoint
    draft: RequestDraft


class AssertionWanted(Intent):
    """The open saved request is to expect something of its answer as a whole."""


class DraftTabs(Protocol):
    """The tabs that the draft is edited in."""

    @property
    def current(self) -> str:
        """The open tab."""
        ...

    @property
    def is_text(self) -> bool:
        """Whether the open tab is a text to type in."""
        ...

    def step(self, by: int) -> None:
        """Open the next or previous tab."""

    def enter(self) -> None:
        """Go into the open tab."""

    def format(self) -> None:
        """Lay out the JSON."""

    def turn_headers(self) -> None:
        """Show the headers as text, or as rows again."""

    def edit_outside(self) -> None:
        """Open the body in the user's own editor."""


class DraftHost(StageHost, Protocol):
    """What the actions need of the pane."""

    def show_draft(self, draft: RequestDraft) -> None:
        """Fill the fields from a draft."""

    def set_draft(self, draft: RequestDraft) -> None:
        """Replace the draft by one that the fields already show."""


class DraftActions:
    """Acts on the selected draft."""

    def __init__(
        self, host: DraftHost, selected: SelectedDraft, tabs: Callable[[], DraftTabs]
    ) -> None:
        """``tabs`` returns the tabs once they are there."""
        self._host, self._selected, self._tabs = host, selected, tabs

    def handlers(self) -> Handlers:
        """Return what is done with the draft."""
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
                when(lambda: selected.endpoint is not None and takes_filter(selected.endpoint)),
            ),
            commands.ASSERT_VALUE: Handler(
                lambda: self._host.post_message(AssertionWanted()),
                when(lambda: selected.saved is not None and self._tabs().current == CHECKS),
            ),
            commands.FORM_MENU: Handler(
                lambda: self._tabs().turn_headers(),
                when(lambda: selected.draft is not None and self._tabs().current == "headers"),
            ),
            commands.NEXT_TAB: Handler(lambda: self._tabs().step(1)),
            commands.RESET: Handler(self.reset),
            commands.TOGGLE_RECORD: Handler(self.toggle_record),
            commands.GO_BACK: Handler(why_not=when(lambda: selected.context.came_from)),
        }

    def has_json(self) -> bool:
        """Return whether the open tab is a JSON that is not empty."""
        draft = self._selected.draft
        return draft is not None and bool(draft.body.strip()) and self._tabs().current == "json"

    def _opens_outside(self) -> bool:
        if self._selected.draft is None or self._tabs().current != "json":
            return False

        return bool(editor_command(os.environ))

    def format(self) -> None:
        """Lay out the JSON; the bytes of every token stay as they are."""
        if not self.has_json():
            raise SkipAction
        self._tabs().format()

    def edit_outside(self) -> None:
        """Open the body in the user's own editor, and set what it wrote as one edit."""
        if self._opens_outside():
            self._tabs().edit_outside()

    def build_filter(self) -> None:
        """Build the filter of the draft in rows."""
        selected = self._selected
        if selected.endpoint is not None and selected.draft is not None:
            self._host.post_message(FilterWanted(selected.endpoint, selected.draft))

    def toggle_record(self) -> None:
        """Keep the next sends of this draft in the history, or do not."""
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
        """Go back to the endpoint's example; undo in a field is gone with it."""
        selected = self._selected
        if selected.endpoint is None:
            return
        base = selected.kept.base(selected.key)
        self._host.show_draft(base or draft_for(selected.endpoint))
        strings = self._host.words
        self._notice(strings.saved.screen.reset if base else strings.tui.with_.reset)

    def _notice(self, text: str) -> None:
        self._host.post_message(Noticed(text))
