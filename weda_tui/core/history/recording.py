"""Turn a finished send into a record for the history: masked by value, bodies cut. Pure.

Runs in a thread: a body of ``HistoryLimits.body`` takes a few milliseconds.
"""

import codecs
from itertools import chain

import msgspec

from weda_tui.core.agents.rules import agent_env_types
from weda_tui.core.bodies.charset import without_cut_end
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import Delivery, LimitError, NotReachableError, TokenError
from weda_tui.core.guard.request_readings import find_env_types
from weda_tui.core.guard.resolved_call import UNNAMED, ResolvedCall
from weda_tui.core.history.entry import Conditions, HistoryEntry, HistoryRecord, Problem
from weda_tui.core.http import estimate_skew
from weda_tui.core.json.text import utf8_body
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import Header, PreparedRequest, RequestDraft
from weda_tui.core.requests.variables import bound_to
from weda_tui.core.secrets.detection import (
    secrets_in_headers,
    secrets_in_text,
    without_many_secrets,
)
from weda_tui.core.sending.exchange import Answered, Cancelled, Failed, Response
from weda_tui.core.tokens.access_token import AccessToken, identity_of

MOST_ENV_TYPES, LONGEST_ENV_TYPE = 50, 200
"""The most env types of a request, and their most characters, that are stored."""
LONGEST_NAME = 2048
"""The most characters of a saved request's name that are stored."""
_MARGIN = 64 * 1024
"""Bytes beyond a cut that are masked as well, so that no part of a secret remains at the cut."""


class SendResult(msgspec.Struct, frozen=True, kw_only=True):
    """A send that ended, with the masker for the secrets that the session knew then."""

    draft: RequestDraft
    target: ResolvedCall
    """The call that was really made."""
    where: Target
    token_kind: TokenKind
    token: AccessToken | None
    request: PreparedRequest | None
    """Masked; ``None`` if no request was built."""
    result: Answered | Failed | Cancelled
    started_at: float
    masker: Masker
    route: str = ""
    """See ``Conditions``."""
    saved: str = ""
    agent: str = ""
    """See ``HistoryEntry``."""
    workspace: str = ""
    """See ``Conditions``."""


def is_worth_keeping(result: Answered | Failed | Cancelled) -> bool:
    """Return whether the send used the network; a guard or a typing error is not recorded."""
    if not isinstance(result, Failed):
        return True
    is_of_network = isinstance(result.error, NotReachableError | LimitError | TokenError)
    return is_of_network or result.delivery is not Delivery.NOT_SENT


def record_of(sent: SendResult, largest_body: int) -> HistoryRecord:
    """Return what may be stored of a send; bodies are cut at ``largest_body`` bytes."""
    if isinstance(sent.result, Answered):
        exchange = without_many_secrets(sent.result.exchange)
        sent = msgspec.structs.replace(sent, result=Answered(exchange))
    response = sent.result.exchange.response if isinstance(sent.result, Answered) else None
    draft_body, is_draft_cut = _beginning(sent.draft.body.encode("utf-8", "replace"), largest_body)
    sent_body, is_sent_cut = _beginning(sent.request.body if sent.request else b"", largest_body)
    received, is_received_cut = _beginning(_utf8(response), largest_body)
    more = _unknown_secrets(sent, response, draft_body, sent_body, received)
    maskers = [sent.masker, more] if more is not None else [sent.masker]

    def body(value: bytes, *, is_cut: bool) -> bytes:
        value = _masked(value, maskers)
        if not is_cut:
            return value
        return without_cut_end(value[: max(0, min(largest_body, len(value) - _MARGIN))])

    request = sent.request and msgspec.structs.replace(
        sent.request, body=body(sent_body, is_cut=is_sent_cut)
    )
    draft = msgspec.structs.replace(
        sent.draft,
        body=body(draft_body, is_cut=is_draft_cut).decode("utf-8", "replace"),
        layers=bound_to(sent.draft.layers, sent.route),
    )
    kept = response and msgspec.structs.replace(
        response, body=body(received, is_cut=is_received_cut), file=None
    )
    record = HistoryRecord(
        entry=_entry(sent, response, maskers),
        draft=draft,
        request=request,
        response=kept,
        is_request_cut=is_draft_cut or is_sent_cut,
        is_response_cut=is_received_cut or (response is not None and response.is_beginning),
    )
    return _with_short_texts_masked(record, maskers)


def _masked(data: bytes, maskers: list[Masker]) -> bytes:
    for masker in maskers:
        data = masker.data(data)
    return data


