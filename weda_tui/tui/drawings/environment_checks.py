"""The check list beside the environment form: a fact a row, each under what it is about."""

from collections.abc import Sequence

import msgspec

from weda_tui.core.access_token import AccessToken
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.environment import Environment, parse_host
from weda_tui.core.environment_texts import FieldFault, Reason
from weda_tui.core.errors import (
    ErrorCode,
    FileError,
    LimitError,
    NotReachableError,
    TokenError,
    WedaError,
)
from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.explain import explain
from weda_tui.i18n.quantities import elapsed, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.tui.drawings.environment_form import fault_words
from weda_tui.tui.widgets.paint import Line, Run, cells
from weda_tui.tui.widgets.wrap import wrap

LARGE_SKEW = 30.0
"""Seconds from which two clocks differ enough to be said aloud."""


class CheckState(msgspec.Struct, frozen=True, kw_only=True):
    """What was tried over the network, and what came of it."""

    is_running: bool = False
    tried: Environment | None = None
    token: AccessToken | None = None
    error: WedaError | None = None
    """Why no token came."""
    user_token: AccessToken | None = None
    user_error: WedaError | None = None
    """The same for the user's, which is tried after the key's."""
    save_error: WedaError | None = None


def draw_checks(
    host: str, faults: Sequence[FieldFault], state: CheckState, strings: Strings, width: int
) -> list[Line]:
    """Return the spelling of ``host`` as typed, what the network said, and what hinders saving."""
    return [
        *_spelling(host, faults, strings, width),
        *_network(faults, state, strings, width),
        *_saving(faults, state, strings, width),
    ]


def draw_afterwards(example: Endpoint, strings: Strings, width: int) -> list[Line]:
    """Return what happens once the first environment is saved."""
    words = strings.tui.form
    title = [Run("  "), Run(example.title.text(strings.language), "bold")]
    action = [Run(f"  {example.action}", "dim")]
    return [
        Line(),
        Line([Run(" "), Run(words.after, "text")]),
        Line(),
        Line([Run("  "), Run(words.after_open)]),
        Line(title + action if cells(title + action) < width else title),
        *(Line([Run("  "), Run(text, "dim")]) for text in wrap(words.after_why, width - 4)),
    ]


def _spelling(host: str, faults: Sequence[FieldFault], strings: Strings, width: int) -> list[Line]:
    words = strings.tui.form
    if not host:
        return _check("–", words.check_spelling, words.host_hint, width)
    if fault := _of("host", faults):
        if isinstance(fault.reason, WedaError):
            return _failure(words.check_spelling, explain(fault.reason, strings), width)
        return _check("✗", words.check_spelling, fault_words(fault, strings), width)
    scheme, _, name = parse_host(host).partition("://")
    is_ip = name.startswith("[") or name.split(":")[0].replace(".", "").isdigit()
    kind = words.ip if is_ip else words.domain
    text = words.check_spelling_good.format(scheme=scheme, kind=kind)
    return _check("✓", words.check_spelling, text, width)


def _network(
    faults: Sequence[FieldFault], state: CheckState, strings: Strings, width: int
) -> list[Line]:
    words = strings.tui.form
    if state.is_running and state.token is None:
        return _check("~", words.check_token, words.checking, width)
    if state.tried is not None and state.error is not None:
        return _refused(state.tried, state.error, strings, width)
    if state.tried is None or state.token is None:
        has_key = _of("secret_key", faults) is None
        wait = words.check_token_ready if has_key else words.check_token_wait
        return _check("–", words.check_token, wait, width)
    return _granted(state, state.tried, state.token, strings, width)


def _granted(
    state: CheckState, tried: Environment, token: AccessToken, strings: Strings, width: int
) -> list[Line]:
    words = strings.tui.form
    took = words.check_reach_good.format(
        address=tried.host.partition("://")[2], elapsed=elapsed(token.elapsed)
    )
    if token.clock_skew is None:
        clock = _check("–", words.check_clock, words.check_clock_unknown, width)
    else:
        skew = abs(token.clock_skew)
        mark, text = "✓" if skew < LARGE_SKEW else "!", f"{skew:.1f}"
        clock = _check(mark, words.check_clock, words.check_clock_good.format(seconds=text), width)
    good = words.check_token_good.format(lifetime=time_left(token.lifetime))
    well = [
        *_check("✓", words.check_reach, took, width),
        *_tls(tried, strings, width),
        *clock,
        *_check("✓", words.check_token, good, width),
    ]
    user = _user(state, strings, width)
    return [*well, *user] if state.user_error is None else [*user, *well]


