"""Draws the rows of the filter builder, and the filter as it will be in the request."""

from typing import NamedTuple

from rich.cells import cell_len

from weda_tui.core.filters.odata import print_odata
from weda_tui.core.filters.operators import OperandKind
from weda_tui.core.filters.order import Sort, print_odata_order, print_order_by
from weda_tui.core.filters.query import RecordQuery
from weda_tui.core.filters.relations import parted, print_related
from weda_tui.core.filters.selection import MASTER, selected
from weda_tui.core.filters.sheet import FilterRowKind, Sheet, SheetRow
from weda_tui.core.filters.tree import Condition, ConditionGroup, Verbatim
from weda_tui.core.filters.values import operand_of, shown_value
from weda_tui.core.filters.where import print_where
from weda_tui.core.json.tree import JsonKind, scan
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField
from weda_tui.core.requests.field_values import fits, readable_time, value_literal
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.filters import kind_words, operator_words, word_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.choice_list import ListChoice
from weda_tui.tui.widgets.drawing.highlighting import json_runs
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, pad, paragraph, wrap
from weda_tui.tui.widgets.modal import panel_keys, panel_title

FIELD, OPERATOR, VALUE = range(3)
"""The cells of a condition; a sort key has a field and a direction."""
_LABEL = 8
_FEWEST_FIELD, _OPERATOR_WIDTH = 22, 18


class FilterState(NamedTuple):
    """The state that the drawing of a row depends on."""

    strings: Strings
    sheet: Sheet
    cell: int
    """The selected cell of the cursor's row."""


def draw_row(index: int, look: FilterState, width: int) -> Line:
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


def _section(row: SheetRow, look: FilterState) -> str:
    """Return the name of the section if a row begins one; empty otherwise."""
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
    """Return the name of a field, followed by its title."""
    title = strip_control_characters(field.title)
    rest = [Run(f" {title}", "dim")] if title and title != field.name else []
    return [Run(strip_control_characters(field.name), "bold"), *rest]


def _condition(condition: Condition, look: FilterState, lead: Run, here: int, room: int) -> Line:
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
    """Return runs in exactly ``width`` cells; selected runs all have the role *focus*."""
    shown: list[Run] = []
    left = width - 1
    for run in runs:
        text = cut(run.text, left)
        shown.append(Run(text, "focus bold" if is_here else run.role, action))
        left -= cell_len(text)
    return [*shown, Run(" " * (left + 1), "text", action)]


def _value(condition: Condition, look: FilterState) -> tuple[str, str]:
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


def _sort(sort: Sort, look: FilterState, lead: Run, here: int) -> Line:
    words = look.strings.filters
    name = _padded(field_heading(look.sheet.field(sort.field)), 30, here == FIELD, "cell:0")
    direction = words.descending if sort.direction == "desc" else words.ascending
    role = "focus bold" if here == OPERATOR else "text"
    return Line([lead, *name, Run(direction, role, "cell:1")])


def _group(group: ConditionGroup, row: SheetRow, look: FilterState, lead: Run) -> Line:
    words = look.strings.filters
    text = Run(word_words(group.word, look.strings), "key", "cell:0")
    if not row.path and not group.terms:
        return Line([lead, Run(words.no_conditions, "faint")])
    return Line([lead, text])


def _verbatim(verbatim: Verbatim, look: FilterState, lead: Run, width: int) -> Line:
    name = f"{strip_control_characters(verbatim.name)}: " if verbatim.name else ""
    text = cut(f"{name}{strip_control_characters(verbatim.text)}", width - 30)
    return Line([lead, Run(text, "str")], [Run(look.strings.filters.kept, "faint"), Run("  ")])


def _selection(look: FilterState, width: int) -> str:
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
    """Return the remark on a sheet and its role; empty for none."""
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
    """Return whether each value has the type of its field, as far as the type is known."""
    wanted = _TYPES.get(sheet.field(condition.field).kind)
    root = scan(condition.value)
    if wanted is None or root is None or operand_of(condition.operator) is OperandKind.FLAG:
        return True
    nodes = root.items if root.kind is JsonKind.ARRAY else [root]
    return all(
        node.kind is JsonKind.NULL
        or fits(condition.value[node.start : node.end], node.kind, wanted)
        for node in nodes
    )


def preview(before: RecordQuery, after: RecordQuery, strings: Strings, width: int) -> list[Line]:
    """Return the changed parts of the query as they will be in the request."""
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


class FooterState(NamedTuple):
    """The state that the foot of the builder is drawn from."""

    strings: Strings
    sheet: Sheet
    before: RecordQuery
    cell: int
    is_typed: bool
    """Whether the selected value is typed rather than chosen."""
    is_in_field: bool
    """Whether the field of the value has the focus."""
    is_destructive: bool
    said: str
    """The message about the last key; empty for none."""
    most: int
    """The maximum number of preview lines."""


