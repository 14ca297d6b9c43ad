"""A request that was sent, its response, and every state of a send.

    Idle ──► Sending ──► Answered(exchange)   an HTTP response
                     ├─► Failed(error)        no response: network, limit, token, guard, draft
                     └─► Cancelled            Esc; the server may have the request nevertheless,
                                              once it was sent

``Answered`` says nothing about success: the verdict may be a failure.
"""

import mmap
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from weda_tui.core.answers.timing import Span
from weda_tui.core.answers.verdict import Mark, Verdict
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.collections.paths import is_within
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import Delivery, WedaError
from weda_tui.core.requests.draft import Header, PreparedRequest


class LeaveBy(NamedTuple):
    """The deadline by which a request must be written."""

    at: float
    """Monotonic clock, seconds."""
    late: WedaError
    """The error for a request that is not written by then."""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP response, as received."""

    status: int
    reason: str
    headers: tuple[Header, ...]
    body: bytes
    """Decoded from its transfer and content encoding, otherwise untouched."""
    file: mmap.mmap | None = None
    """The whole of a body that is too large for memory; ``body`` is only its beginning then."""
    stored: int = 0
    """The size, in bytes, of a body that was written to a file of the user's.

    ``body`` is only its beginning then.
    """
    withheld: int = 0
    """The size, in bytes, of a body that is withheld; ``body`` is empty then.

    A body is withheld if the tokens in it cannot be found reliably, so that they cannot be masked.
    """
    has_stray_bytes: bool = False
    """Whether the server sent bytes that no request had asked for; they are not in this response.
    """
    certificate_ends: float | None = None
    """When the server's certificate expires, in seconds since the epoch; ``None`` if not checked.
    """
    spans: tuple[Span, ...] = ()
    """How long each phase took. A connection that was already open has no span."""

    @property
    def received(self) -> bytes | mmap.mmap:
        """The whole body, in memory or in a file."""
        return self.body if self.file is None else self.file

    @property
    def size(self) -> int:
        """The size of the whole body in bytes."""
        return self.withheld or self.stored or len(self.received)

    @property
    def is_beginning(self) -> bool:
        """Whether ``body`` is not the whole body."""
        return self.file is not None or self.stored > 0 or self.withheld > 0

    def without_file(self) -> "Response":
        """Close the file of the body, and return the response without it."""
        if self.file is None:
            return self
        stored = self.size
        self.file.close()
        return msgspec.structs.replace(self, file=None, stored=stored)

    def without_body(self) -> "Response":
        """Return the response without its body, which must not be shown to anybody."""
        return msgspec.structs.replace(self, body=b"", file=None, stored=0, withheld=self.size)

    def __repr__(self) -> str:
        return f"Response({self.status}, {len(self.body)} bytes)"

    def header(self, name: str) -> str:
        """Return the first header of that name, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


class PagesEnd(StrEnum):
    """Why no further page of a list was fetched."""

    LAST = "last"
    """There is no further page."""
    STOPPED = "stopped"
    """The user stopped it."""
    FAILED = "failed"
    REPEATED = "repeated"
    """A page has the same items as the page before it."""
    MOST_PAGES = "most_pages"
    MOST_BYTES = "most_bytes"


class PagesRead(msgspec.Struct, frozen=True):
    """The pages that a response was joined from."""

    count: int
    end: PagesEnd
    code: str = ""
    """The code of the page that failed."""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """A request and its response. The request is masked; the response is as received."""

    endpoint_id: str
    request: PreparedRequest
    response: Response
    verdict: Verdict
    started_at: float
    """Wall clock, seconds since the epoch."""
    elapsed: float
    """Seconds from the first byte sent to the last byte received, without the token call."""
    prepared: float = 0.0
    """Seconds before the call: for the token, and for a first call whose token was refused."""
    is_replay: bool = False
    """Whether the call was sent twice, because the gateway refused the first token.

    The first call changed nothing on the server; this is the response to the call with a new token.
    """
    no_new_token: WedaError | None = None
    """Why the call was not sent again after its token was refused; masked."""
    no_rule: WedaError | None = None
    """Why the success rule of the call, if it has one, was not used for the verdict; masked."""
    environment: str = ""
    """The name of the environment; empty if unknown."""
    token_kind: TokenKind = TokenKind.NONE
    """The kind of token sent; ``NONE`` also for an Authorization header that the user wrote."""
    may_hold_tokens: bool = False
    """Whether the response may contain tokens: see ``core.secrets.credentials.may_return_tokens``.
    """
    token_left: float | None = None
    """Seconds until the token's expiry when the call was sent, by this machine's clock.

    Negative if the token had expired. For a token that the user wrote, the expiry is its own claim,
    if it is a JWT.
    """
    pages: PagesRead | None = None
    """Set for all pages in one: ``response`` is the first page with the items of all pages."""


class Phase(StrEnum):
    """What a send is currently doing."""

    TOKEN = "token"
    WAITING = "waiting"
    RECEIVING = "receiving"


class Idle(msgspec.Struct, frozen=True):
    """Nothing was sent yet."""


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """A request is being sent, or its response awaited."""

    phase: Phase
    since: float
    """Monotonic clock, seconds, at which the send began."""
    received: int = 0
    """Bytes of the body received so far."""
    total: int | None = None
    """Bytes of the body according to Content-Length."""
    head: bytes = b""
    """The decoded beginning of the body, once it fills a screen."""
    content_type: str = ""
    """The Content-Type header of the response."""
    page: int = 0
    """The page that is being fetched, if all pages of a list are; otherwise 0."""
    records: int = 0
    """How many records the previous pages had."""
    records_in_all: int | None = None
    """The total number of records, as the previous page gives it."""


