"""The grid of deployments and env types: its cells, what guards ask, the address of a cell."""

from collections.abc import Sequence
from typing import NamedTuple

from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.i18n.phrases.facts import env_type_words, guard_asks, guard_mark, guard_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.views.targets import env_type_role
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, pad, paragraph, wrap

_SHORTEST_NAME, _LONGEST_NAME = 12, 20
"""The minimum and maximum width in cells of the deployments' names."""
_PATH = "/weda/workflow/v1/"
"""The beginning of the path of every workflow call (guide, 1.2.1), before the env type."""


class GridColumns(NamedTuple):
    """The layout of the grid; widths are in cells."""

    name: int
    """The width of the deployments' names."""
    cell: int
    """The width of an env type: the cursor's mark, the guard, a blank."""
    env_types: Sequence[str]
    """The visible env types."""
    is_cut_left: bool
    is_cut_right: bool


def columns_for(env_types: Sequence[str], chosen: str, width: int, strings: Strings) -> GridColumns:
    """Return the columns that fit into the width, including the selected one."""
    cell = max(cells([Run(_guard_text(guard, strings))]) for guard in Guard) + 3
    count = max(1, min(len(env_types), (width - 2 - _SHORTEST_NAME) // cell))
    at = env_types.index(chosen) if chosen in env_types else 0
    first = max(0, at - count + 1)
    shown = env_types[first : first + count]
    name = min(_LONGEST_NAME, width - 2 - count * cell)
    return GridColumns(name, cell, shown, first > 0, first + count < len(env_types))


def draw_header(columns: GridColumns, strings: Strings, width: int) -> list[Line]:
    """Return the names of the env types above their columns, with arrows where there are more."""
    names: list[Run] = [Run(" " * (columns.name + 2)), Run("← " if columns.is_cut_left else "  ")]
    for name in columns.env_types:
        shown = cut(name, columns.cell - 2)
        words = pad(f" {env_type_words(name, strings)}", columns.cell - cells([Run(shown)]))
        names += [Run(shown, f"{env_type_role(name)} bold"), Run(words, "dim")]
    names[-1] = names[-1]._replace(text=names[-1].text.rstrip())
    more = [Run("→ ", "dim")] if columns.is_cut_right else []
    return [Line(names, more), Line.rule(width)]


def draw_deployment(
    environment: Environment,
    settings: Sequence[EnvTypeSetting],
    columns: GridColumns,
    chosen: str,
    strings: Strings,
    *,
    has_focus: bool,
) -> Line:
    """Return the row of a deployment; ``chosen`` is the selected env type, empty in other rows."""
    guards = {setting.name: setting.guard for setting in settings}
    runs = [Run("  "), Run(pad(environment.name, columns.name), "bold" if chosen else "text")]
    for env_type in columns.env_types:
        on = " on-sel" if env_type == chosen else ""
        mark = Run("› " if on else "  ", ("focus bold" if has_focus else "dim") + on)
        runs += [mark, _cell(guards.get(env_type), columns.cell - 3, on, strings), Run(" ")]
    return Line(runs)


def _cell(guard: Guard | None, room: int, on: str, strings: Strings) -> Run:
    if guard is None:
        return Run(pad(strings.environments.editor.not_there, room), "faint" + on)
    mark = guard_mark(guard)
    role = "caution" if mark == "!" else "text" if mark else "dim"
    return Run(pad(_guard_text(guard, strings), room), f"{role}{' bold' if on else ''}{on}")


def _guard_text(guard: Guard, strings: Strings) -> str:
    return f"{guard_mark(guard)} {guard_words(guard, strings)}".strip()


def draw_address(environment: Environment, width: int) -> Line:
    """Return the second row of a deployment: its address, marked if TLS is not verified."""
    unsafe = [] if environment.verify_tls else [Run("! TLS  ", "caution")]
    room = width - 4 - cells(unsafe)
    return Line([Run("  "), *unsafe, Run(cut(environment.host, room), "dim")])


def draw_guards(where: Target, strings: Strings, width: int) -> list[Line]:
    """Return the guards and what each asks; the guard of the target is marked."""
    words, name = strings.environments.editor, where.environment.name
    place = f"{name} · {where.env_type}"
    here = next((s.guard for s in where.environment.env_types if s.name == where.env_type), None)
    title = [
        Run("  "),
        Run(words.guards_of.format(place=place), "bold"),
        Run(f"   {words.reads_pass}", "dim"),
    ]
    lines = [Line.rule(width), Line(title), Line()]
    for number, guard in enumerate(Guard, start=1):
        asks = guard_asks(guard, name, strings)
        lines += _guard(number, guard, asks, guard is here, strings, width)
    foot = words.by_effect
    if here is None:
        foot = words.not_there_hint.format(env_type=where.env_type)
    return [*lines, Line(), *paragraph(foot, width - 1, "dim")]


def _guard(
    number: int, guard: Guard, asks: str, is_here: bool, strings: Strings, width: int
) -> list[Line]:
    mark = guard_mark(guard)
    bold = " bold" if is_here else ""
    widest = max(cells([Run(guard_words(each, strings))]) for each in Guard)
    head = [
        Run("  "),
        Run(f"{number} ", "bold", f"guard({number})"),
        Run("(•) " if is_here else "( ) ", "text" if is_here else "dim", f"guard({number})"),
        Run(pad(mark, 2), ("caution" if mark == "!" else "text") + bold),
        Run(pad(guard_words(guard, strings), widest + 2), f"text{bold}", f"guard({number})"),
    ]
    room = width - cells(head) - 2
    first, *others = wrap(asks, room)
    role = "text" if is_here else "dim"
    rest = [Line([Run(" " * cells(head)), Run(each, role)]) for each in others]
    return [Line([*head, Run(first, role)]), *rest]


def draw_two_axes(where: Target, strings: Strings, width: int) -> list[Line]:
    """Return the address with brackets under deployment and env type, as far as they fit."""
    words, host, env_type = strings.environments.editor, where.environment.host, where.env_type
    role = env_type_role(env_type)
    title = Line([Run("  "), Run(words.two_axes, "bold")])
    rule = Line.rule(width)
    address = [Run("  "), Run(host, "bold"), Run(_PATH, "dim"), Run(env_type, f"{role} bold")]
    whole = [*address, Run("/…", "dim")]
    if cells(whole) > width - 1:
        path = [Run("  "), Run(_PATH, "dim"), Run(env_type, f"{role} bold"), Run("/…", "dim")]
        return [rule, title, Line(), Line([Run("  "), Run(host, "bold")]), Line(path)]
    left, right = cells([Run(host)]), cells([Run(env_type)])
    at = 2 + left + len(_PATH)
    brackets = [
        Run("  " + _bracket(left), "dim"),
        Run(" " * len(_PATH)),
        Run(_bracket(right), role),
    ]
    first = [
        Run(" " * (2 + left // 2)),
        Run(f"└ {words.axis_deployment.format(name=where.environment.name)}", "dim"),
    ]
    second = f"{words.axis_env_type.format(env_type=env_type)} ┘"
    gap = at + right // 2 + 1 - cells([Run(second)]) - cells(first)
    lines = [rule, title, Line(), Line(whole), Line(brackets)]
    if gap >= 2:
        return [*lines, Line([*first, Run(" " * gap), Run(second, role)])]
    indent = " " * (at + right // 2 + 1 - cells([Run(second)]))
    return [*lines, Line(first), Line([Run(indent), Run(second, role)])]


def _bracket(width: int) -> str:
    """Return a bracket of ``width`` cells, with a stem in its middle."""
    if width < 3:
        return "┬".ljust(width, "─")
    row = ["└", *("─" * (width - 2)), "┘"]
    row[width // 2] = "┬"
    return "".join(row)
