"""Did it really work? HTTP status *and* the module's envelope.

HTTP 200 is not success: WeDa puts business failures into 2xx answers. Shapes, from the guide
(section 3) and the public pages:

    gateway               {code, requestId, message}
    workflow, permissions {Response: {RequestId, Data}} or
                          {Response: {RequestId, Error: {Code, Message}}};
                          an Error with an empty Code is success
      odd ones            {code: 0, data: {Response: …}}, {records, total, requestId}
    option set, apps      {response: {requestId, error: {code, message}, data}}
    model                 {data, requestId} or {code, message, requestId} under 2xx
    storage               an array, one item an object; a failed item is {code, message}
      batches             {data: {legalIdList, illegalIdList}} of the model's many-record calls
    auth                  {error, error_description}
    OData                 {@odata.context, …}, {updateCount}, {deleteCount}; its errors are not
                          documented: taken for the standard's {error: {code, message}}, where a
                          message may be {lang, value}

An answer is a success only with no ``Response.Error.Code``, no ``code`` but 0, no ``error``, *and*
one of these shapes. A flag that says whether it worked (``Result``, ``Status``) and says no is a
failure: urging over the limit answers that. ``core.answers.envelope`` reads the shapes,
``core.answers.item_failures`` judges answers of many items, and ``core.answers.layers`` says who
gives a code that stands in the envelope of the gateway.
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
    """What an answer amounts to."""

    OK = "ok"
    FAILURE = "failure"
    UNKNOWN = "unknown"
    """HTTP says yes, and the body has a shape that nobody documents."""


class Mark(StrEnum):
    """What stands before an answer in a list: the outcome, with a batch that failed in part."""

    OK = "ok"
    FAILURE = "failure"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class VerdictState(StrEnum):
    """Whether a call did what it was for, as JSON says it beside ``ok``."""

    SUCCESS = "success"
    FAILURE = "failure"
    UNKNOWN = "unknown"
    """Nobody can tell: an answer of no documented shape, or none to a request that left."""


_STATES = {
    Outcome.OK: VerdictState.SUCCESS,
    Outcome.FAILURE: VerdictState.FAILURE,
    Outcome.UNKNOWN: VerdictState.UNKNOWN,
}


def unanswered_state(delivery: Delivery) -> VerdictState:
    """Return the state of a call without a whole answer."""
    return VerdictState.FAILURE if delivery is Delivery.NOT_SENT else VerdictState.UNKNOWN


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The one judgement that colours the screen and sets an exit status."""

    outcome: Outcome
    layer: ErrorLayer = ErrorLayer.NONE
    code: str = ""
    message: str = ""
    request_id: str = ""
    count: int | None = None
    """Records in the answer's list, when it is one."""
    total: int | None = None
    """What the answer says there are in all."""
    failed: int = 0
    """Items of a batch, out of ``count``, that failed."""
    items: tuple[ItemFailure, ...] = ()
    """Those that failed, the first ``batch.MOST_ITEMS`` of them."""
    part_of: ErrorLayer = ErrorLayer.NONE
    """Who says no to the items of an answer whose layer is PARTIAL."""
    rule: str = ""
    """The user's success rule, where it settled the verdict."""

    @property
    def ok(self) -> bool:
        """Only a verified success is one."""
        return self.outcome is Outcome.OK

    @property
    def state(self) -> VerdictState:
        """Success, failure, or unknown."""
        return _STATES[self.outcome]

    @property
    def mark(self) -> Mark:
        """What stands before it in the tree and in a list."""
        return Mark.PARTIAL if self.layer is ErrorLayer.PARTIAL else Mark(self.outcome)

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says in the server's words."""
        of_items = (text for each in self.items for text in (each.name, each.code, each.message))
        return self.code, self.message, self.request_id, *of_items

    def masked(self, masker: Masker) -> "Verdict":
        """Return the verdict as a person or a file may see it."""
        return msgspec.structs.replace(
            self,
            code=masker.text(self.code),
            message=masker.text(self.message),
            request_id=masker.text(self.request_id),
            items=tuple(item.masked(masker) for item in self.items),
        )