class Answered(msgspec.Struct, frozen=True):
    """A complete HTTP response was received."""

    exchange: Exchange


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """No complete HTTP response was received; ``error`` says why."""

    error: WedaError
    endpoint_id: str
    request: PreparedRequest | None
    """The masked request; ``None`` if none was built."""
    started_at: float
    elapsed: float
    response: Response | None = None
    """The part of a response that was received before the failure."""

    @property
    def delivery(self) -> Delivery:
        """How far the call got. A token call that failed does not count as the call."""
        return self.error.delivery if self.request is not None else Delivery.NOT_SENT


class Cancelled(msgspec.Struct, frozen=True, kw_only=True):
    """The user cancelled after ``elapsed`` seconds."""

    endpoint_id: str
    target: Target
    """The environment and env type that the call really addressed."""
    elapsed: float
    is_write: bool
    """Whether the request may have changed data on the server."""
    was_sent: bool = True
    """``False`` if the send was cancelled while its token was being fetched."""


class SendInFlight(msgspec.Struct, frozen=True, kw_only=True):
    """What a running send is about, for the state after a cancellation."""

    endpoint_id: str
    where: Target
    """The target that the user chose."""
    target: Target
    """The target that the call really addresses: its path may name another env type."""
    is_write: bool
    """Whether the call changes something."""
    saved: str = ""
    """The path of the saved request; empty for a draft that is not a saved request."""

    def cancelled(self, elapsed: float, *, was_sent: bool) -> Cancelled:
        """Return the state of the send if it is cancelled ``elapsed`` seconds after its start."""
        return Cancelled(
            endpoint_id=self.endpoint_id,
            target=self.target,
            elapsed=elapsed,
            is_write=self.is_write and was_sent,
            was_sent=was_sent,
        )


Settled = Answered | Failed | Cancelled
"""The final states of a send."""
SendState = Idle | Sending | Settled
"""A closed union: the type checker reports each ``match`` that omits a member."""


KEPT = 12
"""How many of the latest results are kept whole; the mark of each endpoint is always kept."""


_Place = tuple[str, str, str]


class Answers:
    """The latest results of this run of the program.

    They are stored by place and saved request, or by place and endpoint for other drafts.
    """

    def __init__(self) -> None:
        self._latest: dict[tuple[_Place, str, str], Settled] = {}
        self._marks: dict[_Place, dict[str, Mark]] = {}

    def keep(self, where: Target, endpoint_id: str, result: Settled, saved: str = "") -> None:
        """Store how a call to ``where`` ended, in place of its previous result.

        ``saved`` is the path of the saved request that was sent. A cancelled read, or a write
        cancelled before it was sent, changed nothing, so the previous result remains. A write
        cancelled later may have reached the server: the cancellation is stored, but the mark of
        the previous verdict remains.
        """
        if isinstance(result, Cancelled) and not result.is_write:
            return
        place, of = _place(where), _key(where, endpoint_id, saved)
        self._latest.pop(of, None)
        self._latest[of] = result
        while len(self._latest) > KEPT:
            self._latest.pop(next(iter(self._latest)))
        if isinstance(result, Cancelled):
            return
        mark = result.exchange.verdict.mark if isinstance(result, Answered) else Mark.FAILURE
        self._marks[place] = {**self._marks.get(place, {}), endpoint_id: mark}

    def keep_judged(self, where: Target, answer: Answered) -> None:
        """Replace a stored response by the same response with a new verdict; update its mark."""
        exchange, place = answer.exchange, _place(where)
        for key, each in self._latest.items():
            if isinstance(each, Answered) and each.exchange.response is exchange.response:
                self._latest[key] = answer
        mark = {exchange.endpoint_id: exchange.verdict.mark}
        self._marks[place] = {**self._marks.get(place, {}), **mark}

    def latest(self, where: Target | None, endpoint_id: str, saved: str = "") -> Settled | None:
        """Return how the last call in a place ended, if the result is still stored.

        Looks up the saved request if there is one, else the endpoint; ``None`` for a call with
        neither.
        """
        is_known = bool(where and (endpoint_id or saved))
        return self._latest.get(_key(where, endpoint_id, saved)) if where and is_known else None

    def follow(self, path: str, new: str) -> None:
        """Move the results of saved requests in ``path`` to ``new``; drop them if it is empty."""
        moved = [key for key in self._latest if key[2] and is_within(key[2], path)]
        for place, _, saved in moved:
            result = self._latest.pop((place, "", saved))
            if new:
                self._latest[place, "", f"{new}{saved.removeprefix(path)}"] = result

    def bodies_of(self, where: Target) -> list[tuple[bytes, float]]:
        """Return the stored response bodies of a place with their start times, newest first."""
        return [(each.response.body, each.started_at) for each in self.exchanges(where)]

    def exchanges(self, where: Target) -> list[Exchange]:
        """Return the stored exchanges of a place, newest first."""
        place = _place(where)
        return [
            result.exchange
            for key, result in reversed(self._latest.items())
            if key[0] == place and isinstance(result, Answered)
        ]

    def marks(self, where: Target | None) -> Mapping[str, Mark]:
        """Return the mark of the last call of each endpoint in a place."""
        return self._marks.get(_place(where), {}) if where else {}


def _key(where: Target, endpoint_id: str, saved: str) -> tuple[_Place, str, str]:
    return _place(where), "" if saved else endpoint_id, saved


def _place(where: Target) -> _Place:
    """Return the key of a place. It includes the host: a new host makes it a new place."""
    return (where.environment.name, where.environment.host, where.env_type)
