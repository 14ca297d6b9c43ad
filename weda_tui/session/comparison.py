"""What a response is compared with: the previous response, or the same request elsewhere."""

import asyncio
from pathlib import Path

import msgspec

from weda_tui.core.comparison.ignored import Ignored
from weda_tui.core.comparison.json_diff import LARGEST
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.guard.resolved_call import ResolvedCall
from weda_tui.core.history.entry import HistoryQuery, HistoryRecord, SendEnding, of_same_call
from weda_tui.core.history.recording import SendResult, record_of
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered
from weda_tui.session.environments.file_gate import check_no_secret_in
from weda_tui.session.session import Session
from weda_tui.store.ignored import change_ignored, load_ignored

_ANSWERED = (SendEnding.OK, SendEnding.FAILED, SendEnding.PARTLY, SendEnding.UNKNOWN)


class Ignoring:
    """The JSON paths that a workspace excludes from comparisons."""

    def __init__(self, session: Session) -> None:
        self._path: Path = session.paths.ignored
        self._gate = session.gate

    @property
    def file(self) -> str:
        """The name of the file with the excluded paths, as shown to the user."""
        return f"{self._path.parent.name}/{self._path.name}"

    async def load(self) -> Ignored:
        """Return the excluded paths. Raises ``FileError``."""
        return await asyncio.to_thread(load_ignored, self._path)

    async def leave_out(self, path: str) -> Ignored:
        """Exclude a path from now on. Raises ``FileError``, also ``SECRET_IN_REQUEST``."""

        def write() -> Ignored:
            check_no_secret_in(self._gate.masker(), self.file, path)
            return change_ignored(self._path, lambda now: now.with_path(path))

        return await asyncio.to_thread(write)

    async def compare_again(self, path: str) -> Ignored:
        """Include a path again from now on. Raises ``FileError``."""
        return await asyncio.to_thread(
            change_ignored, self._path, lambda now: now.without_path(path)
        )


async def answer_before(session: Session, record: HistoryRecord) -> HistoryRecord | None:
    """Return the previous response to the same call at the same place; ``None`` on an error."""
    history, entry = await session.open_history(), record.entry
    query = HistoryQuery(
        host=entry.conditions.host,
        env_type=entry.conditions.env_type,
        marks=_ANSWERED,
        until=entry.started_at,
        limit=1,
    )
    query = of_same_call(query, entry)
    try:
        page = await history.find(query)
        return await history.read(page.entries[0].id) if page.entries else None
    except FileError:
        return None


def other_places(session: Session, record: HistoryRecord) -> tuple[Target, ...]:
    """Return every other target of the workspace, those of the same environment first."""
    here = record.entry.conditions
    places = [
        Target(environment, setting.name)
        for environment in session.environments.all
        for setting in environment.env_types
        if (environment.name, setting.name) != (here.environment, here.env_type)
    ]
    return tuple(sorted(places, key=lambda place: place.environment.name != here.environment))


async def record_of_answer(
    session: Session, draft: RequestDraft, where: Target, answer: Answered
) -> HistoryRecord:
    """Return a response as a history record with a larger size limit; nothing is stored."""
    preflight = session.sending.preflight(draft, where)
    target = ResolvedCall(preflight.endpoint, preflight.effect, preflight.env_type)
    sent = SendResult(
        draft=draft,
        target=target,
        where=where,
        token_kind=answer.exchange.token_kind,
        token=None,
        request=answer.exchange.request,
        result=answer,
        started_at=answer.exchange.started_at,
        masker=session.tokens.masker(),
        route=session.routes.fingerprint(where.environment),
    )
    return await asyncio.to_thread(record_of, sent, LARGEST)


async def whole_record(
    session: Session, record: HistoryRecord, answer: Answered, where: Target
) -> HistoryRecord:
    """Return a record whose shortened response is replaced by the one still in memory."""
    if not record.is_response_cut:
        return record
    whole = await record_of_answer(session, record.draft, where, answer)
    return msgspec.structs.replace(
        record, response=whole.response, is_response_cut=whole.is_response_cut
    )