def _with_short_texts_masked(record: HistoryRecord, maskers: list[Masker]) -> HistoryRecord:
    """Mask URLs, headers and variables in one pass, because each call of a masker is slow."""
    draft, request, response = record.draft, record.request, record.response
    layers = [dict(layer.values) for layer in draft.layers]
    texts = [draft.url, *chain.from_iterable(draft.headers)]
    texts += [value for layer in layers for value in layer.values()]
    if request is not None:
        texts += [request.url, *chain.from_iterable(request.headers)]
    if response is not None:
        texts += [response.reason, *chain.from_iterable(response.headers)]
    joined = "\0".join(text.replace("\0", "\ufffd") for text in texts).encode("utf-8", "replace")
    masked = iter(_masked(joined, maskers).decode("utf-8", "replace").split("\0"))

    def headers(pairs: tuple[Header, ...]) -> tuple[Header, ...]:
        return tuple((next(masked), next(masked)) for _ in pairs)

    replace = msgspec.structs.replace
    draft = replace(draft, url=next(masked), headers=headers(draft.headers))
    values = [{name: next(masked) for name in layer} for layer in layers]
    pairs = zip(draft.layers, values, strict=True)
    draft = replace(draft, layers=tuple(replace(layer, values=each) for layer, each in pairs))
    if request is not None:
        request = replace(request, url=next(masked), headers=headers(request.headers))
    if response is not None:
        response = replace(response, reason=next(masked), headers=headers(response.headers))
    entry = replace(record.entry, url=request.url if request else "")
    return replace(record, entry=entry, draft=draft, request=request, response=response)


def _entry(sent: SendResult, response: Response | None, maskers: list[Masker]) -> HistoryEntry:
    """Return an entry whose URL is not masked yet; verdict and error are already masked."""
    result = sent.result
    verdict = result.exchange.verdict if isinstance(result, Answered) else None
    error = result.error if isinstance(result, Failed) else None
    tokenless = result.exchange.no_new_token if isinstance(result, Answered) else None
    for masker in maskers[1:]:
        verdict = verdict and verdict.masked(masker)
        error, tokenless = error and error.masked(masker), tokenless and tokenless.masked(masker)
    is_replay = isinstance(result, Answered) and result.exchange.is_replay
    elapsed = result.exchange.elapsed if isinstance(result, Answered) else result.elapsed
    return HistoryEntry(
        started_at=sent.started_at,
        elapsed=elapsed,
        endpoint_id=sent.draft.endpoint_id,
        title=sent.target.endpoint.title,
        effect=sent.target.effect,
        method=sent.draft.method,
        url="",
        conditions=_conditions(sent, response, elapsed, maskers),
        status=response.status if response else None,
        size=response.size if response else 0,
        verdict=verdict,
        problem=Problem.of(error) if error is not None else None,
        is_replay=is_replay,
        no_new_token=Problem.of(tokenless) if tokenless is not None else None,
        saved=_masked_text(sent.saved, maskers)[:LONGEST_NAME],
        agent=_masked_text(sent.agent, maskers),
    )


def _masked_text(text: str, maskers: list[Masker]) -> str:
    for masker in maskers:
        text = masker.text(text)
    return text


def _conditions(
    sent: SendResult, response: Response | None, elapsed: float, maskers: list[Masker]
) -> Conditions:
    environment, token = sent.where.environment, sent.token
    date = response.header("Date") if response else ""
    skew = estimate_skew(date, sent.started_at, elapsed)
    has_identity = sent.token_kind is not TokenKind.NONE
    return Conditions(
        environment=environment.name,
        host=environment.host,
        env_type=_masked_text(sent.target.env_type, maskers),
        guard=environment.guard_of(sent.target.env_type),
        token_kind=sent.token_kind,
        identity=identity_of(environment, sent.token_kind) if has_identity else "",
        token_age=sent.started_at - token.issued_at if token else None,
        token_left=token.expires_at - sent.started_at if token else None,
        clock_skew=skew and skew.seconds,
        verify_tls=environment.verify_tls,
        ca_file=environment.ca_file,
        route=sent.route,
        env_types=_env_types(sent, maskers),
        workspace=sent.workspace,
    )


def _env_types(sent: SendResult, maskers: list[Masker]) -> tuple[str, ...]:
    """Return the names of all env types in a request: an agent needs access to each of them.

    A name that is too long, or a request with too many names, counts as ``UNNAMED``.
    """
    request = sent.request
    if request is None:
        return ()
    named = find_env_types(request.url, request.headers, request.body)
    names = agent_env_types(sent.target, request.url, sent.where) | named
    if len(names) > MOST_ENV_TYPES or max(map(len, names)) > LONGEST_ENV_TYPE:
        return (UNNAMED,)
    return tuple(sorted(_masked_text(each, maskers) for each in names))


def _utf8(response: Response | None) -> bytes:
    """Return a body as UTF-8 that can be searched for secrets, with a BOM if it was converted."""
    if response is None:
        return b""
    body = utf8_body(response.body, response.header("Content-Type"))
    return body if body is response.body else codecs.BOM_UTF8 + body


def _beginning(body: bytes, largest: int) -> tuple[bytes, bool]:
    """Return the part of a body that must be masked, and whether the body will be cut."""
    return body[: largest + _MARGIN], len(body) > largest


def _unknown_secrets(sent: SendResult, response: Response | None, *bodies: bytes) -> Masker | None:
    """Return a masker of the credentials in a send that the session does not know."""
    left = sent.request.headers if sent.request else ()
    pairs = (*sent.draft.headers, *left, *(response.headers if response else ()))
    found = set(secrets_in_headers(pairs))
    url = sent.request.url if sent.request else sent.draft.url
    said = sent.result.exchange.verdict.texts if isinstance(sent.result, Answered) else ()
    for text in (url, *said, *(body.decode("utf-8", "replace") for body in bodies)):
        found.update(secrets_in_text(text))
    return Masker(found) if found else None
