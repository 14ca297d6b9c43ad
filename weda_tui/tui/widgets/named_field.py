"""A field of a float behind its name."""

from collections.abc import Iterator

from textual.containers import Horizontal
from textual.widget import Widget

from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines


class NamedField(Horizontal):
    """One row: the name, then the field, which has the ``id``."""

    DEFAULT_CSS = """
    NamedField { height: 1; padding-right: 2; margin-bottom: 1; }
    NamedField > Lines { width: 10; }
    """

    def __init__(self, label: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__()
        self._label, self._field_id = label, id

    def compose(self) -> Iterator[Widget]:
        """Lay out both."""
        yield Lines(lambda _: [Line([Run(f"  {self._label}", "dim")])], surface="panel")
        yield Field(id=self._field_id)
