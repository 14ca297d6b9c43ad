"""Expresses errors, which are values, in words."""

import errno
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict, wanted_token
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import SecretName
from weda_tui.core.errors import ErrorCode, Parameter, WedaError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.shell import quote_word
from weda_tui.i18n.quantities import moment, plain_seconds, size
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText, find_failure, find_text

if TYPE_CHECKING:  # needed only after a failure
    from weda_tui.core.doctor.error_book import CodeEntry


def explain(error: WedaError, strings: Strings) -> FailureText:
    """Return what is wrong and what to do; each is one line that is safe to draw.

    A parameter ``request`` names the request that the error is about, if there are several.
    """
    said, request = _explain(error, strings), error.parameters.get("request")
    if request is None:
        return said
    named = strings.error_details.of_request
    request = strip_control_characters(str(request))
    return FailureText(named.format(request=request, what=said.what), said.hint)


def _explain(error: WedaError, strings: Strings) -> FailureText:
    values = {
        name: strip_control_characters(_value_text(name, value, strings))
        for name, value in error.parameters.items()
    }
    if error.code is ErrorCode.ROUTE_CHANGED:
        from weda_tui.i18n.phrases.routes import changes_of

        values["changes"] = strip_control_characters(changes_of(error, strings))
    words = find_failure(strings.errors, error.code.value)
    kind, _, variable = values.get("ref", "").partition(":")
    if kind == "env" and error.code in {ErrorCode.SECRET_MISSING, ErrorCode.PASSWORD_MISSING}:
        details = strings.error_details
        is_key = error.code is ErrorCode.SECRET_MISSING
        words = details.secret_variable_missing if is_key else details.password_variable_missing
        values["variable"] = variable
    if error.code is ErrorCode.ROUTE_CHANGED and "lacks" in values:
        is_key = values["lacks"] == SecretName.KEY
        details = strings.error_details
        words = details.route_changed_no_secret if is_key else details.route_changed_no_password
    if error.code is ErrorCode.BODY_TOO_BIG and "file" in values:
        words = strings.error_details.body_limit_passed
    if error.code is ErrorCode.FILE_UNREADABLE and values.keys() & {"approvals", "tokens"}:
        details = strings.error_details
        words = details.tokens_damaged if "tokens" in values else details.approvals_damaged
    if kind == "prompt" and error.code is ErrorCode.SECRET_MISSING:
        words = strings.error_details.secret_not_given
    if kind == "prompt" and error.code is ErrorCode.PASSWORD_MISSING:
        words = strings.error_details.password_not_given
    if "proxy_file" in values and error.code is not ErrorCode.PROXY_AUTH:
        words = FailureText(words.what, strings.error_details.proxy_of_file)
    filled = _fill(words, values)
    if "holds" in values:
        holds = strings.error_details.refusal_holds.format(
            holds=values["holds"],
            options=" --user" * (values.get("holds_kind") == TokenKind.USER)
            + (f" --env {quote_word(values['holds_in'])}" if "holds_in" in values else ""),
        )
        return FailureText(filled.what, FailureText(filled.hint, holds).line)
    return filled


def explain_verdict(
    verdict: Verdict, strings: Strings, page: "CodeEntry | None" = None
) -> FailureText | None:
    """Return the words for a verdict that is no success; ``None`` for a success.

    Own words exist for a response that does not come from WeDa, a token of the wrong kind, a code
    of the private-deployment guide (3.1) and a code of sign-in. Other codes are explained by their
    ``page`` in the error book. Without a page, the words only say which layer refused.
    """
    if verdict.outcome is Outcome.OK:
        return None
    wanted = wanted_token(verdict)
    if wanted is not None:
        kinds = strings.token_kinds
        return kinds.user_wanted if wanted is TokenKind.USER else kinds.key_wanted
    if verdict.layer in {ErrorLayer.HTTP, ErrorLayer.PROXY} and _is_foreign(verdict.code):
        words = find_failure(strings.network.foreign, verdict.code.lower())
        return _fill(words, {"message": strip_control_characters(verdict.message)})
    if verdict.rule:
        words = strings.verdicts.rule
    elif verdict.items:
        words = _layer_fallback(verdict, strings)
    elif verdict.layer is ErrorLayer.GATEWAY and verdict.code in GUIDE_CODES:
        words = find_failure(strings.gateway_codes, verdict.code.lower())
    elif verdict.layer is ErrorLayer.AUTH and verdict.code in SIGN_IN_CODES:
        words = find_failure(strings.auth_codes, SIGN_IN_CODES[verdict.code])
    elif page is not None:
        return _of_page(verdict, page, strings)
    else:
        words = _layer_fallback(verdict, strings)
    return _fill(
        words,
        {
            "code": strip_control_characters(verdict.code),
            "rule": strip_control_characters(verdict.rule),
        },
    )


def _is_foreign(code: str) -> bool:
    from weda_tui.core.answers.foreign import Foreign

    return code in set(Foreign)


GUIDE_CODES = frozenset(
    {
        "INVALID_ACCESS_TOKEN",
        "BAD_REQUEST",
        "INVALID_HOST",
        "INVALID_REGION",
        "INVALID_ENV",
        "INVALID_ENV_STATUS",
        "INVALID_COMMON_PARAM",
        "SIGN_PARAM_INVALID",
        "PERMISSION_DENIED",
        "EXCEED_REQUEST_LIMIT",
        "EXCEED_RATELIMIT",
        "SYS_ERR",
        "SERVER_TIMEOUT",
    }
)
"""The codes in the table of the private-deployment guide, 3.1."""

