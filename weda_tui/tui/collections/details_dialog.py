"""The dialog for the tags and the description of a saved request."""

from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.field import Field, NamedField
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, title_of

_BREAK = " ⏎ "
"""The mark that replaces a line break of the description in the field."""


class Details(NamedTuple):
    """The result of the dialog."""

    tags: tuple[str, ...]
    description: str


class RequestDetailsDialog(Modal[Details]):
    """Returns the tags and the description."""

    _tags = query_one("#details-tags", Field)
    _about = query_one("#details-about", Field)

    def __init__(self, request: SavedRequest, strings: Strings) -> None:
        super().__init__(classes="saving")
        self._request, self._strings = request, strings

    def compose(self) -> ComposeResult:
        """Lay out the title, two fields and the keys."""
        words = self._strings.saved.dialog
        with Vertical(classes="panel"):
            yield title_of(self.help_title(self._strings))
            for label, key in ((words.tags, "details-tags"), (words.description, "details-about")):
                yield NamedField(label, id=key)
            yield Lines(self._draw_footer, surface="panel")

    def on_mount(self) -> None:
        """Fill the fields, and focus the first."""
        self._tags.value = " ".join(self._request.tags)
        self._about.value = self._request.description.replace("\n", _BREAK)
        self._tags.focus()

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        tags = dict.fromkeys(tag.strip("#,，") for tag in self._tags.value.split())
        about = self._about.value.replace(_BREAK, "\n").strip()
        self.dismiss(Details(tuple(tag for tag in tags if tag), about))

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.saved.dialog.details_title.format(name=self._request.title)

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which the foot shows too."""
        words = strings.saved.dialog
        close = HelpRow("Esc", strings.tui.keys.close)
        return [HelpRow("Enter", words.save), HelpRow("Tab", words.next), close]

    def _draw_footer(self, width: int) -> list[Line]:
        return [Line(), panel_keys(self.help_rows(self._strings), width)]
