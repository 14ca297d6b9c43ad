"""The smallest Textual app that can be typed into: what every start is measured against."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static


class BareApp(App[None]):
    """A line of text and a field, which has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", priority=True)]

    def compose(self) -> ComposeResult:
        """Show both widgets."""
        yield Static("bare")
        yield Input()


if __name__ == "__main__":
    BareApp().run()
