"""Metrics are parsed as the textfile collector does, and give the values that were written."""

import re

from hypothesis import given
from hypothesis import strategies as st

from weda_tui.formats.prometheus import Metric, MetricKind, MetricValue, write_metrics

_SERIES = re.compile(r'([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)+)\})? (\S+)')
_LABEL = re.compile(r'([a-z_]+)="((?:[^"\\\n]|\\.)*)"')
_ESCAPES = {"\\\\": "\\", "\\n": "\n", '\\"': '"'}


def unescaped(text: str) -> str:
    return re.sub(r"\\.", lambda match: _ESCAPES[match[0]], text)


def read(text: str) -> list[tuple[str, dict[str, str], float]]:
    """Parse series as the format's documentation says: there are exactly three escapes."""
    found: list[tuple[str, dict[str, str], float]] = []
    for line in text.split("\n")[:-1]:
        if not line.startswith("#"):
            match = _SERIES.fullmatch(line)
            assert match is not None, line
            labels = {name: unescaped(value) for name, value in _LABEL.findall(match[2] or "")}
            found.append((match[1], labels, float(match[3])))
    return found


def test_the_file_as_prometheus_documents_it() -> None:
    metrics = [
        Metric(
            name="weda_request_success", help='Passed \\ or "not"\n.',
            values=[MetricValue(1.0, {"request": 'a "b"\\c\nd'}), MetricValue(0, {"request": "é"})],
        ),
        Metric(name="weda_monitor_rounds_total", help="Rounds.", kind=MetricKind.COUNTER,
               values=[MetricValue(12)]),
        Metric(name="weda_gone", help="No series.", values=[]),
    ]  # fmt: skip
    assert write_metrics(metrics).decode() == (
        '# HELP weda_request_success Passed \\\\ or "not"\\n.\n'
        "# TYPE weda_request_success gauge\n"
        'weda_request_success{request="a \\"b\\"\\\\c\\nd"} 1\n'
        'weda_request_success{request="é"} 0\n'
        "# HELP weda_monitor_rounds_total Rounds.\n"
        "# TYPE weda_monitor_rounds_total counter\n"
        "weda_monitor_rounds_total 12\n"
    )


PRINTED = st.text(st.characters(exclude_categories=["Cs"]))
_OTHER_LINE_ENDS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@given(label=PRINTED, value=st.floats(0, 1e12))
def test_any_label_comes_back_on_one_line(label: str, value: float) -> None:
    metric = Metric(name="weda_x", help=label, values=[MetricValue(value, {"run": label})])
    text = write_metrics([metric]).decode()
    assert len(text.splitlines()) == 3
    ((name, labels, number),) = read(text)
    assert (name, labels) == ("weda_x", {"run": _OTHER_LINE_ENDS.sub(" ", label)})
    assert abs(number - value) <= max(1e-6, value * 1e-12)


def test_half_a_surrogate_is_no_end() -> None:
    written = write_metrics(
        [Metric(name="weda_x", help="", values=[MetricValue(1, {"a": "\ud800"})])]
    )
    assert written.endswith(b'weda_x{a="?"} 1\n')
