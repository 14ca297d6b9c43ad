"""Draws the rows of a form: names, values and their meanings."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len

from weda_tui.core.catalogue.endpoint import Location, Parameter
from weda_tui.core.json.tree import JsonKind, Path
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.field_values import is_time, readable_time
from weda_tui.core.requests.form import Form, FormRow, FormRowKind
from weda_tui.core.requests.header_form import documented_type
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.requests import here_words, type_words
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.words.requests import FieldWords
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut

RowKey = tuple[Location, Path]

LABEL = 18
"""Cells of a name and its star if there is room; more for a longer name."""
LEAST_LABEL, MOST_OF_WIDTH = 14, 0.48
LONG_ID = 21
"""Cells of a field in which 19 digits are visible."""
MARGIN = 2
"""Cells before a name: the cursor mark and a blank."""


class FormLine(NamedTuple):
    """One line of the form: a row, the help below a row, or a line between rows."""

    kind: str
    """``"row"``, ``"help"``, ``"blank"``, ``"unset"`` or ``"note"``."""
    row: FormRow | None = None
    text: str = ""
    is_shaded: bool = False
    """Whether the field has another surface, so that it does not merge with the field above."""

    @property
    def key(self) -> RowKey | None:
        """The key of the row, if the cursor can be on the line."""
        return self.row.key if self.row is not None and self.kind == "row" else None


class FormState(NamedTuple):
    """The state that the drawing of a line depends on."""

    strings: Strings
    findings: Mapping[RowKey, DraftFinding]
    folded: Collection[RowKey]
    at: RowKey | None
    """The key of the selected row."""
    label: int
    """Cells of a name and its star."""
    unset: int
    is_unset_open: bool
    is_tall: bool
    filled: Mapping[RowKey, str] = MappingProxyType({})
    """The rows that were filled from a response, and the text that they had then."""


def form_lines(
    form: Form,
    folded: Collection[RowKey],
    *,
    is_tall: bool,
    is_unset_open: bool,
    notes: list[str],
    filled: Mapping[RowKey, str] = MappingProxyType({}),
) -> list[FormLine]:
    """Return the lines of a form; ``notes`` are sentences before the first row.

    Filled fields have a line of help if ``is_tall``; fields filled from a response and those with a
    deviating documented type always have one.
    """
    lines = [FormLine("note", text=note) for note in notes]
    has_header = False
    hidden: RowKey | None = None
    for row in form.rows:
        if hidden is not None and _is_inside(row, hidden):
            continue
        hidden = row.key if row.key in folded else None
        if row.is_unset and not has_header:
            has_header = True
            if is_tall and lines:
                lines.append(FormLine("blank"))
            lines.append(FormLine("unset"))
        if row.is_unset and not (is_tall or is_unset_open):
            continue
        above = lines[-1] if lines else None
        lines.append(FormLine("row", row, is_shaded=_is_shaded(above, row)))
        if (is_tall and _has_help(row)) or is_from_answer(row, filled) or documented_type(row):
            lines.append(FormLine("help", row))
    return lines


def _is_shaded(above: FormLine | None, row: FormRow) -> bool:
    """Return whether the field of a row would merge with the field of the line above."""
    if above is None or above.kind != "row" or above.row is None:
        return False
    return _has_field(row) and _has_field(above.row) and not above.is_shaded


def _has_field(row: FormRow) -> bool:
    return row.kind is FormRowKind.FIELD and _is_filled(row)


def is_from_answer(row: FormRow, filled: Mapping[RowKey, str]) -> bool:
    """Return whether a row still has the value that was copied from a response."""
    return row.kind is FormRowKind.FIELD and bool(row.text) and filled.get(row.key) == row.text


def _is_inside(row: FormRow, group: RowKey) -> bool:
    location, path = group
    return row.location == location and row.path[: len(path)] == path and row.path != path


def _has_help(row: FormRow) -> bool:
    is_item = bool(row.path) and isinstance(row.path[-1], int)
    return _has_field(row) and not is_item


def _is_filled(row: FormRow) -> bool:
    return row.raw is not None or row.is_required


def label_width(form: Form, width: int) -> int:
    """Return the cells for names: as many as the longest needs, but long ids remain readable."""
    longest = max((2 * row.depth + cell_len(row.name) + 3 for row in form.rows), default=0)
    most = min(int(width * MOST_OF_WIDTH), width - MARGIN - 1 - LONG_ID)
    return min(max(LABEL, longest), max(LEAST_LABEL, most))


def draw_form_line(line: FormLine, look: FormState, width: int) -> Line:
    """Draw one line."""
    words = look.strings.fields
    match line.kind:
        case "help" if line.row is not None:
            return _help(line.row, look, width)
        case "unset":
            if look.is_tall:
                count = Run(words.unset_count.format(count=look.unset), "dim")
                return Line([Run("  "), Run(words.unset, "dim")], [count, Run(" ")])
            mark = "▾" if look.is_unset_open else "▸"
            text = words.unset_short.format(count=look.unset)
            return Line([Run("  "), Run(f"{mark} ", "dim"), Run(text, "dim")])
        case "note":
            return Line([Run("  "), Run(line.text, "fail" if "✗" in line.text else "dim")])
        case _:
            return _row(line, line.row, look, width) if line.row is not None else Line()


def _row(line: FormLine, row: FormRow, look: FormState, width: int) -> Line:
    match row.kind:
        case FormRowKind.ADD_ITEM | FormRowKind.ADD_KEY:
            return _add(row, look)
        case FormRowKind.GROUP:
            return Line([*_name(row, look), *_group(row, look)])
        case FormRowKind.FIELD if _is_filled(row):
            room = width - MARGIN - look.label - 1
            field = _field(row, look, room)
            return Line([*_name(row, look), *(map(_shaded, field) if line.is_shaded else field)])
        case FormRowKind.FIELD:
            meaning = [Run(" "), Run(_meaning(row, look.strings), "faint")]
            return Line([*_name(row, look), *meaning], [Run(" ")])


def _name(row: FormRow, look: FormState) -> list[Run]:
    is_wrong = row.key in look.findings
    name = row.name or look.strings.fields.whole_body
    star = " *" if row.is_required else ""
    cross = "✗ " if is_wrong else ""
    room = look.label - 2 * row.depth - len(cross) - len(star) - 1
    name = cut(name, max(4, room)) if _is_filled(row) else strip_control_characters(name)
    text = "  " * row.depth + cross + name + star
    text += " " * (look.label - cell_len(text))
    role = "text" if _is_filled(row) else "dim"
    if not row.is_known:
        role = "text italic"
    role = "fail" if is_wrong else role
    return [Run("  "), Run(text, f"{role} bold" if row.key == look.at else role)]


def _group(row: FormRow, look: FormState) -> list[Run]:
    meaning = row.parameter.description.text(look.strings.language)
    if row.raw is None and not row.is_required:
        return [Run(" "), Run(meaning, "faint")]
    mark = "▸" if row.key in look.folded else "▾"
    count = look.strings.fields.items.format(count=row.count)
    is_counted = row.json_kind is JsonKind.ARRAY or row.key in look.folded
    if row.json_kind is JsonKind.NULL:
        return [Run(" "), Run("null", "num italic"), Run(f"  {meaning}", "dim")]
    runs = [Run(f"{mark} ", "dim"), Run(meaning, "dim")]
    return [*runs, Run(f"  {count}" if meaning else count, "faint")] if is_counted else runs


def _add(row: FormRow, look: FormState) -> Line:
    words = look.strings.fields
    text = add_words(row, words)
    role = "bold" if row.key == look.at else "dim"
    return Line([Run("  "), Run("  " * row.depth), Run(f"+ {text}", role)])


def add_words(row: FormRow, words: FieldWords) -> str:
    """Return the label of the row that adds a header, an item or a member."""
    if row.location == "header":
        return words.add_header
    return words.add_item if row.kind is FormRowKind.ADD_ITEM else words.add_key


def _field(row: FormRow, look: FormState, room: int) -> list[Run]:
    """Draw a value in its field, ``room`` cells wide, with its meaning at the right."""
    parameter, inner = row.parameter, max(1, room - 2)
    if parameter.type == "boolean" and row.text in {"true", "false", ""} and inner >= 19:
        return _on_field(_switch(row.text), [], room)
    if parameter.enum:
        meaning = row.meaning.text(look.strings.language)
        runs = [Run(row.text), Run(f"  {meaning}" if meaning else "", "dim")]
        return _on_field(runs, [Run("▾", "dim")], room)
    role = "text" if row.json_kind in {None, JsonKind.STRING} else "num"
    role = "num italic" if row.json_kind in {JsonKind.BOOLEAN, JsonKind.NULL} else role
    moment = readable_time(row.text) if parameter.type == "integer" else ""
    left = inner - cell_len(row.text) - 2
    note = next((text for text in (moment, moment[5:16]) if cell_len(text) <= left), "")
    return _on_field([Run(row.text, role)], [Run(note, "dim")], room)


def _switch(text: str) -> list[Run]:
    on, off = text == "true", text == "false"
    return [
        Run("(•) true" if on else "( ) true", "text" if on else "dim"),
        Run("  "),
        Run("(•) false" if off else "( ) false", "text" if off else "dim"),
    ]


def _on_field(left: list[Run], right: list[Run], room: int) -> list[Run]:
    inner = max(1, room - 2 - sum(cell_len(run.text) for run in right))
    runs: list[Run] = []
    used = 0
    for run in left:
        text = cut(run.text, inner - used)
        runs.append(run._replace(text=text, role=f"{run.role} on-field"))
        used += cell_len(text)
    blank = Run(" " * (inner - used), "text on-field")
    ends = [run._replace(role=f"{run.role} on-field") for run in right]
    edge = Run(" ", "text on-field")
    return [edge, *runs, blank, *ends, edge]


def _shaded(run: Run) -> Run:
    return run._replace(role=run.role.replace("on-field", "on-panel"))


def _meaning(row: FormRow, strings: Strings) -> str:
    """Return the text of an empty row: its meaning and its default."""
    parameter = row.parameter
    parts = [parameter.description.text(strings.language)]
    if parameter.default:
        parts.append(strings.fields.default.format(value=parameter.default))
    return " · ".join(part for part in parts if part)


def _help(row: FormRow, look: FormState, width: int) -> Line:
    lead, words = Run(" " * (MARGIN + look.label + 1)), look.strings.fields
    finding = look.findings.get(row.key)
    if finding is not None:
        return Line([lead, Run(f"✗ {here_words(finding, words)}", "fail")])
    room = width - MARGIN - look.label - 2
    if documented := documented_type(row):
        text = cut(f"! {words.documented_short.format(value=documented)}", width - 2 * MARGIN - 1)
        return Line([Run(" " * 2 * MARGIN), Run(text, "caution")])
    facts = _facts(row, look.strings)
    if is_from_answer(row, look.filled):
        source = look.strings.following.from_answer
        both = [facts[0], source]
        fits = look.is_tall and cell_len(" · ".join(both)) <= room
        facts = both if fits else [source]
    return Line([lead, Run(cut(" · ".join(facts), room), "faint")])


def filled_fields(form: Form, strings: Strings, width: int) -> str:
    """Return the filled fields that fit: ``TaskStatus 1 待办 · +2``; empty if there are none."""
    rows = [row for row in form.rows if row.kind is FormRowKind.FIELD and row.raw is not None]
    outer = [row for row in rows if row.depth == 0]
    shown = ""
    for number, row in enumerate(outer, 1):
        text = f"{row.name} {row.text} {row.meaning.text(strings.language)}".rstrip()
        longer = f"{shown} · {text}" if shown else text
        rest = f" · +{len(rows) - number}" if number < len(rows) else ""
        if shown and cell_len(longer + rest) > width:
            return f"{shown} · +{len(rows) - number + 1}"
        shown = longer
    return f"{shown} · +{len(rows) - len(outer)}" if shown and len(rows) > len(outer) else shown


def _facts(row: FormRow, strings: Strings) -> list[str]:
    """Return type or time, meaning and count of values: the text below a filled field."""
    parameter, words = row.parameter, strings.fields
    moment = readable_time(row.text) if parameter.type == "integer" else ""
    facts = [moment or type_or_moment(parameter, strings)]
    if not row.is_known:
        facts.append(words.unlisted)
    facts.append(parameter.description.text(strings.language))
    if parameter.enum:
        facts.append(words.values.format(count=count(len(parameter.enum))))
    return [fact for fact in facts if fact]


def type_or_moment(parameter: Parameter, strings: Strings) -> str:
    """Return the words for a type; for a time, that it is in milliseconds."""
    types = strings.fields.types
    return types.milliseconds if is_time(parameter) else type_words(parameter.type, types)
