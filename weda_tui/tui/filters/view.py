"""The rows of the filter builder, and what the filter will be in the request."""

from typing import NamedTuple

from rich.cells import cell_len

from weda_tui.core.filters.odata import print_odata
from weda_tui.core.filters.operators import Takes
from weda_tui.core.filters.order import Sort, print_odata_order, print_order_by
from weda_tui.core.filters.query import RecordQuery
from weda_tui.core.filters.relations import parted, print_related
from weda_tui.core.filters.selection import MASTER, selected
from weda_tui.core.filters.sheet import FilterRowKind, Sheet, SheetRow
from weda_tui.core.filters.tree import Condition, ConditionGroup, Verbatim
from weda_tui.core.filters.values import shown_value, takes
from weda_tui.core.filters.where import print_where
from weda_tui.core.json.tree import JsonKind, scan
from weda_tui.core.models.data_model import FieldKind, ModelField
from weda_tui.core.requests.field_values import fits, readable_time
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.filters import kind_words, operator_words, word_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.json_highlighting import json_runs
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, pad, wrap

FIELD, OPERATOR, VALUE = range(3)
"""The parts of a condition; a sort has a field and a direction."""
_LABEL = 8
_FEWEST_FIELD, _OPERATOR_WIDTH = 22, 18


class FilterLook(NamedTuple):
    """What a row looks like beside what it says."""

    strings: Strings
    sheet: Sheet
    cell: int
    """The part that is selected on the cursor's row."""


