"""Compare a draft with the documentation before it is sent.

The findings are warnings; they never prevent a send.
"""

import re
from collections.abc import Collection
from enum import StrEnum

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint, Location
from weda_tui.core.json.tree import JsonKind, Path
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.requests.field_values import fits, is_among, plain_text
from weda_tui.core.requests.form import FormRow, FormRowKind, read_form

LARGEST_CHECKED = 1024 * 1024
"""The greatest size in bytes of a sent body that is compared with the documentation."""


class FindingKind(StrEnum):
    """What is wrong with a value."""

    MISSING = "missing"
    WRONG_TYPE = "wrong-type"
    NOT_LISTED = "not-listed"
    BLANK_AT_EDGE = "blank-at-edge"
    """An id with a blank at its beginning or end; no record has such an id."""


_ID_NAME = re.compile(r"(?:^|_)ids?$|I[dD]s?$|Code$|Key$")
"""The end of a parameter name whose values are ids."""


class DraftFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A value that does not match the documentation."""

    location: Location
    path: Path
    kind: FindingKind
    expected: str = ""
    """The type, or the listed values joined by ``, ``."""

    @property
    def key(self) -> tuple[Location, Path]:
        """The key of the form row that the finding is about."""
        return self.location, self.path

    @property
    def name(self) -> str:
        """The path of the value as text: ``Approver.UserId``, ``items[2].id``."""
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return text.removeprefix(".")


def check_draft(
    endpoint: Endpoint, draft: RequestDraft, known: Collection[str] = ()
) -> tuple[DraftFinding, ...]:
    """Return the values that are missing, of the wrong type or not listed, in form order.

    A body that is not JSON is not checked. ``known`` are the names of the variables that have a
    value. The check takes about 0.3 µs for each character of the body.
    """
    rows = read_form(endpoint, draft, known).rows
    return tuple(finding for row in rows if (finding := finding_of(row)) is not None)


def check_request(endpoint: Endpoint, request: PreparedRequest) -> tuple[DraftFinding, ...] | None:
    """Return the findings for a request as it was sent.

    Return ``None`` if its body is larger than ``LARGEST_CHECKED``.
    """
    if len(request.body) > LARGEST_CHECKED:
        return None
    sent = RequestDraft(
        endpoint_id=endpoint.id,
        method=request.method,
        url=request.url,
        headers=request.headers,
        body=request.body.decode("utf-8", "replace"),
    )
    return check_draft(endpoint, sent)


def finding_of(row: FormRow) -> DraftFinding | None:
    """Return the finding for a form row, or ``None`` if its value is correct."""
    if row.kind in {FormRowKind.ADD_ITEM, FormRowKind.ADD_KEY}:
        return None
    parameter = row.parameter
    if row.raw is None or row.json_kind is JsonKind.NULL:
        has_inside = row.raw is None and any(child.required for child in parameter.children)
        if not row.is_required or (row.kind is FormRowKind.GROUP and has_inside):
            return None
        return _finding(row, FindingKind.MISSING)
    if not _is_of_type(row):
        return _finding(row, FindingKind.WRONG_TYPE, parameter.type)
    if row.kind is FormRowKind.FIELD and not _is_listed(row):
        values = ", ".join(plain_text(value.value) for value in parameter.enum)
        return _finding(row, FindingKind.NOT_LISTED, values)
    if row.kind is FormRowKind.FIELD and row.text != row.text.strip() and _is_id(row):
        return _finding(row, FindingKind.BLANK_AT_EDGE)
    return None


def _is_id(row: FormRow) -> bool:
    names = [step for step in row.path if isinstance(step, str)]
    return bool(names and _ID_NAME.search(names[-1]))


def _finding(row: FormRow, kind: FindingKind, expected: str = "") -> DraftFinding:
    return DraftFinding(location=row.location, path=row.path, kind=kind, expected=expected)


def _is_of_type(row: FormRow) -> bool:
    kind = row.parameter.type
    if row.json_kind is not None:
        return fits(row.raw or "", row.json_kind, kind)
    if "{{" in row.text:
        return True
    match kind:
        case "integer":
            return row.text.strip().removeprefix("-").isdecimal()
        case "boolean":
            return row.text in {"true", "false"}
        case _:
            return True


def _is_listed(row: FormRow) -> bool:
    if row.json_kind is not None:
        return is_among(row.raw or "", row.parameter)
    values = {plain_text(value.value) for value in row.parameter.enum}
    return not values or "{{" in row.text or row.text in values