RULE_CODE = "SUCCESS_RULE"
"""The code of an answer that nothing but the user's rule calls a failure."""


def settle(verdict: Verdict, rule: str, *, holds: bool | None) -> Verdict:
    """Return the verdict of a 2xx answer as a user's success rule has it.

    A rule that could not be tried (``None``) settles nothing, and one that does not hold leaves a
    failure its code.
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
    """Return the kind of token a call asks for after it got one of the other kind.

    The words, ``want user token but you got client_credentials token``, are those that a public
    repository reports; no code is documented for them.
    """
    match = _WANTED.search(verdict.message) if verdict.outcome is Outcome.FAILURE else None
    if match is None:
        return None
    return TokenKind.USER if match[1] == "user" else TokenKind.KEY


_NOTHING = re.compile(rb"\s*+(?:\{\s*+\}\s*+)?")


def judge(
    status: int, content_type: str, body: bytes, *, module: str = "", answers_nothing: bool = False
) -> Verdict:
    """Judge an answer. Never raises, whatever the bytes.

    ``module`` is the endpoint's: a code that is not in the error book is said by its layer. With
    ``answers_nothing`` the call is documented to answer nothing: then an empty 2xx, or ``{}``, is
    a success.
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
    """Judge an answer that is no JSON object."""
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
"""The error of an object store (COS, S3, MinIO): code, message, request id."""
_LONGEST_STORE_ERROR = 8192
PROXY_SIGN_IN = 407
"""Proxy Authentication Required (RFC 9110): only a proxy says it."""
_HTTP_OK = "200"
"""The ``code`` of an outer envelope that repeats the HTTP status: what counts is inside."""
_OAUTH_CODE = re.compile(r"[a-z][a-z0-9_]*")


def _stated_failure(
    fields: Fields, response: Fields | None, status: int, module: str
) -> Verdict | None:
    """Return the failure that an envelope states, the innermost first."""
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
    """Return the failure that a ``Response`` states: its error, a flag, or an error in a string."""
    data = envelope.data_of(response)
    inner = envelope.in_string(data) or Fields()
    plain = text_of(inner.get("code")), text_of(inner.get("message"))
    is_no = plain[0] in DOCUMENTED or envelope.kind(inner.get("success")) == b"f"
    errors = map(envelope.code_and_message, map(envelope.error_in, (response, inner)))
    for code, message in (*errors, plain if is_no else ("", "")):
        if code not in NO_CODE:
            return _failure(ErrorLayer.BUSINESS, code, message)
    if envelope.kind(data) == b"{" and (refusal := envelope.plain_refusal(data)):
        return _failure(ErrorLayer.BUSINESS, *refusal)
    flag = envelope.refusing_flag(data)
    return _failure(ErrorLayer.BUSINESS, flag) if flag else None


def _oauth_failure(fields: Fields, status: int) -> Verdict | None:
    """Return the failure that an ``error`` states, that of the auth module or an object."""
    error = fields.get("error")
    code, message = envelope.code_and_message(error)
    if code in NO_CODE:
        return None
    description = text_of(fields.get("error_description"))
    if envelope.kind(error) == b'"' and (description or _OAUTH_CODE.fullmatch(code)):
        return _failure(ErrorLayer.AUTH, code, description)
    if envelope.kind(error) == b"{" or status < 300:
        return _failure(ErrorLayer.BUSINESS, code, message or text_of(fields.get("message")))
    return None


def _stated_success(fields: Fields, response: Fields | None, text: bytes) -> Verdict | None:
    """Return the success that a documented shape states; ``_stated_failure`` came first."""
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
    """Judge an array of storage objects; ``None`` when the answer is none."""
    return _batch_verdict(batch.read_objects(text) if text.count(b",") <= _MOST_COMMAS else None)


def _batch_verdict(read: batch.Batch | None) -> Verdict | None:
    """Judge many items: one that failed fails the answer."""
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
"""In a body with more, nothing is counted: it would take more memory than the body."""


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
