"""A request that left, what came back, and every state a send can be in.

Idle ──► Sending ──► Answered(exchange)   an HTTP answer came; the verdict may still be a failure
├─► Failed(error)        no answer: network, limit, token, guard, draft
└─► Cancelled            Esc; once it has left, the request may have arrived all the same
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
    """Until when a request may leave."""

    at: float
    """Monotonic clock, seconds."""
    late: WedaError
    """Why one does not leave that is not written by then."""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, as received."""

    status: int
    reason: str
    headers: tuple[Header, ...]
    body: bytes
    """Decoded from its transfer and content encoding, otherwise untouched."""
    file: mmap.mmap | None = None
    """The whole of a body that is too large for memory, ``body`` being only its beginning."""
    stored: int = 0
    """Bytes of a whole body that went to a file of the user's, ``body`` being its beginning."""
    withheld: int = 0
    """Bytes of a body that is left out, since nobody could find the tokens in it; ``body`` is
    empty then."""
    has_stray_bytes: bool = False
    """Whether the server sent bytes that no request had asked for; none of them is in here."""
    certificate_ends: float | None = None
    """When the server's certificate ends, seconds since the epoch; ``None`` for unchecked."""
    spans: tuple[Span, ...] = ()
    """Where the time went; a connection that stood already has no span."""

    @property
    def received(self) -> bytes | mmap.mmap:
        """The whole body, wherever it is."""
        return self.body if self.file is None else self.file

    @property
    def size(self) -> int:
        """Bytes of the whole body."""
        return self.withheld or self.stored or len(self.received)

    @property
    def is_beginning(self) -> bool:
        """Whether ``body`` is not the whole."""
        return self.file is not None or self.stored > 0 or self.withheld > 0

    def without_file(self) -> "Response":
        """Close the file of the body, and return what is left."""
        if self.file is None:
            return self
        stored = self.size
        self.file.close()
        return msgspec.structs.replace(self, file=None, stored=stored)

    def without_body(self) -> "Response":
        """Return what is left where nobody may see the body."""
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
    """There is none."""
    STOPPED = "stopped"
    """Somebody wanted no more."""
    FAILED = "failed"
    REPEATED = "repeated"
    """A page came once more in place of the one behind it."""
    MOST_PAGES = "most_pages"
    MOST_BYTES = "most_bytes"


class PagesRead(msgspec.Struct, frozen=True):
    """The pages that an answer was put together of."""

    count: int
    end: PagesEnd
    code: str = ""
    """The code of the page that failed."""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """A request that was answered. The request is masked; the response is as received."""

    endpoint_id: str
    request: PreparedRequest
    response: Response
    verdict: Verdict
    started_at: float
    """Wall clock, seconds since the epoch."""
    elapsed: float
    """Seconds from the first byte out to the last byte in, without the token call."""
    prepared: float = 0.0
    """Seconds before that: for the token, and for a first call whose token was refused."""
    is_replay: bool = False
    """Whether the call was sent before with a token that the gateway refused, so that nothing was
    done, and this is the answer to it with a new one."""
    no_new_token: WedaError | None = None
    """Why the call was not sent again after this answer had refused its token; masked."""
    no_rule: WedaError | None = None
    """Why the verdict is without the success rule that its call may have; masked."""
    environment: str = ""
    """The name of the environment it was sent to; empty where that is not known."""
    token_kind: TokenKind = TokenKind.NONE
    """The token it was sent with; ``NONE`` for none, and for an Authorization written by hand."""
    may_hold_tokens: bool = False
    """Whether the answer may hold tokens: see ``core.secrets.credentials.may_bring_tokens``."""
    token_left: float | None = None
    """Seconds that token was good for when it left, by this machine's clock; negative when over.

    Of one written by hand by its own claim, where it is a JWT."""
    pages: PagesRead | None = None
    """Of all pages of a list in one: ``response`` is that of the first, with the items of all."""


class Phase(StrEnum):
    """What a send is doing."""

    TOKEN = "token"
    WAITING = "waiting"
    RECEIVING = "receiving"


class Idle(msgspec.Struct, frozen=True):
    """Nothing was sent yet."""


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """A request is on its way."""

    phase: Phase
    since: float
    """Monotonic clock, seconds, at which the send began."""
    received: int = 0
    """Bytes of the body so far."""
    total: int | None = None
    """Bytes announced by Content-Length."""
    head: bytes = b""
    """The beginning of the body, decoded, as soon as there is a screenful of it."""
    content_type: str = ""
    """As the answer's header says."""
    page: int = 0
    """The page of a list that is fetched whole; 0 for any other send."""
    records: int = 0
    """What the pages before it had."""
    records_in_all: int | None = None
    """As the last of them says."""


