"""A stage of the sentence: it has its place in the first picture, and is drawn later."""

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
"""Rows of a screen from which there is room for blank ones, and for help."""
LEAST_WIDTH, LEAST_HEIGHT = 72, 20
"""The smallest window that the screens are made for."""
MEDIUM = 100
"""Cells from which the stages stand beside each other."""

Work = Callable[[], Coroutine[None, None, None]]
"""What a worker does."""


class StageHost(Protocol):
    """What a part of a stage needs of it."""

    @property
    def words(self) -> Strings:
        """The sentences in the language of the user."""
        ...

    def post_message(self, message: Message) -> bool:
        """Post a message to the screen around the stage."""
        ...

    def start_worker(self, work: Work, group: str, *, is_exclusive: bool = True) -> None:
        """Start a worker; one that is exclusive cancels the others of its group."""


class Pane(Vertical, CommandSource):
    """Holds its place until ``fill``, which puts in what ``inside`` returns and calls ``start``."""

    class KeysChanged(Message):
        """Other keys do something in this stage now."""

    strings: var[Strings] = var(default_strings)
    is_ready = False
    """Whether the widgets are mounted."""

    is_focused: var[bool] = var(False)
    """Whether this is the selected stage."""

    _is_wanted = False

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.visible = False

    @property
    def words(self) -> Strings:
        """The sentences of the chosen language."""
        return self.strings

    async def fill(self) -> None:
        """Mount the widgets and call ``start``; an app that is ending mounts nothing."""
        self._is_wanted = True
        await self.recompose()
        if not self.children:
            return
        self.is_ready = self.visible = True
        self.start()

    def compose(self) -> Iterator[Widget]:
        """Stay empty until the inside is wanted."""
        if self._is_wanted:
            yield from self.inside()

    def update_node_styles(self, animate: bool = True) -> None:
        """Dress the stage and its children: no rule for its classes reaches further."""
        self.app.stylesheet.update_nodes([self, *self.children], animate=animate)

    def inside(self) -> Iterator[Widget]:
        """Return the widgets of the stage, as ``compose`` does."""
        yield from ()

    def start(self) -> None:
        """Show what came down before the inside was there."""

    def start_worker(self, work: Work, group: str, *, is_exclusive: bool = True) -> None:
        """Start a worker; one that is exclusive cancels the others of its group."""
        self.run_worker(work, group=group, description=group, exclusive=is_exclusive)

    def focus_stage(self) -> None:
        """Focus the first widget of the stage that can have the focus."""
        widget = next((each for each in self.query(Widget) if each.focusable), None)
        if widget is not None:
            self.focus_inside(widget)

    def leave_field(self) -> None:
        """Go from a field of the stage to what it narrows or searches; here there are none."""

    @property
    def typing_target(self) -> Callable[[str], None] | None:
        """What begins to type where letters are text and no field has the focus; else ``None``."""
        return None

    def accept_completion(self) -> bool:
        """Accept a name that is offered while it is typed; return whether there was one."""
        return False

    def step_back(self) -> bool:
        """Go one step back inside the stage, outside of fields; return whether there was one."""
        return False

    def acting_parts(self) -> Sequence[CommandSource]:
        """Return the parts of this stage that have handlers of their own."""
        return ()

    def focus_inside(self, widget: Widget) -> None:
        """Give a widget the focus at once, so that the next key of a burst goes there."""
        self.screen.set_focus(widget)
