"""Judge whether a call succeeded, by the HTTP status *and* the envelope in the body.

HTTP 200 does not mean success, because WeDa reports business failures in 2xx responses. The shapes
below are from the guide (section 3) and the public pages:

    gateway               {code, requestId, message}
    workflow, permissions {Response: {RequestId, Data}} or
                          {Response: {RequestId, Error: {Code, Message}}};
                          an Error with an empty Code is success
      other shapes        {code: 0, data: {Response: …}}, {records, total, requestId}
    option set, apps      {response: {requestId, error: {code, message}, data}}
    model                 {data, requestId} or {code, message, requestId} under 2xx
    storage               an array, one item for each object; a failed item is {code, message}
      batches             {data: {legalIdList, illegalIdList}} of the model's many-record calls
    auth                  {error, error_description}
    OData                 {@odata.context, …}, {updateCount}, {deleteCount}; its errors are not
                          documented and are assumed to be the standard's
                          {error: {code, message}}, where a message may be {lang, value}

A response is a success only if it has no ``Response.Error.Code``, no ``code`` other than 0 and no
``error``, *and* matches one of these shapes. A success flag (``Result``, ``Status``) that is false
is a failure; urging a task more often than allowed is answered with such a flag.

``core.answers.envelope`` reads the shapes, ``core.answers.item_failures`` judges responses with
many items, and ``core.answers.layers`` determines the layer of a code in the envelope of the
gateway.
"""

import re
from enum import StrEnum

import msgspec
from msgspec import Raw

from weda_tui.core.answers import envelope
from weda_tui.core.answers import item_failures as batch
from weda_tui.core.answers.envelope import NO_CODE, Fields, text_of
from weda_tui.core.answers.item_failures import ItemFailure
from weda_tui.core.answers.layers import DOCUMENTED, ErrorLayer, layer_of_code
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.errors import Delivery
from weda_tui.core.json.text import replace_lone_surrogates, utf8_body
from weda_tui.core.masking import Masker


class Outcome(StrEnum):
    """The result of judging a response."""

    OK = "ok"
    FAILURE = "failure"
    UNKNOWN = "unknown"
    """The HTTP status is a success, but the shape of the body is not documented."""


class Mark(StrEnum):
    """The mark of a response in a list: its outcome, or a batch that failed in part."""

    OK = "ok"
    FAILURE = "failure"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class VerdictState(StrEnum):
    """Whether a call succeeded, as written in JSON next to ``ok``."""

    SUCCESS = "success"
    FAILURE = "failure"
    UNKNOWN = "unknown"
    """Undecidable: the response has no documented shape, or a sent request got no response."""


_STATES = {
    Outcome.OK: VerdictState.SUCCESS,
    Outcome.FAILURE: VerdictState.FAILURE,
    Outcome.UNKNOWN: VerdictState.UNKNOWN,
}


def unanswered_state(delivery: Delivery) -> VerdictState:
    """Return the state of a call without a complete response."""
    return VerdictState.FAILURE if delivery is Delivery.NOT_SENT else VerdictState.UNKNOWN


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The judgement of a response, which decides its colour on the screen and the exit status."""

    outcome: Outcome
    layer: ErrorLayer = ErrorLayer.NONE
    code: str = ""
    message: str = ""
    request_id: str = ""
    count: int | None = None
    """The number of records in the response, if the response is a list."""
    total: int | None = None
    """The total number of records that the response states."""
    failed: int = 0
    """The number of failed items of a batch, out of ``count``."""
    items: tuple[ItemFailure, ...] = ()
    """The failed items, at most the first ``batch.MOST_ITEMS``."""
    part_of: ErrorLayer = ErrorLayer.NONE
    """The layer that refused items, if the layer of the response is PARTIAL."""
    rule: str = ""
    """The user's success rule, if it decided the verdict."""

    @property
    def ok(self) -> bool:
        """Whether the response is a verified success."""
        return self.outcome is Outcome.OK

    @property
    def state(self) -> VerdictState:
        """The state of the call: success, failure or unknown."""
        return _STATES[self.outcome]

    @property
    def mark(self) -> Mark:
        """The mark in the tree and in lists."""
        return Mark.PARTIAL if self.layer is ErrorLayer.PARTIAL else Mark(self.outcome)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the verdict that a server wrote."""
        of_items = (text for each in self.items for text in (each.name, each.code, each.message))
        return self.code, self.message, self.request_id, *of_items

    def masked(self, masker: Masker) -> "Verdict":
        """Return the verdict with its secrets masked, for display or for a file."""
        return msgspec.structs.replace(
            self,
            code=masker.text(self.code),
            message=masker.text(self.message),
            request_id=masker.text(self.request_id),
            items=tuple(item.masked(masker) for item in self.items),
        )


RULE_CODE = "SUCCESS_RULE"
"""The code of a response that is a failure only by the user's rule."""


