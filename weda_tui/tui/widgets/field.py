"""A one-line input without control characters, in the colours of the screen."""

from collections.abc import Callable, Iterator

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.textual_private import DrawnInput
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.widgets.rows import Rows

BLANKS = (" ", "\u3000")


class Field(DrawnInput, inherit_css=False):
    """An input on the *field* surface, without a border."""

    DEFAULT_CSS = """
    Field {
        width: 100%; height: 1; padding: 0 1; background: $field; color: $text; pointer: text;
        scrollbar-size-horizontal: 0;
    }
    Field > .input--placeholder { color: $faint; }
    Field > .input--cursor { background: $focus; color: $ground; text-style: none; }
    Field > .input--selection { background: $line; color: $text; }
    Field:ansi > .input--cursor, Field:ansi > .input--selection {
        color: ansi_default; background: ansi_default; text-style: reverse;
    }
    """

    COMPONENT_CLASSES = Input.COMPONENT_CLASSES  # not inherited without the rules

    shows: Callable[[str], bool] | None = None
    """Returns whether a value of a password field is not a secret and is shown as it is."""
    passes = ""
    """Characters that are key bindings of the pane while the field has the focus, never text."""
    begins_with_blank = True
    """Whether a blank counts as text while the field is empty."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether the field uses a key as text, so that no key binding around it applies."""
        is_first_blank = not self.value and not self.begins_with_blank and character in BLANKS
        if is_first_blank or (character is not None and character in self.passes):
            return False
        return super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """Leave a character that is not text to the screen: a blank opens its menu."""
        if event.is_printable and not self.check_consume_key(event.key, event.character):
            event.prevent_default()

    def begin(self, text: str) -> None:
        """Focus the field and replace its value with text that was typed elsewhere."""
        self.screen.set_focus(self)
        self.call_later(self._begin, text)

    def _begin(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)

    def is_hidden(self, value: str) -> bool:
        """Return whether the value is shown as bullets."""
        return self.password and (self.shows is None or not self.shows(value))

    def drawn(self, value: str) -> str:
        """Return the value with each unprintable character replaced by one printable character."""
        return "".join(map(_drawn, value))

    def on_paste(self, event: events.Paste) -> None:
        """Replace the selection with the cleaned first line of the paste."""
        event.prevent_default()
        event.stop()
        self._paste(event.text)

    def action_paste(self) -> None:
        """Paste the text that was last copied in the app, cleaned in the same way."""
        self._paste(self.app.clipboard)

    def action_copy(self) -> None:
        """Copy the selection; the text of a password field is never copied."""
        if self.password:
            return
        if not (text := self.selected_text):
            raise SkipAction
        self.post_message(CopyRequested(text, strip_control_characters(text)))

    def action_cut(self) -> None:
        """Copy and delete the selection; does nothing in a password field."""
        self.action_copy()
        if not self.password:
            self.delete_selection()

    def _paste(self, text: str) -> None:
        line = next(iter(text.splitlines()), "").replace("\t", " ").strip()
        self.replace("".join(c for c in line if strip_control_characters(c) == c), *self.selection)


def _drawn(character: str) -> str:
    """Return one printable character, so that the cursor is drawn in the right place."""
    shown = strip_control_characters(character)
    return shown if len(shown) == 1 else "\ufffd"


class ListField(Field):
    """A field above a list: its arrow keys move the cursor of the list, Enter chooses the row."""

    BINDINGS = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(
        self,
        rows: Rows,
        *,
        id: str,  # noqa: A002 - Textual's name
        placeholder: str = "",
    ) -> None:
        super().__init__(id=id, placeholder=placeholder)
        self._list = rows
        rows.can_focus = False

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self._list.action_move(by)

    def action_page(self, by: int) -> None:
        """Move the cursor of the list by a page."""
        self._list.action_page(by)

    async def action_submit(self) -> None:
        """Choose the row under the cursor of the list."""
        self._list.action_choose()


class NamedField(Horizontal):
    """One row with a label and a field; ``id`` is the id of the field."""

    DEFAULT_CSS = """
    NamedField { height: 1; padding-right: 2; margin-bottom: 1; }
    NamedField > Lines { width: 10; }
    """

    def __init__(self, label: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__()
        self._label, self._field_id = label, id

    def compose(self) -> Iterator[Widget]:
        """Lay out the label and the field."""
        yield Lines(lambda _: [Line([Run(f"  {self._label}", "dim")])], surface="panel")
        yield Field(id=self._field_id)