def _user(state: CheckState, strings: Strings, width: int) -> list[Line]:
    """Return what came of signing in; nothing for an environment without a user.

    A failure comes before what is well: where there are few rows it must be among them.
    """
    words = strings.tui.form
    if state.user_error is not None:
        failed = _failure(words.check_user_token, explain(state.user_error, strings), width)
        return [*failed, Line([Run("     "), Run(words.still_saves, "dim")])]
    if state.user_token is not None:
        good = words.check_token_good.format(lifetime=time_left(state.user_token.lifetime))
        return _check("✓", words.check_user_token, good, width)
    is_running = state.is_running and state.tried is not None and bool(state.tried.username)
    return _check("~", words.check_user_token, words.checking, width) if is_running else []


def _tls(tried: Environment, strings: Strings, width: int) -> list[Line]:
    words = strings.tui.form
    if not tried.host.startswith("https"):
        return _check("–", words.check_tls, words.check_tls_none, width)
    if not tried.verify_tls:
        return _check("!", words.check_tls, words.check_tls_off, width)
    return _check("✓", words.check_tls, words.check_tls_good, width)


def _refused(tried: Environment, error: WedaError, strings: Strings, width: int) -> list[Line]:
    words = strings.tui.form
    lines: list[Line] = []
    title = words.check_token
    if isinstance(error, TokenError):
        lines += _check("✓", words.check_reach, tried.host.partition("://")[2], width)
    elif error.code in _TLS_CODES:
        title = words.check_tls
    elif isinstance(error, NotReachableError | LimitError):
        title = words.check_reach
    elif isinstance(error, FileError):
        title = words.secret_key
    lines += _failure(title, explain(error, strings), width)
    return [*lines, Line(), Line([Run("    "), Run(words.still_saves, "dim")])]


def _saving(
    faults: Sequence[FieldFault], state: CheckState, strings: Strings, width: int
) -> list[Line]:
    """Return what hinders saving: a name that no file can have, or what the disk said."""
    title = strings.tui.form.check_saving
    if state.save_error is not None:
        return _failure(title, explain(state.save_error, strings), width)
    fault = _of("name", faults)
    if fault is None or fault.reason is Reason.MISSING:
        return []
    if isinstance(fault.reason, WedaError):
        return _failure(title, explain(fault.reason, strings), width)
    return _check("✗", title, fault_words(fault, strings), width)


def _of(field: str, faults: Sequence[FieldFault]) -> FieldFault | None:
    return next((fault for fault in faults if fault.field == field), None)


_TLS_CODES = {
    ErrorCode.TLS_UNKNOWN_CA,
    ErrorCode.TLS_WRONG_HOST,
    ErrorCode.TLS_EXPIRED,
    ErrorCode.TLS_FAILED,
    ErrorCode.HTTPS_ON_HTTP_PORT,
    ErrorCode.CA_FILE_INVALID,
}
_MARK_ROLES = {"✓": "ok", "✗": "fail", "!": "caution", "~": "focus", "–": "dim"}


def _failure(title: str, said: Words, width: int) -> list[Line]:
    """Return a check that failed: why, and what to do."""
    hint = [Line([Run("     "), Run(text)]) for text in wrap(said.hint, width - 7)]
    return [*_check("✗", title, said.what, width), *hint]


def _check(mark: str, title: str, fact: str, width: int) -> list[Line]:
    """Return a check: mark and title, the fact below."""
    return [
        Line([Run("  "), Run(mark, _MARK_ROLES[mark]), Run(f"  {title}")]),
        *(Line([Run("     "), Run(text, "dim")]) for text in wrap(fact, width - 7)),
    ]