def settle(verdict: Verdict, rule: str, *, holds: bool | None) -> Verdict:
    """Return the verdict of a 2xx response after applying the user's success rule.

    A rule that could not be evaluated (``holds`` is ``None``) changes nothing. A rule that does not
    hold keeps the code of a failure.
    """
    if holds is None or (not holds and verdict.outcome is Outcome.FAILURE):
        return verdict
    if not holds:
        failure = _failure(ErrorLayer.BUSINESS, RULE_CODE)
        return msgspec.structs.replace(failure, rule=rule, request_id=verdict.request_id)
    if verdict.ok:
        return msgspec.structs.replace(verdict, rule=rule)
    return Verdict(outcome=Outcome.OK, rule=rule, request_id=verdict.request_id)


_REFUSALS = {(ErrorLayer.GATEWAY, "INVALID_ACCESS_TOKEN"), (ErrorLayer.AUTH, "unauthenticated")}
_WANTED = re.compile(r"\bwant (user|client_credentials) token\b")


def is_token_refusal(verdict: Verdict) -> bool:
    """Return whether a token was refused before anything was executed."""
    return (verdict.layer, verdict.code) in _REFUSALS


def wanted_token(verdict: Verdict) -> TokenKind | None:
    """Return the kind of token that a call needs after it got a token of the other kind.

    The message ``want user token but you got client_credentials token`` is reported in a public
    repository; no code is documented for it.
    """
    match = _WANTED.search(verdict.message) if verdict.outcome is Outcome.FAILURE else None
    if match is None:
        return None
    return TokenKind.USER if match[1] == "user" else TokenKind.KEY


_NOTHING = re.compile(rb"\s*+(?:\{\s*+\}\s*+)?")


def judge(
    status: int, content_type: str, body: bytes, *, module: str = "", answers_nothing: bool = False
) -> Verdict:
    """Judge a response. Never raises, whatever the bytes.

    ``module`` is the module of the endpoint; it decides the layer of a code that is not in the
    error book. If ``answers_nothing`` is true, the call is documented to return nothing, and an
    empty 2xx response, or ``{}``, is a success.
    """
    text = utf8_body(body, content_type)
    if answers_nothing and 200 <= status < 300 and _NOTHING.fullmatch(text):
        return Verdict(outcome=Outcome.OK)
    fields = envelope.read_fields(text)
    if fields is None and b"\\u" in text:
        text = replace_lone_surrogates(text)
        fields = envelope.read_fields(text)
    if fields is None:
        objects = _object_verdict(text) if status < 300 else None
        return objects or _judge_text(status, content_type, text)
    response = envelope.response_of(fields)
    verdict = _stated_failure(fields, response, status, module)
    if verdict is None and status < 300:
        verdict = _stated_success(fields, response, text) or Verdict(outcome=Outcome.UNKNOWN)
    if verdict is None:
        _, message = envelope.code_and_message(fields.get("error"))
        message = text_of(fields.get("message")) or message or text_of(fields.get("error"))
        layer = ErrorLayer.PROXY if status == PROXY_SIGN_IN else ErrorLayer.HTTP
        verdict = _failure(layer, f"HTTP {status}", message)
    return msgspec.structs.replace(verdict, request_id=envelope.request_id_of(response, fields))


def _judge_text(status: int, content_type: str, text: bytes) -> Verdict:
    """Judge a response that is not a JSON object."""
    if store := _STORE_ERROR.match(text[:_LONGEST_STORE_ERROR]):
        code, message, request_id = (each.decode("utf-8", "replace") for each in store.groups(b""))
        failure = _failure(ErrorLayer.STORAGE, code, message)
        return msgspec.structs.replace(failure, request_id=request_id)
    is_page = _is_web_page(text, content_type)
    if status >= 300:
        is_proxy = is_page or status == PROXY_SIGN_IN
        return _failure(ErrorLayer.PROXY if is_proxy else ErrorLayer.HTTP, f"HTTP {status}")
    if is_page:
        return _failure(ErrorLayer.PROXY, "HTML")
    is_empty_by_rule = status == 204 and not text
    return Verdict(outcome=Outcome.OK if is_empty_by_rule else Outcome.UNKNOWN)


_STORE_ERROR = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?<Error>\s*<Code>([\w.-]{1,80})</Code>"
    rb"(?:\s*<Message>([^<]{0,400})</Message>)?(?:.{0,2000}?<RequestId>([^<]{1,80})</RequestId>)?",
    re.DOTALL,
)
"""The error page of an object store (COS, S3, MinIO): code, message, request id."""
_LONGEST_STORE_ERROR = 8192
PROXY_SIGN_IN = 407
"""Proxy Authentication Required (RFC 9110), a status that only proxies send."""
_HTTP_OK = "200"
"""The ``code`` of an outer envelope that repeats the HTTP status; the inner envelope decides."""
_OAUTH_CODE = re.compile(r"[a-z][a-z0-9_]*")


