"""Words for a call without a response, and for a value that cannot be judged."""

from weda_tui.core.errors import (
    Delivery,
    ErrorCode,
    GuardError,
    LimitError,
    NotReachableError,
    TokenError,
    WedaError,
)
from weda_tui.core.runs.answer_values import Unfit, Unjudged
from weda_tui.core.sending.exchange import Failed
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings

TLS_CODES = frozenset(
    {
        ErrorCode.TLS_UNKNOWN_CA,
        ErrorCode.TLS_WRONG_HOST,
        ErrorCode.TLS_EXPIRED,
        ErrorCode.TLS_NOT_YET_VALID,
        ErrorCode.TLS_PROTOCOL,
        ErrorCode.TLS_CLIENT_WANTED,
        ErrorCode.TLS_FAILED,
        ErrorCode.HTTPS_ON_HTTP_PORT,
        ErrorCode.CA_FILE_INVALID,
    }
)
"""Errors of the encryption, and of the certificates against which it is checked."""
_PROXY_CODES = {
    ErrorCode.PROXY_NAME,
    ErrorCode.PROXY_REFUSED,
    ErrorCode.PROXY_AUTH,
    ErrorCode.PROXY_DENIED,
    ErrorCode.PROXY_FAILED,
    ErrorCode.PROXY_INVALID,
}


def executed_words(failed: Failed, strings: Strings) -> str:
    """Return whether the call was executed; empty for a call that was never to be sent."""
    words = strings.network
    if failed.request is None:
        has_failed = isinstance(failed.error, NotReachableError | LimitError | TokenError)
        return words.nothing_left if has_failed else ""
    match failed.delivery:
        case Delivery.NOT_SENT:
            return words.nothing_executed
        case Delivery.SENT:
            return words.perhaps_executed
        case Delivery.ANSWERED:
            return words.was_executed


def failure_layer_words(error: WedaError, strings: Strings) -> str:
    """Return where a call without a response ended: 网络, TLS, 代理, 期限, 令牌."""
    words = strings.network
    if error.code in TLS_CODES:
        return words.layer_tls
    if error.code in _PROXY_CODES:
        return words.layer_proxy
    match error:
        case NotReachableError():
            return words.layer_network
        case LimitError():
            return words.layer_limit
        case TokenError():
            return words.layer_token
        case GuardError():
            return words.layer_guard
        case _:
            return words.layer_file


def unfit_words(unjudged: Unjudged, strings: Strings) -> str:
    """Return why something cannot be judged, for example an invalid JSONPath."""
    words = strings.assertions
    said: dict[Unfit, str] = {
        Unfit.SUBJECT: words.unfit_subject,
        Unfit.PATH: words.unfit_path,
        Unfit.VARIABLE: words.unfit_variable,
        Unfit.NOT_JSON: words.unfit_not_json,
        Unfit.TOO_LARGE: words.unfit_too_large,
        Unfit.SLOW_PATTERN: words.unfit_slow_pattern,
        Unfit.LARGE_PATH: words.unfit_large_path,
        Unfit.PATTERN: words.unfit_pattern,
        Unfit.NOT_COMPARABLE: words.unfit_not_comparable,
        Unfit.NO_LENGTH: words.unfit_no_length,
        Unfit.HIDDEN: words.unfit_hidden,
        Unfit.WITHHELD: words.unfit_withheld,
    }
    return said[unjudged.reason].format(detail=strip_control_characters(unjudged.detail))


def unfit_parameter_words(value: str, strings: Strings) -> str:
    """Return the words for a parameter of an error: a reason, a space and its detail."""
    reason, _, detail = value.partition(" ")
    return unfit_words(Unjudged(Unfit(reason), detail), strings)
