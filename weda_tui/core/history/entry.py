"""What was sent: one entry a send, kept masked, searched, opened again.

Answered | Failed | Cancelled ── record_of ──► HistoryRecord ── store ──► disk
                                               entry   a row of the list, what is filtered by
                                               draft   what can be opened and sent again
                                               request, response   as they were
"""

import re
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from weda_tui.core.answers.verdict import Mark, Verdict, VerdictState, unanswered_state
from weda_tui.core.catalogue.endpoint import Bilingual, Effect, TokenKind
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import (
    Delivery,
    ErrorCode,
    FileError,
    LimitError,
    NotReachableError,
    Parameter,
    TokenError,
    WedaError,
)
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.requests.escapes import fold_segment
from weda_tui.core.sending.exchange import Answered, Cancelled, Exchange, Failed, Response


class SendEnding(StrEnum):
    """How a send ended, as a row of the list says it."""

    OK = "ok"
    FAILED = "failed"
    PARTLY = "partly"
    UNKNOWN = "unknown"
    NO_ANSWER = "no-answer"
    CANCELLED = "cancelled"


FAILURES = (SendEnding.FAILED, SendEnding.PARTLY, SendEnding.NO_ANSWER)
"""What a search for failures finds."""


class HistoryLimits(msgspec.Struct, frozen=True):
    """How much is kept; the oldest goes first."""

    count: int = 20_000
    age: float = 90 * 86400.0
    """Seconds."""
    size: int = 128 * 1024 * 1024
    """Bytes of all requests and answers; with what a search needs the file is two to three times
    as large."""
    body: int = 256 * 1024
    """Bytes of a body; what is longer is cut, and says so."""


class HistoryPlace(NamedTuple):
    """Where a call went, and from which workspace."""

    workspace: str
    """See ``Paths.workspace_digest``."""
    environment: str
    route: str
    """The fingerprint."""
    env_type: str


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """What a call was sent under: where, and with which token."""

    environment: str
    host: str
    """The identity of an environment: another address is another deployment."""
    env_type: str
    guard: Guard
    token_kind: TokenKind
    identity: str = ""
    """SecretId or user name, whichever the token stands for."""
    token_age: float | None = None
    """Seconds since the token came; ``None`` without one."""
    token_left: float | None = None
    """Seconds until its end, by this machine's clock."""
    clock_skew: float | None = None
    """Seconds the server's clock was ahead of ours, by the answer's ``Date``."""
    verify_tls: bool | None = None
    """Whether TLS certificates were checked; ``None`` where an earlier version did not keep it."""
    ca_file: str = ""
    """The file of the authorities that were trusted; empty for the system's."""
    route: str = ""
    """The fingerprint of the route it went over; empty where that is not known."""
    env_types: tuple[str, ...] = ()
    """Every one that the call may have gone to, by its path, query, headers and body."""
    workspace: str = ""
    """The digest of the one that it was sent from; empty where that is not known."""

    @property
    def place(self) -> HistoryPlace:
        """Where it went, over which route, and from which workspace."""
        return HistoryPlace(self.workspace, self.environment, self.route, self.env_type)

    def is_within(self, places: Collection[HistoryPlace]) -> bool:
        """Return whether it went to some places alone, by every env type that it named."""
        own = self.place
        within = {
            fold_segment(each.env_type)
            for each in places
            if each._replace(env_type=own.env_type) == own
        }
        return own in places and within.issuperset(map(fold_segment, self.env_types))

    @property
    def where(self) -> Target:
        """The place as it was, without credentials: to be shown, not to be sent to."""
        env_types = (EnvTypeSetting(self.env_type, self.guard),)
        environment = Environment(
            name=self.environment,
            host=self.host,
            env_types=env_types,
            verify_tls=self.verify_tls is not False,
            ca_file=self.ca_file,
        )
        return Target(environment, self.env_type)


class Problem(msgspec.Struct, frozen=True):
    """A ``WedaError`` as it is kept."""

    kind: str
    code: str
    parameters: dict[str, Parameter]
    detail: str = ""
    """The system's own words."""
    delivery: Delivery = Delivery.NOT_SENT
    """How far the call had come."""

    @classmethod
    def of(cls, error: WedaError) -> "Problem":
        """Return what is kept of a failure."""
        kind, parameters = type(error).__name__, dict(error.parameters)
        return cls(kind, error.code.value, parameters, error.detail, error.delivery)

    def error(self) -> WedaError:
        """Return the failure."""
        error = _KINDS.get(self.kind, WedaError)(ErrorCode(self.code), **self.parameters)
        error.detail, error.delivery = self.detail, self.delivery
        return error


