"""WITH: the request in hand, and what sending it will do."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from textual import events, on, work
from textual.binding import Binding
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input, TextArea

from weda_tui.core import template
from weda_tui.core.access_token import TokenStatus
from weda_tui.core.body_text import find_body_fault, format_body
from weda_tui.core.collection import SavedRequest
from weda_tui.core.collection_path import is_within
from weda_tui.core.draft_check import Finding
from weda_tui.core.endpoint import Endpoint, TokenKind
from weda_tui.core.environment import Where
from weda_tui.core.errors import ErrorCode
from weda_tui.core.exchange import Sending, SendState
from weda_tui.core.filters.takers import takes_filter
from weda_tui.core.form import has_fields
from weda_tui.core.key_completion import complete_key
from weda_tui.core.masking import MASK
from weda_tui.core.request import Header, RequestDraft, draft_for
from weda_tui.core.variable_completion import complete_variable
from weda_tui.core.variables import Used
from weda_tui.i18n.explanation import offered_words
from weda_tui.i18n.facts import effect_words
from weda_tui.i18n.json_fault import explain_fault
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.session import Explanation, Preflight, Session
from weda_tui.session.preflight import resolved_url
from weda_tui.session.session import CHECKED_ON_THE_LOOP
from weda_tui.tui.drawings.endpoint import EFFECT_ROLES, body_words, docs_lines, title_lines
from weda_tui.tui.drawings.explanation import variable_lines
from weda_tui.tui.drawings.form import RowKey
from weda_tui.tui.drawings.heading import stage_name
from weda_tui.tui.drawings.preflight import preflight_lines
from weda_tui.tui.drawings.saved import UNSAVED, saved_title_lines, toml_lines
from weda_tui.tui.drawings.where import env_type_role
from weda_tui.tui.parts.request_form import RequestForm
from weda_tui.tui.widgets.code_area import CodeArea, HeaderArea, JsonArea, UrlArea
from weda_tui.tui.widgets.completing_area import (
    Completing,
    CompletingArea,
    CompletingHeaders,
    CompletingUrl,
    Offer,
)
from weda_tui.tui.widgets.json_tokens import is_warm, warm_up
from weda_tui.tui.widgets.line_rows import LineRows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run, cells, cut, pad
from weda_tui.tui.widgets.stage import Stage
from weda_tui.tui.widgets.tabs import Tab, Tabs
from weda_tui.tui.widgets.wrap import fold, wrap

if TYPE_CHECKING:  # files are read after the first picture
    from weda_tui.session.before import Before
    from weda_tui.session.collections import LoadedRequest

Area = TypeVar("Area", bound=Completing)

LEAST_TITLE = 12
"""Cells from which the way back is named."""
METHOD_WIDTH = 7
"""Cells of a short method with the blanks around it."""
READING_TABS = ("auth", "docs", "file")
"""Tabs with nothing to type."""
_TOKEN_SOURCES = {
    TokenKind.KEY: "/auth/v1/token/clientCredential",
    TokenKind.USER: "/auth/v1/signin",
}
"""Paths of the calls that the tokens come from."""
_JSON_MARKS = frozenset('{["')
"""What no JSON that is worth a colour is without."""
CHECK_AFTER = 0.2
"""Seconds without a key after which a large body is compared with the documents."""


class RequestEditor(Stage):
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

    strings: var[Strings] = var(default_strings)
    where: var[Where | None] = var(None)
    endpoint: var[Endpoint | None] = var(None)
    token: var[TokenStatus | None] = var(None)
    send_state: var[SendState | None] = var(None)
    edited: var[frozenset[str]] = var(frozenset[str]())
    """Paths of saved requests with edits that are not saved."""
    came_from: var[str] = var("")
    """The title of the call that a value led here from; empty for none."""

    _url = query_one("#url", UrlArea)
    _form = query_one("#form", RequestForm)
    _json = query_one("#json", CompletingArea)
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
        super().__init__(id=id)
        self._session = session
        self._drafts: dict[str, RequestDraft] = {}
        """By the endpoint's id, or ``/`` and the path of a saved request."""
        self._bases: dict[str, RequestDraft] = {}
        """What is saved, by the key of its draft."""
        self._saved: LoadedRequest | None = None
        self._filled: dict[str, Mapping[RowKey, str]] = {}
        """What was filled out of answers, by the key of the draft: rows and what they showed."""
        self.before: Before | None = None
        """What the saved request in hand depends on; ``None`` for nothing."""
        self._wanted_tab = "form"
        self._checked: tuple[RequestDraft | None, Where | None, tuple[Finding, ...]]
        self._checked = (None, None, ())
        self.draft: RequestDraft | None = None
        self.preflight: Preflight | None = None

    def inside(self) -> Iterator[Widget]:
        """Lay out title, URL, tabs, the open tab, and the pre-flight block at the end."""
        yield Lines(self._draw_heading, id="with-heading")
        yield Lines(self._draw_title, id="with-title")
        with Horizontal(id="url-row"):
            yield Lines(self._draw_method, id="method")
            yield self._completing(CompletingUrl(id="url"))
        yield Lines(self._draw_resolved, id="resolved")
        yield Tabs(id="with-tabs")
        yield self._body(self._tab_to_open())
        yield Lines(self._draw_fault, id="json-fault")
        yield Lines(self._draw_preflight, id="preflight")

    def _body(self, tab: str) -> Widget:
        """Return what a tab shows."""
        match tab:
            case "form":
                return RequestForm(id="form", look_up=self._look_up)
            case "headers":
                return self._completing(CompletingHeaders(id="headers"))
            case "json":
                area = self._completing(CompletingArea(id="json", soft_wrap=False))
                area.complete = self._complete_json
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

    def _completing(self, area: Area) -> Area:
        area.complete, area.words = self._complete, self._option_words
        return area

    def _complete(self, text: str, at: int) -> Offer | None:
        return complete_variable(text, at, self._variables)

    def _complete_json(self, text: str, at: int) -> Offer | None:
        if (offer := self._complete(text, at)) or self.endpoint is None:
            return offer
        return complete_key(text, at, self.endpoint.body)

    def _look_up(self, name: str) -> Used | None:
        """Return what a variable stands for in the draft, and why."""
        if self.where is None:
            return None
        return self._session.look_up(name, self.where, self._looked_at)

    def _option_words(self, offer: Offer, index: int) -> tuple[str, str]:
        option = offer.options[index]
        if isinstance(option, str):
            used = self._look_up(option)
            return option, offered_words(used, self.strings) if used is not None else ""
        star = " *" if option.required else ""
        return option.name + star, option.description.text(self.strings.language)

    # -- state that comes down ---------------------------------------------------------------

    def watch_strings(self) -> None:
        """Speak the other language."""
        self._refresh_words()

    def watch_endpoint(self, old: Endpoint | None, new: Endpoint | None) -> None:
        """Open an endpoint's draft: the one of before, or a first one.

        An endpoint that says something else now has a new one where nothing was typed.
        """
        if self.is_ready and old is not new:
            if old and new and old.id == new.id and self._drafts.get(old.id) == draft_for(old):
                del self._drafts[old.id]
            self._load()

    def watch_edited(self) -> None:
        """Say whether the saved request in hand has edits."""
        if self.is_ready:
            self._refresh_saved()

    def watch_came_from(self) -> None:
        """Name the way back, or none."""
        if self.is_ready:
            self._heading.redraw()

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
        kept = self._drafts.get(self.key) or self._bases.get(self.key)
        self.show_draft(kept or draft_for(self.endpoint))

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
                        area.load_text(_header_text(draft))
                    case _:
                        pass

    def _tab_to_open(self) -> str:
        """Return the tab that was chosen; a call without fields opens its JSON, not its form."""
        has_form = self.endpoint is not None and has_fields(self.endpoint)
        lacks = {"form": not has_form, "file": self._saved is None}
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
        self._drafts[self.key] = draft
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
                draft = replace(self.draft, headers=_parse_headers(self._headers.text))
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
            self._form.filled = self._filled.get(self.key, {})
            self._form.show(self.endpoint, self.draft, self._variables)

    @property
    def _variables(self) -> Mapping[str, str]:
        """The variables that have a value; looking one up may fail."""
        return self._session.variables(self.where, self._looked_at, MASK) if self.where else {}

    @property
    def first(self) -> "tuple[SavedRequest, ...]":
        """What is sent before the draft in hand: the stale ones of what it depends on."""
        if self._saved is None or self.before is None or self.where is None:
            return ()
        from weda_tui.session.before import due

        return due(self._session, self.before, self.where)

    @property
    def _looked_at(self) -> RequestDraft | None:
        """The draft with what will be captured before it is sent."""
        first = self.first
        if self.draft is None or not first:
            return self.draft
        from weda_tui.session.before import with_coming

        return with_coming(self.draft, first)

    def preflight_now(self, draft: RequestDraft, where: Where) -> Preflight:
        """Say what sending the draft in hand would do, and what goes before it."""
        if not (first := self.first):
            return self._session.preflight(draft, where, self.findings)
        from weda_tui.session.before import preflight_after

        return preflight_after(self._session, draft, where, first, self.findings)

    def explain(self, draft: RequestDraft, where: Where) -> Explanation:
        """Say everything that sending the draft in hand would do."""
        if not (first := self.first):
            return self._session.explain(draft, where, self.findings)
        from weda_tui.session.before import explain_after

        return explain_after(self._session, draft, where, first, self.findings)

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
        findings = await asyncio.to_thread(self._session.check, draft, where)
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
        text = self._json.text
        if not text.strip():
            return
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
        self._filled[self.key] = filled
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
        base = self._bases.get(self.key)
        self.show_draft(base or draft_for(self.endpoint))
        told = self.strings.saved.screen.reset if base else self.strings.tui.with_.reset
        self.post_message(Noticed(told))

    # -- saved requests ----------------------------------------------------------------------

    @property
    def key(self) -> str:
        """What the draft in hand is of: an endpoint's id, or ``/`` and a saved request's path."""
        if self._saved is not None:
            return f"/{self._saved.request.path}"
        return self.endpoint.id if self.endpoint is not None else ""

    @property
    def edited_saved(self) -> frozenset[str]:
        """The paths of saved requests whose drafts say something else."""
        return frozenset(
            key[1:] for key, base in self._bases.items() if self._drafts.get(key, base) != base
        )

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        """The drafts that would be lost, by key: edits, and what was typed for an endpoint."""
        found: dict[str, RequestDraft] = {}
        for key, draft in self._drafts.items():
            base = self._bases.get(key)
            if base is None and self._session.knows(draft.endpoint_id, self.where):
                base = draft_for(self._session.endpoint_of(draft, self.where))
            if draft != base:
                found[key] = draft
        return found

    def note_saved(self, request: SavedRequest, draft: RequestDraft) -> None:
        """Know what is saved, so that edits are told from it."""
        self._bases[f"/{request.path}"] = draft

    def open_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """Take a saved request in hand; ``show_kept`` shows it."""
        self.note_saved(loaded.request, draft)
        self._saved = loaded

    def take_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """The draft in hand is saved now."""
        if self.key != f"/{loaded.request.path}":
            self._drafts.pop(self.key, None)
        self.open_saved(loaded, draft)
        if self.draft is not None:
            self.draft = replace(self.draft, layers=draft.layers)
            self._drafts[self.key] = self.draft
        self._refresh_saved()
        self._refresh_preflight()

    def note_file(self, loaded: "LoadedRequest") -> None:
        """The file of the request in hand says more now, its draft what it said before."""
        if self._saved is not None:
            self._saved = loaded
            self._refresh_saved()

    def leave_saved(self) -> None:
        """The next draft is one of an endpoint."""
        self._saved = None

    def show_kept(self) -> None:
        """Show the draft of what is in hand: the edited one, else the saved one."""
        self._load()

    def keep_draft(self, path: str, draft: RequestDraft) -> None:
        """Keep an edit of a saved request."""
        self._drafts[f"/{path}"] = draft

    def drop_draft(self, path: str) -> None:
        """Forget the edits of a saved request."""
        self._drafts.pop(f"/{path}", None)

    def take_back(self, endpoint_id: str, draft: RequestDraft) -> None:
        """Keep a draft of an earlier run, unless there is one of this run."""
        current = self._drafts.get(endpoint_id)
        if current is None or endpoint_id not in self.unsaved:
            self._drafts[endpoint_id] = draft

    def drop_drafts(self, keys: Iterable[str]) -> dict[str, RequestDraft]:
        """Forget what is not saved of some drafts, and return it."""
        unsaved = self.unsaved
        dropped = {key: unsaved[key] for key in keys if key in unsaved}
        for key in dropped:
            del self._drafts[key]
        if self.key in dropped:
            self._load()
        return dropped

    def return_drafts(self, drafts: Mapping[str, RequestDraft]) -> None:
        """Take drafts back that were forgotten."""
        self._drafts |= drafts
        if self.key in drafts:
            self._load()

    def follow(self, path: str, new: str) -> None:
        """Keep edits where their requests went; an empty path is nowhere."""
        for kept in (self._drafts, self._bases):
            for key in [key for key in kept if key[:1] == "/" and is_within(key[1:], path)]:
                draft = kept.pop(key)
                if new:
                    kept[f"/{new}{key[1:].removeprefix(path)}"] = draft

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
        if isinstance(focused, Completing) and focused.is_offering:
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
        self._headers.bring(_header_text(draft))
        self._json.bring(draft.body)
        return True

    def leave_field(self) -> None:
        """Go from a field to the tabs, in the form to the row."""
        if self.tab != "form" or not self._form.leave_field():
            self.land_in(self._tabs)

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

    @on(Tabs.Opened, "#with-tabs")
    def _on_tab_opened(self, event: Tabs.Opened) -> None:
        event.stop()
        if not self.is_whole:
            return
        self._wanted_tab = self._tabs.current
        self._bring_draft()
        self._show_tab()
        if event.by_click or not self._tabs.has_focus:
            self.focus_stage()

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
            elif tab == "headers" and _parse_headers(self._headers.text) != self.draft.headers:
                self._headers.bring(_header_text(self.draft))
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
        narrow = self.size.width < 46
        headers = words.headers_short if narrow else f"{words.headers} {count}"
        file = [Tab("file", "TOML")] if self._saved is not None else []
        self._tabs.show(
            [
                Tab("form", self.strings.fields.form),
                Tab("json", words.json),
                Tab("headers", headers),
                *file,
                Tab("auth", words.auth),
                Tab("docs", words.docs),
            ]
        )
        for lines in self.query(Lines):
            lines.redraw()
        self._show_tab()
        self._refresh_reading()

    def _refresh_reading(self) -> None:
        """Show what the open tab reads: the authentication or the documentation."""
        width = self.size.width - 2
        if self.endpoint is None or self._tabs.current not in READING_TABS:
            return
        if self._tabs.current == "file":
            if self._saved is not None and self.draft is not None:
                text = self._session.collections.preview(self._saved, self.draft)
                self._reading.show(toml_lines(text, width))
        elif self._tabs.current == "auth":
            self._reading.show(self._auth_lines(self.endpoint, width))
        else:
            self._reading.show(docs_lines(self.endpoint, self.strings, width))

    def _refresh_preflight(self) -> None:
        if not self.is_ready or self.draft is None:
            return
        self.preflight = None
        if self.where is not None and self._session.knows(self.draft.endpoint_id, self.where):
            findings = self.findings
            if findings is None and len(self.draft.body) > CHECKED_ON_THE_LOOP:
                self._check_later(self.draft, self.where)
            self.preflight = self.preflight_now(self.draft, self.where)
        for area in self.query(JsonArea):
            area.mark_fault(self.preflight.body_fault if self.preflight else None)
        for form in self.query(RequestForm):
            form.take_findings(self.preflight.findings if self.preflight else ())
        self.post_message(self.Resolved(self.preflight))
        self._resolved.set_class(bool(self._unknown_in_url()), "-wrong")
        self._resolved.redraw()
        self._fault.redraw()
        self._preflight_block.redraw()

    def _draw_heading(self, width: int) -> list[Line]:
        word = self.strings.tui.stage.with_what
        left = stage_name("F4", word, "with", is_focused=self.is_focused)
        right = [*self._way_back(width - cells(left) - 16), *self._unsaved_mark()]
        if self.endpoint is not None and self.has_class("-titleless"):
            effect = effect_words(self.endpoint.effect, self.strings)
            right += [Run(effect, EFFECT_ROLES[self.endpoint.effect]), Run(" ")]
        margin = [] if self.has_class("-titleless") else [Run(" ")]
        return [Line([*margin, *left], right)]

    def _draw_title(self, width: int) -> list[Line]:
        if self.endpoint is None:
            return [Line([Run("  " + self.strings.tui.what.choose, "dim")])]
        if self._saved is not None:
            return saved_title_lines(self._saved.request, self.endpoint, self.strings)
        return title_lines(self.endpoint, self.strings, width)

    def _way_back(self, room: int) -> list[Run]:
        """Return the call that a value led here from; a click goes back there."""
        if not self.came_from or room < LEAST_TITLE:
            return []
        text = self.strings.following.back_to.format(title=self.came_from)
        return [Run(cut(text, room), "dim", "go_back"), Run("  ")]

    def _unsaved_mark(self) -> list[Run]:
        """Return the mark of a saved request with edits that are not saved."""
        if self._saved is None or self._saved.request.path not in self.edited:
            return []
        words = self.strings.saved.screen.unsaved
        return [Run(f"{UNSAVED} {words} ", "caution", "save"), Run(" ")]

    def _draw_method(self, width: int) -> list[Line]:
        method = self.draft.method if self.draft else ""
        return [Line([Run(pad(f"  {method}", width), "bold")])]

    def _unknown_in_url(self) -> list[str]:
        if self.draft is None or self.where is None:
            return []
        return template.unknown_names(self.draft.url, self._variables)

    def _draw_resolved(self, width: int) -> list[Line]:
        """Draw ``=`` and the resolved URL, or the variable that has no value."""
        if self.draft is None or not self.draft.url or self.where is None:
            return []
        words = self.strings.tui.with_
        variables = self._session.variables(self.where, self._looked_at, MASK)
        for name in self._unknown_in_url():
            nearest = template.nearest_name(name, variables)
            sentence = words.unknown_nearest if nearest else words.unknown_variable
            text = sentence.format(name=name, nearest=nearest)
            return [Line([Run("     "), Run(part, "fail")]) for part in wrap(text, width - 6)]
        url, (start, end) = resolved_url(self.draft.url, variables)
        role = env_type_role(self.where.env_type) if self.where.env_type == "prod" else "faint"
        lines: list[Line] = []
        room, at = max(8, width - 8), 0
        while at < len(url) or not lines:
            stop = min(len(url), at + room)
            if stop < len(url) and "/" in url[at + 1 : stop]:
                stop = url.rindex("/", at + 1, stop)
            edges = sorted({at, min(max(start, at), stop), min(max(end, at), stop), stop})
            runs = [
                Run(url[a:b], role if start <= a and b <= end else "faint")
                for a, b in pairwise(edges)
            ]
            lines.append(Line([Run("     = " if at == 0 else "       ", "faint"), *runs]))
            at = stop or len(url) + 1
        return lines[:3]

    def _auth_lines(self, endpoint: Endpoint, width: int) -> list[Line]:
        words = self.strings.tui.with_
        kind = endpoint.token_kind
        sentence = {
            TokenKind.KEY: words.auth_key,
            TokenKind.USER: words.auth_user,
            TokenKind.BASIC: words.auth_basic,
            TokenKind.NONE: words.auth_none,
        }[kind]
        lines = [Line([Run("  "), Run(line)]) for line in wrap(sentence, width - 4)]
        if kind in _TOKEN_SOURCES:
            host = self.where.environment.host if self.where else "{{vars.host}}"
            facts = [
                (words.auth_header, "Authorization: Bearer {{access_token}}"),
                (words.auth_source, f"POST {host}{_TOKEN_SOURCES[kind]}"),
            ]
            for label, value in facts:
                lines += [Line(), Line([Run("  "), Run(label, "dim")])]
                lines += [Line([Run("  "), Run(part)]) for part in wrap(value, width - 4)]
            lines.append(Line())
            lines += [
                Line([Run("  "), Run(part, "faint")]) for part in wrap(words.auth_own, width - 4)
            ]
        return [*lines, Line(), *self._variables_in_use(width)]

    def _variables_in_use(self, width: int) -> list[Line]:
        """Return every variable of the draft with its value and its source."""
        if self.draft is None or self.where is None:
            return []
        variables = self._session.variables(self.where, self._looked_at, MASK)
        names = dict.fromkeys(n for text in self.draft.texts for n in variables.used_by(text))
        used = [each for name in names if (each := self._look_up(name)) is not None]
        return [row for line in variable_lines(used, self.strings) for row in fold(line, width, 6)]

    def _draw_fault(self, width: int) -> list[Line]:
        if self.preflight is None or self.preflight.body_fault is None:
            return []
        fault = self.preflight.body_fault
        reason = explain_fault(fault, self.strings.tui.fault)
        text = self.strings.tui.with_.json_fault.format(
            line=fault.line, column=fault.column, reason=reason
        )
        return [Line([Run("  "), Run(f"✗ {text}", "fail")])]

    def _draw_preflight(self, width: int) -> list[Line]:
        words = self.strings.tui.with_
        if isinstance(self.send_state, Sending):
            return [
                Line([Run("  "), Run(f" Esc {words.cancel} ", "chip-focus", "cancel")]),
                Line(),
                Line(),
            ]
        if self.draft is None:
            return [Line(), Line(), Line()]
        if self.preflight is None:
            chip = Run(f" F5 {words.send} ", "dim")
            return [
                Line([Run("  "), chip, Run(f"   {words.choose_environment}", "dim")]),
                Line(),
                Line(),
            ]
        return preflight_lines(self.preflight, self.strings, width)


def _header_text(draft: RequestDraft) -> str:
    return "\n".join(f"{name}: {value}" for name, value in draft.headers)


def _parse_headers(text: str) -> tuple[Header, ...]:
    """Read ``Name: value`` lines; a line without a colon becomes a name that will be refused."""
    headers: list[Header] = []
    for line in text.split("\n"):
        if line.strip():
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip()))
    return tuple(headers)
