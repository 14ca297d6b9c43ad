"""The rows that say what pressing F5 will do, what prevents it, and how far a send has come."""

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, TokenKind
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.errors import ErrorCode
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.interchange.address import head_of
from weda_tui.core.sending.exchange import Phase, Sending
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.tokens.access_token import TokenState, TokenStatus
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import effect_mark, effect_words, token_kind_words
from weda_tui.i18n.phrases.requests import fault_words, findings_words
from weda_tui.i18n.quantities import count, elapsed, time_left
from weda_tui.i18n.quantities import size as byte_size
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.words.requests import RequestPaneWords
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.views.endpoints import EFFECT_ROLES, field_names
from weda_tui.tui.views.targets import env_type_role
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, wrap
from weda_tui.tui.workbench.state import SEND_KEYS

LEAST_NAME = 8
"""The width in cells below which the name of the request is not shown."""
NARROW = 46
"""The width in cells below which the short wording is used."""


def effect_runs(preflight: Preflight, strings: Strings, *, short: bool = False) -> list[Run]:
    """Return what the call does, in the colour of its effect."""
    if short:
        words = effect_words(preflight.effect, strings)
        return [Run(words, EFFECT_ROLES[preflight.effect].replace("dim", "text"))]
    words, title = strings.tui.with_, preflight.endpoint.title.text(strings.language)
    if preflight.is_open:
        return [Run(words.open_effect, "caution")]
    match preflight.effect:
        case Effect.READ:
            return [Run(words.read_only_effect)]
        case Effect.WRITE:
            return [Run(words.writes.format(title=title), "caution")]
        case Effect.DESTRUCTIVE:
            return [Run(words.cannot_undo.format(title=title), "fail")]


def first_step(preflight: Preflight, strings: Strings, *, short: bool = False) -> Run:
    """Return the one thing that prevents the send or happens first, else the token's state."""
    error = _error(preflight, strings)
    if error is not None and preflight.leaves_deployment:
        return error
    return (
        _findings(preflight, strings)
        or error
        or _before(preflight, strings)
        or _guard(preflight, strings)
        or _body(preflight, strings)
        or _token(preflight, strings, short=short)
    )


def preflight_lines(
    preflight: Preflight,
    strings: Strings,
    width: int,
    saved: SavedRequest | None = None,
    *,
    keys: str = SEND_KEYS,
) -> list[Line]:
    """Return three rows: the send chip and the name, the target and the effect, the first step.

    The name is that of the saved request, else of the call, if there is room for it. ``keys`` are
    the keys that send the draft from the focused widget.
    """
    checks = len(saved.asserts) if saved is not None else 0
    title = saved.title if saved is not None else preflight.endpoint.title.text(strings.language)
    words = strings.tui.with_
    where = preflight.target
    refused = _is_refused(preflight)
    chip = send_chip(strings, keys, is_refused=refused)
    target = [
        Run("→ ", "dim"),
        Run(where.environment.name, "bold"),
        Run(" · ", "dim"),
        Run(where.env_type, f"{env_type_role(where.env_type)} bold"),
        Run(" · ", "dim"),
    ]
    is_short = width < NARROW
    step = first_step(preflight, strings, short=is_short)
    is_fine = preflight.error is None and not preflight.findings
    last = [Run("  "), Run("→ ", "dim"), step]
    if checks and is_fine and not refused:
        then = Run(strings.saved.result.then_checks.format(count=checks), "dim")
        brief = [*last[:-1], first_step(preflight, strings, short=True)]
        last = next((r for r in ([*last, then], [*brief, then]) if cells(r) < width), last)
    first = [Run(" "), Run(" "), chip, Run(f"  {words.will_go}", "dim")]
    if (room := width - cells(first) - 3) >= LEAST_NAME:
        first.insert(3, Run(f"  {cut(title, room)}", "bold"))
    return [
        Line(first),
        Line([Run("  "), *target, *effect_runs(preflight, strings, short=is_short)]),
        Line(last),
    ]


def send_chip(strings: Strings, keys: str = SEND_KEYS, *, is_refused: bool = False) -> Run:
    """Return the keys that send the draft; dimmed if it is refused or F5 alone does not send it."""
    is_here = keys == SEND_KEYS
    role = "chip-focus" if is_here and not is_refused else "dim"
    return Run(f" {keys} {strings.tui.with_.send} ", role, "send" if is_here else "with")


