"""The sequence of edits of a form, with undo."""

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.form import FormRow, FormRowKind
from weda_tui.core.requests.form_edits import FieldEdit, add_group, edit_row
from weda_tui.tui.requests.form_reading import takes_text
from weda_tui.tui.requests.form_view import RowKey

MOST_UNDO = 200


class FormEdits:
    """The draft of a call with its edits."""

    def __init__(self, endpoint: Endpoint, draft: RequestDraft) -> None:
        self.endpoint, self.draft = endpoint, draft
        self._before: list[tuple[RequestDraft, RowKey]] = []
        """Previous drafts, each with the row of the edit that followed."""

    def edit(self, row: FormRow) -> FieldEdit | None:
        """Return the edit of a row; ``None`` if the draft has no place for the row any more."""
        return edit_row(self.endpoint, self.draft, row)

    def type(self, edit: FieldEdit, text: str) -> None:
        """Set the text typed into a row so far; all typing in a row is one edit."""
        if self.draft == edit.draft:
            self._remember(edit.row.key)
        self.draft = edit.typed(text)

    def accept(self, draft: RequestDraft | None, key: RowKey) -> bool:
        """Replace the draft by an edit of a row; return whether the draft changed."""
        if draft is None or draft == self.draft:
            return False
        self._remember(key)
        self.draft = draft
        return True

    def choose(self, row: FormRow, value: str | int | bool) -> bool:
        """Set a listed value for a row; return whether the draft changed."""
        edit = self.edit(row)
        return edit is not None and self.accept(edit.chosen(value), row.key)

    def remove(self, row: FormRow) -> bool:
        """Remove the value of a row; return ``False`` if no value is sent."""
        edit = self.edit(row) if row.raw is not None else None
        return edit is not None and self.accept(edit.removed(), row.key)

    def empty(self, row: FormRow) -> bool:
        """Set the value of a row to an empty text.

        Return ``False`` if the row cannot have an empty text or already has it.
        """
        has_place = (
            row.location == "body" and row.kind is not FormRowKind.ADD_KEY and takes_text(row)
        )
        edit = self.edit(row) if has_place else None
        return edit is not None and self.accept(edit.holding('""'), row.key)

    def add(self, row: FormRow, name: str = "") -> RowKey:
        """Add a group, an item or the member ``name``, and return its key."""
        self.accept(add_group(self.endpoint, self.draft, row, name), row.key)
        is_named = row.kind is FormRowKind.ADD_KEY
        return row.location, (*row.path[:-1], name) if is_named else row.path

    def undo(self) -> RowKey | None:
        """Undo the last edit and return its row; ``None`` if there is no edit."""
        if not self._before:
            return None
        self.draft, key = self._before.pop()
        return key

    def _remember(self, key: RowKey) -> None:
        self._before.append((self.draft, key))
        del self._before[:-MOST_UNDO]
