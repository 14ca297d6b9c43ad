"""Diagnose a pasted response, of whose request little or nothing is known."""

import re
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.network_words import MAY_HAVE_ARRIVED
from weda_tui.core.answers.pasted_requests import find_request
from weda_tui.core.answers.text_parser import judge_pasted
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.modules import PathTemplate
from weda_tui.core.doctor.cause_checks import Context
from weda_tui.core.doctor.causes import CauseId, Executed
from weda_tui.core.doctor.diagnosis import Diagnosis, diagnose
from weda_tui.core.doctor.error_book import CodeEntry, ErrorBook
from weda_tui.core.doctor.unanswered import diagnose_failure
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import Delivery, ErrorCode, NotReachableError
from weda_tui.core.guard.level import Guard
from weda_tui.core.json.text import decode_body
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.requests.draft_check import check_request
from weda_tui.core.sending.exchange import Answered, Exchange, Failed, Response

UNKNOWN_ENDPOINT = Endpoint(
    id="",
    module="",
    group="",
    title=Bilingual(),
    effect=Effect.WRITE,  # the careful assumption: it may have written
    confidence=Confidence.TITLE_ONLY,
    token_kind=TokenKind.KEY,
)
"""The endpoint of a call that the text does not name."""
_UNKNOWN_REQUEST = PreparedRequest(method="", url="", headers=(), body=b"")
_STATUS = re.compile("HTTP ([1-5][0-9][0-9])")
_OF_HEADERS = frozenset({CauseId.TOKEN_MISSING, CauseId.TOKEN_KIND})
_OF_REQUEST = _OF_HEADERS | {
    CauseId.ENV_TYPE, CauseId.HOST, CauseId.HTTP_NOT_HTTPS, CauseId.PATH, CauseId.METHOD,
    CauseId.BODY_SYNTAX, CauseId.ID_SHAPE, CauseId.MODEL_UNKNOWN, CauseId.SIZE, CauseId.RATE,
}  # fmt: skip


def no_answer_code(verdict: Verdict) -> ErrorCode | None:
    """Return the program's own error code for a failure without a response; otherwise ``None``."""
    if verdict.layer in {ErrorLayer.NETWORK, ErrorLayer.TLS, ErrorLayer.PROXY}:
        with suppress(ValueError):
            return ErrorCode(verdict.code)
    return None


def pasted_state(
    verdict: Verdict,
    status: int | None,
    endpoint: Endpoint = UNKNOWN_ENDPOINT,
    request: PreparedRequest | None = None,
) -> Answered | Failed:
    """Return the state in which a send with this verdict would have ended.

    ``request`` is the request in the text: see ``core.answers.pasted_requests``.
    """
    sent = request or _UNKNOWN_REQUEST
    if code := no_answer_code(verdict):
        error = NotReachableError(code, host=verdict.message)
        error.delivery = Delivery.SENT if code in MAY_HAVE_ARRIVED else Delivery.NOT_SENT
        return Failed(
            error=error, endpoint_id=endpoint.id, request=sent, started_at=0.0, elapsed=0.0
        )
    named = _STATUS.fullmatch(verdict.code)
    known = status or (int(named[1]) if named else 200)
    return Answered(
        Exchange(
            endpoint_id=endpoint.id,
            request=sent,
            response=Response(status=known, reason="", headers=(), body=b""),
            verdict=verdict,
            started_at=0.0,
            elapsed=0.0,
        )
    )


class PastedDiagnosis(NamedTuple):
    """The diagnosis of a text."""

    verdict: Verdict
    status: int | None
    """The HTTP status, if it is known."""
    state: Answered | Failed
    diagnosis: Diagnosis | None
    """``None`` for a success."""


def diagnose_text(
    data: bytes,
    book: ErrorBook,
    endpoint: Endpoint | None = None,
    *,
    status: int | None = None,
    masker: Masker | None = None,
) -> PastedDiagnosis | None:
    """Find, judge and diagnose the response in a text; ``None`` if there is no response.

    ``endpoint`` is the called endpoint. ``status`` is used as the HTTP status if the text has none.
    """
    found = judge_pasted(
        data,
        status=status,
        module=endpoint.module if endpoint else "",
        answers_nothing=endpoint is not None and endpoint.answers_nothing,
    )
    if found is None:
        return None
    verdict, status = found[0].masked(masker or Masker()), found[1]
    call = endpoint or UNKNOWN_ENDPOINT
    page = book.find(verdict.code) if verdict.outcome is Outcome.FAILURE else None
    text = decode_body(data, "")[0]
    state = pasted_state(verdict, status, call, find_request(text))
    diagnosis = diagnose_pasted(state, page, call)
    if diagnosis is not None and diagnosis.executed is Executed.NO and not diagnosis.only_reads:
        may_have_run = call.effect is not Effect.READ and _may_have_run(text, verdict.code, book)
        diagnosis = replace(diagnosis, executed=Executed.MAYBE) if may_have_run else diagnosis
    return PastedDiagnosis(verdict, status, state, diagnosis)


_CODE = re.compile(r"[A-Za-z]\w{5,60}(?:\.\w{2,60})?")


def _may_have_run(text: str, code: str, book: ErrorBook) -> bool:
    """Return whether a text has another code of a call that may have run, such as a retry."""
    others = {*_CODE.findall(text)} - {code}
    pages = (book.exactly(each) for each in others)
    return any(page is not None and page.executed is not Executed.NO for page in pages)


def diagnose_pasted(
    state: Answered | Failed, page: CodeEntry | None, endpoint: Endpoint = UNKNOWN_ENDPOINT
) -> Diagnosis | None:
    """Diagnose a pasted failure like one of a sent request; ``None`` for a success.

    ``page`` is the error book page of the code. Nothing is claimed about what was not seen: the
    headers, the clock and, if the text has no request, the request.
    """
    if isinstance(state, Failed):
        place = str(state.error.parameters["host"])
        environment = Environment(name="", host=place, env_types=())
        return diagnose_failure(state, Context(where=Target(environment, ""), endpoint=endpoint))
    request = state.exchange.request
    is_seen = request is not _UNKNOWN_REQUEST and endpoint is not UNKNOWN_ENDPOINT
    context = Context(
        where=_where(request, endpoint),
        endpoint=endpoint,
        findings=check_request(endpoint, request) if is_seen else None,
        unseen=_unseen(request) if is_seen else _OF_REQUEST,
    )
    return diagnose(state.exchange, page, context)


def _unseen(request: PreparedRequest) -> frozenset[CauseId]:
    """Return the causes that depend on parts of a request that the text does not contain."""
    unseen = set(_OF_HEADERS)
    if not request.method:
        unseen.add(CauseId.METHOD)
    if not request.header("Content-Type"):
        unseen.add(CauseId.BODY_SYNTAX)
    return frozenset(unseen)


def _where(request: PreparedRequest, endpoint: Endpoint) -> Target:
    """Return the deployment and the env type that a URL names."""
    parts = urlsplit(request.url)
    segments, at = parts.path.split("/")[1:], PathTemplate.of(endpoint).env_type_at
    env_type = segments[at] if at is not None and at < len(segments) else ""
    host = f"{parts.scheme}://{parts.netloc}"
    settings = (EnvTypeSetting(env_type, Guard.NONE),)
    return Target(Environment(name="", host=host, env_types=settings), env_type)
