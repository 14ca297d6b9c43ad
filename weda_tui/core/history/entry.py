"""The history: one entry for each send, masked, searchable, and able to be opened again.

Answered | Failed | Cancelled ── record_of ──► HistoryRecord ── store ──► disk
                                               entry   a row of the list; has all filter fields
                                               draft   can be opened and sent again
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
    """How a send ended, as a row of the list shows it."""

    OK = "ok"
    FAILED = "failed"
    PARTLY = "partly"
    UNKNOWN = "unknown"
    NO_ANSWER = "no-answer"
    CANCELLED = "cancelled"


FAILURES = (SendEnding.FAILED, SendEnding.PARTLY, SendEnding.NO_ANSWER)
"""The endings that a search for failures finds."""


class HistoryLimits(msgspec.Struct, frozen=True):
    """How much of the history is kept; the oldest entries are removed first."""

    count: int = 20_000
    age: float = 90 * 86400.0
    """Seconds."""
    size: int = 128 * 1024 * 1024
    """Bytes of all requests and responses; the file with its index has 2 to 3 times as many."""
    body: int = 256 * 1024
    """Bytes of a body; a longer body is cut and marked as cut."""


class HistoryPlace(NamedTuple):
    """Where a call was sent, and from which workspace."""

    workspace: str
    """See ``Paths.workspace_digest``."""
    environment: str
    route: str
    """The fingerprint of the route."""
    env_type: str


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """The conditions of a send: where it was sent, and with which token."""

    environment: str
    host: str
    """The identity of an environment: another host is another deployment."""
    env_type: str
    guard: Guard
    token_kind: TokenKind
    identity: str = ""
    """The SecretId or the user name, depending on the token kind."""
    token_age: float | None = None
    """Seconds since the token was issued; ``None`` without a token."""
    token_left: float | None = None
    """Seconds until the token expired, by this machine's clock."""
    clock_skew: float | None = None
    """Seconds by which the server's clock was ahead of ours, by the response's ``Date``."""
    verify_tls: bool | None = None
    """Whether TLS certificates were checked; ``None`` if an earlier version did not record it."""
    ca_file: str = ""
    """The file of the trusted certificate authorities; empty for those of the system."""
    route: str = ""
    """The fingerprint of the route; empty if unknown."""
    env_types: tuple[str, ...] = ()
    """All env types that the call may have addressed, by its path, query, headers and body."""
    workspace: str = ""
    """The digest of the workspace it was sent from; empty if unknown."""

    @property
    def place(self) -> HistoryPlace:
        """Where the call was sent, over which route, and from which workspace."""
        return HistoryPlace(self.workspace, self.environment, self.route, self.env_type)

    def is_within(self, places: Collection[HistoryPlace]) -> bool:
        """Return whether the call was sent only to ``places``, by every env type that it named."""
        own = self.place
        within = {
            fold_segment(each.env_type)
            for each in places
            if each._replace(env_type=own.env_type) == own
        }
        return own in places and within.issuperset(map(fold_segment, self.env_types))

    @property
    def where(self) -> Target:
        """The target as it was, without credentials: for display, not for sending."""
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
    """A ``WedaError`` in the form in which it is stored."""

    kind: str
    code: str
    parameters: dict[str, Parameter]
    detail: str = ""
    """The system's own message."""
    delivery: Delivery = Delivery.NOT_SENT
    """How far the call got."""

    @classmethod
    def of(cls, error: WedaError) -> "Problem":
        """Return the stored form of an error."""
        kind, parameters = type(error).__name__, dict(error.parameters)
        return cls(kind, error.code.value, parameters, error.detail, error.delivery)

    def error(self) -> WedaError:
        """Return the error."""
        error = _KINDS.get(self.kind, WedaError)(ErrorCode(self.code), **self.parameters)
        error.detail, error.delivery = self.detail, self.delivery
        return error


