"""The error book: what every documented code means, who says it, and what can be done.

Collected from the private-deployment guide (3.1), the public pages and official client code; a
code's ``source`` names where. Reading the file is ``store.bundled_error_book``.
"""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.catalogue.endpoint import Bilingual, Confidence
from weda_tui.core.text.folding import normalise


class CauseId(StrEnum):
    """A reason why a call fails."""

    TOKEN_EXPIRED = "token-expired"  # noqa: S105 - a reason
    TOKEN_KIND = "token-kind"  # noqa: S105
    TOKEN_MISSING = "token-missing"  # noqa: S105
    TOKEN_REVOKED = "token-revoked"  # noqa: S105
    """The secret was reset or the user signed out: only a new token tells."""
    CLOCK_SKEW = "clock-skew"
    CREDENTIALS = "credentials"
    """SecretId and SecretKey do not fit."""
    PASSWORD = "password"  # noqa: S105
    ACCOUNT = "account"
    """The user is blocked, not active, or gone."""
    SIGN_IN_OFF = "sign-in-off"
    CAPTCHA = "captcha"
    REFRESH_USED = "refresh-used"
    RIGHTS = "rights"
    """The key's or the user's role may not do this."""
    LICENCE = "licence"
    HOST = "host"
    HTTP_NOT_HTTPS = "http-not-https"
    PROXY_PAGE = "proxy-page"
    PROXY = "proxy"
    """The proxy that is set refuses or fails."""
    UNREACHABLE = "unreachable"
    """No way from this machine: VPN, firewall, cable."""
    SERVICE_DOWN = "service-down"
    """Nothing listens on the port."""
    CERTIFICATE = "certificate"
    ENV_TYPE = "env-type"
    ENV_STATUS = "env-status"
    PATH = "path"
    """No call of this name or version."""
    METHOD = "method"
    BODY_SYNTAX = "body-syntax"
    REQUIRED_MISSING = "required-missing"
    VALUE_TYPE = "value-type"
    VALUE_NOT_LISTED = "value-not-listed"
    VALUE_UNFIT = "value-unfit"
    """A value that only the server can judge."""
    UNKNOWN_FIELD = "unknown-field"
    ID_SHAPE = "id-shape"
    MODEL_UNKNOWN = "model-unknown"
    NOT_PUBLISHED = "not-published"
    NOT_FOUND = "not-found"
    """The record, object, task or user is not there."""
    STATE = "state"
    """The task, flow or resource is in a state that forbids it."""
    CONFLICT = "conflict"
    """Somebody else is at it, or it is there already."""
    RATE = "rate"
    QUOTA = "quota"
    SIZE = "size"
    """The request, its batch or its answer is too large."""
    SLOW = "slow"
    """The query takes the server too long."""
    SERVER = "server"
    CUSTOM_METHOD = "custom-method"
    FEATURE_OFF = "feature-off"
    DOCUMENTED = "documented"
    """One that the error page names for this call; its evidence says which."""


class StepId(StrEnum):
    """Something that can be done next."""

    RENEW_AND_SEND = "renew-and-send"
    SWITCH_ENV_TYPE = "switch-env-type"
    GO_TO_FIELD = "go-to-field"
    FIX_SPELLING = "fix-spelling"
    WAIT_AND_SEND = "wait-and-send"
    SEND_AGAIN = "send-again"
    LOOK_FIRST = "look-first"
    """A write may have worked: look before it is sent again."""
    CHECK_ENVIRONMENT = "check-environment"
    EDIT_ENVIRONMENT = "edit-environment"
    USE_SERVER_CLOCK = "use-server-clock"
    REFRESH_MODELS = "refresh-models"
    SMALLER_REQUEST = "smaller-request"
    OPEN_DOCS = "open-docs"
    OPEN_BROWSER = "open-browser"
    """A proxy wants a sign-in."""
    ASK_ADMIN = "ask-admin"
    """Rights, accounts, quotas: only an administrator changes them."""
    COPY_REQUEST_ID = "copy-request-id"
    SUCCESS_RULE = "success-rule"
    ERROR_BOOK = "error-book"
    SUPPORT_BUNDLE = "support-bundle"


class Executed(StrEnum):
    """Whether the call did anything."""

    NO = "no"
    YES = "yes"
    MAYBE = "maybe"


MOST_ALIKE = 5
"""Codes that are offered for one that nobody documents."""
_BEHIND_STATUS = {"401": CauseId.TOKEN_EXPIRED, "404": CauseId.PATH, "429": CauseId.RATE}


class CodeEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One page of the book."""

    code: str
    layer: ErrorLayer
    meaning: Bilingual
    hint: Bilingual
    """What to do, in the words of the facts."""
    causes: tuple[CauseId, ...]
    """The most frequent first."""
    steps: tuple[StepId, ...]
    executed: Executed
    """Whether a call that is answered by this code did anything."""
    confidence: Confidence
    source: str
    status: int | None = None
    """The HTTP status it comes with, where that is documented."""
    status_scope: Bilingual = Bilingual()
    """Where that status holds."""
    guide: bool = False
    """Whether it is one of the thirteen of the private-deployment guide."""


class ErrorBook:
    """Every documented code, the guide's first, then by layer as collected."""

    def __init__(self, entries: tuple[CodeEntry, ...]) -> None:
        self.entries = entries
        self._by_code = {entry.code: entry for entry in entries}

    def find(self, code: str) -> CodeEntry | None:
        """Return the page of a code; ``None`` for one that nobody documents.

        A sub-code (``FailedOperation.Anything``) that has no page is on that of its family.
        """
        return self._by_code.get(code) or self._by_code.get(code.partition(".")[0])

    def exactly(self, code: str) -> CodeEntry | None:
        """Return the page of this very code."""
        return self._by_code.get(code)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def alike(self, code: str) -> list[str]:
        """Return codes that are spelt much like ``code``, or mean what it does as HTTP status."""
        from difflib import get_close_matches

        cause = _BEHIND_STATUS.get(code)
        of_status = [
            each.code for each in self.entries if str(each.status) == code or cause in each.causes
        ]
        known = {each.code.upper(): each.code for each in self.entries}
        near = get_close_matches(code.upper(), known, n=MOST_ALIKE, cutoff=0.5)
        return [*of_status, *(known[each] for each in near)][:MOST_ALIKE]

    def search(self, text: str) -> tuple[CodeEntry, ...]:
        """Return the pages that have every word of ``text``, those with it in the code first.

        Words are looked for in the code, in both languages and in the layer, whatever their case;
        a blank in a code's name stands for ``_`` and ``.``.
        """
        query = normalise(text).strip()
        if not query:
            return self.entries
        ranked = [(rank, entry) for entry in self.entries for rank in _ranks(entry, query)]
        return tuple(entry for _, entry in sorted(ranked, key=lambda each: each[0]))


def _ranks(entry: CodeEntry, query: str) -> Iterator[int]:
    """Yield how well a page fits, 0 best, or nothing."""
    code = _spaced(entry.code)
    wanted = _spaced(query)
    words = [code, entry.meaning.zh, entry.meaning.en, entry.hint.zh, entry.hint.en, entry.layer]
    if normalise(entry.code) == query:
        yield 0
    elif code.startswith(wanted):
        yield 1
    elif wanted in code:
        yield 2
    elif all(any(word in normalise(text) for text in words[:3]) for word in wanted.split()):
        yield 3
    elif all(any(word in normalise(text) for text in words) for word in wanted.split()):
        yield 4


def _spaced(text: str) -> str:
    return normalise(text).replace("_", " ").replace(".", " ")
