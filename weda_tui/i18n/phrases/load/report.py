"""The report of a load test: JSON and JUnit."""

from collections.abc import Collection, Sequence
from typing import Any

from weda_tui.core.load.figures import LoadFigures, LoadSample, Measure, Threshold
from weda_tui.core.masking import Masker
from weda_tui.formats.junit import Case, write_junit
from weda_tui.i18n.phrases.load.figures import failure_rows, shown_name, threshold_words, time_words
from weda_tui.i18n.strings import Strings


def load_report(
    sample: LoadSample, thresholds: Sequence[Threshold], writes: Collection[str], masker: Masker
) -> dict[str, Any]:
    """Return the figures for ``load --json``; ``writes`` are the paths of writing requests."""
    return {
        "usersReached": sample.reached,
        "stopped": sample.stopped
        and {"kind": sample.stopped.kind.value, "code": shown_name(sample.stopped.code, masker)},
        "total": _figures(sample.total),
        "requests": [
            {"path": shown_name(each.name, masker), **_figures(each)} for each in sample.requests
        ],
        "failures": [
            {
                "path": shown_name(each.name, masker),
                "code": shown_name(each.code, masker),
                "count": each.count,
            }
            for each in sample.failures
        ],
        "unknownWrites": sum(sample.uncertain(writes).values()),
        "skipped": sample.skipped,
        "delayed": sample.delayed,
        "thresholds": [
            {
                "measure": each.measure.value,
                "most": each.most,
                "actual": None if (actual := each.actual(sample)) is None else round(actual, 2),
                "ok": each.holds(sample),
            }
            for each in thresholds
        ],
    }


def _figures(each: LoadFigures) -> dict[str, Any]:
    return {
        "count": each.count,
        "failed": each.failed,
        "ratePerSecond": round(each.mean_rate, 2),
        "p50Ms": each.p50,
        "p95Ms": each.p95,
        "p99Ms": each.p99,
    }


def _outcome(threshold: Threshold, sample: LoadSample) -> str:
    if not sample.total.count:
        return "skipped"
    return "passed" if threshold.holds(sample) else "failure"


def load_junit(
    place: str,
    sample: LoadSample,
    thresholds: Sequence[Threshold],
    seconds: float,
    strings: Strings,
    masker: Masker,
    reason: str = "",
) -> bytes:
    """Return a load test as JUnit XML, with a case for each threshold and for each request.

    A request with failures fails its case, unless a threshold limits the number of failures.
    ``reason`` says why the load was aborted or sent nothing; it is an error in a case of its own.
    If nothing was sent, no threshold failed: each is skipped.
    """
    has_limit = any(each.measure is Measure.ERRORS for each in thresholds)
    first, _, rest = masker.text(reason).partition("\n")
    broken = Case(
        group="load", name="load", seconds=seconds, outcome="error", kind="stopped",
        message=first, details=rest,
    )  # fmt: skip
    cases = [broken] if reason else []
    cases += [
        Case(
            group="load",
            name=each.measure.value,
            seconds=0.0,
            outcome=_outcome(each, sample),
            kind="threshold",
            message=threshold_words(each, sample, strings)[2:],
        )
        for each in thresholds
    ]
    for each in sample.requests:
        name = shown_name(each.name, masker)
        lines = [" ".join(row) for row in failure_rows(sample, strings, masker) if row[2] == name]
        is_failed = each.failed > 0 and not has_limit
        figures = ", ".join(f"{key} {value}" for key, value in time_words(each).items())
        cases.append(
            Case(
                group=name.rpartition("/")[0],
                name=name.rpartition("/")[2],
                seconds=each.p50 / 1000,
                outcome="failure" if is_failed else "passed",
                kind="verdict",
                message="; ".join(lines),
                output="\n".join([figures, *lines]),
            )
        )
    return write_junit(place, cases, seconds)
