"""A pane of a screen, also called a stage: it has its place at once and its widgets later."""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Protocol

from textual.containers import Vertical
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import CommandSource

TALL = 34
"""Rows of a screen from which there is room for blank rows and for help."""
LEAST_WIDTH, LEAST_HEIGHT = 72, 20
"""The smallest terminal size that the screens support."""
MEDIUM = 100
"""Cells of a screen from which the panes are shown side by side."""

Work = Callable[[], Coroutine[None, None, None]]
"""The coroutine function that a worker runs."""


class StageHost(Protocol):
    """What a part of a pane needs from the pane."""

    @property
    def words(self) -> Strings:
        """The texts in the language of the user."""
        ...

    def post_message(self, message: Message) -> bool:
        """Post a message to the screen around the pane."""
        ...

    def start_worker(self, work: Work, group: str, *, is_exclusive: bool = True) -> None:
        """Start a worker; an exclusive worker cancels the others of its group."""


class Pane(Vertical, CommandSource):
    """A container that is empty until ``fill`` mounts the widgets and calls ``start``."""

    class KeysChanged(Message):
        """The set of key bindings that do something in this pane changed."""

    strings: var[Strings] = var(default_strings)
    is_ready = False
    """Whether the widgets are mounted."""

    is_focused: var[bool] = var(False)
    """Whether this is the selected pane."""

    _is_wanted = False

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.visible = False

    @property
    def words(self) -> Strings:
        """The texts in the language of the user."""
        return self.strings

    async def fill(self) -> None:
        """Mount the widgets and call ``start``; does nothing more if the app is ending."""
        self._is_wanted = True
        await self.recompose()
        if not self.children:
            return
        self.is_ready = self.visible = True
        self.start()

    def compose(self) -> Iterator[Widget]:
        """Yield nothing until ``fill`` is called, then the widgets of ``inside``."""
        if self._is_wanted:
            yield from self.inside()

    def update_node_styles(self, animate: bool = True) -> None:
        """Update the styles of the pane and its children: no CSS rule for it reaches deeper."""
        self.app.stylesheet.update_nodes([self, *self.children], animate=animate)

    def inside(self) -> Iterator[Widget]:
        """Return the widgets of the pane, as ``compose`` does."""
        yield from ()

    def start(self) -> None:
        """Show the state that was set before the widgets were mounted."""

    def start_worker(self, work: Work, group: str, *, is_exclusive: bool = True) -> None:
        """Start a worker; an exclusive worker cancels the others of its group."""
        self.run_worker(work, group=group, description=group, exclusive=is_exclusive)

    def focus_stage(self) -> None:
        """Focus the first focusable widget of the pane."""
        widget = next((each for each in self.query(Widget) if each.focusable), None)
        if widget is not None:
            self.focus_inside(widget)

    def leave_field(self) -> None:
        """Move the focus from a field to the list that it filters; does nothing in this class."""

    @property
    def typing_target(self) -> Callable[[str], None] | None:
        """The function that starts typing where letters are text although no field has the focus.

        ``None`` where letters are not text.
        """
        return None

    def accept_completion(self) -> bool:
        """Accept the name that is offered while the user types; return whether one was offered."""
        return False

    def step_back(self) -> bool:
        """Go one step back inside the pane, outside of fields; return whether there was a step."""
        return False

    def acting_parts(self) -> Sequence[CommandSource]:
        """Return the parts of this pane that have command handlers of their own."""
        return ()

    def focus_inside(self, widget: Widget) -> None:
        """Focus a widget at once, so that the next key of a burst reaches it."""
        self.screen.set_focus(widget)
