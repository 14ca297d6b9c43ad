"""Draws the time of a call with a response: one row per step, with its share as a bar."""

from typing import NamedTuple

from rich.cells import cell_len

from weda_tui.core.answers.timing import TimingStep
from weda_tui.core.doctor.cause_checks import clocks
from weda_tui.core.sending.exchange import Exchange
from weda_tui.i18n.phrases.history import day_words
from weda_tui.i18n.quantities import clock_time, elapsed, size, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, pad

BAR = 24
"""Cells of the bar, from the first byte sent to the last byte received."""
AGREES = 2.0
"""Seconds up to which two clocks count as equal: a ``Date`` header has whole seconds only."""
SHOWN = 0.0005
"""Seconds from which time that no step explains is shown."""


class _Row(NamedTuple):
    name: str
    seconds: float | None
    why: str = ""
    begin: float | None = None
    """Seconds since the call was sent; ``None`` for a row that is not part of the total."""
    is_bold: bool = False


def timing_lines(exchange: Exchange, now: float, strings: Strings) -> list[Line]:
    """Return the steps of a call, its total, and both clocks; ``now`` is wall-clock time."""
    words, total = strings.timing, exchange.elapsed
    rows = _rows(exchange, strings)
    width = max(cell_len(row.name) for row in rows) + 2
    started = exchange.started_at
    when = f"{day_words(started, now, strings)} {clock_time(started)}"
    facts = [(words.started, when)]
    if (told := _clock_words(exchange, strings)) is not None:
        facts.append((words.server, told))
    wide = max(width, *(cell_len(name) + 2 for name, _ in facts))
    lines = [_line(row, wide, total) for row in rows]
    if not exchange.response.spans:
        lines.append(Line([Run("  "), Run(words.not_kept, "faint")]))
    lines.append(Line())
    lines += [Line([Run("  "), Run(pad(name, wide), "dim"), Run(text)]) for name, text in facts]
    return lines


def _rows(exchange: Exchange, strings: Strings) -> list[_Row]:
    words, spans = strings.timing, exchange.response.spans
    rows = list[_Row]()
    if exchange.prepared >= SHOWN:
        rows.append(_Row(words.prepared, exchange.prepared, words.prepared_why))
    steps = {span.step for span in spans}
    if TimingStep.SEND in steps and TimingStep.CONNECT not in steps:
        rows.append(_Row(words.reused, None, words.reused_why))
    for span in spans:
        why = words.whys.get(span.step, "")
        if span.step is TimingStep.RECEIVE:
            why = _received(exchange, span.seconds, strings)
        rows.append(_Row(words.steps[span.step], span.seconds, why, span.begin))
    rest = exchange.elapsed - sum(span.seconds for span in spans)
    if spans and rest >= SHOWN:
        rows.append(_Row(words.other, rest, words.other_why))
    rows.append(_Row(words.total, exchange.elapsed, words.total_why, 0.0, is_bold=True))
    return rows


def _received(exchange: Exchange, seconds: float, strings: Strings) -> str:
    of = exchange.response.size
    text = size(of)
    if seconds >= SHOWN and of:
        text += " · " + strings.timing.rate.format(rate=size(round(of / seconds)))
    return text


def _line(row: _Row, width: int, total: float) -> Line:
    seconds = "" if row.seconds is None else elapsed(row.seconds)
    role = "bold" if row.is_bold else "text"
    runs = [
        Run("  "), Run(pad(row.name, width), role if row.is_bold else "dim"),
        Run(f"{seconds:>8}   ", role), *_bar(row, total), Run("  "), Run(row.why, "faint"),
    ]  # fmt: skip
    return Line(runs)


def _bar(row: _Row, total: float) -> list[Run]:
    """Return the bar of a step, placed in the total time; blank for a row outside of it."""
    if row.seconds is None or row.begin is None or total <= 0:
        return [Run(" " * BAR)]
    first = min(BAR - 1, int(BAR * row.begin / total))
    length = min(BAR - first, max(1, round(BAR * row.seconds / total)))
    bar = "━" * length
    return [Run(" " * first), Run(bar, "dim"), Run(" " * (BAR - first - length))]


def _clock_words(exchange: Exchange, strings: Strings) -> str | None:
    told, words = clocks(exchange), strings.timing
    if told is None:
        return None
    by = time_left(abs(told.skew))
    text = words.server_ahead if told.skew > 0 else words.server_behind
    agrees = abs(told.skew) <= AGREES
    return f"{clock_time(told.server)}  {words.server_same if agrees else text.format(by=by)}"
