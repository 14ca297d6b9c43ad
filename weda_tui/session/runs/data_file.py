"""The data file of a run: its rows, its unused columns, and names without a value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from weda_tui.core.collections.saved_request import SavedRequest, dependencies
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.runs.results import Row
from weda_tui.core.text import template
from weda_tui.formats.data_rows import read_rows
from weda_tui.session.runs.dependencies import coming
from weda_tui.session.runs.saved_request_sender import RequestSource, layered
from weda_tui.session.session import Session
from weda_tui.store.paths import typed_path
from weda_tui.store.workspace_files import check_typed, read_typed

LARGEST = 64 * 1024 * 1024
"""The largest data file, in bytes."""


def read_data(file: str, workspace: Path) -> tuple[Row, ...]:
    """Return the rows of a CSV or JSON file.

    Raises ``FileError``: ``LINK_OUTSIDE``, ``FILE_UNREADABLE``, ``DATA_TOO_LARGE``; see
    ``formats.data_rows``.
    """
    path = check_typed(workspace, typed_path(file))
    with suppress(OSError):  # reading it reports the error
        if path.stat().st_size > LARGEST:
            raise FileError(ErrorCode.DATA_TOO_LARGE, file=file, limit=LARGEST)
    return read_rows(read_typed(workspace, file, largest=LARGEST), file=file)


def unused_columns(
    session: Session,
    loader: RequestSource,
    saved: Iterable[SavedRequest],
    where: Target,
    rows: Sequence[Row],
) -> tuple[str, ...]:
    """Return the columns whose ``{{name}}`` no request uses, nor any of its dependencies.

    Reads the settings of folders: for a thread. A request that cannot be opened counts as using
    nothing.
    """
    left = dict.fromkeys(name for row in rows for name in row)
    seen: set[str] = set()
    for each in saved:
        for request in _with_dependencies(each, loader):
            if request.path in seen:
                continue
            seen.add(request.path)
            for name in _used(session, loader, request, where):
                left.pop(name, None)
        if not left:
            break
    return tuple(left)


def check_names(
    session: Session,
    loader: RequestSource,
    requests: Sequence[SavedRequest],
    where: Target,
    rows: Sequence[Row],
    given: Mapping[str, str],
) -> None:
    """Refuse a ``{{name}}`` in a request for which neither a row nor anything else has a value.

    Variables that a request captures count as known. Reads the settings of folders: for a thread.
    Raises ``FileError`` (``LOAD_VARIABLE_UNKNOWN``).
    """
    columns = dict.fromkeys((name for row in rows for name in row), "")
    layers = (
        VariableLayer(VariableOrigin.ROW, columns),
        *coming(requests),
        VariableLayer(VariableOrigin.SET, given),
    )
    for saved in requests:
        draft = layered(_draft_of(saved, loader), layers)
        variables = session.sending.variables(where, draft, MASK)
        for name in (name for text in draft.texts for name in variables.used_by(text)):
            if name not in variables:
                nearest = template.nearest_name(name, variables)
                raise FileError(
                    ErrorCode.LOAD_VARIABLE_UNKNOWN, path=saved.path, name=name, nearest=nearest
                )


def _draft_of(saved: SavedRequest, loader: RequestSource) -> RequestDraft:
    """Return the draft of a request; without the variables of folders that cannot be opened."""
    try:
        return loader.draft(saved)
    except FileError:
        return saved.draft


def _with_dependencies(saved: SavedRequest, loader: RequestSource) -> tuple[SavedRequest, ...]:
    try:
        return (*dependencies(saved, loader.find), saved)
    except FileError:
        return (saved,)


def _used(
    session: Session, loader: RequestSource, saved: SavedRequest, where: Target
) -> Iterator[str]:
    """Yield the variables that a request uses, also in values of variables and in assertions."""
    draft = _draft_of(saved, loader)
    variables = session.sending.variables(where, draft)
    judged = (saved.asserts, saved.poll.until if saved.poll is not None else None)
    encode = msgspec.json.Encoder(decimal_format="number").encode
    asserted, polled = (encode(each).decode() for each in judged)
    for text in (*draft.texts, asserted, polled):
        yield from variables.used_by(text)
    for text in (asserted, polled):
        yield from template.names(text)
