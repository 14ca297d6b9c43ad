"""One token as a block of rows: its identity and lifetime and, if selected, all its details."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import WedaError
from weda_tui.core.json.text import format_json
from weda_tui.core.tokens.access_token import (
    AccessToken,
    TokenStatus,
    find_fault,
    identity_of,
    renewal_margin,
)
from weda_tui.core.tokens.token_call import TokenStep
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import token_kind_words
from weda_tui.i18n.quantities import clock_time, count, elapsed, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.tui.views.requests import body_rows, header_lines, request_lines
from weda_tui.tui.views.targets import gauge_bar, gauge_state
from weda_tui.tui.widgets.drawing.paint import Line, Run, pad, wrap

LABEL = 12
"""The width in cells of the column of labels."""


class TokenView(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a token to draw."""

    environment: Environment
    status: TokenStatus
    error: WedaError | None
    """Why no newer token could be fetched, or why the token could not be deleted."""
    is_chosen: bool
    is_revealed: bool
    kept_in: Path
    now: float
    """The wall clock, in seconds since the epoch."""


def draw_token(view: TokenView, strings: Strings, inner: int, *, is_short: bool) -> list[Line]:
    """Return the rows of a token, indented by two cells and ``inner`` cells wide.

    ``is_short`` omits blank rows; of a token that is not selected it keeps only the identity and
    the state.
    """
    lines = [_head(view, strings)]
    if is_short and not view.is_chosen:
        return lines
    words, status = strings.tui.token, view.status
    if find_fault(view.environment, status.kind) is not None:
        is_user = status.kind is TokenKind.USER
        return [*lines, *_rows(words.no_user if is_user else words.no_key, inner)]
    lines.append(Line([Run("  "), *gauge_bar(status, inner)]))
    if status.token is None:
        lines += _rows(words.never, inner, "text")
        lines += _rows(words.never_hint, inner) if view.is_chosen else []
    else:
        lines += [_dates(status, view, strings), *([] if is_short else [Line()])]
        facts = _facts(status.token, view, strings) if view.is_chosen else []
        lines += _fact_rows([_used_for(status, strings), *facts], inner)
    return [*lines, *_failure(view, strings, inner)]


def _head(view: TokenView, strings: Strings) -> Line:
    kind = view.status.kind
    identity = identity_of(view.environment, kind)
    name = f"SecretId {_short_id(identity)}" if kind is TokenKind.KEY and identity else identity
    action = f"choose('{kind.value}')"
    return Line(
        [
            Run("› " if view.is_chosen else "  ", "focus bold"),
            Run(token_kind_words(kind, strings), "bold", action),
            Run(f"  {name}", "dim", action),
        ],
        [*gauge_state(view.status, strings), Run("  ")],
    )


def _rows(text: str, inner: int, role: str = "dim") -> list[Line]:
    return [Line([Run("  "), Run(part, role)]) for part in wrap(text, inner)]


def _dates(status: TokenStatus, view: TokenView, strings: Strings) -> Line:
    words, token = strings.tui.token, status.token
    if token is None:
        return Line()
    return Line(
        [Run("  "), Run(f"{words.issued} ", "dim"), Run(_when(token.issued_at, view, strings))],
        [
            Run(f"{words.left} ", "dim"),
            Run(time_left(status.remaining), "bold"),
            Run(f"   {words.expires} ", "dim"),
            Run(_when(token.expires_at, view, strings)),
            Run("  "),
        ],
    )


def _used_for(status: TokenStatus, strings: Strings) -> tuple[str, str]:
    words = strings.tui.token
    if status.kind is TokenKind.KEY:
        return words.used_for, words.used_for_key
    has_refresh = status.token is not None and bool(status.token.refresh_token)
    more = f"   {words.has_refresh_token}" if has_refresh else ""
    return words.used_for, words.used_for_user + more


