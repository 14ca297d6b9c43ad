"""What RESULT says where there is no answer yet: on its way, never sent, or only shown."""

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.sending.exchange import Phase, Sending
from weda_tui.i18n.quantities import elapsed
from weda_tui.i18n.quantities import size as byte_size
from weda_tui.i18n.strings import Strings
from weda_tui.session import Preflight
from weda_tui.tui.sending.preflight_view import effect_runs, first_step
from weda_tui.tui.views.endpoints import field_names
from weda_tui.tui.widgets.drawing.paint import Line, Run, wrap

QUIET = 0.15
"""Seconds in which a send changes nothing on the screen."""
BAR = 10
"""Cells of the bar of what has been received."""


def key_line(run: Run, *, with_key: bool) -> Line:
    """Return a line that names F6 where the heading is gone."""
    key = [Run(" F6  ", "focus bold", "result")] if with_key else [Run("  ")]
    return Line([*key, run])


def preview_lines(strings: Strings, *, with_key: bool) -> list[Line]:
    """Say that what is shown was not sent."""
    words = strings.tui.result
    return [
        key_line(Run(words.shown_only, "bold"), with_key=with_key),
        Line([Run("  "), Run(words.shown_hint, "dim")]),
        Line(),
    ]


def progress_run(state: Sending, waited: float, receiving: float, strings: Strings) -> Run:
    """Say how far a send is; ``waited`` and ``receiving`` are seconds."""
    words, spent = strings.tui.result, elapsed(waited)
    match state.phase:
        case Phase.TOKEN:
            return Run(words.fetching_token.format(elapsed=spent), "focus")
        case Phase.WAITING:
            return Run(words.waiting.format(elapsed=spent), "focus")
        case Phase.RECEIVING:
            return Run(f"{_received(state, receiving, strings)}   {words.esc_cancels}", "focus")


def _received(state: Sending, spent: float, strings: Strings) -> str:
    """Return how much has come, of how much, how fast, and a bar of it."""
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
) -> list[Line]:
    """Say what F5 will do and what the answer will contain."""
    words = strings.tui.result
    if endpoint is None:
        return [key_line(Run(words.choose_first, "dim"), with_key=with_key)]
    lines = [key_line(Run(words.nothing_yet, "dim"), with_key=with_key), Line()]
    if preflight is not None:
        lines += [
            Line([Run("  "), Run(words.f5_will, "dim")]),
            Line([Run("  → ", "dim"), *effect_runs(preflight, strings)]),
            Line([Run("  → ", "dim"), first_step(preflight, strings)]),
            Line(),
        ]
    if endpoint.response:
        names = field_names(endpoint.response, 12)
        lines.append(Line([Run("  "), Run(words.answer_has, "dim")]))
        lines += [Line([Run("  "), Run(part)]) for part in wrap(names, width - 4)]
    return lines
