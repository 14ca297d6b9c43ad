"""WITH: the request in hand, and what sending it will do."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events, on, work
from textual.actions import SkipAction
from textual.binding import Binding
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input, TextArea

from weda_tui.core.body_text import find_body_fault, format_body
from weda_tui.core.draft_check import Finding
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.environment import Where
from weda_tui.core.errors import ErrorCode
from weda_tui.core.exchange import Sending, SendState
from weda_tui.core.filters.takers import takes_filter
from weda_tui.core.form import has_fields
from weda_tui.core.header_text import read_headers, write_headers
from weda_tui.core.request import RequestDraft, draft_for
from weda_tui.session import Explanation, Preflight, Session
from weda_tui.session.session import CHECKED_ON_THE_LOOP
from weda_tui.tui.drawings.endpoint import body_words
from weda_tui.tui.drawings.form import RowKey
from weda_tui.tui.drawings.saved_title import CHECKS, FILE, saved_tabs
from weda_tui.tui.parts.draft_stage import DraftStage
from weda_tui.tui.parts.kept_drafts import KeptDrafts, saved_key
from weda_tui.tui.parts.request_form import RequestForm
from weda_tui.tui.widgets.code_area import CodeArea, HeaderArea, JsonArea, UrlArea
from weda_tui.tui.widgets.json_tokens import is_warm, warm_up
from weda_tui.tui.widgets.line_rows import LineRows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.tabs import Tab, Tabs

if TYPE_CHECKING:  # files are read after the first picture
    from weda_tui.core.collection import SavedRequest
    from weda_tui.core.run import RunResult
    from weda_tui.session.before import Before
    from weda_tui.session.collections import LoadedRequest
    from weda_tui.session.saved_sending import SavedOutcome

METHOD_WIDTH = 7
"""Cells of a short method with the blanks around it."""
READING_TABS = ("auth", "docs", CHECKS, FILE)
"""Tabs with nothing to type."""
_JSON_MARKS = frozenset('{["')
"""What no JSON that is worth a colour is without."""
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

    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    """What the file of the saved request in hand says of its last answer."""

    _url = query_one("#url", UrlArea)
    _form = query_one("#form", RequestForm)
    _json = query_one("#json", JsonArea)
    _headers = query_one("#headers", HeaderArea)
    _tabs = query_one("#with-tabs", Tabs)
    _fault = query_one("#json-fault", Lines)
    _resolved = query_one("#resolved", Lines)
    _preflight_block = query_one("#preflight", Lines)
    _heading = query_one("#with-heading", Lines)
    _reading = query_one("#reading", LineRows)

    BINDINGS = [
        Binding("ctrl+l", "format", show=False),
        Binding("ctrl+f", "build_filter", show=False, priority=True),
        Binding("left_square_bracket,【", "tab(-1)", show=False),
        Binding("right_square_bracket,】", "tab(1)", show=False),
    ]

    is_whole = False
    """Whether what the closed tabs show is there too."""

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(session, id=id)
        self.kept = KeptDrafts(session)
        self.before: Before | None = None
        """What the saved request in hand depends on; ``None`` for nothing."""
        self._wanted_tab = "form"
        self._checked: tuple[RequestDraft | None, Where | None, tuple[Finding, ...]]
        self._checked = (None, None, ())

    def inside(self) -> Iterator[Widget]:
        """Lay out title, URL, tabs, the open tab, and the pre-flight block at the end."""
        yield Lines(self.draw_heading, id="with-heading")
        yield Lines(self.draw_title, id="with-title")
        with Horizontal(id="url-row"):
            yield Lines(self.draw_method, id="method")
            yield self.completing(UrlArea(id="url"))
        yield Lines(self.draw_resolved, id="resolved")
        yield Tabs(id="with-tabs")
        yield self._body(self._tab_to_open())
        yield Lines(self.draw_fault, id="json-fault")
        yield Lines(self.draw_preflight, id="preflight")

    def _body(self, tab: str) -> Widget:
        """Return what a tab shows."""
        match tab:
            case "form":
                return RequestForm(id="form", look_up=self.look_up)
            case "headers":
                return self.completing(HeaderArea(id="headers"))
            case "json":
                area = self.completing(JsonArea(id="json", soft_wrap=False))
                area.complete = self.complete_json
                return area
            case _:
                return LineRows(id="reading")

    def start(self) -> None:
        """Open the draft of the endpoint in hand."""
        self._load()

    async def fill_the_rest(self) -> None:
        """Put in what the closed tabs show; the first picture does not wait for it."""
        bodies = [self._body(tab) for tab in ("form", "json", "headers", "docs")]
        missing = [body for body in bodies if not self.query(f"#{body.id}")]
        for body in missing:
            body.set_class(True, "-closed", update=False)
        await self.mount_all(missing, before="#json-fault")
        if not self.query(HeaderArea):
            return
        self.is_whole = True
        if self.draft is not None:
            self._fill_areas(self.draft, missing)
        self._refresh_words()
        self._refresh_preflight()

    def colour(self) -> None:
        """Colour the JSON, which the first picture shows without; loads the lexer."""
        if not is_warm() and self.draft is not None and not _JSON_MARKS.isdisjoint(self.draft.body):
            warm_up()
            self._json.notify_style_update()

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
        """Say whether the saved request in hand has edits."""
        if self.is_ready:
            self._refresh_saved()

    def watch_came_from(self) -> None:
        """Name the way back, or none."""
        if self.is_ready:
            self._heading.redraw()

    def watch_outcome(self) -> None:
        """Say how the checks of the file went."""
        if self.is_ready:
            self._refresh_reading()

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
            self._refresh_words()
            return
        self.show_draft(self.kept.draft(self.key) or draft_for(self.endpoint))

    def show_draft(self, draft: RequestDraft) -> None:
        """Fill the fields from a draft; undo starts anew."""
        with self.prevent(CodeArea.Changed):
            self._url.load_text(draft.url)
            self.query_one("#method").styles.width = max(METHOD_WIDTH, len(draft.method) + 3)
            self._url.fit()
        self._fill_areas(draft, self.query(CodeArea))
        self._take(draft)
        self._open_wanted_tab()
        self._bring_draft()
        self._refresh_words()

    def works(self, action: str) -> bool:
        """Return whether there is JSON to lay out, and a filter to build."""
        if action == "go_back":
            return bool(self.came_from)
        if action == "build_filter":
            return self.endpoint is not None and takes_filter(self.endpoint)
        has_json = self.draft is not None and bool(self.draft.body.strip())
        return action != "format" or (has_json and self._tabs.current == "json")

    def _fill_areas(self, draft: RequestDraft, areas: Iterable[Widget]) -> None:
        with self.prevent(CodeArea.Changed):
            for area in areas:
                match area:
                    case JsonArea():
                        area.load_text(draft.body)
                    case HeaderArea():
                        area.load_text(write_headers(draft.headers))
                    case _:
                        pass

    def _tab_to_open(self) -> str:
        """Return the tab that was chosen; a call without fields opens its JSON, not its form."""
        has_form = self.endpoint is not None and has_fields(self.endpoint)
        is_saved = self.saved is not None
        lacks = {"form": not has_form, CHECKS: not is_saved, FILE: not is_saved, "auth": is_saved}
        return "json" if lacks.get(self._wanted_tab) else self._wanted_tab

    def _open_wanted_tab(self) -> None:
        with self.prevent(Tabs.Opened):
            self._tabs.open(self._tab_to_open())

    def _take(self, draft: RequestDraft) -> None:
        has_json, self.draft = self.works("format"), draft
        if self.is_whole:
            self.colour()
        if self.works("format") != has_json:
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
                draft = replace(self.draft, body=self._json.text)
            case _:
                draft = replace(self.draft, headers=read_headers(self._headers.text))
        self._take_edited(draft)
        if self.tab == "form":
            self._show_form()

    @on(RequestForm.Edited)
    def _on_form_edited(self, event: RequestForm.Edited) -> None:
        event.stop()
        with self.prevent(CodeArea.Changed):
            self._url.bring(event.draft.url)
            self._url.fit()
        self._take_edited(event.draft)

    def _take_edited(self, draft: RequestDraft) -> None:
        has_other_count = self.draft is None or len(draft.headers) != len(self.draft.headers)
        self._take(draft)
        if has_other_count:
            self._refresh_words()

    def _show_form(self) -> None:
        if self.endpoint is not None and self.draft is not None:
            filled = self.kept.filled(self.key)
            self._form.show(self.endpoint, self.draft, self.variables, filled)

    @property
    def first(self) -> "tuple[SavedRequest, ...]":
        """What is sent before the draft in hand: the stale ones of what it depends on."""
        if self.saved is None or self.before is None or self.where is None:
            return ()
        from weda_tui.session.before import due

        return due(self.session, self.before, self.where)

    @property
    def looked_at(self) -> RequestDraft | None:
        """The draft with what will be captured before it is sent."""
        first = self.first
        if self.draft is None or not first:
            return self.draft
        from weda_tui.session.before import with_coming

        return with_coming(self.draft, first)

    def preflight_now(self, draft: RequestDraft, where: Where) -> Preflight:
        """Say what sending the draft in hand would do, and what goes before it."""
        if not (first := self.first):
            return self.session.preflight(draft, where, self.findings)
        from weda_tui.session.before import preflight_after

        return preflight_after(self.session, draft, where, first, self.findings)

    def explain(self, draft: RequestDraft, where: Where) -> Explanation:
        """Say everything that sending the draft in hand would do."""
        if not (first := self.first):
            return self.session.explain(draft, where, self.findings)
        from weda_tui.session.before import explain_after

        return explain_after(self.session, draft, where, first, self.findings)

    def take_captured(self) -> None:
        """Follow what was captured: variables have other values now."""
        if self.tab == "form":
            self._show_form()
        self._refresh_preflight()
        self._refresh_reading()

    @property
    def findings(self) -> tuple[Finding, ...] | None:
        """What a large body lacks, once that was looked at; ``None`` for any other."""
        draft, where, findings = self._checked
        return findings if draft is self.draft and where == self.where else None

    @work(group="check", exclusive=True)
    async def _check_later(self, draft: RequestDraft, where: Where) -> None:
        """Compare a large body with the documents once typing rests, off the event loop."""
        await asyncio.sleep(CHECK_AFTER)
        findings = await asyncio.to_thread(self.session.check, draft, where)
        self._checked = (draft, where, findings)
        if self.children:  # an app that ends takes them away first
            self._refresh_preflight()

    def go_to(self, finding: Finding) -> None:
        """Go to the field that a finding is about."""
        self._tabs.open("form")
        self._bring_draft()
        self._show_tab()
        self._form.go_to(finding)
        self._refresh_preflight()

    def open_docs(self) -> None:
        """Open what the call is documented by."""
        self._tabs.open("docs")

    def action_format(self) -> None:
        """Lay out the JSON; the bytes of every token stay as they are."""
        if not self.works("format"):
            raise SkipAction
        text = self._json.text
        words = self.strings.tui.with_
        if fault := find_body_fault(text):
            self.post_message(Noticed(words.not_json.format(line=fault.line, column=fault.column)))
        elif (formatted := format_body(text)) is not None:
            self._json.replace(formatted, (0, 0), self._json.document.end)
            self.post_message(Noticed(words.formatted))

    def action_build_filter(self) -> None:
        """Build the filter of the draft in rows."""
        if self.endpoint is not None and self.draft is not None:
            self.post_message(self.FilterWanted(self.endpoint, self.draft))

    def take_edit(self, draft: RequestDraft) -> None:
        """Take a draft that was edited elsewhere as one edit, which can be undone."""
        if self.draft is None or draft == self.draft:
            return
        if self.tab != "json" or draft.body == self.draft.body:
            self._tabs.open("form")
            self._show_tab()
            self._form.take_draft(draft)
        else:
            self._json.bring(draft.body)

    def take_filled(self, draft: RequestDraft, filled: Mapping[RowKey, str]) -> None:
        """Take values out of an answer as one edit; the form says where they are from."""
        self.kept.note_filled(self.key, filled)
        self._tabs.open(self._tab_to_open() if self._wanted_tab == "json" else "form")
        self._bring_draft()
        self._show_tab()
        if self.tab == "form":
            self._form.take_filled(draft, filled)
        elif draft != self.draft:
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
        self._take(replace(self.draft, is_recorded=not self.draft.is_recorded))
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
        """What the draft in hand is of: an endpoint's id, or ``/`` and a saved request's path."""
        if self.saved is not None:
            return saved_key(self.saved.request.path)
        return self.endpoint.id if self.endpoint is not None else ""

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        """The drafts that would be lost; see ``KeptDrafts.unsaved``."""
        return self.kept.unsaved(self.where)

    def open_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """Take a saved request in hand; ``show_kept`` shows it."""
        self.kept.note_saved(loaded.request, draft)
        self.saved = loaded

    def take_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """The draft in hand is saved now."""
        if self.key != saved_key(loaded.request.path):
            self.kept.drop(self.key)
        self.open_saved(loaded, draft)
        if self.draft is not None:
            self.draft = replace(self.draft, layers=draft.layers)
            self.kept.keep(self.key, self.draft)
        self._refresh_saved()
        self._refresh_preflight()

    def note_file(self, loaded: "LoadedRequest") -> None:
        """The file of the request in hand says more now, its draft what it said before."""
        if self.saved is not None:
            self.saved = loaded
            self._refresh_saved()

    def leave_saved(self) -> None:
        """The next draft is one of an endpoint."""
        self.saved = None

    def show_kept(self) -> None:
        """Show the draft of what is in hand: the edited one, else the saved one."""
        self._load()

    def drop_drafts(self, keys: Iterable[str]) -> dict[str, RequestDraft]:
        """Forget what is not saved of some drafts, and return it."""
        unsaved = self.unsaved
        dropped = {key: unsaved[key] for key in keys if key in unsaved}
        for key in dropped:
            self.kept.drop(key)
        if self.key in dropped:
            self._load()
        return dropped

    def return_drafts(self, drafts: Mapping[str, RequestDraft]) -> None:
        """Take drafts back that were forgotten."""
        for key, draft in drafts.items():
            self.kept.keep(key, draft)
        if self.key in drafts:
            self._load()

    def _refresh_saved(self) -> None:
        self._refresh_words()

    # -- focus and tabs ----------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Land in the open tab."""
        match self._tabs.current:
            case "form":
                self._form.focus_form()
            case "json":
                self.land_in(self._json)
            case "headers":
                self.land_in(self._headers)
            case _:
                self.land_in(self._reading)

    def take_offer(self) -> bool:
        """Do what Tab does before it moves: take the name that is offered, mend one unknown."""
        focused = self.screen.focused
        if isinstance(focused, CodeArea) and focused.is_offering:
            focused.take()
            return True
        if self.tab == "form" and self._form.take_offer():
            return True
        return isinstance(focused, Input | TextArea) and self._mend_unknown()

    def _mend_unknown(self) -> bool:
        """Put the nearest known name in place of a variable without a value."""
        error = self.preflight.error if self.preflight is not None else None
        if self.draft is None or error is None or error.code is not ErrorCode.VARIABLE_UNKNOWN:
            return False
        name, nearest = (str(error.parameters[each]) for each in ("name", "nearest"))
        draft = self.draft.renamed(name, nearest) if nearest else self.draft
        if draft == self.draft:
            return False
        if self.tab == "form":
            in_form = self._form.has_focus_within
            self._form.take_draft(draft)
            if in_form:
                self._form.focus_form()
            return True
        self._url.bring(draft.url)
        self._url.fit()
        self._headers.bring(write_headers(draft.headers))
        self._json.bring(draft.body)
        return True

    def acting_parts(self) -> Sequence[Widget]:
        """Return the form while it is open: its rows have actions of their own."""
        return [self._form] if self.tab == "form" else []

    def leave_field(self) -> None:
        """Go from a field to the tabs, in the form to the row."""
        if self.tab != "form" or not self._form.leave_field():
            self.land_in(self._tabs)

    @property
    def tab(self) -> str:
        """The open tab."""
        return self._tabs.current if self.is_ready else ""

    def action_tab(self, by: int) -> None:
        """Open the next or previous tab; a field in it would take the next key for text."""
        self.land_in(self._tabs)
        self._tabs.step(by)

    def action_next_tab(self) -> None:
        """Open the next tab."""
        self.action_tab(1)

    @on(Tabs.Opened, "#with-tabs")
    def _on_tab_opened(self, event: Tabs.Opened) -> None:
        event.stop()
        if not self.is_whole:
            return
        self._wanted_tab = self._tabs.current
        self._bring_draft()
        self._show_tab()
        if self.screen.focused is not self._tabs:
            self.focus_stage()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _on_focus_moved(self) -> None:
        """While the tabs have the cursor, nothing below them has one."""
        is_resting = self.screen.focused is self._tabs
        for rows in self.query(Rows):
            if rows.is_resting != is_resting:
                rows.is_resting = is_resting
                rows.refresh()

    @on(Tabs.Entered, "#with-tabs")
    def _on_tab_entered(self, event: Tabs.Entered) -> None:
        event.stop()
        self.focus_stage()

    def _show_tab(self) -> None:
        tab = self._tabs.current
        shown = "reading" if tab in READING_TABS else tab
        for part in self.query("#form, #json, #headers, #reading"):
            part.set_class(part.id != shown, "-closed")
        self._fault.set_class(tab != "json", "-closed")
        self._refresh_reading()
        self.post_message(self.KeysChanged())

    def _bring_draft(self) -> None:
        """Have the open tab show the draft, whichever of them it was edited in.

        Only when a tab opens: a field may hold a key that the draft has not heard of yet.
        """
        if self.draft is None:
            return
        tab = self._tabs.current
        with self.prevent(CodeArea.Changed):
            if tab == "json":
                self._json.bring(self.draft.body)
            elif tab == "headers" and read_headers(self._headers.text) != self.draft.headers:
                self._headers.bring(write_headers(self.draft.headers))
        if tab == "form":
            self._show_form()

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
        for form in self.query(RequestForm):
            form.strings = self.strings
        words = self.strings.tui.with_
        count = len(self.draft.headers) if self.draft else 0
        for area in self.query(CodeArea).exclude("#url"):
            is_json = isinstance(area, JsonArea)
            hint = body_words(self.endpoint, self.strings) if is_json else words.headers_hint
            area.placeholder = hint
        narrow = self.size.width < 46 or self.saved is not None
        headers = words.headers_short if narrow else f"{words.headers} {count}"
        file = saved_tabs(self.saved.request, self.strings) if self.saved is not None else []
        auth = [Tab("auth", words.auth)] if self.saved is None else []
        self._tabs.show(
            [
                Tab("form", self.strings.fields.form), Tab("json", words.json), *file,
                Tab("headers", headers), *auth, Tab("docs", words.docs),
            ]
        )  # fmt: skip
        for lines in self.query(Lines):
            lines.redraw()
        self._show_tab()
        self._refresh_reading()

    def _refresh_reading(self) -> None:
        """Show what the open tab reads: the authentication or the documentation."""
        width = self.size.width - 2
        if self.endpoint is None or self._tabs.current not in READING_TABS:
            return
        from weda_tui.tui.parts.request_reading import Reading, request_reading

        reading = Reading(
            endpoint=self.endpoint, draft=self.looked_at, where=self.where, saved=self.saved,
            is_edited=self.is_edited, outcome=self.outcome,
        )  # fmt: skip
        tab = self._tabs.current
        self._reading.show(request_reading(tab, reading, self.session, self.strings, width))

    def _refresh_preflight(self) -> None:
        if not self.is_ready or self.draft is None:
            return
        self.preflight = None
        if self.where is not None and self.session.knows(self.draft.endpoint_id, self.where):
            findings = self.findings
            if findings is None and len(self.draft.body) > CHECKED_ON_THE_LOOP:
                self._check_later(self.draft, self.where)
            self.preflight = self.preflight_now(self.draft, self.where)
        for area in self.query(JsonArea):
            area.mark_fault(self.preflight.body_fault if self.preflight else None)
        for form in self.query(RequestForm):
            form.take_findings(self.preflight.findings if self.preflight else ())
        self.post_message(self.Resolved(self.preflight))
        self._resolved.set_class(bool(self.unknown_in_url()), "-wrong")
        self._resolved.redraw()
        self._fault.redraw()
        self._preflight_block.redraw()