class Answered(msgspec.Struct, frozen=True):
    """An HTTP answer came."""

    exchange: Exchange


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """No HTTP answer came, and why."""

    error: WedaError
    endpoint_id: str
    request: PreparedRequest | None
    """Masked; ``None`` when nothing was built."""
    started_at: float
    elapsed: float
    response: Response | None = None
    """What had come of an answer before it failed."""

    @property
    def delivery(self) -> Delivery:
        """How far the call had come; a token call that failed is not it."""
        return self.error.delivery if self.request is not None else Delivery.NOT_SENT


class Cancelled(msgspec.Struct, frozen=True, kw_only=True):
    """The user stopped it after ``elapsed`` seconds."""

    endpoint_id: str
    target: Target
    """Where the call really went."""
    elapsed: float
    is_write: bool
    """Whether it may have changed something."""
    has_left: bool = True
    """Whether it may have arrived: it had all before it, its token too."""


class SendInFlight(msgspec.Struct, frozen=True, kw_only=True):
    """What a running send is of, for the state that a cancellation leaves."""

    endpoint_id: str
    where: Target
    """What was chosen."""
    target: Target
    """Where the call really goes: its path may name another env type."""
    is_write: bool
    """Whether the call, or one that is sent before it, changes something."""
    saved: str = ""
    """The path of the saved request that it is of; empty for a draft of none."""

    def cancelled(self, elapsed: float, *, has_left: bool) -> Cancelled:
        """Return the state of the send if it is cancelled ``elapsed`` seconds after its start."""
        return Cancelled(
            endpoint_id=self.endpoint_id,
            target=self.target,
            elapsed=elapsed,
            is_write=self.is_write and has_left,
            has_left=has_left,
        )


Settled = Answered | Failed | Cancelled
"""What a send ends in."""
SendState = Idle | Sending | Settled
"""Closed: the type checker names each ``match`` that lacks a member."""


KEPT = 12
"""Answers that are kept whole, the latest ones; how a call went is kept of all."""


_Place = tuple[str, str, str]


class Answers:
    """The answers of one run, by place and saved request, or endpoint for a draft of none."""

    def __init__(self) -> None:
        self._latest: dict[tuple[_Place, str, str], Settled] = {}
        self._marks: dict[_Place, dict[str, Mark]] = {}

    def keep(self, where: Target, endpoint_id: str, result: Settled, saved: str = "") -> None:
        """Keep how a call of ``where`` ended in place of the time before.

        ``saved`` is the path of the saved request that it was.
        A cancelled read changed nothing, so the answer before it stays. A cancelled write may have
        arrived: it is kept, and the mark of the verdict before it stays.
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
        """Keep an answer that is judged again, where it is kept, and its mark."""
        exchange, place = answer.exchange, _place(where)
        for key, each in self._latest.items():
            if isinstance(each, Answered) and each.exchange.response is exchange.response:
                self._latest[key] = answer
        mark = {exchange.endpoint_id: exchange.verdict.mark}
        self._marks[place] = {**self._marks.get(place, {}), **mark}

    def latest(self, where: Target | None, endpoint_id: str, saved: str = "") -> Settled | None:
        """Return how the last call in a place ended, if that is still kept.

        That of a saved request, else of an endpoint by itself; nothing of a call that has neither.
        """
        is_known = bool(where and (endpoint_id or saved))
        return self._latest.get(_key(where, endpoint_id, saved)) if where and is_known else None

    def follow(self, path: str, new: str) -> None:
        """Let the answers of what was moved follow; of what is gone they go."""
        moved = [key for key in self._latest if key[2] and is_within(key[2], path)]
        for place, _, saved in moved:
            result = self._latest.pop((place, "", saved))
            if new:
                self._latest[place, "", f"{new}{saved.removeprefix(path)}"] = result

    def bodies_of(self, where: Target) -> list[tuple[bytes, float]]:
        """Return the bodies that are kept of a place and when they were asked for, newest first."""
        return [(each.response.body, each.started_at) for each in self.exchanges(where)]

    def exchanges(self, where: Target) -> list[Exchange]:
        """Return what was answered in a place and is kept, newest first."""
        place = _place(where)
        return [
            result.exchange
            for key, result in reversed(self._latest.items())
            if key[0] == place and isinstance(result, Answered)
        ]

    def marks(self, where: Target | None) -> Mapping[str, Mark]:
        """Return how the last call of each endpoint went in a place."""
        return self._marks.get(_place(where), {}) if where else {}


def _key(where: Target, endpoint_id: str, saved: str) -> tuple[_Place, str, str]:
    return _place(where), "" if saved else endpoint_id, saved


def _place(where: Target) -> _Place:
    """Return what makes a place: under another address the same name is another one."""
    return (where.environment.name, where.environment.host, where.env_type)
