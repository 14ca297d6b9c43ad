"""The rows of the options of a run, and what will be sent with them."""

from pathlib import PurePath

from weda_tui.core.runs.choices import CAREFUL_RATE
from weda_tui.core.runs.results import RunChoice
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.runs import unused_words
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.runs.view import RunView, error_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, fit, pad, wrap

DATA, PARALLEL, BAIL, JUNIT, RATE, REPORT = range(6)
"""The rows of the options, in their order; the last two are for a run over rows."""
MOST_COLUMNS = 3
"""The maximum number of rows for the names of the columns."""
_LABEL = 22
"""The width in cells of the labels, including the blanks after them."""


def choice_count(view: RunView) -> int:
    """Return the number of rows of options."""
    return REPORT + 1 if view.choice.data else RATE


def choice_row(view: RunView, index: int, strings: Strings, width: int) -> Line:
    """Return the row of an option: its label and its value."""
    words, choice = strings.run, view.choice
    label, value = {
        DATA: (words.data, _data(view, strings)),
        PARALLEL: (words.parallel, _parallel(choice, strings)),
        BAIL: (words.bail, words.stop_first if choice.bail else words.go_on),
        JUNIT: (words.junit, strip_control_characters(choice.junit) or words.no_junit),
        RATE: (words.long.rate, _rate(choice, strings)),
        REPORT: (words.long.report, strip_control_characters(choice.report) or words.no_junit),
    }[index]
    shown = cut(value, width - _LABEL - 6)
    return Line([Run("  "), Run(pad(label, _LABEL), "dim"), Run(shown)], [Run("▾  ", "dim")])


def choice_lines(view: RunView, strings: Strings, width: int) -> list[Line]:
    """Return how many requests the options send, the columns of the data, and errors."""
    words = strings.run
    if view.error is not None:
        return error_lines(view.error, strings, width)
    if not view.count:
        return [Line([Run(f"  {words.preparing}", "focus")])]
    requests = words.requests.format(count=count(view.count))
    if not view.rows:
        return [Line([Run(f"  {requests}", "bold")])]
    sends = count(view.count * len(view.rows))
    total = words.times.format(requests=requests, rows=count(len(view.rows)), sends=sends)
    names = words.columns.format(
        names=" · ".join(strip_control_characters(name) for name in view.rows[0])
    )
    columns = wrap(names, width - 4)
    lines = [Line([Run(f"  {total}", "bold")])]
    lines += [Line([Run(f"  {part}", "dim")]) for part in columns[:MOST_COLUMNS]]
    if len(columns) > MOST_COLUMNS:
        lines.append(Line([Run("  …", "dim")]))
    if text := unused_words(view.unused, strings):
        wrapped = wrap(f"! {text}", width - 4)[:MOST_COLUMNS]
        lines += [Line([Run(f"  {part}", "caution")]) for part in wrapped]
    return lines


def choice_footer(view: RunView, index: int, strings: Strings, width: int) -> list[Line]:
    """Return what the options send, and the keys."""
    close = Run.key("Esc", strings.run.close, "close")
    keys = Line([Run("  "), *fit(width - 3, [*_keys(view, index, strings), close])])
    return [Line(), *choice_lines(view, strings, width), Line.rule(width), keys, Line()]


def _keys(view: RunView, index: int, strings: Strings) -> list[list[Run]]:
    """Return the keys of the selected row; the key that starts the run comes first."""
    words = strings.run
    can_start = view.error is None and view.count > 0
    start = Run(f" F5 {words.start} ", "chip-focus" if can_start else "dim", "again")
    keys = [[start], Run.key("Enter", words.change, "open")]
    if index in {PARALLEL, RATE}:
        keys.append([Run("←→", "bold"), Run(f" {words.step}", "dim")])
    if index == DATA and view.choice.data:
        keys.append(Run.key("Del", words.without_data, "drop_file"))
    if {JUNIT: view.choice.junit, REPORT: view.choice.report}.get(index):
        keys.append(Run.key("Del", words.without_junit, "drop_file"))
    return [*keys, Run.key("Tab", words.long.next_way, "next_way")]


def _data(view: RunView, strings: Strings) -> str:
    file = view.choice.data
    if not file:
        return strings.run.no_data
    name = strip_control_characters(PurePath(file).name)
    if not view.rows:
        return name
    return f"{name} · {strings.run.data_rows.format(count=count(len(view.rows)))}"


def _rate(choice: RunChoice, strings: Strings) -> str:
    words = strings.run.long
    return str(choice.rate) if choice.rate else words.rate_default.format(careful=CAREFUL_RATE)


def _parallel(choice: RunChoice, strings: Strings) -> str:
    words = strings.run
    return words.one_by_one if choice.parallel == 1 else words.at_once.format(count=choice.parallel)
