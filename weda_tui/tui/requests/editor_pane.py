"""WITH: the selected request, and what sending it will do."""

import asyncio
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events, on, work
from textual.actions import SkipAction
from textual.binding import Binding
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.filters.support import takes_filter
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.headers import read_headers
from weda_tui.core.sending.exchange import Sending, SendState
from weda_tui.session import Preflight, Session
from weda_tui.session.sending.preflight import CHECKED_ON_THE_LOOP
from weda_tui.tui.commands.table import (
    BUILD_FILTER,
    EDIT_OUTSIDE,
    EDIT_TEXT,
    FORMAT,
    GO_BACK,
    NEXT_TAB,
    RESET,
    TOGGLE_RECORD,
    CommandSource,
    Handler,
    Handlers,
    bindings,
    when,
)
from weda_tui.tui.requests.draft_pane import DraftStage
from weda_tui.tui.requests.form import RequestForm
from weda_tui.tui.requests.form_view import RowKey
from weda_tui.tui.requests.tabs import RequestTabs
from weda_tui.tui.requests.unsaved_drafts import DraftCache, saved_key
from weda_tui.tui.widgets.code_area import CodeArea, JsonArea, UrlArea
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed

if TYPE_CHECKING:  # files are read after the first picture
    from weda_tui.session.collections.service import LoadedRequest

METHOD_WIDTH = 7
"""Cells of a short method with the blanks around it."""
CHECK_AFTER = 0.2
"""Seconds without a key after which a large body is compared with the documents."""