_KINDS = {kind.__name__: kind for kind in (NotReachableError, LimitError, TokenError, FileError)}


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One send in the list."""

    id: int = 0
    """Its number on this machine; 0 before it is stored."""
    started_at: float
    """Wall clock, seconds since the epoch."""
    elapsed: float
    endpoint_id: str
    title: Bilingual
    effect: Effect
    method: str
    url: str
    """Resolved and masked; empty if no request was built."""
    conditions: Conditions
    status: int | None = None
    """The HTTP status; ``None`` without a response."""
    size: int = 0
    """Bytes of the response body as received."""
    verdict: Verdict | None = None
    problem: Problem | None = None
    """Why there is no response. Without a problem and a verdict, the send was cancelled."""
    is_replay: bool = False
    """Whether it was sent twice because the first token was refused, see ``Exchange``."""
    no_new_token: Problem | None = None
    """Why it was not sent again after its token was refused, see ``Exchange``."""
    saved: str = ""
    """The saved request, as ``saved_name`` returns it; empty for a draft that is not one."""
    held: bool | None = None
    """Whether all assertions of the saved request's file held; ``None`` if not judged."""
    agent: str = ""
    """The name that the sending agent gives itself; empty for the user."""

    @property
    def state(self) -> VerdictState:
        """Whether the call succeeded, as a verdict state."""
        if self.problem is not None:
            return unanswered_state(self.problem.delivery)
        return VerdictState.UNKNOWN if self.verdict is None else self.verdict.state

    @property
    def ending(self) -> SendEnding:
        """How the send ended."""
        if self.problem is not None:
            return SendEnding.NO_ANSWER
        if self.verdict is None:
            return SendEnding.CANCELLED
        return _ENDINGS[self.verdict.mark]

    @property
    def outcome(self) -> SendEnding:
        """How the send ended by the file's assertions: a success may be unexpected."""
        return outcome_of(self.ending, self.held)

    @property
    def code(self) -> str:
        """The code of a failure; empty if there is none."""
        if self.problem is not None:
            return self.problem.code
        return self.verdict.code if self.verdict else ""

    @property
    def request_id(self) -> str:
        """The server's id of this exchange; empty if the server sent none."""
        return self.verdict.request_id if self.verdict else ""


_ENDINGS = {
    Mark.OK: SendEnding.OK,
    Mark.FAILURE: SendEnding.FAILED,
    Mark.PARTIAL: SendEnding.PARTLY,
    Mark.UNKNOWN: SendEnding.UNKNOWN,
}


class HistoryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with all that is stored of the send, masked."""

    entry: HistoryEntry
    draft: RequestDraft
    """The draft that was sent.

    Its values of ``--set``, of rows and of responses may be sent only over the entry's route.
    """
    request: PreparedRequest | None = None
    response: Response | None = None
    is_request_cut: bool = False
    """Whether the bodies of draft and request are cut, so that the entry cannot be sent again."""
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
    """Which entries are searched for; an empty field matches any entry."""

    words: tuple[str, ...] = ()
    """Words that must all be in the request, the response or the titles."""
    endpoint_id: str = ""
    saved: str = ""
    """As in ``HistoryEntry``."""
    marks: tuple[SendEnding, ...] = ()
    environment: str = ""
    host: str = ""
    env_type: str = ""
    is_by_agent: bool = False
    """Whether only entries of agents are searched for."""
    since: float | None = None
    until: float | None = None
    """Seconds since the epoch, exclusive."""
    places: frozenset[HistoryPlace] | None = None
    """For ``HistoryFile.find``: the places whose entries are searched; ``None`` for all."""
    limit: int = 500


def of_same_call(query: HistoryQuery, entry: HistoryEntry) -> HistoryQuery:
    """Return a query for entries of the same call as ``entry``.

    For an entry without an endpoint: of the same saved request, else of the same method and URL.
    """
    if entry.endpoint_id:
        return msgspec.structs.replace(query, endpoint_id=entry.endpoint_id)
    if entry.saved:
        return msgspec.structs.replace(query, saved=entry.saved)
    return msgspec.structs.replace(query, words=(f"\n{entry.method} {entry.url}\n",))


def outcome_of(ending: SendEnding, held: bool | None) -> SendEnding:
    """Return the ending according to the assertions of the saved request's file."""
    if held is None:
        return ending
    return SendEnding.OK if held else SendEnding.FAILED


class FileJudgement(msgspec.Struct, frozen=True):
    """The result of the assertions of a saved request's file for one of its sends."""

    saved: str
    """As in ``HistoryEntry``."""
    started_at: float
    held: bool


class LastResult(msgspec.Struct, frozen=True, gc=False):
    """How and where a saved request ended the last time."""

    ending: SendEnding
    at: float
    """Wall clock, seconds since the epoch."""
    environment: str
    env_type: str


def saved_name(workspace: str, path: str) -> str:
    """Return how the history calls a saved request: the workspace's digest, a slash, its path."""
    return f"{workspace}/{path}"


class HistoryPage(msgspec.Struct, frozen=True):
    """Entries, newest first, and how many entries the history has."""

    entries: tuple[HistoryEntry, ...] = ()
    kept: int = 0


_AGENT = "agent"
"""The word after ``@`` that selects entries of agents, unless an environment has that name."""


def read_query(
    text: str, environments: tuple[str, ...] = (), spoken: Mapping[str, str] = MappingProxyType({})
) -> HistoryQuery:
    """Return the query for a search text: words, ``@environment``, ``@prod``, ``@agent``, ``✗``.

    ``spoken`` are the words, in lower case, that stand for a mark that no keyboard has, or for
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
    """Return why sending an entry again would not be the same call; ``None`` if it would be.

    ``fingerprint`` returns the fingerprint of an environment's current route.
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