def draw_row(index: int, look: FilterLook, width: int) -> Line:
    """Draw a row of a sheet."""
    row = look.sheet.rows[index]
    indent = (
        "  " * row.depth if row.kind not in {FilterRowKind.SORT, FilterRowKind.ADD_SORT} else ""
    )
    is_sort = row.kind is FilterRowKind.VERBATIM and index > _place_of_add(look.sheet)
    lead = Run(pad(f"  {_section(row, look)}", _LABEL) + ("" if is_sort else indent), "dim")
    here = look.cell if index == look.sheet.cursor else -1
    match row.kind, row.term:
        case FilterRowKind.CONDITION, Condition() as condition:
            room = max(_FEWEST_FIELD, width * 3 // 10) - cell_len(indent)
            return _condition(condition, look, lead, here, max(room, _FEWEST_FIELD // 2))
        case FilterRowKind.SORT, Sort() as sort:
            return _sort(sort, look, lead, here)
        case FilterRowKind.GROUP, ConditionGroup() as group:
            return _group(group, row, look, lead)
        case _, Verbatim() as verbatim:
            return _verbatim(verbatim, look, lead, width)
        case FilterRowKind.SELECT, _:
            return Line([lead, Run(_selection(look, width))])
        case _:
            words = look.strings.filters
            text = words.add if row.kind is FilterRowKind.ADD else words.add_sort
            return Line([lead, Run("+ ", "focus"), Run(text, "dim")])


def _place_of_add(sheet: Sheet) -> int:
    return next(n for n, row in enumerate(sheet.rows) if row.kind is FilterRowKind.ADD)


def _section(row: SheetRow, look: FilterLook) -> str:
    """Return the name of the section that begins with a row."""
    words = look.strings.filters
    is_first = row.path in {(), (0,)}
    match row.kind:
        case FilterRowKind.GROUP if not row.path:
            return words.conditions
        case FilterRowKind.SORT | FilterRowKind.ADD_SORT if is_first:
            return words.order
        case FilterRowKind.SELECT:
            return words.select
        case _:
            return ""


def field_heading(field: ModelField) -> list[Run]:
    """Return the name of a field with its title beside it."""
    title = strip_control_characters(field.title)
    rest = [Run(f" {title}", "dim")] if title and title != field.name else []
    return [Run(strip_control_characters(field.name), "bold"), *rest]


def _condition(condition: Condition, look: FilterLook, lead: Run, here: int, room: int) -> Line:
    name = _padded(field_heading(look.sheet.field(condition.field)), room, here == FIELD, "cell:0")
    operator = pad(operator_words(condition.operator, look.strings), _OPERATOR_WIDTH)
    value, role = _value(condition, look)
    return Line(
        [
            lead,
            *name,
            Run(operator, "focus bold" if here == OPERATOR else "text", "cell:1"),
            Run(value, "focus bold" if here == VALUE else role, "cell:2"),
        ]
    )


def _padded(runs: list[Run], width: int, is_here: bool, action: str) -> list[Run]:
    """Return runs on exactly ``width`` cells, in one colour where they are selected."""
    shown: list[Run] = []
    left = width - 1
    for run in runs:
        text = cut(run.text, left)
        shown.append(Run(text, "focus bold" if is_here else run.role, action))
        left -= cell_len(text)
    return [*shown, Run(" " * (left + 1), "text", action)]


def _value(condition: Condition, look: FilterLook) -> tuple[str, str]:
    """Return the value as the row shows it, and its role."""
    words, field = look.strings.filters, look.sheet.field(condition.field)
    if not condition.value:
        return words.no_value, "faint"
    shown = shown_value(condition, field.kind)
    meanings = {str(each.value): each.meaning for each in field.options}
    if shown in meanings:
        return f"{shown}  {meanings[shown].text(look.strings.language)}".rstrip(), "text"
    if condition.value in {"true", "false"}:
        return words.yes if condition.value == "true" else words.no, "num"
    if field.kind is FieldKind.TIME and (moment := readable_time(condition.value)):
        return f"{shown}  = {moment}", "num"
    return shown, "text"


def _sort(sort: Sort, look: FilterLook, lead: Run, here: int) -> Line:
    words = look.strings.filters
    name = _padded(field_heading(look.sheet.field(sort.field)), 30, here == FIELD, "cell:0")
    direction = words.descending if sort.direction == "desc" else words.ascending
    role = "focus bold" if here == OPERATOR else "text"
    return Line([lead, *name, Run(direction, role, "cell:1")])


def _group(group: ConditionGroup, row: SheetRow, look: FilterLook, lead: Run) -> Line:
    words = look.strings.filters
    text = Run(word_words(group.word, look.strings), "key", "cell:0")
    if not row.path and not group.terms:
        return Line([lead, Run(words.no_conditions, "faint")])
    return Line([lead, text])


def _verbatim(verbatim: Verbatim, look: FilterLook, lead: Run, width: int) -> Line:
    name = f"{strip_control_characters(verbatim.name)}: " if verbatim.name else ""
    text = cut(f"{name}{strip_control_characters(verbatim.text)}", width - 30)
    return Line([lead, Run(text, "str")], [Run(look.strings.filters.kept, "faint"), Run("  ")])


def _selection(look: FilterLook, width: int) -> str:
    words, text = look.strings.filters, look.sheet.query.select or ""
    names = selected(text)
    if not names:
        return words.no_choice
    shown = [
        words.every_field if name == MASTER else strip_control_characters(name) for name in names
    ]
    joined = ", ".join(shown)
    if cell_len(joined) <= width - 14 or len(shown) < 3:
        return cut(joined, width - 12)
    return cut(words.fields_more.format(fields=", ".join(shown[:3]), count=len(shown)), width - 12)


def remark(sheet: Sheet, strings: Strings, *, is_destructive: bool) -> tuple[str, str]:
    """Return what is to be said of a sheet, and its role; empty for nothing."""
    words, term = strings.filters, sheet.row.term
    if isinstance(term, Condition) and term.value and not _is_of_kind(sheet, term):
        kind = kind_words(sheet.field(term.field).kind, strings)
        return (
            f"! {words.wrong_type.format(field=strip_control_characters(term.field), kind=kind)}",
            "caution",
        )
    if sheet.misplaced is not None:
        return f"! {words.misplaced}", "caution"
    if is_destructive and not sheet.query.where.terms:
        return f"! {words.every_record}", "caution"
    return "", ""


_TYPES = {FieldKind.NUMBER: "number", FieldKind.TIME: "integer", FieldKind.BOOLEAN: "boolean"}


def _is_of_kind(sheet: Sheet, condition: Condition) -> bool:
    """Return whether each value is what the field holds, as far as that is known."""
    wanted = _TYPES.get(sheet.field(condition.field).kind)
    root = scan(condition.value)
    if wanted is None or root is None or takes(condition.operator) is Takes.FLAG:
        return True
    nodes = root.items if root.kind is JsonKind.ARRAY else [root]
    return all(
        node.kind is JsonKind.NULL
        or fits(condition.value[node.start : node.end], node.kind, wanted)
        for node in nodes
    )


def preview(before: RecordQuery, after: RecordQuery, strings: Strings, width: int) -> list[Line]:
    """Return what will stand in the request, a line each; what stays is left out."""
    words = strings.filters
    lines: list[Line] = []
    if after.is_odata:
        text = print_odata(after.where)
        lines += _wrapped("$filter", text or "", width) if after.where != before.where else []
        if after.order is not None and after.order != before.order:
            lines += _wrapped("$orderby", print_odata_order(after.order), width)
    else:
        old, new = parted(before.where), parted(after.where)
        if old is not None and new is not None:
            lines += _json("where", print_where(new.where)) if new.where != old.where else []
            if new.related != old.related:
                lines += _json("relateWhere", print_related(new.related) or "{}")
        if after.order is not None and after.order != before.order:
            lines += _json("orderBy", print_order_by(after.order))
        if after.select is not None and after.select != before.select:
            lines += _json("select", after.select)
    return lines or [Line([Run("  "), Run(words.nothing_changes, "faint")])]


def _json(name: str, text: str) -> list[Line]:
    first, *rest = text.split("\n")
    head = [Run(f'  "{name}"', "key"), Run(": ", "dim")]
    return [
        Line([*head, *json_runs(first)]),
        *(Line([Run("  "), *json_runs(line)]) for line in rest),
    ]


def _wrapped(name: str, text: str, width: int) -> list[Line]:
    head = f"{name}="
    pieces = wrap(text, width - len(head) - 4) or [""]
    return [
        Line([Run("  "), Run(head if n == 0 else " " * len(head), "key"), Run(piece, "str")])
        for n, piece in enumerate(pieces)
    ]
