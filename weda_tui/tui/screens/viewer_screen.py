"""The screen of ``weda-tui view``, which shows one body."""

import mmap
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePath

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget

from weda_tui.core.errors import FileError
from weda_tui.core.masking import Masker
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.quantities import size
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.words.commands import KeyWords
from weda_tui.session import Session
from weda_tui.store.bodies import FileBody
from weda_tui.tui.bodies.controller import BodyController
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import CommandSource, Handler, Handlers, bindings, when
from weda_tui.tui.layout.base_screen import BaseScreen
from weda_tui.tui.layout.command_menus import CommandMenus, ShortHelp, place_of
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut
from weda_tui.tui.widgets.footer import KeyFooter
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.pane import TALL, Pane
from weda_tui.tui.widgets.time_slices import iterate_in_slices


class ViewStage(Pane):
    """The only pane of the screen; it holds the reader."""

    def __init__(self, strings: Strings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._strings = strings

    @property
    def reader(self) -> BodyReader:
        """The widget that shows the body."""
        return self.query_one(BodyReader)

    def inside(self) -> Iterator[Widget]:
        """Lay out the reader."""
        yield BodyReader(self._strings, id="reader")

    def start(self) -> None:
        """Focus the reader."""
        self.focus_inside(self.reader.view)

    def acting_parts(self) -> Sequence[CommandSource]:
        """Return the reader and its table mode, which handle all commands."""
        return (self.reader, *self.reader.table_mode.acting_parts())

    def handlers(self) -> Handlers:
        """Return the handler that ends the search of the reader."""
        return {commands.END_SEARCH: self.reader.handlers()[commands.END_SEARCH]}

    def step_back(self) -> bool:
        """Close a row, else leave a part of the body."""
        return self.reader.step_back()

    def accept_completion(self) -> bool:
        """Complete the typed path with the offered name."""
        return self.reader.complete()

    def action_end_search(self) -> None:
        """End the search."""
        self.reader.close_search()

    @on(BodyView.RowChosen, "#body")
    async def _on_value_chosen(self, event: BodyView.RowChosen) -> None:
        """List the actions for the chosen cell."""
        event.stop()
        if self.reader.table is not None:
            await self.run_action(f"screen.run('{commands.MORE.id}')")

    @on(BodyChanged)
    def _on_changed(self, event: BodyChanged) -> None:
        event.stop()
        if self.is_ready:
            self.post_message(self.KeysChanged())


HELP = ShortHelp((("F1", KeyWords.help.of, ""), ("q", KeyWords.quit.of, "Ctrl+Q")), lists_all=True)


class ViewScreen(BaseScreen[None]):
    """The screen that shows a named body."""

    DEFAULT_CSS = """
    ViewScreen { background: $ground; color: $text; }
    ViewScreen ViewStage { height: 1fr; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-short"), (TALL, "-tall")]
    AUTO_FOCUS = ""

    BINDINGS = [
        Binding("escape", f"run('{commands.STEP_BACK.id}')", show=False),
        Binding("tab", "next_field(1)", show=False, priority=True),
        Binding("shift+tab", "next_field(-1)", show=False, priority=True),
        *bindings(commands.MENU, commands.MORE),
        Binding("slash,／,、,ctrl+f", f"run('{commands.SEARCH.id}')", show=False),
        Binding("q", "app.quit", show=False),
    ]

    def __init__(
        self, session: Session, strings: Strings, name: str, body: bytes | mmap.mmap | FileBody
    ) -> None:
        super().__init__(
            CommandMenus(self, lambda: strip_control_characters(name), short_help=HELP)
        )
        self._name, self._body = name, body
        self._reading = ""
        """The note in the title on a file that is read only in part so far; empty when complete."""
        BodyController(self, session.paths.workspace, Masker).add_routes(self.routes)
        self.set_reactive(ViewScreen.strings, strings)

    def compose(self) -> ComposeResult:
        """Place the name at the top, then the reader, then the keys."""
        yield Lines(self._draw_title, id="view-title", surface="panel")
        yield ViewStage(self.strings, id="view-stage")
        yield KeyFooter(id="footer")

    async def on_mount(self) -> None:
        """Show the body; the beginning of a file shows before the rest is read."""
        await self._stage.fill()
        self._stage.reader.document_name = PurePath(self._name).stem or "body"
        self.is_ready = True
        if isinstance(self._body, FileBody):
            self._stage.reader.show_head(self._body.head, "", str)
            self.start(partial(self._read, self._body), "read")
        else:
            self._stage.reader.show(self._body, "", str)
        self.show_keys()

    async def _read(self, file: FileBody) -> None:
        """Read the rest of a file while its beginning is shown."""
        self._reading = self.strings.view.reading.format(size=size(file.size))
        try:
            async for _ in iterate_in_slices(file.steps()):
                pass
        except FileError as error:
            self.refuse(error)
            self._reading = self.strings.body.incomplete.format(size=size(len(file.head)))
        else:
            self._reading = ""
            self._stage.reader.show(file.body, "", str)
        self._redraw()

    @property
    def _stage(self) -> ViewStage:
        return self.query_one(ViewStage)

    def focused_pane(self) -> ViewStage:
        """Return the only pane."""
        return self._stage

    @property
    def focused_place(self) -> str:
        """The key of ``PLACES`` for the focused place."""
        return place_of(self.focused, "view")

    def watch_strings(self) -> None:
        """Show all words in the new language."""
        if self.is_ready:
            self._stage.reader.strings = self.strings
            self._redraw()

    @on(Pane.KeysChanged)
    def _on_known_more(self, event: Pane.KeysChanged) -> None:
        self._redraw()

    def _redraw(self) -> None:
        if self.is_ready:
            self.query_one("#view-title", Lines).redraw()
            self.show_keys()

    def on_resize(self) -> None:
        """Show the keys that fit."""
        self._redraw()

    def on_descendant_focus(self) -> None:
        """Show the keys of the focused widget: a field has other keys than the body."""
        self._redraw()

    def _step_back(self) -> None:
        """Leave the field, then the search, then a part of the body; at last show how to quit."""
        if self.is_typing:
            self._stage.reader.leave_field()
        elif not self._stage.step_back():
            self.notice(self.strings.tui.help.view_quit_hint)

    def action_next_field(self, by: int) -> None:
        """Move the focus; Tab first accepts an offered name."""
        if by > 0 and self._stage.accept_completion():
            return
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    # -- keys --------------------------------------------------------------------------------

    def handlers(self) -> Handlers:
        """Return the handlers of the screen."""
        return {
            commands.MENU: Handler(
                partial(self.run_command, commands.MORE.id)
            ),  # there is only one place
            commands.SEARCH: Handler(
                self._search, when(lambda: self._stage.reader.can_run(commands.SEARCH))
            ),
            commands.STEP_BACK: Handler(self._step_back),
        }

    def _search(self) -> None:
        self._stage.reader.action_search()

    # -- drawing -----------------------------------------------------------------------------

    def _draw_title(self, width: int) -> list[Line]:
        runs = self._stage.reader.facts(width // 2) if self.is_ready else []
        runs = [Run(self._reading, "dim")] if self._reading else runs
        name = cut(self._name, max(4, width - cells(runs) - 6))
        return [Line([Run("  "), Run(name, "bold")], [*runs, Run("  ")])]
