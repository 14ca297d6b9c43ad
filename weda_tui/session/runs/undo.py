"""Plans how to undo a run: inspects each write before it is sent, and its response."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath

import msgspec

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError, GuardError
from weda_tui.core.json.text import decode_body
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft, draft_for
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.runs.ledger import Arrival, Ledger, RequestEnd
from weda_tui.core.runs.results import Row, RowOutcome, RunResult
from weda_tui.core.runs.undo import (
    CREATE,
    READ,
    NoInverse,
    RecordWrite,
    UndoStep,
    may_have_inverse,
    read_write,
    record_row,
    undo_of_create,
    undo_of_update,
    undo_request,
    undo_rows,
)
from weda_tui.core.sending.exchange import Exchange, Failed
from weda_tui.formats.data_rows import read_rows
from weda_tui.session.files import write_file
from weda_tui.session.runs.data_file import LARGEST
from weda_tui.session.runs.saved_request_sender import RequestSource, layered
from weda_tui.session.sending.send_plan import SendPlan
from weda_tui.session.session import Session
from weda_tui.store.atomic import read_whole
from weda_tui.store.paths import typed_path
from weda_tui.store.workspace_files import check_typed


class UndoPlanner:
    """The steps that undo the rows of one run, as far as they can be proven to be right."""

    def __init__(
        self,
        session: Session,
        loader: RequestSource,
        where: Target,
        *,
        on_refused: Callable[[int, Exchange], None],
    ) -> None:
        """``on_refused`` is called with a row and the failed response to a read for that row."""
        self._session, self._loader, self._where = session, loader, where
        self._on_refused = on_refused
        self._steps: dict[int, dict[str, UndoStep]] = {}
        self._created: dict[tuple[int, str], RecordWrite] = {}
        self._missing: dict[tuple[int, str], NoInverse] = {}
        """Why a request of a row cannot be undone."""

    def find_writes(
        self, drafts: Iterable[tuple[SavedRequest, RequestDraft]]
    ) -> Iterator[tuple[SavedRequest, NoInverse | None]]:
        """Yield the writes among the requests of a row, with the reason why each cannot be undone.

        ``None`` if it can be undone, as far as this is known before it is sent.
        """
        for saved, draft in drafts:
            with suppress(FileError):  # such a request is not sent either
                plan = self._session.sending.plan(draft, self._where)
                if plan.target.effect is not Effect.READ:
                    yield saved, self._no_inverse(plan)

    def check(self, rows: Iterable[Iterable[tuple[SavedRequest, RequestDraft]]]) -> None:
        """Raise ``GuardError`` (``UNDO_NONE``) if rows write, and no write can be undone."""
        has_write = False
        for drafts in rows:
            for _, lack in self.find_writes(drafts):
                if lack is None:
                    return
                has_write = True
        if has_write:
            raise GuardError(ErrorCode.UNDO_NONE)

    def _no_inverse(self, plan: SendPlan) -> NoInverse | None:
        if plan.request is None:  # a value is known only after a dependency was sent
            endpoint = plan.target.endpoint
            is_known = may_have_inverse(endpoint.method, endpoint.path)
            return None if is_known else NoInverse.CALL
        found = self._read_write(plan.request)
        return found if isinstance(found, NoInverse) else None

    def _read_write(self, request: PreparedRequest) -> RecordWrite | NoInverse:
        return read_write(self._where.environment.host, self._where.env_type, request)

    async def look(
        self,
        row: int,
        saved: SavedRequest,
        layers: tuple[VariableLayer, ...],
        wait: Callable[[], Awaitable[bool]],
    ) -> bool:
        """Inspect a request that is about to be sent; return whether ``steps`` has a new step.

        For an update, the current record is read once ``wait`` allows it. Raises ``WedaError`` if
        reading fails: the update may not be sent.
        """
        draft = layered(self._loader.draft(saved), layers)
        plan = self._session.sending.plan(draft, self._where)
        if plan.target.effect is Effect.READ or plan.request is None:
            return False
        write = self._read_write(plan.request)
        if isinstance(write, NoInverse):
            self._missing[row, saved.path] = write
            return False
        if write.call == CREATE:
            self._created[row, saved.path] = write
            return False
        if not await wait():
            return False
        before = await self._read(row, write)
        return self._put(row, saved.path, undo_of_update(saved.path, write, before))

    async def _read(self, row: int, write: RecordWrite) -> str:
        """Return the response with the current record. Raises ``WedaError``."""
        layer = VariableLayer(VariableOrigin.ROW, record_row(write))
        draft = layered(draft_for(self._session.modules.catalogue.get(READ)), (layer,))
        result = await self._session.sending.send(draft, self._where)
        if isinstance(result, Failed):
            raise result.error
        verdict = result.exchange.verdict
        if not verdict.ok:
            self._on_refused(row, result.exchange)
            raise GuardError(ErrorCode.UNDO_NOT_READ, code=verdict.code or verdict.message)
        return _text_of(result.exchange)

    def settle(self, row: int, result: RunResult, end: RequestEnd) -> bool:
        """Record how a request ended; return whether ``steps`` has a new step."""
        write = self._created.pop((row, result.path), None)
        if result.exchange is not None and end.is_executed:
            if write is None:
                return False
            step = undo_of_create(result.path, write, _text_of(result.exchange))
            try:
                return self._put(row, result.path, step)
            except FileError:  # the secrets are unknown, and the record exists
                return self._put(row, result.path, NoInverse.HIDDEN)
        if end.arrival is not Arrival.MAYBE:
            self._steps.get(row, {}).pop(result.path, None)
        return False

    def missing(self, ledger: Ledger) -> Mapping[tuple[str, NoInverse], int]:
        """Count the sent rows that cannot be undone, by request and reason."""
        return Counter(
            (path, reason)
            for (row, path), reason in self._missing.items()
            if ledger.outcome(row) is not RowOutcome.NOT_SENT
        )

    def steps(self, row: int) -> tuple[UndoStep, ...]:
        """Return the steps that undo a row, as far as it was sent."""
        return tuple(self._steps.get(row, {}).values())

    def _put(self, row: int, path: str, step: UndoStep | NoInverse) -> bool:
        """Store a step, or why there is none. Raises ``FileError`` as the file gate does.

        A secret short enough to be guessed does not hide a step: an attacker who wrote the values
        into the records would see, by what was not undone, which guess is right.
        """
        if isinstance(step, UndoStep):
            hide = self._session.gate.masker_between(unguessed=True).text
            if any(hide(value) != value for value in step.values.values()):
                step = NoInverse.HIDDEN
        if isinstance(step, NoInverse):
            self._missing[row, path] = step
            return False
        self._steps.setdefault(row, {})[path] = step
        return True


class UndoFile(msgspec.Struct, frozen=True):
    """The undo of one request of a run: a saved request, and the file with its rows."""

    path: str
    """The path of the saved request that undoes it."""
    file: str
    rows: int


def write_undo(
    session: Session, ledger: Ledger, requests: Sequence[SavedRequest], file: str
) -> tuple[UndoFile, ...]:
    """Write the files that undo the rows of a ledger; return them in the order to run them.

    ``requests`` are those of a row in the order in which they are sent. For each of them, a saved
    request is written, in a folder for such requests, and a file with its rows. ``file`` is the
    first of the data files; the others are numbered. No saved request is replaced. For a thread.
    Raises ``FileError``.
    """
    steps: defaultdict[str, list[UndoStep]] = defaultdict(list)
    for line in ledger.rows.values():
        for step in line.undo:
            steps[step.path].append(step)
    written: list[UndoFile] = []
    for request in reversed(requests):
        if not (undone := steps[request.path]):
            continue
        name = _numbered(file, len(written) + 1)
        write_file(name, undo_rows(undone), session.paths.workspace)
        saved = _save(session, undo_request(request, undone[0].call))
        written.append(UndoFile(saved, name, len(undone)))
    return tuple(written)


def _save(session: Session, request: SavedRequest) -> str:
    """Save a request unless an identical one exists; return its path."""
    with suppress(FileError):
        if session.collections.load(request.path).request == request:
            return request.path
    changes = session.collections.changes
    free = changes.path_for(request.title, request.folder)
    return changes.save(msgspec.structs.replace(request, path=free)).request.path


def _numbered(file: str, number: int) -> str:
    if number == 1:
        return file
    path = PurePath(file)
    return str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def undo_files(file: str, requests: int) -> tuple[str, ...]:
    """Return the files to which the undo plan of a run may be written."""
    return tuple(_numbered(file, number) for number in range(1, requests + 1))


def check_undo_files(files: Iterable[str], workspace: Path, ledger: Ledger | None) -> None:
    """Raise ``FileError`` (``UNDO_FILE_EXISTS``) for an existing file that would be overwritten.

    A plan of an earlier part of the same run is replaced: all its rows are in the ``ledger``, and
    so in the new plan.
    """
    lines = ledger.rows.values() if ledger is not None else ()
    known = [step.values for line in lines for step in line.undo]
    for file in files:
        data = read_whole(check_typed(workspace, typed_path(file)), largest=LARGEST)
        if data is not None and not _is_among(data, file, known):
            raise FileError(ErrorCode.UNDO_FILE_EXISTS, file=file)


def _is_among(data: bytes, file: str, known: Sequence[Row]) -> bool:
    """Return whether a file contains rows of a plan and only known ones."""
    try:
        found = {frozenset(row.items()) for row in read_rows(data, file=file)}
    except FileError:
        return False
    return found <= {frozenset(row.items()) for row in known}


def _text_of(exchange: Exchange) -> str:
    response = exchange.response
    return decode_body(response.body, response.header("Content-Type"))[0]
