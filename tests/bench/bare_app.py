"""The smallest Textual app with a text field: the reference for every measured start."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static


class BareApp(App[None]):
    """A line of text and a focused field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", priority=True)]

    def compose(self) -> ComposeResult:
        """Yield both widgets."""
        yield Static("bare")
        yield Input()


if __name__ == "__main__":
    BareApp().run()
