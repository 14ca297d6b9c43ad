"""The smallest Textual app that can be typed into: what every start is measured against."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static


class BareApp(App[None]):
    """A line of text and a field; F4 goes to the field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "to_field", priority=True),
        Binding("ctrl+q", "quit", priority=True),
    ]

    def compose(self) -> ComposeResult:
        """Show both widgets."""
        yield Static("bare")
        yield Input()

    def action_to_field(self) -> None:
        """Put the focus where text goes."""
        self.query_one(Input).focus()


if __name__ == "__main__":
    BareApp().run()