def preflight_sentence(preflight: Preflight, strings: Strings, keys: str = SEND_KEYS) -> list[Run]:
    """Return the preflight on one row, for the sentence strip."""
    words, where = strings.tui.with_, preflight.target
    step = first_step(preflight, strings, short=True)
    effect = effect_mark(preflight.effect, strings)
    role = "fail" if preflight.effect is Effect.DESTRUCTIVE else "caution"
    what = Run(effect, role) if effect else Run(words.read_only_effect)
    return [
        send_chip(strings, keys, is_refused=_is_refused(preflight)),
        Run("  → ", "dim"),
        Run(where.env_type, f"{env_type_role(where.env_type)} bold"),
        Run(" "),
        what,
        Run(" · ", "dim"),
        step,
    ]


def _is_refused(preflight: Preflight) -> bool:
    return preflight.leaves_deployment or preflight.first_decision is GuardDecision.REFUSE


def _findings(preflight: Preflight, strings: Strings) -> Run | None:
    if not preflight.findings or preflight.first_decision is GuardDecision.REFUSE:
        return None
    return Run(f"✗ {findings_words(preflight.findings, strings.fields)}", "fail")


def _error(preflight: Preflight, strings: Strings) -> Run | None:
    error = preflight.error
    if error is None:
        return None
    words = strings.tui.with_
    match error.code:
        case ErrorCode.VARIABLE_UNKNOWN:
            nearest = error.parameters["nearest"]
            sentence = words.no_value_nearest if nearest else words.no_value
            return Run(sentence.format(name=error.parameters["name"], nearest=nearest), "fail")
        case ErrorCode.URL_OTHER_HOST:
            host = head_of(str(error.parameters["host"]))  # masked before it is cut
            return Run(words.other_host.format(host=host), "fail")
        case ErrorCode.NO_KEY:
            return Run(words.no_key, "fail")
        case ErrorCode.NO_USER:
            return Run(words.no_user, "fail")
        case _:
            pass
    return Run(f"✗ {explain(error, strings).what}", "fail")


def _before(preflight: Preflight, strings: Strings) -> Run | None:
    """Return which requests are sent first; ``None`` for a refused call, which sends nothing."""
    paths, words = preflight.before, strings.tui.with_
    if not paths or preflight.first_decision is GuardDecision.REFUSE:
        return None
    sentence = words.first_one if len(paths) == 1 else words.first_several
    return Run(
        sentence.format(path=strip_control_characters(paths[0]), count=len(paths)), "caution"
    )


def _guard(preflight: Preflight, strings: Strings) -> Run | None:
    words = strings.tui.with_
    match preflight.decision:
        case GuardDecision.REFUSE:
            return Run(words.guard_read_only, "text")
        case GuardDecision.ASK_NAME:
            name = preflight.where.environment.name
            return Run(words.guard_name.format(name=name), "caution")
        case GuardDecision.ASK | GuardDecision.SEND:
            if preflight.repeated_after is not None:
                seconds = round(preflight.repeated_after)
                return Run(words.repeated.format(seconds=seconds), "caution")
            return (
                Run(words.guard_confirm, "caution")
                if preflight.decision is GuardDecision.ASK
                else None
            )


def _body(preflight: Preflight, strings: Strings) -> Run | None:
    fault = preflight.body_fault
    if fault is None:
        return None
    text = fault_words(fault, strings.tui.with_, strings.tui.fault)
    return Run(f"! JSON {text}", "caution")


def _token(preflight: Preflight, strings: Strings, *, short: bool) -> Run:
    words, status = strings.tui.with_, preflight.token
    sentence, role = _token_words(status, words, short=short)
    is_user = status.kind is TokenKind.USER
    name = token_kind_words(TokenKind.USER, strings) if is_user else strings.tui.where.token
    return Run(sentence.format(token=name, left=time_left(status.remaining)), role)


