"""Hashes of what a run over rows sends, to recognise the run, also in a ledger of another name."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from weda_tui.core.collections.saved_request import SavedRequest, dependencies
from weda_tui.core.requests.draft import RequestDraft, file_names
from weda_tui.core.runs.ledger import LedgerHead, LedgerOrigin, LedgerPart, keyed_hash, row_hash
from weda_tui.core.runs.results import Row
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RunOptions
from weda_tui.session.sending.body_sources import read_files
from weda_tui.session.session import Session


class BulkJob(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of a run over rows."""

    paths: tuple[str, ...]
    """The requests, folders and collections as typed by the user."""
    chosen: tuple[SavedRequest, ...]
    rows: tuple[Row, ...]
    file: str
    """The real path of the data file."""
    options: RunOptions
    rate: float | None = None
    """Requests a second; ``None`` for ``CAREFUL_RATE`` if a request writes, else for no limit."""
    plans_undo: bool = False
    """Whether the values before each update are read and stored."""

    @property
    def once(self) -> Sequence[SavedRequest]:
        """The requests of one row, each once."""
        return tuple({each.path: each for each in self.chosen}.values())


class SentContent:
    """The requests, the target, the values and the rows of one run. Every call reads files."""

    def __init__(self, session: Session, loader: RequestLoader, job: BulkJob) -> None:
        self._session, self._loader, self._job = session, loader, job

    @property
    def requests(self) -> tuple[SavedRequest, ...]:
        """The requests sent for each row, dependencies included.

        Raises ``FileError`` for a missing or circular dependency.
        """
        chains = ((*dependencies(each, self._loader.find), each) for each in self._job.once)
        return tuple({saved.path: saved for chain in chains for saved in chain}.values())

    def parts(self, key: str) -> Mapping[LedgerPart, str]:
        """Return the hashes of everything that decides what is sent. Raises ``FileError``."""
        where, job = self._job.options.where, self._job
        environment = where.environment
        place = (
            environment.name, where.env_type, environment.env_id,
            self._session.routes.fingerprint(environment),
            sorted(environment.variables_at(where.env_type).items()),
        )  # fmt: skip
        return {
            LedgerPart.REQUESTS: keyed_hash(key, [each for _, each in self._requests()]),
            LedgerPart.TARGET: keyed_hash(key, place),
            LedgerPart.VALUES: keyed_hash(key, sorted(job.options.given.items())),
            LedgerPart.DATA: self._rows(key),
        }

    def origin(self, key: str, changing: Sequence[str]) -> LedgerOrigin:
        """Return the origin by which a ledger is found; ``changing`` are possible writes.

        Raises ``FileError``.
        """
        where, asked = self._job.options.where, {each.path for each in self._job.once}
        return LedgerOrigin(
            paths=self._job.paths, file=self._job.file,
            environment=where.environment.name, env_type=where.env_type, place=self._place(key),
            writes={
                path: keyed_hash(key, each) for path, each in self._requests() if path in changing
            },
            dependencies=tuple(path for path in changing if path not in asked),
        )  # fmt: skip

    def repeats(self, head: LedgerHead, *, exactly: bool) -> bool:
        """Return whether this run would write again what the run of another ledger wrote.

        That is the same rows, by the same request, at the same place. With ``exactly``, only if the
        request and ``--set`` have not changed since. Dependencies in both runs are sent before each
        request and are not compared. Raises ``FileError``.
        """
        origin, key, rows = head.origin, head.key, self._job.rows
        if origin is None or head.rows != len(rows) or origin.place != self._place(key):
            return False
        now = dict(self._requests())
        asked = {each.path for each in self._job.once}
        common = (origin.writes.keys() & now.keys()) - (set(origin.dependencies) - asked)
        if exactly:
            common = {path for path in common if origin.writes[path] == keyed_hash(key, now[path])}
            values = keyed_hash(key, sorted(self._job.options.given.items()))
            if head.parts.get(LedgerPart.VALUES) != values:
                return False
        return bool(common) and head.parts.get(LedgerPart.DATA) == self._rows(key)

    def is_at(self, head: LedgerHead) -> bool:
        """Return whether the run of a ledger was sent to the same place. Raises ``FileError``."""
        if head.origin is None:
            return head.parts.get(LedgerPart.TARGET) == self.parts(head.key)[LedgerPart.TARGET]
        return head.origin.place == self._place(head.key)

    def _place(self, key: str) -> str:
        where = self._job.options.where
        return keyed_hash(key, (where.environment.host, where.environment.env_id, where.env_type))

    def _rows(self, key: str) -> str:
        return keyed_hash(key, [row_hash(key, row) for row in self._job.rows])

    def _requests(self) -> Iterator[tuple[str, object]]:
        """Yield the path of each request, and everything it consists of. Raises ``FileError``."""
        for each in self.requests:
            draft = self._loader.draft(each)
            plain = msgspec.to_builtins((each.path, draft, each.expectations, each.poll))
            yield each.path, (plain, self._file_hashes(draft))

    def _file_hashes(self, draft: RequestDraft) -> Sequence[str]:
        """Return the hashes of the files whose contents a request sends. Raises ``FileError``."""
        if not file_names(draft.body):
            return ()
        sources = self._session.sending.plan(draft, self._job.options.where).sources
        files = read_files(draft, sources).values()
        return [hashlib.sha256(data).hexdigest() for data in files]
