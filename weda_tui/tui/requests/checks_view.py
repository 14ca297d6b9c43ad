"""What a saved request's file says beside its draft: assertions, captures, what is sent first."""

from collections.abc import Sequence
from typing import NamedTuple

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.masking import Masker
from weda_tui.core.runs.assertions import asserted
from weda_tui.core.runs.captures import Capture
from weda_tui.core.runs.results import Check
from weda_tui.i18n.phrases.runs import assertion_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.runs.view import check_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run, fold


class Judged(NamedTuple):
    """How the checks of a file went on one of its answers."""

    checks: Sequence[Check]
    captures: Sequence[Capture]
    title: str
    """Which answer that was, in words."""


def saved_check_lines(
    request: SavedRequest, judged: Judged | None, strings: Strings, width: int, masker: Masker
) -> list[Line]:
    """Return assertions and captures with their last results, dependencies and poll of a file.

    Each part stands under its name.
    """
    words = strings.saved.result
    depends = [Line([Run("  "), Run(f"{path}.toml")]) for path in request.depends]
    parts = _as_judged(judged, strings, masker) if judged is not None else []
    parts = parts or _as_written(request, strings)
    parts.append((words.depends, depends))
    if (poll := request.poll) is not None:
        every, at_most = (f"{seconds:g}" for seconds in (poll.every, poll.at_most))
        until = Line([Run("  "), Run(assertion_words(poll.until, strings))])
        parts.append((words.poll.format(every=every, at_most=at_most), [until]))
    lines: list[Line] = []
    for title, rows in parts:
        if rows:
            lines += [Line()] if lines else []
            lines.append(Line([Run("  "), Run(title, "dim")]))
            lines += [row for line in rows for row in fold(line, width, 4)]
    return lines


def _as_written(request: SavedRequest, strings: Strings) -> list[tuple[str, list[Line]]]:
    wanted = asserted(request.asserts)
    asserts = [Line([Run("  "), Run(assertion_words(each, strings))]) for each in wanted]
    captures = [
        Line([Run("  "), Run(name, "bold"), Run(" = "), Run(source, "key")])
        for name, source in request.captures.items()
    ]
    return [(strings.saved.result.checks, asserts), (strings.run.captures, captures)]


def _as_judged(judged: Judged, strings: Strings, masker: Masker) -> list[tuple[str, list[Line]]]:
    checks = [*check_lines(judged.checks, (), strings, masker)]
    captures = [*check_lines((), judged.captures, strings, masker)][2:]
    title = f"{strings.saved.result.checks} · {judged.title}"
    parts = [(title, checks), (strings.run.captures, captures)]
    return parts if checks or captures else []
