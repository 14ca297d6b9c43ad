"""A read-only view of a saved request: its call and file, the tabs, what sending it would do."""

from collections.abc import Iterator

from textual import on
from textual.binding import Binding
from textual.getters import query_one
from textual.widget import Widget

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.errors import FileError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.session import Session
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.commands.table import CHOOSE, NEXT_TAB, SEND, Handler, Handlers, bindings, when
from weda_tui.tui.layout.headings import heading, stage_name
from weda_tui.tui.requests.saved_tabs import SavedView, reading_lines
from weda_tui.tui.requests.title_view import FILE, UNSAVED, saved_tabs, saved_title_lines
from weda_tui.tui.sending.preflight_view import preflight_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run, paragraph
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.pane import Pane
from weda_tui.tui.widgets.rows import LineRows
from weda_tui.tui.widgets.tabs import Tab, Tabs


class SavedRequestPane(Pane):
    """WITH on the screen of saved requests: read-only; requests are edited on the main screen."""

    BINDINGS = [Binding("left_square_bracket,【", "tab(-1)", show=False), *bindings(NEXT_TAB)]

    _heading = query_one("#request-heading", Lines)
    _title = query_one("#request-title", Lines)
    _tabs = query_one("#request-tabs", Tabs)
    _reading = query_one("#request-reading", LineRows)
    _preflight = query_one("#request-preflight", Lines)

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._session = session
        self._shown: SavedView | None = None
        self._endpoint: Endpoint | None = None
        self._preflight_now: Preflight | None = None
        self._problem: FileError | None = None

    def inside(self) -> Iterator[Widget]:
        """Lay out heading, title, tabs, the open tab, and the preflight block."""
        yield Lines(self._draw_heading, id="request-heading")
        yield Lines(self._draw_title, id="request-title")
        yield Tabs(id="request-tabs")
        yield LineRows(id="request-reading")
        yield Lines(self._draw_preflight, id="request-preflight")

    def start(self) -> None:
        """Open the tab of the file."""
        self._tabs.open(FILE)
        self._refresh()

    # -- what is shown -----------------------------------------------------------------------

    @property
    def shown(self) -> SavedView | None:
        """The selected request."""
        return self._shown

    def show_request(
        self, shown: SavedView, endpoint: Endpoint, preflight: Preflight | None
    ) -> None:
        """Show a request, and what sending it would do."""
        self._shown, self._endpoint = shown, endpoint
        self._preflight_now, self._problem = preflight, None
        self._refresh()

    def show_checked(self, shown: SavedView) -> None:
        """Show the results of the assertions of the selected request."""
        self._shown = shown
        self._refresh_reading()

    def show_nothing(self, problem: FileError | None = None) -> None:
        """Show that no request is selected, or why its file cannot be read."""
        self._shown = self._endpoint = self._preflight_now = None
        self._problem = problem
        self._refresh()

    def watch_strings(self) -> None:
        """Draw in the new language."""
        self._refresh()

    def watch_is_focused(self) -> None:
        """Draw the heading with or without the focus."""
        if self.is_ready:
            self._heading.redraw()

    def on_resize(self) -> None:
        """Wrap the text to the new width."""
        self._refresh_reading()

    def _refresh(self) -> None:
        if not self.is_ready:
            return
        words = self.strings
        if self._shown is not None:
            count = len(self._shown.draft.headers)
            self._tabs.show(
                [
                    Tab("form", words.fields.form),
                    Tab("json", words.tui.with_.json),
                    *saved_tabs(self._shown.loaded.request, words),
                    Tab("headers", f"{words.tui.with_.headers_short} {count}"),
                    Tab("auth", words.tui.with_.auth),
                ]
            )
        self._tabs.display = self._shown is not None
        for lines in (self._heading, self._title, self._preflight):
            lines.redraw()
        self._refresh_reading()

    def _refresh_reading(self) -> None:
        if not self.is_ready or self._shown is None or self._endpoint is None:
            if self.is_ready:
                self._reading.show([])
            return
        width = self.size.width - 2
        tab = self._tabs.current
        self._reading.show(
            reading_lines(tab, self._shown, self._endpoint, self._session, self.strings, width)
        )

    # -- focus and tabs ----------------------------------------------------------------------

    def handlers(self) -> Handlers:
        """Return the handlers of the commands on the selected request."""
        has_request = when(lambda: self._shown)
        return {
            NEXT_TAB: Handler(self.action_next_tab, has_request),
            CHOOSE: Handler(why_not=has_request),
            SEND: Handler(why_not=has_request),
        }

    def focus_stage(self) -> None:
        """Focus the open tab."""
        self.focus_inside(self._reading)

    def action_tab(self, by: int) -> None:
        """Open the next or previous tab."""
        self._tabs.step(by)

    def action_next_tab(self) -> None:
        """Open the next tab."""
        self._tabs.step(1)

    @on(Tabs.TabOpened, "#request-tabs")
    def _on_tab_opened(self, event: Tabs.TabOpened) -> None:
        event.stop()
        self._refresh_reading()
        if event.by_click:
            self.focus_stage()

    @on(Tabs.TabEntered, "#request-tabs")
    def _on_tab_entered(self, event: Tabs.TabEntered) -> None:
        event.stop()
        self.focus_stage()

    # -- drawing -----------------------------------------------------------------------------

    def _draw_heading(self, width: int) -> list[Line]:
        word = self.strings.tui.stage.with_what
        name = stage_name("F4", word, "with", is_focused=self.is_focused)
        unsaved = f"{UNSAVED} {self.strings.saved.screen.unsaved} "
        is_edited = self._shown is not None and self._shown.is_edited
        right = [Run(unsaved, "caution")] if is_edited else []
        return [heading(name, right, is_focused=self.is_focused)]

    def _draw_title(self, width: int) -> list[Line]:
        if self._problem is not None:
            return paragraph(f"✗ {explain(self._problem, self.strings).line}", width, "fail")
        if self._shown is None or self._endpoint is None:
            return paragraph(self.strings.saved.screen.choose_request, width, "dim")
        return saved_title_lines(self._shown.loaded.request, self._endpoint, self.strings)

    def _draw_preflight(self, width: int) -> list[Line]:
        if self._shown is None:
            return []
        words, saved = self.strings.tui.with_, self._shown.loaded.request
        if self._preflight_now is None:
            chip = Run(f" F5 {words.send} ", "dim", "send")
            return [Line([Run("  "), chip, Run(f"   {words.choose_environment}", "dim")])]
        return preflight_lines(self._preflight_now, self.strings, width, saved)
