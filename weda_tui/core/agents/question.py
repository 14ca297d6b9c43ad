"""A question about writes of an agent, and the user's answer, valid for this question only.

    AgentQuestion ── seal ──► PersonAnswer ── agreed_to ──► GuardDecision

The seal is a digest of the exact bytes to be sent, of their destination and of a number that is
used once. The caller computes the seal again from the request that is about to be sent, so that a
yes counts for nothing else and only once.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Effect, TokenKind
from weda_tui.core.errors import ErrorCode, GuardError
from weda_tui.core.guard.affected_records import AffectedRecords
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.json.text import decode_body
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.text.control_characters import clean_lines, strip_control_characters
from weda_tui.core.wire_text import wire_bytes

ANSWERED_WITHIN = 300.0
"""Seconds for which a question is valid."""
_DRAWN_TAB = strip_control_characters("\t")
_RIGHT_TO_LEFT = re.compile(
    "[\u05be-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Blocks of letters and digits that are written from right to left (Unicode Annex 9)."""


class AskedWrite(msgspec.Struct, frozen=True, kw_only=True):
    """One write that the user is asked about, as it is shown: secrets masked."""

    path: str = ""
    """The path of the saved request; empty for none."""
    endpoint_id: str
    title: Bilingual
    env_type: str
    """The env type in the resolved path."""
    effect: Effect
    """The effect for agents: a call that no document of the program knows is a write."""
    reach: AffectedRecords
    decision: GuardDecision
    """What the user must do: ``ASK`` or ``ASK_NAME``."""
    token_kind: TokenKind
    """The kind of token, as the Authorization header is masked."""
    request: PreparedRequest
    headers: tuple[Header, ...] = ()
    """The headers of the request, except the Authorization header."""
    findings: tuple[DraftFinding, ...] = ()
    """Deviations from the program's own documents: a warning, which does not stop the call."""


class AgentQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What the user is asked before writes of an agent are sent. Contains no secret."""

    seal: str
    """A hexadecimal digest that an answer must repeat."""
    client: str
    """The name that the agent gives itself, as one clean line."""
    reason: str
    """The agent's reason, as one clean line; always shown as words of the agent, never as ours."""
    environment: str
    """The environment's name; typed by the user if ``needs_name``."""
    host: str
    decision: GuardDecision
    """The strictest of the writes: ``ASK`` or ``ASK_NAME``."""
    writes: tuple[AskedWrite, ...]
    asked_at: float
    """Wall clock, seconds since the epoch."""

    @property
    def env_types(self) -> tuple[str, ...]:
        """The env types that the writes really address, whichever was chosen, each once."""
        return tuple(dict.fromkeys(each.env_type for each in self.writes))

    @property
    def needs_name(self) -> bool:
        """Whether a yes is valid only with the environment's name."""
        return self.decision is GuardDecision.ASK_NAME

    def seconds_left(self, now: float) -> float:
        """Return the seconds for which the question is still valid at ``now``, wall clock.

        A negative result means that it is no longer valid. A time before ``asked_at``, after the
        clock was set back, counts like a time after it.
        """
        return ANSWERED_WITHIN - abs(now - self.asked_at)


class PersonAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The user's answer to a question."""

    seal: str
    """The seal of the question."""
    is_yes: bool
    typed: str = ""
    """The typed name, if it was asked for."""


def shows_all(request: PreparedRequest, headers: Sequence[Header]) -> bool:
    """Return whether a question about a request shows every byte of the request.

    ``request`` is masked, ``headers`` are the headers that are shown. The request is not shown
    completely if it contains a mask, which may stand for any value, also for one that an agent
    wrote and named like a secret. The same holds for a byte-order mark, a carriage return or an
    invisible character, which are drawn like others or not at all, and for letters that are written
    from right to left, which change the order in which the text between them is drawn.
    """
    texts = (request.url, *(text for header in headers for text in header))
    body, _ = decode_body(request.body, "")
    drawn = "\n".join(clean_lines(body)).replace(_DRAWN_TAB, "\t")
    is_drawn = drawn.encode() == request.body and all(
        strip_control_characters(each) == each for each in texts
    )
    return is_drawn and not any(MASK in t or _RIGHT_TO_LEFT.search(t) for t in (*texts, body))


def request_digest(request: PreparedRequest, kind: TokenKind) -> str:
    """Return a digest of token kind, method, URL, headers and body of a request, byte for byte.

    ``kind`` is included because the token is masked in its header.
    """
    headers = (text for pair in request.headers for text in pair)
    parts = (kind, request.method, request.url, *headers)
    return _digest((*map(wire_bytes, parts), request.body))


def seal_of(number: str, place: Sequence[str], digests: Sequence[str]) -> str:
    """Return the seal of a question about requests to a place; it is unique for each ``number``."""
    return _digest(map(wire_bytes, (number, str(len(place)), *place, *digests)))


def _digest(parts: Iterable[bytes]) -> str:
    """Return a digest of parts, each with its length, so that their boundaries are unambiguous."""
    found = sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


def refusal_of(question: AgentQuestion, code: ErrorCode) -> GuardError:
    """Return the error for writes of a question that are not sent."""
    env_types = ", ".join(question.env_types)
    return GuardError(code, environment=question.environment, env_type=env_types)


def agreed_to(question: AgentQuestion, answer: PersonAnswer | None, waited: float) -> GuardDecision:
    """Return the decision that the user agreed to by an answer after ``waited`` seconds.

    Raises ``GuardError`` for any answer that is not a yes to exactly this question, in time, with
    the environment's name if needed.
    """
    if answer is None:
        raise refusal_of(question, ErrorCode.AGENT_NOT_ANSWERED)
    if answer.seal != question.seal:
        raise refusal_of(question, ErrorCode.AGENT_ANSWER_OTHER)
    if not answer.is_yes:
        raise refusal_of(question, ErrorCode.AGENT_DECLINED)
    if not 0 <= waited <= ANSWERED_WITHIN:
        raise refusal_of(question, ErrorCode.AGENT_ANSWER_LATE)
    if question.needs_name and answer.typed != question.environment:
        raise refusal_of(question, ErrorCode.AGENT_NAME_WRONG)
    return question.decision
