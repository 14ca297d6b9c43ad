"""A TOML file as it is on the disk: line numbers, colours, variables that can be followed."""

import re
from collections.abc import Iterator, Sequence

from weda_tui.core.requests.variables import Used
from weda_tui.core.text.template import VARIABLE
from weda_tui.i18n.phrases.sending import origin_words, short_value
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.json_highlighting import json_runs
from weda_tui.tui.widgets.drawing.paint import Line, Run, fold

_HANG = 6
"""Cells of the line numbers."""
_FENCE = re.compile("'{3}|\"{3}")


def toml_lines(text: str, width: int) -> list[Line]:
    """Return a file: tables bold, keys told from values, a JSON in a long string as JSON."""
    lines: list[Line] = []
    fence = ""
    for number, line in enumerate(text.rstrip("\n").split("\n"), start=1):
        runs = [Run(line, "str")] if line == fence else _inside(line) if fence else _outside(line)
        for mark in _FENCE.findall(line):
            fence = "" if fence == mark else fence or mark
        lines += fold(Line([Run(f"{number:>4}  ", "faint"), *_with_variables(runs)]), width, _HANG)
    return lines


def resolved_lines(used: Sequence[Used], strings: Strings, width: int) -> list[Line]:
    """Return what each variable stands for and where that came from."""
    rows = [
        Line(
            [
                Run("  "), Run(f"{{{{{each.name}}}}}", "key"), Run(" = "),
                Run(short_value(each.value)), Run("   "),
                Run(origin_words(each.origin, each.layer, strings), "dim"),
            ]
        )
        for each in used
    ]  # fmt: skip
    return [row for line in rows for row in fold(line, width, _HANG)]


def _outside(line: str) -> list[Run]:
    if line.startswith("["):
        return [Run(line, "bold")]
    if line.lstrip().startswith("#"):
        return [Run(line, "dim")]
    key, equals, value = line.partition(" = ")
    return [Run(key, "key"), Run(equals, "dim"), *_inside(value)] if equals else _inside(line)


def _inside(line: str) -> list[Run]:
    return [Run(line, "str")] if _FENCE.fullmatch(line) else [*json_runs(line)]


def _with_variables(runs: Sequence[Run]) -> Iterator[Run]:
    """Underline each variable: it can be followed."""
    for run in runs:
        at = 0
        for match in VARIABLE.finditer(run.text):
            if match.start() > at:
                yield run._replace(text=run.text[at : match.start()])
            yield Run(match[0], "key underline")
            at = match.end()
        if at < len(run.text):
            yield run._replace(text=run.text[at:])