SIGN_IN_CODES = {
    "invalid_grant": "invalid_grant",
    "captcha_required": "captcha_required",
    "captcha_invalid": "captcha_required",
    "invalid_username_or_password": "wrong_password",
    "invalid_password": "wrong_password",
    "invalid_credentials": "wrong_password",
    "wrong_password": "wrong_password",
    "login_method_disabled": "login_method_disabled",
    "provider_not_enabled": "login_method_disabled",
    "user_blocked": "user_blocked",
    "user_pending": "user_blocked",
    "unauthenticated": "unauthenticated",
}
"""Codes of the auth module that are explained, each with its field of ``AuthCodeWords``."""


def _of_page(verdict: Verdict, page: "CodeEntry", strings: Strings) -> FailureText:
    """Return the words of the error book; for a sub-code without a page, those of its family."""
    meaning = sentence(page.meaning.text(strings.language), strings)
    if page.code != verdict.code:
        family = strings.doctor.family
        meaning = (
            family.format(code=strip_control_characters(verdict.code), family=page.code) + meaning
        )
    return FailureText(meaning, sentence(page.hint.text(strings.language), strings))


def sentence(text: str, strings: Strings) -> str:
    """Return a text of the catalogue with a full stop."""
    stop = "。" if strings.language == "zh" else "."
    return text if text.endswith(("。", ".")) else text + stop


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in a sentence; doubled braces are text."""
    return set(_PLACEHOLDER.findall(text.replace("{{", "").replace("}}", "")))


UNKNOWN = "?"
"""Stands for a value that a stored error lacks because an older version wrote it."""
_SHELL = re.compile(r"^$|[^\w.,:/@%+=-]")
"""Matches text that a shell does not read as one plain word."""
_PLACEHOLDER = re.compile(r"\{(\w+)(?::[^{}]*)?\}")


def _fill(words: FailureText, values: Mapping[str, str]) -> FailureText:
    is_empty = any(values.get(name) in {"", "0"} for name in placeholders(words.hint))
    hint = words.fallback_hint if words.fallback_hint and is_empty else words.hint
    unknown = dict.fromkeys(placeholders(words.what + hint), UNKNOWN)
    known = {name: Argument(value) for name, value in {**unknown, **values}.items()}
    return FailureText(words.what.format_map(known), hint.format_map(known))


class Argument(str):
    """A value in a sentence; ``{name:shell}`` quotes it as one word of a command for pasting."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if spec != "shell" or not _SHELL.search(self):
            return str(self)
        return quote_word(strip_control_characters(self))


def _expected(value: str, strings: Strings) -> str:
    """Return the expected form of an argument: ``string``, or ``members 200``."""
    kind, _, most = value.partition(" ")
    return find_text(strings.error_details, f"expects_{kind}").format(most=most)


def _changed(parts: str, strings: Strings) -> str:
    """Return which parts of a run have changed: ``values data:17``."""
    words: list[str] = []
    for part in parts.split():
        name, _, row = part.partition(":")
        text = find_text(strings.bulk.parts, name)
        words.append(f"{text} ({strings.bulk.row.format(row=row)})" if row else text)
    return ", ".join(words)


def _output(kind: str, strings: Strings) -> str:
    """Return the kind of an output file."""
    return find_text(strings.error_details, f"output_{kind}")


_LISTED = {"expects": _expected, "parts": _changed, "output": _output}
"""The functions for parameters whose values name words, by parameter."""


def _value_text(name: str, value: Parameter, strings: Strings) -> str:
    """Return a parameter as text for a sentence; sizes and seconds are formatted."""
    match name, value:
        case (("received" | "limit"), int()):
            return size(value) if value else "0"
        case (("seconds" | "retry_after" | "holds" | "at"), int() | float()):
            return moment(value) if name == "at" else plain_seconds(value)
        case "reason", str():
            return system_words(value, strings)
        case "phase", str():
            return _phase_words(value, strings)
        case "unfit", str():
            from weda_tui.i18n.phrases.answers import unfit_parameter_words

            return unfit_parameter_words(value, strings)
        case (("expects" | "parts" | "output"), str()):
            return _LISTED[name](value, strings)
        case (("uses" | "route"), str()):
            from weda_tui.i18n.phrases.routes import parameter_words

            return parameter_words(name, value, strings)
        case _:
            return str(value)


def system_words(reason: str, strings: Strings) -> str:
    """Return an error of the operating system, translated if it is a frequent one."""
    details = strings.error_details
    known = {
        errno.ENOENT: details.no_such_file,
        errno.EACCES: details.not_allowed,
        errno.EPERM: details.not_allowed,
        errno.EISDIR: details.is_a_folder,
        errno.ENOTDIR: details.not_a_folder,
        errno.ELOOP: details.is_a_link,
        errno.ENOSPC: details.disk_full,
        errno.EDQUOT: details.quota_full,
        errno.EROFS: details.disk_read_only,
    }
    values = {os.strerror(number): words for number, words in known.items()}
    return values.get(reason, reason)


def _phase_words(phase: str, strings: Strings) -> str:
    details = strings.error_details
    match phase:
        case "token":
            return details.phase_token
        case "connect":
            return details.phase_connect
        case "send":
            return details.phase_send
        case "wait" | "waiting":
            return details.phase_wait
        case "receive" | "receiving":
            return details.phase_receive
        case _:
            return phase


_LAYER_FIELDS = {ErrorLayer.NETWORK: "http", ErrorLayer.TLS: "http", ErrorLayer.NONE: "unknown"}
"""Layers whose words have a different name."""


def _layer_fallback(verdict: Verdict, strings: Strings) -> FailureText:
    """Return the words for a layer; for cloud storage, whether objects or the request failed."""
    layer = verdict.layer
    if layer is ErrorLayer.STORAGE and not verdict.items:
        return strings.verdicts.storage_refused
    return find_failure(strings.verdicts, _LAYER_FIELDS.get(layer, layer.value))
