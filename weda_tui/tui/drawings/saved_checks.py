"""What a saved request's file says beside its draft: assertions, captures, what is sent first."""

from collections.abc import Sequence

from weda_tui.core.assertions import IMPLIED
from weda_tui.core.captures import Capture
from weda_tui.core.collection import SavedRequest
from weda_tui.core.masking import Masker
from weda_tui.core.run import Check
from weda_tui.i18n.run import assertion_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.drawings.run import check_lines
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.wrap import fold


def saved_check_lines(request: SavedRequest, strings: Strings, width: int) -> list[Line]:
    """Return assertions, captures, dependencies and poll of a file, each part under its name."""
    words = strings.saved.result
    asserts = [Line([Run("  "), Run(assertion_words(a, strings))]) for a in request.asserts]
    captures = [
        Line([Run("  "), Run(name, "bold"), Run(" = "), Run(source, "key")])
        for name, source in request.captures.items()
    ]
    depends = [Line([Run("  "), Run(f"{path}.toml")]) for path in request.depends]
    parts = [(words.checks, asserts), (strings.run.captures, captures), (words.depends, depends)]
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
    return lines or [Line([Run("  "), Run(words.no_checks, "dim")])]


def judged_lines(
    checks: Sequence[Check],
    captures: Sequence[Capture],
    title: str,
    strings: Strings,
    width: int,
    masker: Masker,
) -> list[Line]:
    """Return how the checks of a file went on an answer; nothing where there are none.

    ``title`` says which answer that was.
    """
    wanted = [each for each in checks if each.assertion != IMPLIED]
    if not wanted and not captures:
        return []
    rows = check_lines(wanted, captures, strings, masker)
    head = [Line(), Line([Run("  "), Run(title, "dim")])]
    return [*head, *(row for line in rows for row in fold(line, width, 4))]


def count_of_checks(request: SavedRequest) -> int:
    """Return how many things a file says of an answer: assertions and captures."""
    return len(request.asserts) + len(request.captures)