class RequestEditor(DraftStage):
    """The stage WITH."""

    class Edited(Message):
        """The draft is another one, by typing or by choosing an endpoint."""

        def __init__(self, draft: RequestDraft) -> None:
            super().__init__()
            self.draft = draft

    class Resolved(Message):
        """What sending the draft would do is another thing now."""

        def __init__(self, preflight: Preflight | None) -> None:
            super().__init__()
            self.preflight = preflight

    class FilterWanted(Message):
        """What the draft asks for is to be built row by row."""

        def __init__(self, endpoint: Endpoint, draft: RequestDraft) -> None:
            super().__init__()
            self.endpoint = endpoint
            self.draft = draft

    _url = query_one("#url", UrlArea)
    _tabs = query_one("#request-tabs", RequestTabs)
    _resolved = query_one("#resolved", Lines)
    _preflight_block = query_one("#preflight", Lines)
    _heading = query_one("#with-heading", Lines)

    BINDINGS = [
        *bindings(FORMAT, EDIT_OUTSIDE, NEXT_TAB),
        *bindings(BUILD_FILTER, is_priority=True),
        Binding("left_square_bracket,【", "tab(-1)", show=False),
    ]

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(session, id=id)
        self.kept = DraftCache(session)
        self._checked: tuple[RequestDraft | None, Target | None, tuple[DraftFinding, ...]]
        self._checked = (None, None, ())

    def inside(self) -> Iterator[Widget]:
        """Lay out title, URL, tabs, the open tab, and the pre-flight block at the end."""
        yield Lines(self.draw_heading, id="with-heading")
        yield Lines(self.draw_title, id="with-title")
        with Horizontal(id="url-row"):
            yield Lines(self.draw_method, id="method")
            yield self.completing(UrlArea(id="url"))
        yield Lines(self.draw_resolved, id="resolved")
        yield RequestTabs(self, id="request-tabs")
        yield Lines(self.draw_preflight, id="preflight")

    def start(self) -> None:
        """Open the draft of the selected endpoint."""
        self._load()

    @property
    def is_whole(self) -> bool:
        """Whether what the closed tabs show is there too."""
        return self._tabs.is_whole

    async def fill_the_rest(self) -> None:
        """Put in what the closed tabs show; the first picture does not wait for it."""
        await self._tabs.fill_the_rest()
        if self._tabs.is_whole:
            self._refresh_words()
            self._refresh_preflight()

    def colour(self) -> None:
        """Colour the JSON, which the first picture shows without."""
        self._tabs.colour()

    # -- state that comes down ---------------------------------------------------------------

    def watch_strings(self) -> None:
        """Speak the other language."""
        self._refresh_words()

    def watch_endpoint(self, old: Endpoint | None, new: Endpoint | None) -> None:
        """Open an endpoint's draft: the one of before, or a first one.

        An endpoint that says something else now has a new one where nothing was typed.
        """
        if self.is_ready and old is not new:
            if old and new and old.id == new.id:
                self.kept.drop_untouched(old.id, draft_for(old))
            self._load()

    def watch_edited(self) -> None:
        """Say whether the selected saved request has edits."""
        if self.is_ready:
            self._refresh_words()

    def watch_came_from(self) -> None:
        """Name the way back, or none."""
        if self.is_ready:
            self._heading.redraw()

    def watch_outcome(self) -> None:
        """Say how the checks of the file went."""
        if self.is_ready:
            self._tabs.read()

    def watch_where(self) -> None:
        """Resolve for the other place."""
        self._refresh_preflight()

    def watch_token(self) -> None:
        """Say whether a token is fetched first."""
        self._refresh_preflight()

    def watch_send_state(self, old: SendState | None, new: SendState | None) -> None:
        """The chip becomes Esc while a request is on its way."""
        if isinstance(old, Sending) != isinstance(new, Sending):
            self._refresh_preflight()

    def watch_is_focused(self) -> None:
        """Light the heading."""
        if self.is_ready:
            self._heading.redraw()

    # -- the draft ---------------------------------------------------------------------------

    def _load(self) -> None:
        if self.endpoint is None:
            self._tabs.open_wanted()
            self._refresh_words()
            return
        self.show_draft(self.kept.draft(self.key) or draft_for(self.endpoint))

    def show_draft(self, draft: RequestDraft) -> None:
        """Fill the fields from a draft; undo starts anew."""
        with self.prevent(CodeArea.Changed):
            self._url.load_text(draft.url)
            self.query_one("#method").styles.width = max(METHOD_WIDTH, len(draft.method) + 3)
            self._url.fit()
        self._tabs.fill(draft)
        self._accept_draft(draft)
        self._tabs.open_wanted()
        self._refresh_words()

    def handlers(self) -> Handlers:
        """Return what is done with the draft."""
        return {
            FORMAT: Handler(self.action_format, when(self._has_json)),
            EDIT_TEXT: Handler(
                self.action_edit_text,
                when(lambda: self.draft is not None and self._tabs.is_text),
            ),
            EDIT_OUTSIDE: Handler(self.action_edit_outside, when(self._opens_outside)),
            BUILD_FILTER: Handler(
                self.action_build_filter,
                when(lambda: self.endpoint is not None and takes_filter(self.endpoint)),
            ),
            NEXT_TAB: Handler(self.action_next_tab),
            RESET: Handler(self.action_reset),
            TOGGLE_RECORD: Handler(self.action_toggle_record),
            GO_BACK: Handler(why_not=when(lambda: self.came_from)),
        }

    def _has_json(self) -> bool:
        has_body = self.draft is not None and bool(self.draft.body.strip())
        return has_body and self._tabs.current == "json"

    def _opens_outside(self) -> bool:
        return self.draft is not None and self._tabs.current == "json" and self._has_editor()

    @staticmethod
    def _has_editor() -> bool:
        from weda_tui.session.external_editor import editor_command

        return bool(editor_command(os.environ))

    def _accept_draft(self, draft: RequestDraft) -> None:
        has_json, self.draft = self._has_json(), draft
        if self._tabs.is_whole:
            self._tabs.colour()
        if self._has_json() != has_json:
            self.post_message(self.KeysChanged())
        self.kept.keep(self.key, draft)
        self._refresh_preflight()
        self.post_message(self.Edited(draft))

    @on(CodeArea.Changed)
    def _on_changed(self, event: CodeArea.Changed) -> None:
        event.stop()
        if self.draft is None:
            return
        self._url.fit()
        match event.text_area:
            case UrlArea():
                draft = replace(self.draft, url=self._url.text.replace("\n", ""))
            case JsonArea():
                draft = replace(self.draft, body=event.text_area.text)
            case _:
                draft = replace(self.draft, headers=read_headers(event.text_area.text))
        self._accept_edited(draft)
        self._tabs.show_form()

    @on(RequestForm.FormEdited)
    def _on_form_edited(self, event: RequestForm.FormEdited) -> None:
        event.stop()
        with self.prevent(CodeArea.Changed):
            self._url.update_text(event.draft.url)
            self._url.fit()
        self._accept_edited(event.draft)

    def _accept_edited(self, draft: RequestDraft) -> None:
        has_other_count = self.draft is None or len(draft.headers) != len(self.draft.headers)
        self._accept_draft(draft)
        if has_other_count:
            self._refresh_words()

    def refresh_captured(self) -> None:
        """Follow what was captured: variables have other values now."""
        self._tabs.show_form()
        self._refresh_preflight()
        self._tabs.read()

    @property
    def findings(self) -> tuple[DraftFinding, ...] | None:
        """What a large body lacks, once that was looked at; ``None`` for any other."""
        draft, where, findings = self._checked
        return findings if draft is self.draft and where == self.where else None

    @work(group="check", exclusive=True, description="check")
    async def _check_later(self, draft: RequestDraft, where: Target) -> None:
        """Compare a large body with the documents once typing rests, off the event loop."""
        await asyncio.sleep(CHECK_AFTER)
        findings = await asyncio.to_thread(self.session.check, draft, where)
        self._checked = (draft, where, findings)
        if self.children:  # an app that ends takes them away first
            self._refresh_preflight()

    def age_repeat(self) -> None:
        """Count the seconds since the same write left, for as long as they make it ask again."""
        if self.preflight is not None and self.preflight.repeated_after is not None:
            self._refresh_preflight()

    def go_to(self, finding: DraftFinding) -> None:
        """Go to the field that a finding is about."""
        self._tabs.go_to(finding)
        self._refresh_preflight()

    def open_docs(self) -> None:
        """Open what the call is documented by."""
        self._tabs.open("docs")

    def action_format(self) -> None:
        """Lay out the JSON; the bytes of every token stay as they are."""
        if not self._has_json():
            raise SkipAction
        self._tabs.format()

    def action_edit_text(self) -> None:
        """Go into the text of the open tab."""
        self._tabs.enter()

    def action_edit_outside(self) -> None:
        """Open the body in the user's own editor, and take it back as one edit."""
        if self._opens_outside():
            self._tabs.edit_outside()

    def action_build_filter(self) -> None:
        """Build the filter of the draft in rows."""
        if self.endpoint is not None and self.draft is not None:
            self.post_message(self.FilterWanted(self.endpoint, self.draft))

    def apply_edit(self, draft: RequestDraft) -> None:
        """Take a draft that was edited elsewhere as one edit, which can be undone."""
        if self.draft is not None and draft != self.draft:
            self._tabs.apply_edit(draft)

    def apply_filled(self, draft: RequestDraft, filled: Mapping[RowKey, str]) -> None:
        """Take values out of an answer as one edit; the form says where they are from."""
        self.kept.note_filled(self.key, filled)
        if not self._tabs.apply_filled(draft, filled) and draft != self.draft:
            self.show_draft(draft)
        self.focus_stage()

    def action_toggle_record(self) -> None:
        """Keep the next sends of this draft in the history, or do not."""
        if self.draft is None:
            return
        words, environment = self.strings.history.screen, self.where and self.where.environment
        if environment is not None and not environment.record:
            self.post_message(Noticed(words.never_recorded.format(environment=environment.name)))
            return
        self._accept_draft(replace(self.draft, is_recorded=not self.draft.is_recorded))
        told = words.recorded_again if self.draft.is_recorded else words.not_recorded
        self.post_message(Noticed(told))

    def action_reset(self) -> None:
        """Go back to the endpoint's example; undo in a field is gone with it."""
        if self.endpoint is None:
            return
        base = self.kept.base(self.key)
        self.show_draft(base or draft_for(self.endpoint))
        told = self.strings.saved.screen.reset if base else self.strings.tui.with_.reset
        self.post_message(Noticed(told))

    # -- saved requests ----------------------------------------------------------------------

    @property
    def key(self) -> str:
        """What the selected draft is of: an endpoint's id, or ``/`` and a saved request's path."""
        if self.saved is not None:
            return saved_key(self.saved.request.path)
        return self.endpoint.id if self.endpoint is not None else ""

    @property
    def filled(self) -> Mapping[RowKey, str]:
        """What of the draft was filled out of an answer."""
        return self.kept.filled(self.key)

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        """The drafts that would be lost; see ``DraftCache.unsaved``."""
        return self.kept.unsaved(self.where)

    @property
    def edited_title(self) -> str:
        """The title of what is selected where its edits are not saved; empty for none."""
        if self.endpoint is None or self.key not in self.unsaved:
            return ""
        title = self.saved.request.title if self.saved is not None else ""
        return title or self.endpoint.title.text(self.strings.language)

    def open_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """Select a saved request; ``show_kept`` shows it."""
        self.kept.note_saved(loaded.request, draft)
        self.saved = loaded

    def set_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """The selected draft is saved now."""
        if self.key != saved_key(loaded.request.path):
            self.kept.drop(self.key)
        self.open_saved(loaded, draft)
        if self.draft is not None:
            self.draft = replace(self.draft, layers=draft.layers)
            self.kept.keep(self.key, self.draft)
        self._refresh_words()
        self._refresh_preflight()

    def note_file(self, loaded: "LoadedRequest") -> None:
        """The file of the selected request says more now, its draft what it said before."""
        if self.saved is not None:
            self.saved = loaded
            self._refresh_words()

    def leave_saved(self) -> None:
        """The next draft is one of an endpoint."""
        self.saved = None

    def show_kept(self) -> None:
        """Show the draft of what is selected: the edited one, else the saved one."""
        self._load()

    def drop_drafts(self, keys: Iterable[str]) -> dict[str, RequestDraft]:
        """Forget what is not saved of some drafts, and return it."""
        dropped = self.kept.drop_unsaved(keys, self.where)
        if self.key in dropped:
            self._load()
        return dropped

    def return_drafts(self, drafts: Mapping[str, RequestDraft]) -> tuple[str, ...]:
        """Take drafts back that were forgotten, where nothing newer is typed; return their keys."""
        back = [k for k, draft in drafts.items() if self.kept.restore(k, draft, self.where)]
        if self.key in back:
            self._load()
        return tuple(back)

    # -- focus and tabs ----------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Land in the open tab."""
        self._tabs.focus_open_tab()

    def accept_completion(self) -> bool:
        """Do what Tab does before it moves: take the name that is offered, mend one unknown."""
        focused = self.screen.focused
        if isinstance(focused, CodeArea) and focused.is_offering:
            focused.insert_completion()
            return True
        if self._tabs.accept_completion():
            return True
        return isinstance(focused, Input | TextArea) and self._mend_unknown()

    def _mend_unknown(self) -> bool:
        """Put the nearest known name in place of a variable without a value."""
        from weda_tui.core.requests.mending import mended

        error = self.preflight.error if self.preflight is not None else None
        draft = mended(self.draft, error) if self.draft is not None else None
        if draft is None:
            return False
        if not self._tabs.set_renamed(draft):
            self._url.update_text(draft.url)
            self._url.fit()
        return True

    def acting_parts(self) -> Sequence[CommandSource]:
        """Return the form while it is open: its rows have actions of their own."""
        return self._tabs.acting_parts() if self.is_ready else []

    def leave_field(self) -> None:
        """Go from a field to the tabs, in the form to the row."""
        self._tabs.leave_field()

    @property
    def tab(self) -> str:
        """The open tab."""
        return self._tabs.current if self.is_ready else ""

    def action_tab(self, by: int) -> None:
        """Open the next or previous tab."""
        self._tabs.step(by)

    def action_next_tab(self) -> None:
        """Open the next tab."""
        self._tabs.step(1)

    @on(UrlArea.Submitted)
    def _on_url_submitted(self, event: UrlArea.Submitted) -> None:
        event.stop()
        self.focus_stage()

    def on_resize(self, event: events.Resize) -> None:
        """Labels and documentation follow the width."""
        self._refresh_words()

    # -- drawing -----------------------------------------------------------------------------

    def _refresh_words(self) -> None:
        if not self.is_ready:
            return
        self._tabs.update_words()
        for lines in self.query(Lines):
            lines.redraw()

    def _refresh_preflight(self) -> None:
        if not self.is_ready or self.draft is None:
            return
        self.preflight = self.lack = None
        if self.where is not None:
            try:
                self.preflight = self.preflight_now(self.draft, self.where)
            except FileError as error:
                self.lack = error
        if self.preflight and self.findings is None and len(self.draft.body) > CHECKED_ON_THE_LOOP:
            self._check_later(self.draft, self.preflight.where)
        preflight = self.preflight
        findings, fault = (preflight.findings, preflight.body_fault) if preflight else ((), None)
        self._tabs.mark(findings, fault)
        self.post_message(self.Resolved(self.preflight))
        self._resolved.set_class(bool(self.unknown_in_url()), "-wrong")
        self._resolved.redraw()
        self._preflight_block.redraw()
