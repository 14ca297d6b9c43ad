"""What an import will do, in rows."""

from weda_tui.core.endpoint import Endpoint
from weda_tui.core.imported_environment import EnvironmentPlan
from weda_tui.i18n.environment_words import environment_rows, environment_summary
from weda_tui.i18n.explain import explain
from weda_tui.i18n.facts import part_words
from weda_tui.i18n.imported_words import request_rows, request_summary
from weda_tui.i18n.strings import Strings
from weda_tui.session.importing import Plan
from weda_tui.session.own_modules import ImportPlan
from weda_tui.tui.widgets.paint import Line, Run, cells, cut, fit, pad
from weda_tui.tui.widgets.wrap import wrap


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
        kept = words.kept.format(count=len(plan.kept))
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
        widest = min(32, max((cells([Run(name)]) for _, name, _ in rows), default=0))
        return [
            Line(
                [
                    Run("  "),
                    Run(f"{mark} ", "bold"),
                    Run(pad(name, widest + 2)),
                    Run(cut(text, width - widest - 8), "dim"),
                ]
            )
            for mark, name, text in rows
        ]
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


def _row(mark: str, endpoint: Endpoint, parts: str, strings: Strings, width: int) -> Line:
    right = [Run(parts or f"{endpoint.method} {endpoint.path}", "dim" if parts else "faint")]
    title = endpoint.title.text(strings.language)
    room = width - 8 - cells(right)
    if room < min(20, cells([Run(title)])):
        right, room = [], width - 8
    return Line([Run("  "), Run(f"{mark} ", "bold"), Run(cut(title, room))], [*right, Run("  ")])
