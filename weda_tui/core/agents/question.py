"""A question about writes of an agent, and the answer of a person that belongs to it alone.

    AgentQuestion ── seal ──► PersonAnswer ── agreed_to ──► GuardDecision

The seal is made of the exact bytes that would leave, of where they go and of a number that is used
once. Whoever asked makes it again of what is about to leave, so that a yes counts for nothing else,
and for nothing a second time.
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
"""Seconds for which a question stands."""
_DRAWN_TAB = strip_control_characters("\t")
_RIGHT_TO_LEFT = re.compile(
    "[\u05be-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Blocks of letters and digits that are written from right to left (Unicode Annex 9)."""


class AskedWrite(msgspec.Struct, frozen=True, kw_only=True):
    """One write that is asked about, as a person may see it: secrets masked."""

    path: str = ""
    """Of the saved request that it is of; empty for none."""
    endpoint_id: str
    title: Bilingual
    env_type: str
    """The one that the resolved path names."""
    effect: Effect
    """As it counts for agents: what no document of the program knows is a write."""
    reach: AffectedRecords
    decision: GuardDecision
    """What is asked for it: ``ASK`` or ``ASK_NAME``."""
    token_kind: TokenKind
    """What stands for its masked Authorization."""
    request: PreparedRequest
    headers: tuple[Header, ...] = ()
    """Those of the request, but for that one."""
    findings: tuple[DraftFinding, ...] = ()
    """What is missing or not as the program's own documents say: a warning, no wall."""


class AgentQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is asked before writes of an agent leave. Holds no secret."""

    seal: str
    """Hexadecimal; what an answer has to repeat."""
    client: str
    """What the agent calls itself: one clean line."""
    reason: str
    """What the agent says of it: one clean line, to be shown as its words, never as ours."""
    environment: str
    """Its name; typed by the person where ``needs_name``."""
    host: str
    decision: GuardDecision
    """The strictest of the writes: ``ASK`` or ``ASK_NAME``."""
    writes: tuple[AskedWrite, ...]
    asked_at: float
    """Wall clock, seconds since the epoch."""

    @property
    def env_types(self) -> tuple[str, ...]:
        """Those that the writes really go to, whichever was chosen, each once."""
        return tuple(dict.fromkeys(each.env_type for each in self.writes))

    @property
    def needs_name(self) -> bool:
        """Whether a yes counts only with the environment's name."""
        return self.decision is GuardDecision.ASK_NAME

    def seconds_left(self, now: float) -> float:
        """Return for how long it stands as of a moment of the wall clock; below zero it is over.

        Likewise before it was asked, where the clock was set back: by more, and it is over.
        """
        return ANSWERED_WITHIN - abs(now - self.asked_at)


class PersonAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a person answered."""

    seal: str
    """That of the question."""
    is_yes: bool
    typed: str = ""
    """The name that was typed, where one was asked for."""


def shows_all(request: PreparedRequest, headers: Sequence[Header]) -> bool:
    """Return whether a question about a request shows every byte of it, as nothing else is shown.

    ``request`` is masked, ``headers`` are those of it that are shown. A mask stands for any value,
    also for one that an agent wrote and named like a secret; a byte-order mark, a carriage return
    or an invisible character is drawn like others or not at all, and letters that are written from
    right to left change the order in which what stands between them is drawn.
    """
    texts = (request.url, *(text for header in headers for text in header))
    body, _ = decode_body(request.body, "")
    drawn = "\n".join(clean_lines(body)).replace(_DRAWN_TAB, "\t")
    is_drawn = drawn.encode() == request.body and all(
        strip_control_characters(each) == each for each in texts
    )
    return is_drawn and not any(MASK in t or _RIGHT_TO_LEFT.search(t) for t in (*texts, body))


def request_digest(request: PreparedRequest, kind: TokenKind) -> str:
    """Return what no other request has: token, method, address, headers and body, byte for byte.

    ``kind`` is that of the token, which is a mask in its header.
    """
    headers = (text for pair in request.headers for text in pair)
    parts = (kind, request.method, request.url, *headers)
    return _digest((*map(wire_bytes, parts), request.body))


def seal_of(number: str, place: Sequence[str], digests: Sequence[str]) -> str:
    """Return the seal of a question about requests to a place; no other ``number`` has the same."""
    return _digest(map(wire_bytes, (number, str(len(place)), *place, *digests)))


def _digest(parts: Iterable[bytes]) -> str:
    """Return a digest of parts, each with its length, so that none can pass for two."""
    found = sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


def refusal_of(question: AgentQuestion, code: ErrorCode) -> GuardError:
    """Return why what a question is about does not leave."""
    env_types = ", ".join(question.env_types)
    return GuardError(code, environment=question.environment, env_type=env_types)


def agreed_to(question: AgentQuestion, answer: PersonAnswer | None, waited: float) -> GuardDecision:
    """Return what a person agreed to by an answer that came ``waited`` seconds after its question.

    Raises ``GuardError`` for any that is not a yes to this very question, in time, with its name.
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
