"""Plans what takes a run back: looks at each write before it leaves and at its answer."""

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
    """What takes back the rows of one run, as far as that can be proven."""

    def __init__(
        self,
        session: Session,
        loader: RequestSource,
        where: Target,
        *,
        on_refused: Callable[[int, Exchange], None],
    ) -> None:
        """``on_refused`` is given a row, and the failure that a read for it was answered with."""
        self._session, self._loader, self._where = session, loader, where
        self._on_refused = on_refused
        self._steps: dict[int, dict[str, UndoStep]] = {}
        self._created: dict[tuple[int, str], RecordWrite] = {}
        self._missing: dict[tuple[int, str], NoInverse] = {}
        """Why a request of a row cannot be taken back."""

    def find_writes(
        self, drafts: Iterable[tuple[SavedRequest, RequestDraft]]
    ) -> Iterator[tuple[SavedRequest, NoInverse | None]]:
        """Yield the writes among the requests of a row, and why each cannot be taken back.

        ``None`` where it can, as far as it is known before it is sent.
        """
        for saved, draft in drafts:
            with suppress(FileError):  # it is not sent either
                plan = self._session.sending.plan(draft, self._where)
                if plan.target.effect is not Effect.READ:
                    yield saved, self._lack_of(plan)

    def check(self, rows: Iterable[Iterable[tuple[SavedRequest, RequestDraft]]]) -> None:
        """Raise ``GuardError`` (``UNDO_NONE``) where rows write, and none of it can be undone."""
        has_write = False
        for drafts in rows:
            for _, lack in self.find_writes(drafts):
                if lack is None:
                    return
                has_write = True
        if has_write:
            raise GuardError(ErrorCode.UNDO_NONE)

    def _lack_of(self, plan: SendPlan) -> NoInverse | None:
        if plan.request is None:  # a value comes with what it depends on
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
        """Look at a request that is about to leave; return whether ``steps`` has a new one.

        Of an update, the record is read once ``wait`` says that it may be. Raises ``WedaError``
        where that fails: the update may not leave.
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
        """Return the answer with a record as it is now. Raises ``WedaError``."""
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
        """Note how a request ended; return whether ``steps`` has a new one."""
        write = self._created.pop((row, result.path), None)
        if result.exchange is not None and end.is_executed:
            if write is None:
                return False
            step = undo_of_create(result.path, write, _text_of(result.exchange))
            try:
                return self._put(row, result.path, step)
            except FileError:  # nothing says what is secret, and the record is there
                return self._put(row, result.path, NoInverse.HIDDEN)
        if end.arrival is not Arrival.MAYBE:
            self._steps.get(row, {}).pop(result.path, None)
        return False

    def missing(self, ledger: Ledger) -> Mapping[tuple[str, NoInverse], int]:
        """Return how many rows of a request were sent and cannot be taken back, and why."""
        return Counter(
            (path, reason)
            for (row, path), reason in self._missing.items()
            if ledger.outcome(row) is not RowOutcome.NOT_SENT
        )

    def steps(self, row: int) -> tuple[UndoStep, ...]:
        """Return what takes back a row, as far as it was sent."""
        return tuple(self._steps.get(row, {}).values())

    def _put(self, row: int, path: str, step: UndoStep | NoInverse) -> bool:
        """Keep a step, or count why there is none. Raises ``FileError`` as the gate does.

        A secret that somebody may guess hides none: whoever wrote the values into the records would
        see by what was not taken back which of them is right.
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
    """What takes back one request of a run: a saved request, and the file with its rows."""

    path: str
    """Of the saved request that takes it back."""
    file: str
    rows: int


def write_undo(
    session: Session, ledger: Ledger, requests: Sequence[SavedRequest], file: str
) -> tuple[UndoFile, ...]:
    """Write what takes back the rows of a ledger, in the order in which it is to be run.

    For each of the ``requests``, those of a row in the order in which they are sent: a saved
    request in a folder of such, and the rows. ``file`` is the first of those files; the others are
    numbered. No saved request is replaced. For a thread. Raises ``FileError``.
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
    """Save a request unless the very same is there already; return its path."""
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
    """Return the files that the plan of a run may be written to."""
    return tuple(_numbered(file, number) for number in range(1, requests + 1))


def check_undo_files(files: Iterable[str], workspace: Path, ledger: Ledger | None) -> None:
    """Raise ``FileError`` (``UNDO_FILE_EXISTS``) for a file of a plan that would be written over.

    That of an earlier part of the same run is replaced: all its rows are in its ``ledger``, and so
    in the plan that comes in its place.
    """
    lines = ledger.rows.values() if ledger is not None else ()
    known = [step.values for line in lines for step in line.undo]
    for file in files:
        data = read_whole(check_typed(workspace, typed_path(file)), largest=LARGEST)
        if data is not None and not _is_among(data, file, known):
            raise FileError(ErrorCode.UNDO_FILE_EXISTS, file=file)


def _is_among(data: bytes, file: str, known: Sequence[Row]) -> bool:
    """Return whether a file has rows of a plan, and none but those that are known."""
    try:
        found = {frozenset(row.items()) for row in read_rows(data, file=file)}
    except FileError:
        return False
    return found <= {frozenset(row.items()) for row in known}


def _text_of(exchange: Exchange) -> str:
    response = exchange.response
    return decode_body(response.body, response.header("Content-Type"))[0]
