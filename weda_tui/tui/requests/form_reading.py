"""Reads the form of a draft, and explains why a body is not shown."""

from collections.abc import Callable, Collection
from typing import Literal

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.json.tree import JsonKind
from weda_tui.core.requests.body import find_body_fault
from weda_tui.core.requests.draft import RequestDraft, file_names
from weda_tui.core.requests.form import LARGEST, Form, FormRow, FormRowKind, read_form
from weda_tui.core.requests.free_form import read_free_form
from weda_tui.core.requests.header_form import read_header_form
from weda_tui.i18n.phrases.requests import fault_words
from weda_tui.i18n.quantities import size
from weda_tui.i18n.strings import Strings

ReadForm = Callable[[Endpoint, RequestDraft, Collection[str], Strings], tuple[Form, list[str]]]
"""Returns the rows of a draft, and the sentences shown before them."""


def read_shown(
    endpoint: Endpoint, draft: RequestDraft, known: Collection[str], strings: Strings
) -> tuple[Form, list[str]]:
    """Return the form of a draft, and the sentences shown before its rows.

    A body that is too large, is not JSON or is a file has no rows; path, query and headers still
    have rows.
    """
    words, body = strings.fields, draft.body
    if len(body) > LARGEST:
        form = _read(endpoint, replace(draft, body=""), known)
        rows = tuple(row for row in form.rows if row.location != "body")
        return Form(rows=rows), [words.too_large.format(size=size(len(body)))]
    form = _read(endpoint, draft, known)
    if not form.is_readable:
        fault = _fault_words(body, strings)
        is_filled = bool(file_names(body)) and not fault
        return form, [*fault, words.files_inside if is_filled else words.not_json]
    is_file = any(field.type == "binary" for field in endpoint.body)
    if not form.rows and not is_file:
        tui = strings.tui.with_
        return form, [tui.no_parameters if endpoint.has_path else tui.title_only]
    return form, [words.file_body] if is_file else []


def _read(endpoint: Endpoint, draft: RequestDraft, known: Collection[str]) -> Form:
    return read_form(endpoint, draft, known) if endpoint.id else read_free_form(draft)


def read_header_rows(
    endpoint: Endpoint, draft: RequestDraft, known: Collection[str], strings: Strings
) -> tuple[Form, list[str]]:
    """Return the headers of a draft as rows, and no sentences."""
    del known, strings
    return read_header_form(endpoint, draft), []


def _fault_words(body: str, strings: Strings) -> list[str]:
    """Return the position where the body stops being JSON, in words; empty for valid JSON."""
    fault = find_body_fault(body)
    if fault is None:
        return []
    return [f"✗ {fault_words(fault, strings.tui.with_, strings.tui.fault)}"]


def takes_text(row: FormRow) -> bool:
    """Return whether text can be typed into a row; not into lists, switches and groups."""
    if row.kind is FormRowKind.ADD_KEY:
        return True
    if row.kind is FormRowKind.GROUP or row.parameter.enum or row.parameter.type == "boolean":
        return False
    return row.kind is FormRowKind.FIELD or row.parameter.type not in {"object", "array"}


def enter_does(row: FormRow) -> Literal["fold", "add", "list", "type"]:
    """Return what Enter does on a row: it adds a group that does not exist yet, then folds it."""
    kind, parameter = row.kind, row.parameter
    if kind is FormRowKind.GROUP:
        is_there = row.raw is not None and row.json_kind is not JsonKind.NULL
        return "fold" if is_there or row.is_required else "add"
    if (parameter.enum and kind is not FormRowKind.ADD_KEY) or is_switch(row):
        return "list"
    if kind is FormRowKind.ADD_ITEM and not takes_text(row):
        return "add"
    return "type"


def is_switch(row: FormRow) -> bool:
    """Return whether a row has a boolean, which Space toggles."""
    return row.kind is FormRowKind.FIELD and row.parameter.type == "boolean"
