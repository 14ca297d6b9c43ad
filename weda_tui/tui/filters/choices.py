"""What can be chosen in each part of the filter builder."""

from weda_tui.core.filters.operators import Takes
from weda_tui.core.filters.selection import MASTER
from weda_tui.core.filters.sheet import FilterRowKind, Sheet
from weda_tui.core.filters.tree import Condition
from weda_tui.core.filters.values import takes
from weda_tui.core.models.data_model import FieldKind, ModelField
from weda_tui.core.requests.field_values import value_literal
from weda_tui.i18n.phrases.filters import kind_words, operator_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.choice_list import ListChoice


def field_choices(sheet: Sheet, strings: Strings) -> list[ListChoice]:
    """Return the fields for the selected row; records cannot be sorted by an object."""
    is_sort = sheet.row.kind is FilterRowKind.SORT
    fields = sheet.fields if is_sort else (*sheet.fields, *sheet.related_fields)
    return [_choice(f, strings) for f in fields if not (is_sort and f.kind is FieldKind.JSON)]


def operator_choices(sheet: Sheet, condition: Condition, strings: Strings) -> list[ListChoice]:
    """Return the operators that fit the field of a condition."""
    names = sheet.operators(condition.field)
    return [ListChoice(name, operator_words(name, strings)) for name in names]


def value_choices(sheet: Sheet, strings: Strings) -> list[ListChoice]:
    """Return the values that the selected field lists, none where text is searched for."""
    term = sheet.row.term
    if not isinstance(term, Condition) or takes(term.operator) is Takes.TEXT:
        return []
    options = sheet.field(term.field).options
    return [ListChoice(str(each.value), each.meaning.text(strings.language)) for each in options]


def value_literals(sheet: Sheet, condition: Condition) -> dict[str, str]:
    """Return the JSON text of each listed value by what the list shows."""
    options = sheet.field(condition.field).options
    return {str(each.value): value_literal(each.value) for each in options}


def selection_choices(sheet: Sheet, strings: Strings) -> list[ListChoice]:
    """Return the fields that an answer may show."""
    every = ListChoice(MASTER, strings.filters.every_field)
    return [every, *(_choice(f, strings) for f in (*sheet.fields, *sheet.related_fields))]


def _choice(field: ModelField, strings: Strings) -> ListChoice:
    return ListChoice(field.name, field.title, kind_words(field.kind, strings))