def _facts(token: AccessToken, view: TokenView, strings: Strings) -> list[tuple[str, str]]:
    words = strings.tui.token
    lifetime = words.lifetime_given if token.lifetime_given else words.lifetime_default
    answered = words.answered.format(
        time=datetime.fromtimestamp(token.issued_at).astimezone().strftime("%H:%M:%S"),
        status=token.status,
        elapsed=elapsed(token.elapsed),
    )
    if token.clock_skew is not None:
        answered += " · " + words.skew.format(seconds=f"{abs(token.clock_skew):.1f}")
    value = token.value if view.is_revealed else _masked(token.value)
    characters = words.characters.format(count=count(len(token.value)))
    return [
        (words.source, f"POST {token.url}"),
        (
            words.lifetime,
            lifetime.format(
                seconds=f"{token.lifetime:.0f}",
                hours=time_left(token.lifetime),
                early=f"{renewal_margin(token.lifetime):.2g}",
            ),
        ),
        (words.last_fetch, answered),
        (words.value, f"{value}   {characters}"),
        (words.kept, f"{tilde(str(view.kept_in))}   {words.owner_only}"),
    ]


def _fact_rows(facts: list[tuple[str, str]], inner: int) -> list[Line]:
    lines: list[Line] = []
    for label, value in facts:
        for index, part in enumerate(wrap(value, inner - LABEL - 1)):
            head = pad(label if index == 0 else "", LABEL)
            lines.append(Line([Run("  "), Run(head, "dim"), Run(part)]))
    return lines


def _failure(view: TokenView, strings: Strings, inner: int) -> list[Line]:
    """Return why no newer token could be fetched; the hint is shown only for the selected token."""
    if view.error is None:
        return []
    meaning = explain(view.error, strings)
    hint = _rows(f"  {meaning.hint}", inner) if view.is_chosen else []
    return [*_rows(f"✗ {meaning.what}", inner, "fail"), *hint]


def _when(seconds: float, view: TokenView, strings: Strings) -> str:
    moment = datetime.fromtimestamp(seconds).astimezone()
    today = datetime.fromtimestamp(view.now).astimezone().date()
    day = strings.tui.token.today if moment.date() == today else moment.strftime("%m-%d")
    return f"{day} {moment.strftime('%H:%M:%S')}"


def _masked(value: str) -> str:
    """Return a masked token: its ends are shown if enough of it stays hidden."""
    return f"{value[:10]}{'•' * 20}{value[-4:]}" if len(value) >= 40 else "•" * 12


def _short_id(secret_id: str) -> str:
    return f"{secret_id[:6]}…{secret_id[-4:]}" if len(secret_id) > 14 else secret_id


def tilde(path: str) -> str:
    """Return a path with the home folder as a tilde."""
    home = str(Path.home())
    return "~" + path.removeprefix(home) if path.startswith(home + "/") else path


def step_lines(steps: Sequence[TokenStep], strings: Strings) -> list[Line]:
    """Return each call with its request, its response, and the error if it gave no token."""
    lines: list[Line] = []
    for number, step in enumerate(steps, 1):
        lines += [Line()] if lines else []
        lines.append(_step_head(step, number, len(steps), strings))
        lines += [*request_lines(step.request, strings), Line(), *_answer(step, strings)]
    return lines


def _step_head(step: TokenStep, number: int, count: int, strings: Strings) -> Line:
    when = clock_time(step.started_at)
    text = strings.tui.token.step.format(number=number, count=count)
    return Line([Run(f"  {text}", "bold"), Run(f"   {when} · {elapsed(step.elapsed)}", "dim")])


def _answer(step: TokenStep, strings: Strings) -> list[Line]:
    lines: list[Line] = []
    if step.response is not None:
        status = f"HTTP {step.response.status} {step.response.reason}".rstrip()
        lines += [Line([Run("  "), Run(status, "bold")]), *header_lines(step.response.headers)]
        body = step.response.body
        rows = body_rows(format_json(body) or body, strings) if body else []
        lines += [Line(), *(Line([Run("  "), *row]) for row in rows)]
    if step.error is not None:
        words = explain(step.error, strings)
        lines += [Line([Run(f"  ✗ {words.what}", "fail")]), Line([Run(f"    {words.hint}", "dim")])]
    return lines