_KINDS = {kind.__name__: kind for kind in (NotReachableError, LimitError, TokenError, FileError)}


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One send in the list."""

    id: int = 0
    """Its number on this machine; 0 before it is kept."""
    started_at: float
    """Wall clock, seconds since the epoch."""
    elapsed: float
    endpoint_id: str
    title: Bilingual
    effect: Effect
    method: str
    url: str
    """Resolved, masked; empty when nothing was built."""
    conditions: Conditions
    status: int | None = None
    """HTTP; ``None`` without an answer."""
    size: int = 0
    """Bytes of the answer's body as received."""
    verdict: Verdict | None = None
    problem: Problem | None = None
    """Why there is no answer. With neither this nor a verdict it was cancelled."""
    is_replay: bool = False
    """Whether it was sent before with a token that was refused, see ``Exchange``."""
    no_new_token: Problem | None = None
    """Why it was not sent again after its token was refused, see ``Exchange``."""
    saved: str = ""
    """The saved request it was, as ``saved_name`` calls it; empty for a draft of none."""
    held: bool | None = None
    """Whether all held that the file of the saved request says; ``None`` where nobody judged."""
    agent: str = ""
    """What the agent calls itself that sent it; empty for a person."""

    @property
    def state(self) -> VerdictState:
        """Whether it did what it was for."""
        if self.problem is not None:
            return unanswered_state(self.problem.delivery)
        return VerdictState.UNKNOWN if self.verdict is None else self.verdict.state

    @property
    def ending(self) -> SendEnding:
        """How it ended."""
        if self.problem is not None:
            return SendEnding.NO_ANSWER
        if self.verdict is None:
            return SendEnding.CANCELLED
        return _ENDINGS[self.verdict.mark]

    @property
    def outcome(self) -> SendEnding:
        """How it ended as its file sees it: an answer may be fine and not the expected one."""
        return outcome_of(self.ending, self.held)

    @property
    def code(self) -> str:
        """The code of a failure; empty for none."""
        if self.problem is not None:
            return self.problem.code
        return self.verdict.code if self.verdict else ""

    @property
    def request_id(self) -> str:
        """What the server calls this exchange; empty where it did not say."""
        return self.verdict.request_id if self.verdict else ""


_ENDINGS = {
    Mark.OK: SendEnding.OK,
    Mark.FAILURE: SendEnding.FAILED,
    Mark.PARTIAL: SendEnding.PARTLY,
    Mark.UNKNOWN: SendEnding.UNKNOWN,
}


class HistoryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with all that is kept of it, masked."""

    entry: HistoryEntry
    draft: RequestDraft
    """The values of ``--set``, of rows and of answers in it go over the route of the entry only."""
    request: PreparedRequest | None = None
    response: Response | None = None
    is_request_cut: bool = False
    """Whether the bodies of draft and request are only a beginning: it cannot be sent again."""
    is_response_cut: bool = False

    @property
    def settled(self) -> Answered | Failed | Cancelled:
        """The state that the send ended in."""
        entry = self.entry
        if entry.problem is not None:
            return Failed(
                error=entry.problem.error(),
                endpoint_id=entry.endpoint_id,
                request=self.request,
                started_at=entry.started_at,
                elapsed=entry.elapsed,
            )
        if entry.verdict is None or self.request is None or self.response is None:
            is_write = entry.effect is not Effect.READ
            return Cancelled(
                endpoint_id=entry.endpoint_id,
                target=entry.conditions.where,
                elapsed=entry.elapsed,
                is_write=is_write,
            )
        return Answered(
            Exchange(
                endpoint_id=entry.endpoint_id,
                request=self.request,
                response=self.response,
                verdict=entry.verdict,
                started_at=entry.started_at,
                elapsed=entry.elapsed,
                is_replay=entry.is_replay,
                no_new_token=entry.no_new_token and entry.no_new_token.error(),
                environment=entry.conditions.environment,
                token_kind=entry.conditions.token_kind,
                token_left=entry.conditions.token_left,
            )
        )


class HistoryQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries are wanted; an empty field is any."""

    words: tuple[str, ...] = ()
    """Each one stands somewhere in the request, the answer or the titles."""
    endpoint_id: str = ""
    saved: str = ""
    """As in an entry."""
    marks: tuple[SendEnding, ...] = ()
    environment: str = ""
    host: str = ""
    env_type: str = ""
    is_by_agent: bool = False
    """Whether only those are wanted that agents sent."""
    since: float | None = None
    until: float | None = None
    """Seconds since the epoch, this moment left out."""
    places: frozenset[HistoryPlace] | None = None
    """Of ``HistoryFile.find``: the only ones whose entries are wanted; ``None`` for all."""
    limit: int = 500


