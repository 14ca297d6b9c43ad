"""The figures of a load test in words."""

from collections.abc import Collection

from weda_tui.core.load.figures import (
    LoadFigures,
    LoadSample,
    LoadStop,
    Measure,
    StopKind,
    Threshold,
)
from weda_tui.core.masking import Masker
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import sentence_names

MOST_FAILURES = 8
"""Maximum number of failure rows."""


def ceiling_words(rate: float, strings: Strings) -> str:
    """Return the maximum number of requests per second; a ``rate`` of 0 means no limit."""
    words = strings.load
    return words.ceiling.format(rate=f"{rate:g}") if rate else words.no_ceiling


def live_words(sample: LoadSample, strings: Strings) -> str:
    """Return the state of a running load test on one line."""
    total = sample.total
    return strings.load.live.format(
        users=count(sample.users), rate=f"{total.rate:.1f}", count=count(total.sent),
        failed=count(total.failed), **time_words(total),
    )  # fmt: skip


def time_words(figures: LoadFigures) -> dict[str, str]:
    """Return the percentiles by name; a dash if no response was measured."""
    if not figures.p99:
        return dict.fromkeys(("p50", "p95", "p99"), "–")
    return {f"p{n}": f"{getattr(figures, f'p{n}'):.0f} ms" for n in (50, 95, 99)}


def table_rows(sample: LoadSample, strings: Strings, masker: Masker) -> list[tuple[str, ...]]:
    """Return the header row of the table, and a row for each request."""
    words = strings.load
    head = (words.request, words.sent, words.failed, words.per_second, "p50", "p95", "p99")
    total = (words.total, sample.total)
    named = [(shown_name(each.name, masker), each) for each in sample.requests]
    return [head, *(_row(name, each) for name, each in (*named, total))]


def _row(name: str, each: LoadFigures) -> tuple[str, ...]:
    rate = f"{each.mean_rate:.1f}"
    return (name, str(count(each.sent)), str(count(each.failed)), rate, *time_words(each).values())


def failure_rows(sample: LoadSample, strings: Strings, masker: Masker) -> list[tuple[str, ...]]:
    """Return the number of failures for each code, the most frequent first."""
    ordered = sorted(sample.failures, key=lambda each: -each.count)
    return [
        (
            f"✗ {count(each.count)}",
            code_words(each.code, strings, masker),
            shown_name(each.name, masker),
        )
        for each in ordered[:MOST_FAILURES]
    ]


_REACHED = 0.8
"""The share of the limit that counts as reached.

Below it, a few requests that waited for each other say nothing about the rate.
"""


def limit_words(sample: LoadSample, rate: float, strings: Strings) -> str:
    """Return that the limit determined the rate; empty if it did not.

    The mean of less than a second's requests is not used: a load that stopped at its first request
    has a high mean.
    """
    total, least = sample.total, _REACHED * rate
    is_reached = total.mean_rate >= least and total.count >= max(2, least)
    return strings.load.limited.format(rate=f"{rate:g}") if sample.is_limited and is_reached else ""


def reached_words(sample: LoadSample, users: int, spawn_rate: float, strings: Strings) -> str:
    """Return the highest number of users; empty if all users or no user started."""
    if not 0 < sample.reached < users:
        return ""
    return strings.load.users_reached.format(
        reached=count(sample.reached), users=count(users), rate=f"{spawn_rate:g}"
    )


def uncertain_words(
    sample: LoadSample, writes: Collection[str], strings: Strings, masker: Masker
) -> str:
    """Return that writes without a response may have been executed; empty without such writes."""
    found = sample.uncertain(writes)
    paths = ", ".join(shown_name(each, masker) for each in found)
    words = strings.load.uncertain
    return words.format(count=count(sum(found.values())), paths=paths) if found else ""


def stop_words(stop: LoadStop, strings: Strings, masker: Masker) -> str:
    """Return why a load ended early."""
    words = strings.load
    reason = {
        StopKind.RATE_LIMIT: words.stop_rate_limit,
        StopKind.TOKEN_REFUSED: words.stop_token_refused,
        StopKind.CALLS_REFUSED: words.stop_calls_refused,
        StopKind.NO_TOKEN: words.stop_no_token,
        StopKind.ABANDONED: words.stop_abandoned,
        StopKind.INTERRUPTED: words.stop_interrupted,
        StopKind.WORKER_LOST: words.stop_worker_lost,
        StopKind.OVERDUE: words.stop_overdue,
    }[stop.kind]
    return words.stopped.format(reason=reason.format(code=code_words(stop.code, strings, masker)))


def end_words(sample: LoadSample, log: str, strings: Strings, *, is_broken: bool) -> str:
    """Return why a load was aborted or sent nothing, with Locust's log; empty if it did neither.

    The text is not masked yet.
    """
    words = strings.load
    if sample.stopped is not None:
        return stop_words(sample.stopped, strings, Masker())
    if sample.total.count and not is_broken:
        return ""
    is_failed = is_broken or log.strip()
    return f"{words.failed_start}\n{log.strip()}".strip() if is_failed else words.nothing_sent


def threshold_words(threshold: Threshold, sample: LoadSample, strings: Strings) -> str:
    """Return a threshold and the measured value: ✗ p95 412 ms, at most 300 ms."""
    words = strings.load
    measure = words.errors_measure if threshold.measure is Measure.ERRORS else threshold.measure
    actual = threshold.actual(sample)
    if threshold.measure is Measure.P95 and sample.total.failed and actual is not None:
        measure = words.passed_p95
    missing = words.none_passed if sample.total.count else words.not_measured
    shown = missing if actual is None else threshold.shown(actual)
    text = words.threshold.format(
        measure=measure, actual=shown, most=threshold.shown(threshold.most)
    )
    return f"{'✓' if threshold.holds(sample) else '✗'} {text}"


def code_words(code: str, strings: Strings, masker: Masker) -> str:
    """Return the reason of a request without a response in words; any other code unchanged."""
    words = strings.load.unanswered
    is_ours = code in sentence_names(type(words))
    return str(getattr(words, code)) if is_ours else shown_name(code, masker)


def shown_name(text: str, masker: Masker) -> str:
    """Return a text from a server or a file, masked and safe to draw."""
    return strip_control_characters(masker.text(text)).encode("utf-8", "replace").decode()