def _stated_failure(
    fields: Fields, response: Fields | None, status: int, module: str
) -> Verdict | None:
    """Return the failure that an envelope states; the innermost envelope has precedence."""
    if response is not None and (inner := _failure_inside(response)):
        return inner
    if "@odata.context" in fields:
        return None
    if plain := envelope.plain_failure(fields):
        return _failure(ErrorLayer.BUSINESS, *plain)
    code = text_of(fields.get("code"))
    is_status = code == _HTTP_OK and response is not None
    if code not in NO_CODE and not is_status:
        return _failure(layer_of_code(code, module), code, text_of(fields.get("message")))
    return _oauth_failure(fields, status)


def _failure_inside(response: Fields) -> Verdict | None:
    """Return the failure in a ``Response``: its error, a false flag, or an error in a string."""
    data = envelope.data_of(response)
    inner = envelope.fields_in_string(data) or Fields()
    plain = text_of(inner.get("code")), text_of(inner.get("message"))
    is_no = plain[0] in DOCUMENTED or envelope.first_byte(inner.get("success")) == b"f"
    errors = map(envelope.code_and_message, map(envelope.error_in, (response, inner)))
    for code, message in (*errors, plain if is_no else ("", "")):
        if code not in NO_CODE:
            return _failure(ErrorLayer.BUSINESS, code, message)
    if envelope.first_byte(data) == b"{" and (refusal := envelope.plain_refusal(data)):
        return _failure(ErrorLayer.BUSINESS, *refusal)
    flag = envelope.refusing_flag(data)
    return _failure(ErrorLayer.BUSINESS, flag) if flag else None


def _oauth_failure(fields: Fields, status: int) -> Verdict | None:
    """Return the failure that an ``error`` states: a string of the auth module, or an object."""
    error = fields.get("error")
    code, message = envelope.code_and_message(error)
    if code in NO_CODE:
        return None
    description = text_of(fields.get("error_description"))
    if envelope.first_byte(error) == b'"' and (description or _OAUTH_CODE.fullmatch(code)):
        return _failure(ErrorLayer.AUTH, code, description)
    if envelope.first_byte(error) == b"{" or status < 300:
        return _failure(ErrorLayer.BUSINESS, code, message or text_of(fields.get("message")))
    return None


def _stated_success(fields: Fields, response: Fields | None, text: bytes) -> Verdict | None:
    """Return the success that a documented shape states.

    ``_stated_failure`` has already excluded the failures.
    """
    if response is not None:
        data = envelope.data_of(response)
        has_content = data is not None or bool(envelope.request_id_of(response))
        if not has_content or not envelope.is_blank(envelope.error_in(response)):
            return None
        return _success(data, text)
    if "@odata.context" in fields:
        return _success(Raw(text), text)
    if not envelope.is_blank(fields.get("error")):
        return None
    if "data" in fields:
        data = fields["data"]
        return _batch_verdict(batch.read_records(data)) or _success(data, text)
    if "records" in fields:
        return _success(Raw(text), text)
    plain = (fields.get("access_token"), fields.get("sub"))
    counts = (fields.get("updateCount"), fields.get("deleteCount"))
    if text_of(fields.get("code")) == "0" or any(map(text_of, (*plain, *counts))):
        return Verdict(outcome=Outcome.OK)
    return None


def _object_verdict(text: bytes) -> Verdict | None:
    """Judge an array of storage objects; ``None`` if the response is not such an array."""
    return _batch_verdict(batch.read_objects(text) if text.count(b",") <= _MOST_COMMAS else None)


def _batch_verdict(read: batch.Batch | None) -> Verdict | None:
    """Judge a batch; a single failed item makes the response a failure."""
    if read is None:
        return None
    if not read.failed:
        return Verdict(outcome=Outcome.OK, count=read.count)
    is_whole = read.failed == read.count
    return Verdict(
        outcome=Outcome.FAILURE,
        layer=read.layer if is_whole else ErrorLayer.PARTIAL,
        part_of=ErrorLayer.NONE if is_whole else read.layer,
        code=read.items[0].code,
        message=read.items[0].message,
        count=read.count,
        failed=read.failed,
        items=read.items,
    )


def _failure(layer: ErrorLayer, code: str, message: str = "") -> Verdict:
    return Verdict(outcome=Outcome.FAILURE, layer=layer, code=code, message=message)


_MOST_COMMAS = 8_000_000
"""The greatest number of commas in a body whose records are counted.

Counting more would take more memory than the body.
"""


def _success(data: Raw | None, text: bytes) -> Verdict:
    if data is None or text.count(b",") > _MOST_COMMAS:
        return Verdict(outcome=Outcome.OK)
    count, total = envelope.count_records(data)
    return Verdict(outcome=Outcome.OK, count=count, total=total)


_PAGE_START = re.compile(
    rb"(?>\s*<!--.*?-->|\s*<\?xml.*?\?>)*+\s*<(?:!doctype html|html|head)\b",
    re.IGNORECASE | re.DOTALL,
)


def _is_web_page(text: bytes, content_type: str) -> bool:
    head = text[:2048]
    is_declared = "html" in content_type.lower() and head.lstrip().startswith(b"<")
    return is_declared or _PAGE_START.match(head) is not None