def of_same_call(query: HistoryQuery, entry: HistoryEntry) -> HistoryQuery:
    """Return a query for entries of the same call as ``entry``.

    Of one that names no endpoint: of the same saved request, else of the same method and address.
    """
    if entry.endpoint_id:
        return msgspec.structs.replace(query, endpoint_id=entry.endpoint_id)
    if entry.saved:
        return msgspec.structs.replace(query, saved=entry.saved)
    return msgspec.structs.replace(query, words=(f"\n{entry.method} {entry.url}\n",))


def outcome_of(ending: SendEnding, held: bool | None) -> SendEnding:
    """Return an ending as the file of the saved request sees it."""
    if held is None:
        return ending
    return SendEnding.OK if held else SendEnding.FAILED


class FileJudgement(msgspec.Struct, frozen=True):
    """What the file of a saved request says of one of its sends."""

    saved: str
    """As in an entry."""
    started_at: float
    held: bool


class LastResult(msgspec.Struct, frozen=True, gc=False):
    """How a saved request went the last time, and where that was."""

    ending: SendEnding
    at: float
    """Wall clock, seconds since the epoch."""
    environment: str
    env_type: str


def saved_name(workspace: str, path: str) -> str:
    """Return how the history calls a saved request: the workspace's digest, a slash, its path."""
    return f"{workspace}/{path}"


class HistoryPage(msgspec.Struct, frozen=True):
    """Entries, newest first, and how many are kept in all."""

    entries: tuple[HistoryEntry, ...] = ()
    kept: int = 0


_AGENT = "agent"
"""What is typed behind ``@`` for the calls of agents, unless an environment has that name."""


def read_query(
    text: str, environments: tuple[str, ...] = (), spoken: Mapping[str, str] = MappingProxyType({})
) -> HistoryQuery:
    """Read what is typed into the search: words, ``@environment``, ``@prod``, ``@agent``, ``✗``.

    ``spoken`` are the words, in small letters, that stand for a mark, which no keyboard has, or for
    ``@agent``.
    """
    words: list[str] = []
    marks: tuple[SendEnding, ...] = ()
    environment = env_type = ""
    is_by_agent = False
    for typed in text.split():
        word = typed if typed[1:] in environments else spoken.get(typed.lower(), typed)
        if word in frozenset("✗×!！"):
            marks = FAILURES
        elif word in frozenset("✓√"):
            marks = (SendEnding.OK,)
        elif name := re.sub("^[@＠]", "", word) if word[0] in "@＠" else "":
            if name == _AGENT and name not in environments:
                is_by_agent = True
            elif name in environments or not re.fullmatch("[a-z]+", name):
                environment = name
            else:
                env_type = name
        elif word not in "@＠":
            words.append(word)
    return HistoryQuery(
        words=tuple(words),
        marks=marks,
        environment=environment,
        env_type=env_type,
        is_by_agent=is_by_agent,
    )


class ReplayLack(StrEnum):
    """Why an entry cannot be sent again as it was."""

    ENVIRONMENT_GONE = "environment_gone"
    HOST_CHANGED = "host_changed"
    ROUTE_CHANGED = "route_changed"
    ENV_TYPE_GONE = "env_type_gone"
    ENDPOINT_GONE = "endpoint_gone"
    SECRET_NOT_KEPT = "secret_not_kept"  # noqa: S105 - a word about one
    BODY_CUT = "body_cut"


def find_replay_lack(
    record: HistoryRecord,
    environments: tuple[Environment, ...],
    fingerprint: Callable[[Environment], str],
    *,
    knows_endpoint: bool,
) -> ReplayLack | None:
    """Return why sending an entry again would not be the same call; ``None`` when it would.

    ``fingerprint`` returns that of an environment's route now.
    """
    conditions = record.entry.conditions
    environment = next((e for e in environments if e.name == conditions.environment), None)
    if environment is None:
        return ReplayLack.ENVIRONMENT_GONE
    if environment.host != conditions.host:
        return ReplayLack.HOST_CHANGED
    if conditions.route and fingerprint(environment) != conditions.route:
        return ReplayLack.ROUTE_CHANGED
    if conditions.env_type not in {setting.name for setting in environment.env_types}:
        return ReplayLack.ENV_TYPE_GONE
    if not knows_endpoint:
        return ReplayLack.ENDPOINT_GONE
    if record.is_request_cut:
        return ReplayLack.BODY_CUT
    return ReplayLack.SECRET_NOT_KEPT if record.draft.lacks_secret else None
