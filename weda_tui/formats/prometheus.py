"""Metrics in Prometheus' text format, as the textfile collector of node_exporter reads it.

# HELP name help            backslash and line feed escaped
# TYPE name gauge|counter
name{label="value",…} 1.5   in a label's value the quotation mark is escaped as well
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec


class MetricKind(StrEnum):
    """The type of a metric."""

    GAUGE = "gauge"
    COUNTER = "counter"


class MetricValue(msgspec.Struct, frozen=True):
    """One series of a metric."""

    value: float
    labels: Mapping[str, str] = {}


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """A metric with its series; a metric without series is not written."""

    name: str
    help: str
    kind: MetricKind = MetricKind.GAUGE
    values: Sequence[MetricValue]


def write_metrics(metrics: Sequence[Metric]) -> bytes:
    """Return the file in UTF-8."""
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric)).encode()


def _lines(metric: Metric) -> Iterator[str]:
    if not metric.values:
        return
    yield f"# HELP {metric.name} {_escaped(metric.help)}"
    yield f"# TYPE {metric.name} {metric.kind.value}"
    for each in metric.values:
        labels = ",".join(f'{name}="{_label(text)}"' for name, text in each.labels.items())
        yield (
            f"{metric.name}{{{labels}}} {_number(each.value)}"
            if labels
            else (f"{metric.name} {_number(each.value)}")
        )


_LINE_ENDS = re.compile(r"[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Characters that some readers treat as a line end, and that the format does not escape."""


def _escaped(text: str) -> str:
    text = _LINE_ENDS.sub(" ", text).encode("utf-8", "replace").decode()
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _label(text: str) -> str:
    return _escaped(text).replace('"', '\\"')


def _number(value: float) -> str:
    """Return a number as Go reads it; a whole number has no exponent."""
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")
