"""One-line input that takes no control characters and knows the screen's colours."""

from textual import events
from textual.widgets import Input

from weda_tui.core.clean import clean


class Field(Input):
    """An input on the *field* surface, without border."""

    DEFAULT_CSS = """
    Field, Field:focus {
        height: 1; border: none; padding: 0 1; background: $field; color: $text;
    }
    Field > .input--placeholder { color: $faint; }
    Field > .input--cursor { background: $focus; color: $ground; text-style: none; }
    Field > .input--selection { background: $line; }
    """

    def on_paste(self, event: events.Paste) -> None:
        """Put the first line of a paste in place of the selection, without the unprintable."""
        event.prevent_default()
        event.stop()
        line = next(iter(event.text.splitlines()), "").replace("\t", " ").strip()
        self.replace("".join(c for c in line if clean(c) == c), *self.selection)
