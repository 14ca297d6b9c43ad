"""The edits of a form, one act on a row after the other, and the way back."""

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.form import FormRow, FormRowKind
from weda_tui.core.requests.form_edits import FieldEdit, add_group, edit_row
from weda_tui.tui.requests.form_reading import takes_text
from weda_tui.tui.requests.form_view import RowKey

MOST_UNDO = 200


class FormEdits:
    """A draft of a call as edits left it."""

    def __init__(self, endpoint: Endpoint, draft: RequestDraft) -> None:
        self.endpoint, self.draft = endpoint, draft
        self._before: list[tuple[RequestDraft, RowKey]] = []
        """Drafts as they were, each with the row of the edit that came next."""

    def edit(self, row: FormRow) -> FieldEdit | None:
        """Return the edit of a row; ``None`` where the draft has no place for it any more."""
        return edit_row(self.endpoint, self.draft, row)

    def type(self, edit: FieldEdit, text: str) -> None:
        """Take what was typed so far into a row: all of it is one edit."""
        if self.draft == edit.draft:
            self._remember(edit.row.key)
        self.draft = edit.typed(text)

    def accept(self, draft: RequestDraft | None, key: RowKey) -> bool:
        """Take another draft, made at a row; ``False`` for none and for the same."""
        if draft is None or draft == self.draft:
            return False
        self._remember(key)
        self.draft = draft
        return True

    def choose(self, row: FormRow, value: str | int | bool) -> bool:
        """Take a listed value for a row; ``False`` where that changes nothing."""
        edit = self.edit(row)
        return edit is not None and self.accept(edit.chosen(value), row.key)

    def remove(self, row: FormRow) -> bool:
        """Send the value of a row no longer; ``False`` where none is sent."""
        edit = self.edit(row) if row.raw is not None else None
        return edit is not None and self.accept(edit.removed(), row.key)

    def empty(self, row: FormRow) -> bool:
        """Send an empty text; ``False`` where a row has no place for one, and where it is sent."""
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
        """Take the last edit back and return its row; ``None`` where there is none left."""
        if not self._before:
            return None
        self.draft, key = self._before.pop()
        return key

    def _remember(self, key: RowKey) -> None:
        self._before.append((self.draft, key))
        del self._before[:-MOST_UNDO]
