"""The result of a transfer for one object, in words."""

from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.storage.transfer import ItemResult
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain, explain_verdict
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText, find_failure
from weda_tui.i18n.words.storage import ObjectFailureWords

_FIELDS = {
    "requestisexpired": "expired",
    "expiredtoken": "expired",
    "signaturedoesnotmatch": "signature",
    "invalidaccesskeyid": "signature",
    "accessdenied": "denied",
    "nosuchkey": "not_there",
    "nosuchbucket": "not_there",
    "object_not_exist": "not_there",
    "storage_exceed_authority": "not_yours",
    "object_already_exist": "already_there",
    "action_forbidden": "forbidden",
    "invalid_param": "bad_request",
    "object_batch_too_large": "too_many",
    "entitytoolarge": "too_big",
    "requesttimetooskewed": "clock",
    "cos_action_failed": "store_failed",
    "internalerror": "store_failed",
    "serviceunavailable": "store_failed",
    "slowdown": "store_failed",
}
"""The sentence for each code of the storage calls (public pages) and of Tencent Cloud COS.

The codes are in lower case.
"""


def explain_item(result: ItemResult, strings: Strings) -> FailureText | None:
    """Return what is wrong with an item, and what to do; ``None`` for a success."""
    if result.error is not None:
        return explain(result.error, strings)
    if result.verdict is None or result.verdict.ok:
        return None
    return _explain_verdict(result.verdict, strings)


def _explain_verdict(verdict: Verdict, strings: Strings) -> FailureText | None:
    failures = strings.transfer.failures
    if verdict.layer in {ErrorLayer.GATEWAY, ErrorLayer.AUTH, ErrorLayer.MODEL}:
        return explain_verdict(verdict, strings)
    words = _words(verdict, failures)
    return FailureText(words.what.format(code=strip_control_characters(verdict.code)), words.hint)


def _words(verdict: Verdict, failures: ObjectFailureWords) -> FailureText:
    if verdict.outcome is Outcome.UNKNOWN:
        return failures.unknown
    if verdict.layer is ErrorLayer.PROXY:
        return failures.store_page
    if verdict.layer is ErrorLayer.HTTP:
        return failures.store_http
    is_expired = "expired" in verdict.message.lower()
    field = "expired" if is_expired else _FIELDS.get(verdict.code.lower(), "other")
    return find_failure(failures, field)
