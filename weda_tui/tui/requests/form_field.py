"""The field over the selected row of a form, and the names that it offers while the user types."""

from collections.abc import Callable, Collection

from textual import on
from textual.geometry import Region

from weda_tui.core.requests.form import FormRowKind
from weda_tui.core.requests.form_edits import FieldEdit
from weda_tui.core.requests.header_form import complete_header
from weda_tui.core.requests.variable_completion import complete_variable
from weda_tui.tui.requests.form_view import RowKey
from weda_tui.tui.widgets.completion_list import NameList, NameOffer
from weda_tui.tui.widgets.field import BLANKS, Field


class FormField(Field):
    """One field for all rows; it is displayed only while it covers a row."""

    def __init__(self, follow: Callable[[], None], *, id: str) -> None:  # noqa: A002 - Textual's name
        """``follow`` is called when other names are offered, or no names any more."""
        super().__init__(id=id, select_on_focus=False)
        self.edit: FieldEdit | None = None
        """The edit of the row that the field covers."""
        self.names = NameList()
        self._follow = follow
        self._known: Collection[str] = ()
        self._is_untouched = False
        """Whether nothing was typed and the cursor was not moved since the field was opened."""

    @property
    def key(self) -> RowKey | None:
        """The key of the row that the field covers."""
        return self.edit.row.key if self.edit is not None else None

    @property
    def names_a_member(self) -> bool:
        """Whether the row adds a member, whose name is typed."""
        return self._is_place and not self.names_a_header

    @property
    def names_a_header(self) -> bool:
        """Whether the row adds a header, which is part of the draft while it is typed."""
        return self._is_place and self.edit is not None and self.edit.row.location == "header"

    @property
    def _is_place(self) -> bool:
        return self.edit is not None and self.edit.row.kind is FormRowKind.ADD_KEY

    def open(self, edit: FieldEdit, known: Collection[str]) -> None:
        """Open the field with the cursor after the text of a row.

        ``known`` has the names of variables with a value. An example of the documentation is
        selected, so that typing replaces it.
        """
        self.edit, self._known = edit, known
        with self.prevent(Field.Changed):
            self.value = edit.row.text
            self.cursor_position = len(edit.row.text)
        if edit.is_example:
            self.select_all()
        self._is_untouched = True
        self.display = True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether a key is text; a blank is not before a character or a cursor move."""
        is_text = super().check_consume_key(key, character)
        return is_text and not (self._is_untouched and character in BLANKS)

    def place(self, region: Region) -> None:
        """Place the field over a row; ``region`` is in cells of the form."""
        self.styles.width, self.styles.offset = region.width, region.offset

    def close(self) -> None:
        """Hide the field; the typed text is already in the draft."""
        self.edit = None
        self.names.show(None)
        self.display = False

    # -- names that are offered --------------------------------------------------------------

    def accept_completion(self) -> bool:
        """Replace the typed part with the selected name; return ``False`` if no name is offered."""
        offer, value = self.names.offer, self.value
        if offer is None:
            return False
        text, cursor = offer.written(offer.options[self.names.chosen])
        self.offer(None)
        self.value = value[: offer.start] + text + value[offer.end :]
        self.cursor_position = offer.start + cursor
        return True

    def offer(self, offer: NameOffer | None) -> bool:
        """Offer other names; return whether the offer changed."""
        is_other = self.names.show(offer)
        if is_other:
            self._follow()
        return is_other

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        """Offer the names that match; no variables are offered for the name of a member."""
        if self.edit is None or self.names_a_member:
            return
        text, at = event.value, self.cursor_position
        is_header = self.names_a_header
        self.offer(
            complete_header(text, at) if is_header else complete_variable(text, at, self._known)
        )

    def watch_selection(self) -> None:
        """Close the list of names when the cursor moves out of the braces."""
        self._is_untouched = False
        offer, at = self.names.offer, self.cursor_position
        if offer is not None and not offer.start + 2 <= at <= offer.end:
            self.offer(None)
