"""Edits of a form: each returns a new draft that differs from the old one in one place."""

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.json.edit import Splice, remove, splice
from weda_tui.core.requests import url as address
from weda_tui.core.requests.draft import Header, RequestDraft, draft_for
from weda_tui.core.requests.field_values import (
    base_type,
    is_time,
    literal,
    plain_text,
    value_literal,
)
from weda_tui.core.requests.form import FormRow, FormRowKind, read_form
from weda_tui.core.requests.free_form import editing_path
from weda_tui.core.requests.headers import read_headers


class FieldEdit(msgspec.Struct, frozen=True):
    """The edit of one row; every version is made from the draft on which the edit was opened."""

    draft: RequestDraft
    row: FormRow
    endpoint_path: str
    place: Splice | None
    """The text around the value, for a row of the body."""
    is_example: bool = False
    """Whether the row still has the documented example value."""

    def typed(self, text: str) -> RequestDraft:
        """Return the draft with the typed text; for an empty text the value is not sent."""
        if not text:
            return self.emptied()
        if self.row.location == "header" and self.row.kind is FormRowKind.ADD_KEY:
            headers = (*self.draft.headers, *read_headers(text))
            return msgspec.structs.replace(self.draft, headers=headers)
        if self.row.location != "body":
            return self._elsewhere(text)
        parameter = self.row.parameter
        return self.holding(literal(text, parameter.type, is_time=is_time(parameter)))

    def holding(self, json: str) -> RequestDraft:
        """Return the draft with JSON text as the value of a body row."""
        if self.place is None:
            return self.draft
        return msgspec.structs.replace(self.draft, body=self.place.around(json))

    def chosen(self, value: str | int | bool) -> RequestDraft:
        """Return the draft with a listed value."""
        if self.row.location == "body":
            return self.holding(value_literal(value))
        return self._elsewhere(plain_text(value))

    def emptied(self) -> RequestDraft:
        """Return the draft without the value.

        An item of an array and a header of the list keep their place and become an empty text.
        """
        if self.row.kind is FormRowKind.ADD_ITEM:
            return self.draft
        if self._header is not None and self.row.raw is not None:
            return self._elsewhere("")
        if self.row.path and isinstance(self.row.path[-1], int):
            return self.holding('""')
        return self.removed()

    def removed(self) -> RequestDraft:
        """Return the draft without the value: it is not sent."""
        if self.row.raw is None:
            return self.draft
        if self.row.location != "body":
            return self._elsewhere(None)
        body = remove(self.draft.body, self.row.path)
        return self.draft if body is None else msgspec.structs.replace(self.draft, body=body)

    @property
    def _header(self) -> int | None:
        """The index of the row's header in the list; ``None`` if it is found by its name."""
        at = self.row.path[0] if self.row.location == "header" else ""
        return at if isinstance(at, int) else None

    def _elsewhere(self, text: str | None) -> RequestDraft:
        draft, name = self.draft, self.row.parameter.name
        if self.row.location == "query":
            url = address.set_query(draft.url, name, text)
            return msgspec.structs.replace(draft, url=url)
        if self.row.location == "header":
            headers = _with_header(draft, name, text, self._header)
            return msgspec.structs.replace(draft, headers=headers)
        start, end = (address.path_values(draft.url, self.endpoint_path) or {})[name]
        value = "" if text is None else address.write_path_value(text, self.endpoint_path)
        url = draft.url[:start] + (value or f"{{{{{name}}}}}") + draft.url[end:]
        return msgspec.structs.replace(draft, url=url)


def edit_row(endpoint: Endpoint, draft: RequestDraft, row: FormRow) -> FieldEdit | None:
    """Return the edit of a row; ``None`` if the draft no longer has a place for it."""
    place = splice(draft.body, row.path) if row.location == "body" else None
    if row.location == "body" and place is None:
        return None
    path = editing_path(endpoint)
    if row.location == "path" and row.parameter.name not in (
        address.path_values(draft.url, path) or {}
    ):
        return None
    return FieldEdit(draft, row, path, place, is_example=_is_example(endpoint, row))


def _is_example(endpoint: Endpoint, row: FormRow) -> bool:
    first = read_form(endpoint, draft_for(endpoint)).rows if row.text else ()
    return any(each.key == row.key and each.text == row.text for each in first)


def add_group(
    endpoint: Endpoint, draft: RequestDraft, row: FormRow, key: str = ""
) -> RequestDraft | None:
    """Return the draft with an empty value for a row that the draft does not contain yet.

    ``key`` is the name of the new member if the row is a place to add one.
    """
    if row.kind is FormRowKind.ADD_KEY:
        row = msgspec.structs.replace(row, path=(*row.path[:-1], key))
    edit = edit_row(endpoint, draft, row)
    empty = {"object": "{}", "array": "[]", "boolean": "false", "integer": "0", "number": "0"}
    return edit.holding(empty.get(base_type(row.parameter.type), '""')) if edit else None


def _with_header(
    draft: RequestDraft, name: str, value: str | None, at: int | None
) -> tuple[Header, ...]:
    headers = list(draft.headers)
    if at is None:
        same = (n for n, (given, _) in enumerate(headers) if given.lower() == name.lower())
        at = next(same, None)
    if at is None:
        return (*headers, (name, value)) if value is not None else tuple(headers)
    headers[at : at + 1] = [] if value is None else [(headers[at][0], value)]
    return tuple(headers)
