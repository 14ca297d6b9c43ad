"""What an import will do, in rows."""

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.interchange.environment_import import EnvironmentPlan
from weda_tui.i18n.phrases.environment_words import environment_rows, environment_summary
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import part_words
from weda_tui.i18n.phrases.interchange import request_rows, request_summary
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session.interchange.imports import Plan
from weda_tui.session.modules import ImportPlan
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, fit, pad, wrap

_WIDEST_NAME = 32
"""Cells of a name beside what is said of it."""


def plan_summary(plan: Plan, strings: Strings, width: int) -> list[Line]:
    """Return the module and how many calls are new, changed and gone; or what an environment is."""
    if not isinstance(plan, ImportPlan):
        first, *others = (
            environment_summary(plan, strings)
            if isinstance(plan, EnvironmentPlan)
            else request_summary(plan, strings)
        )
        said = [part for text in others for part in wrap(text, width - 4)]
        return [
            Line([Run("  "), Run(first, "bold")]),
            *(Line([Run("  "), Run(part, "dim")]) for part in said),
        ]
    words, changes = strings.tui.importing, plan.changes
    module = words.new_module if plan.is_new else words.known_module
    facts = [
        [Run(words.new.format(count=len(changes.new)), "bold" if changes.new else "dim")],
        [
            Run(
                words.changed.format(count=len(changes.changed)),
                "bold" if changes.changed else "dim",
            )
        ],
        [Run(words.gone.format(count=len(changes.gone)), "bold" if changes.gone else "dim")],
        [Run(words.same.format(count=changes.same), "dim")],
    ]
    lines = [
        Line([Run("  "), Run(module.format(name=plan.name))]),
        Line([Run("  "), *fit(width - 3, facts)]),
    ]
    if plan.kept:
        kept = words.kept.format(count=count(len(plan.kept)))
        lines += [Line([Run("  "), Run(part, "dim")]) for part in wrap(kept, width - 4)]
    return lines


def plan_rows(plan: Plan, strings: Strings, width: int) -> list[Line]:
    """Return a row for each call that is new, changed or gone, then what cannot be read."""
    if not isinstance(plan, ImportPlan):
        rows = (
            environment_rows(plan, strings)
            if isinstance(plan, EnvironmentPlan)
            else request_rows(plan, strings)
        )
        return [line for row in rows for line in _row_lines(row, _widest(rows), width)]
    changes = plan.changes
    lines = [_row("+", each, "", strings, width) for each in changes.new]
    for each in changes.changed:
        parts = " · ".join(part_words(part, strings) for part in each.parts)
        lines.append(_row("~", each.after, parts, strings, width))
    lines += [_row("-", each, "", strings, width) for each in changes.gone]
    for problem in plan.problems:
        for index, part in enumerate(wrap(explain(problem, strings).what, width - 6)):
            lines.append(Line([Run("  "), Run("✗ " if index == 0 else "  ", "fail"), Run(part)]))
    return lines


def _widest(rows: list[tuple[str, str, str]]) -> int:
    return min(_WIDEST_NAME, max((cells([Run(name)]) for _, name, _ in rows), default=0))


def _row_lines(row: tuple[str, str, str], widest: int, width: int) -> list[Line]:
    """Return a mark, a name and what is said of it; a loss on as many lines as that takes."""
    mark, name, text = row
    room = width - widest - 8
    first, *others = (wrap(text, room) if mark == "!" else [cut(text, room)]) or [""]
    name_run = Run(pad(cut(name, widest), widest + 2))
    return [
        Line([Run("  "), Run(f"{mark} ", "bold"), name_run, Run(first, "dim")]),
        *(Line([Run(" " * (widest + 6)), Run(part, "dim")]) for part in others),
    ]


def _row(mark: str, endpoint: Endpoint, parts: str, strings: Strings, width: int) -> Line:
    right = [Run(parts or f"{endpoint.method} {endpoint.path}", "dim" if parts else "faint")]
    title = endpoint.title.text(strings.language)
    room = width - 8 - cells(right)
    if room < min(20, cells([Run(title)])):
        right, room = [], width - 8
    return Line([Run("  "), Run(f"{mark} ", "bold"), Run(cut(title, room))], [*right, Run("  ")])
