"""The documentation of the selected row of a form: type, meaning, warnings, values, example."""

from collections.abc import Callable, Sequence

from rich.cells import cell_len

from weda_tui.core.catalogue.endpoint import Parameter
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind
from weda_tui.core.requests.field_values import is_time
from weda_tui.core.requests.form import FormRow, FormRowKind
from weda_tui.core.requests.header_form import documented_type
from weda_tui.core.requests.variables import Used
from weda_tui.core.text import template
from weda_tui.i18n.phrases.requests import here_words
from weda_tui.i18n.phrases.sending import offered_words, used_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.requests.form_field import FormField
from weda_tui.tui.requests.form_rows import FormRows
from weda_tui.tui.requests.form_view import add_words, type_or_moment
from weda_tui.tui.widgets.completion_list import NameList
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, pad, paragraph


def offer_lines(names: NameList, words: Callable[[str], str], width: int, most: int) -> list[Line]:
    """Return exactly ``most`` rows with the names that match, including the selected name."""
    options = names.offer.options if names.offer is not None else ()
    seen = [(index == names.chosen, str(options[index])) for index in names.seen(most)]
    room = max(cell_len(name) for _, name in seen)
    lines: list[Line] = []
    for is_chosen, name in seen:
        mark = Run(" › " if is_chosen else "   ", "focus")
        meaning = Run(cut(words(name), max(0, width - room - 7)), "dim")
        left = [mark, Run(pad(name, room), "key bold" if is_chosen else "key"), Run("  "), meaning]
        lines.append(Line(left, fill="sel" if is_chosen else ""))
    return [*lines, *[Line()] * (most - len(lines))]


def footer_lines(
    row: FormRow | None,
    finding: DraftFinding | None,
    strings: Strings,
    width: int,
    most: int,
    hints: Sequence[str] = (),
) -> list[Line]:
    """Return exactly ``most`` rows about a row: name and type, meaning, warning, values, example.

    ``hints`` say what the variables in the value of the row stand for.
    """
    if row is None:
        return [Line()] * most
    lines = [Line([Run("  "), *_heading(row, strings)])]
    known = [(hint, "dim") for hint in hints]
    for text, role in [*known, *_paragraphs(row, finding, strings)]:
        lines += paragraph(text, width - 1, role)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut_line(lines[most - 1], strings.fields.rest, width)]
    return [*lines, *[Line()] * (most - len(lines))]


def _cut_line(line: Line, rest: str, width: int) -> Line:
    """Return the last visible line of a longer text, with a hint where the rest is."""
    *margin, run = line.left
    text = cut(run.text, max(1, width - cell_len(rest) - cells(margin) - 3))
    text = text if text.endswith("…") else f"{text} …"
    return Line([*margin, run._replace(text=text)], [Run(f" {rest} ", "faint")])


def _heading(row: FormRow, strings: Strings) -> list[Run]:
    words, parameter = strings.fields, row.parameter
    name = row.name or words.whole_body
    if row.kind in {FormRowKind.ADD_ITEM, FormRowKind.ADD_KEY}:
        name = add_words(row, words)
    place = {"path": words.in_path, "query": words.in_query, "header": words.in_header}
    facts = [type_or_moment(parameter, strings), place.get(row.location, "")]
    facts += [words.required] if row.is_required and row.kind is not FormRowKind.ADD_KEY else []
    facts += [words.default.format(value=parameter.default)] if parameter.default else []
    facts += [] if row.is_known else [words.unlisted]
    return [Run(name, "bold"), Run("  " + " · ".join(fact for fact in facts if fact), "dim")]


def _paragraphs(
    row: FormRow, finding: DraftFinding | None, strings: Strings
) -> list[tuple[str, str]]:
    words, parameter, language = strings.fields, row.parameter, strings.language
    found: list[tuple[str, str]] = []
    if finding is not None and finding.kind is not FindingKind.MISSING:
        found.append((f"✗ {here_words(finding, words)}", "fail"))
    if row.kind is FormRowKind.ADD_KEY:
        is_header = row.location == "header"
        found.append((words.add_header_hint if is_header else words.add_key_hint, "dim"))
    notes = parameter.notes.text(language)
    if documented := documented_type(row):
        found.append((f"! {words.documented.format(value=documented)}", "caution"))
    found += [
        (parameter.description.text(language), "dim"),
        (f"! {notes}" if notes else "", "caution"),
        (_values(parameter, strings), "faint"),
        (words.boolean_hint if parameter.type == "boolean" else "", "faint"),
        (words.time_hint if is_time(parameter) else "", "faint"),
        (words.example.format(value=parameter.example) if parameter.example else "", "faint"),
    ]
    return [(text, role) for text, role in found if text]


def _values(parameter: Parameter, strings: Strings) -> str:
    texts = [
        f"{value.value} {value.meaning.text(strings.language)}".rstrip() for value in parameter.enum
    ]
    return " · ".join(texts)


TALL_FOOT, SHORT_FOOT = 6, 2
"""Rows of the documentation on a tall and on a short screen."""

LookUp = Callable[[str], Used | None]
"""Returns what a variable stands for."""


def form_docs(rows: FormRows, field: FormField, look_up: LookUp, width: int) -> list[Line]:
    """Return the documentation rows below the form, the same number for every selected row."""
    strings, most = rows.strings, TALL_FOOT if rows.is_tall else SHORT_FOOT

    def say(name: str, words: Callable[[Used, Strings], str]) -> str:
        used = look_up(name)
        return words(used, strings) if used is not None else ""

    if field.names.offer is not None:
        return offer_lines(field.names, lambda name: say(name, offered_words), width, most)
    row = rows.selected_row
    text = field.value if field.display else row.raw or "" if row is not None else ""
    values = {name: say(name, used_words) for name in template.names(text)}
    hints = [f"{{{{{name}}}}} = {words}" for name, words in values.items() if words]
    finding = rows.findings.get(row.key) if row is not None else None
    return footer_lines(row, finding, strings, width, most, hints)