def _token_words(status: TokenStatus, words: RequestPaneWords, *, short: bool) -> tuple[str, str]:
    """Return the sentence for a token's state, and the role of the run."""
    match status.state:
        case TokenState.VALID | TokenState.RENEWING:
            return (words.short_valid if short else words.token_valid), "dim"
        case TokenState.EXPIRING:
            return (words.short_valid if short else words.token_expiring), "text"
        case TokenState.NONE | TokenState.EXPIRED:
            return (words.short_first if short else words.token_first), "dim"
        case TokenState.REFUSED:
            return (words.short_refused if short else words.token_refused), "fail"
        case TokenState.NOT_NEEDED:
            is_key = status.kind is TokenKind.BASIC
            return (words.token_key_itself if is_key else words.token_none_needed), "dim"


QUIET = 0.15
"""The seconds for which a send changes nothing on the screen."""


def sending_runs(waited: float, strings: Strings) -> list[Run]:
    """Return the key that cancels a send, and the seconds waited so far."""
    words = strings.tui.with_
    seconds = words.waiting.format(elapsed=elapsed(waited)) if waited > QUIET else ""
    return [Run(f" Esc {words.cancel} ", "chip-focus", "cancel"), Run(f"  {seconds}", "dim")]


BAR = 10
"""The width in cells of the progress bar of a response."""


def key_line(run: Run, *, with_key: bool) -> Line:
    """Return a line, with the key F6 in front if the heading is not visible."""
    key = [Run(" F6  ", "focus bold", "result")] if with_key else [Run("  ")]
    return Line([*key, run])


def preview_lines(strings: Strings, *, with_key: bool) -> list[Line]:
    """Return the rows that say that the shown request was not sent."""
    words = strings.tui.result
    return [
        key_line(Run(words.shown_only, "bold"), with_key=with_key),
        Line([Run("  "), Run(words.shown_hint, "dim")]),
        Line(),
    ]


def progress_run(state: Sending, waited: float, receiving: float, strings: Strings) -> Run:
    """Return the progress of a send; ``waited`` and ``receiving`` are seconds."""
    words, spent = strings.tui.result, elapsed(waited)
    if state.page:
        text = strings.pages.fetching_of if state.records_in_all else strings.pages.fetching
        page, records = count(state.page), count(state.records)
        total = count(state.records_in_all or 0)
        return Run(text.format(page=page, count=records, total=total, elapsed=spent), "focus")
    match state.phase:
        case Phase.TOKEN:
            return Run(words.fetching_token.format(elapsed=spent), "focus")
        case Phase.WAITING:
            return Run(words.waiting.format(elapsed=spent), "focus")
        case Phase.RECEIVING:
            return Run(f"{_received(state, receiving, strings)}   {words.esc_cancels}", "focus")


def _received(state: Sending, spent: float, strings: Strings) -> str:
    """Return the bytes received, their total if known, the rate and a progress bar."""
    words, received = strings.tui.result, byte_size(state.received)
    rate = f"   {byte_size(round(state.received / spent))}/s" if spent > QUIET else ""
    if not state.total:
        return words.receiving.format(received=received) + rate
    text = words.receiving_of.format(received=received, total=byte_size(state.total))
    full = min(BAR, BAR * state.received // state.total)
    return f"{text}{rate}   {'━' * full}{'─' * (BAR - full)}"


def unsent_lines(
    endpoint: Endpoint | None,
    preflight: Preflight | None,
    width: int,
    strings: Strings,
    *,
    with_key: bool,
    keys: str = SEND_KEYS,
) -> list[Line]:
    """Return what F5 will do and which fields the response will contain."""
    words = strings.tui.result
    if endpoint is None:
        return [key_line(Run(words.choose_first, "dim"), with_key=with_key)]
    lines = [key_line(Run(words.nothing_yet, "dim"), with_key=with_key), Line()]
    if preflight is not None:
        lines += [
            Line([Run("  "), Run(words.f5_will.format(keys=keys), "dim")]),
            Line([Run("  → ", "dim"), *effect_runs(preflight, strings)]),
            Line([Run("  → ", "dim"), first_step(preflight, strings)]),
            Line(),
        ]
    if endpoint.response:
        names = field_names(endpoint.response, 12)
        lines.append(Line([Run("  "), Run(words.answer_has, "dim")]))
        lines += [Line([Run("  "), Run(part)]) for part in wrap(names, width - 4)]
    return lines
