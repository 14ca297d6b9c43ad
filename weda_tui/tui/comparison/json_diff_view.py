"""The rows of the differences of two responses: counts, ignored paths, each change by its path."""

import json
from typing import NamedTuple

from rich.cells import cell_len

from weda_tui.core.comparison.ignored import path_text
from weda_tui.core.comparison.json_diff import ChangeKind, JsonChange, JsonComparison
from weda_tui.core.json.text import format_json
from weda_tui.core.json.tree import Path
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.history.view import diff_line
from weda_tui.tui.widgets.drawing.paint import Line, Run, pad, plain_text

MOST_PATHS = 6
"""The maximum number of ignored paths that are named."""
MOST_ROWS, MOST_CHARACTERS = 500, 32 * 1024
"""The limits of a value that is shown in full."""


class ChangeRow(NamedTuple):
    """A row, and the index of its change; -1 for a row without a change."""

    line: Line
    change: int = -1


def comparison_rows(found: JsonComparison, strings: Strings, *, is_on: bool) -> list[ChangeRow]:
    """Return the rows of all differences; ``is_on`` says whether paths were ignored."""
    rows = [ChangeRow(line) for line in summary_lines(found, strings, is_on=is_on)]
    if found.lines:
        return [*rows, ChangeRow(Line()), *(ChangeRow(diff_line(x, strings)) for x in found.lines)]
    if found.changes:
        rows.append(ChangeRow(Line()))
    for number, change in enumerate(found.changes):
        rows += [ChangeRow(line, number) for line in change_lines(change, strings)]
    if found.unlisted > 0:
        text = strings.comparison.unlisted.format(count=count(found.unlisted))
        rows += [ChangeRow(Line()), ChangeRow(Line([Run("  "), Run(text, "dim italic")]))]
    return rows


def summary_lines(found: JsonComparison, strings: Strings, *, is_on: bool) -> list[Line]:
    """Return the number of changes of each kind, and the ignored paths."""
    words = strings.comparison
    if found.lines is not None:
        text, role = (words.by_lines, "dim") if found.lines else (_same(found, strings), "bold")
        lines = [Line([Run("  "), Run(text, role)])]
    else:
        lines = [Line([Run("  "), Run(count_words(found, strings), "bold")])]
        if text := ignored_words(found, strings, is_on=is_on):
            lines.append(Line([Run("  "), Run(text, "dim")]))
    if found.is_cut:
        lines.append(Line([Run("  "), Run(words.cut, "dim italic")]))
    return lines


def count_words(found: JsonComparison, strings: Strings) -> str:
    """Return ``变 3 · 增 1 · 移 2``, or that the responses are equal."""
    words = strings.comparison
    if not found.counts:
        return _same(found, strings)
    texts = (
        words.count.format(mark=words.marks[kind], count=count(found.counts[kind]))
        for kind in ChangeKind
        if kind in found.counts
    )
    return " · ".join(texts)


def _same(found: JsonComparison, strings: Strings) -> str:
    words = strings.comparison
    if found.is_cut:
        return words.same_part
    return words.same_but if found.ignored else words.same


def ignored_words(found: JsonComparison, strings: Strings, *, is_on: bool) -> str:
    """Return which ignored paths differ; empty if none does."""
    words = strings.comparison
    if not is_on:
        return words.nothing_ignored
    if not found.ignored:
        return ""
    joint = strings.history.since.joint
    paths = joint.join(found.ignored[:MOST_PATHS])
    if len(found.ignored) > MOST_PATHS:
        paths = f"{paths} {words.ignored_more.format(count=count(len(found.ignored)))}"
    return words.ignored.format(paths=paths)


def change_lines(change: JsonChange, strings: Strings) -> list[Line]:
    """Return ``变 Records[2].Name``, and below it the old and the new value."""
    words = strings.comparison
    indent = max(cell_len(mark) for mark in words.marks.values()) + 2
    head = [
        Run("  "),
        Run(pad(words.marks[change.kind], indent), "dim"),
        Run(path_text(change.path), "text"),
    ]
    if change.kind is ChangeKind.MOVED:
        was = words.was.format(path=path_text(_differing_end(change)))
        return [Line([*head, Run(f"  {was}", "dim"), Run(f"  {change.new}", "faint")])]
    if change.was != change.path and change.kind is ChangeKind.CHANGED:
        head.append(Run(f"  {words.was.format(path=path_text(_differing_end(change)))}", "dim"))
    old, new = _shown(change)
    lines = [Line(head)]
    if change.kind is not ChangeKind.ADDED:
        lines.append(Line([Run(" " * (2 + indent)), Run(f"- {old}", "dim")]))
    if change.kind is not ChangeKind.REMOVED:
        lines.append(Line([Run(" " * (2 + indent)), Run("+ ", "bold"), Run(new, "bold")]))
    return lines


def _differing_end(change: JsonChange) -> Path:
    """Return the old path from the first step that differs from the new path."""
    steps = zip(change.was, change.path, strict=True)
    same = next((at for at, (one, other) in enumerate(steps) if one != other), 0)
    return change.was[same:]


def _shown(change: JsonChange) -> tuple[str, str]:
    """Return the old and the new value; if both are strings, without quotes."""
    if change.old[:1] == change.new[:1] == '"':
        return json.loads(change.old), json.loads(change.new)
    return change.old, change.new


def whole_lines(change: JsonChange, strings: Strings) -> list[Line]:
    """Return a change with both values formatted; a very long value is cut."""
    lines = [Line([Run("  "), Run(path_text(change.path), "bold")]), Line()]
    for sign, text, role in (("-", change.old, "dim"), ("+", change.new, "text")):
        if change.kind is ChangeKind.MOVED and sign == "-":
            continue
        laid_out = (format_json(text.encode("utf-8", "replace")) or b"").decode()
        rows = laid_out[:MOST_CHARACTERS].split("\n")[:MOST_ROWS] if laid_out else []
        lines += [Line([Run(f"  {sign} ", "bold"), Run(row, role)]) for row in rows]
        if len("\n".join(rows)) < len(laid_out):
            lines.append(Line([Run("  "), Run(strings.comparison.beginning, "dim italic")]))
    return lines


def change_text(change: JsonChange) -> str:
    """Return a change as text: its path, then the old and the new value as received."""
    lines = [path_text(change.path)]
    lines += [f"- {change.old}"] if change.old else []
    lines += [f"+ {change.new}"] if change.new else []
    return "\n".join(lines)


def comparison_text(found: JsonComparison, strings: Strings, *, is_on: bool) -> str:
    """Return all differences as text for the clipboard."""
    head = plain_text(summary_lines(found, strings, is_on=is_on))
    if found.lines is not None:
        return "\n".join((head, *(f"{line.sign} {line.text}" for line in found.lines)))
    marks = strings.comparison.marks
    texts = (f"{marks[change.kind]} {change_text(change)}" for change in found.changes)
    return "\n".join((head, *texts))
