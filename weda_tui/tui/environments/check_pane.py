"""What is known of an environment beside its form: while typing, and step by step after F5."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.getters import query_one
from textual.reactive import var

from weda_tui.core.environments.input import FieldFault
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.environments.check_view import CheckState, draw_checks
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines

Said = Callable[[], tuple[str, Sequence[FieldFault]] | None]
"""Returns the address as typed and what is wrong in the form; ``None`` before it is there."""
DrawMore = Callable[[int], list[Line]]


class EnvironmentCheckPane(VerticalScroll):
    """Heading and list; scrolls with the wheel where a list with all its reasons is too long."""

    DEFAULT_CSS = """
    EnvironmentCheckPane { scrollbar-size: 0 0; }
    """

    is_ready = False
    """Whether the children are there to be told."""

    strings: var[Strings] = var(default_strings)

    _list = query_one("#checks", Lines)
    _heading = query_one("#checks-heading", Lines)

    def __init__(self, said: Said, draw_more: DrawMore, *, id: str) -> None:  # noqa: A002 - Textual's name
        """``draw_more`` draws what stands below the list."""
        super().__init__(id=id, can_focus=False)
        self._said, self._draw_more, self._state = said, draw_more, CheckState()

    def compose(self) -> ComposeResult:
        """Lay out heading and list."""
        yield Lines(self._draw_heading, id="checks-heading")
        yield Lines(self._draw, id="checks")

    def on_mount(self) -> None:
        """Be told from now on."""
        self.is_ready = True

    def on_resize(self) -> None:
        """More or less of the list fits."""
        self.redraw()

    def watch_strings(self) -> None:
        """Speak the other language."""
        self.redraw()

    def show(self, state: CheckState) -> None:
        """Show a state of the check."""
        self._state = state
        self.redraw()

    def redraw(self) -> None:
        """Draw again what depends on what is typed."""
        if self.is_ready:
            self._heading.redraw()
            self._list.redraw()

    def _draw_heading(self, width: int) -> list[Line]:
        is_tried = bool(self._state.plan)
        title = self.strings.check.title if is_tried else self.strings.tui.form.checks
        key = [Run("F5", "faint", "check"), Run(" ")]
        return [Line([Run(" "), Run(title, "text")], key), Line()]

    def _draw(self, width: int) -> list[Line]:
        said = self._said()
        if said is None:
            return []
        more = self._draw_more(width)
        heading = self._heading.size.height if self._heading.display else 0
        room = max(1, self.size.height - heading)
        lines = draw_checks(*said, self._state, self.strings, width, max(1, room - len(more)))
        return [*lines, *more]