def title_lines(model: DataModel | None, strings: Strings) -> list[Line]:
    """Return the title, with the model if it is known."""
    words = strings.filters
    name = strip_control_characters(f"{model.name} {model.title}".strip()) if model else ""
    title = words.title_of.format(model=name) if name else words.title
    return panel_title(title)


def footer_lines(foot: FooterState, width: int) -> list[Line]:
    """Return the foot; its remark has at least one row, so that the rows below do not move."""
    said, role = foot.said, "fail" if foot.said.startswith("✗") else "dim"
    if not said:
        said, role = remark(foot.sheet, foot.strings, is_destructive=foot.is_destructive)
    if not said:
        said, role = _hint(foot), "dim"
    spoken = paragraph(said, width - 1, role)
    shown = preview(foot.before, foot.sheet.query, foot.strings, width)
    if len(shown) > foot.most:
        shown = [*shown[: foot.most - 1], Line([Run("  …", "dim")])]
    return [*(spoken or [Line()]), Line.rule(width), *shown, Line(), _keys(foot, width)]


def _hint(foot: FooterState) -> str:
    """Return a hint how to enter the selected value."""
    words, term = foot.strings.filters, foot.sheet.row.term
    if not isinstance(term, Condition):
        return ""
    if foot.cell != VALUE or not foot.is_typed:
        is_flag = foot.cell == VALUE and foot.sheet.is_flag
        return words.choose_hint if is_flag else words.narrow_hint
    if operand_of(term.operator) is OperandKind.LIST:
        return words.list_hint
    is_time = foot.sheet.field(term.field).kind is FieldKind.TIME
    return words.time_hint if is_time else ""


def _keys(foot: FooterState, width: int) -> Line:
    words, keys = foot.strings.filters, foot.strings.tui.keys
    is_place = foot.sheet.row.kind in {FilterRowKind.ADD, FilterRowKind.ADD_SORT}
    hints = [
        ("Esc", keys.leave if foot.is_in_field else words.key_back),
        *([("Enter", words.key_add), ("Ctrl+S", words.key_take)] if is_place else []),
        *([] if is_place else [("Enter", words.key_take), ("Tab", words.key_cell)]),
        ("Space", words.key_choose),
        *([] if is_place else [("Ctrl+N", words.key_add)]),
        ("Del", words.key_remove),
        ("Ctrl+G", words.key_group),
        ("Ctrl+U", words.key_ungroup),
        ("Ctrl+O", words.key_turn),
        ("Ctrl+Z", words.key_undo),
    ]
    if foot.is_in_field:
        hints = [hint for hint in hints if hint[0] not in {"Space", "Del", "Ctrl+U"}]
    return panel_keys(hints, width)


def field_choices(sheet: Sheet, strings: Strings) -> list[ListChoice]:
    """Return the fields for the selected row; JSON fields cannot be used to sort."""
    is_sort = sheet.row.kind is FilterRowKind.SORT
    fields = sheet.fields if is_sort else (*sheet.fields, *sheet.related_fields)
    return [_choice(f, strings) for f in fields if not (is_sort and f.kind is FieldKind.JSON)]


_SIGNS = {"$eq": "=", "$neq": "!=", "$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
"""The signs by which an operator can be found too."""


def operator_choices(sheet: Sheet, condition: Condition, strings: Strings) -> list[ListChoice]:
    """Return the operators that fit the field of a condition."""
    names = sheet.operators(condition.field)
    return [ListChoice(name, operator_words(name, strings), _SIGNS.get(name, "")) for name in names]


def value_choices(sheet: Sheet, strings: Strings) -> list[ListChoice]:
    """Return the listed values of the selected field; none for a text search."""
    term = sheet.row.term
    if not isinstance(term, Condition) or operand_of(term.operator) is OperandKind.TEXT:
        return []
    options = sheet.field(term.field).options
    return [ListChoice(str(each.value), each.meaning.text(strings.language)) for each in options]


def value_literals(sheet: Sheet, condition: Condition) -> dict[str, str]:
    """Return the JSON text of each listed value, keyed by the text in the list."""
    options = sheet.field(condition.field).options
    return {str(each.value): value_literal(each.value) for each in options}


def selection_choices(sheet: Sheet, strings: Strings) -> list[ListChoice]:
    """Return the fields that a response may contain."""
    every = ListChoice(MASTER, strings.filters.every_field)
    return [every, *(_choice(f, strings) for f in (*sheet.fields, *sheet.related_fields))]


def _choice(field: ModelField, strings: Strings) -> ListChoice:
    return ListChoice(field.name, field.title, kind_words(field.kind, strings))
