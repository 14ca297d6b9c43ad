"""Filters in words: operators, errors, field types."""

from weda_tui.core.filters.odata import FilterFault
from weda_tui.core.filters.operators import OPERATORS
from weda_tui.core.filters.tree import Word
from weda_tui.core.models.data_model import FieldKind
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text


def operator_words(operator: str, strings: Strings) -> str:
    """Return the words for an operator; an undocumented operator is shown by its name."""
    if operator not in OPERATORS:
        return strip_control_characters(operator)
    name = operator.removeprefix("$")
    return find_text(strings.filters.operators, "in_" if name == "in" else name)


def word_words(word: Word, strings: Strings) -> str:
    """Return how a group combines its terms."""
    return strings.filters.all_of if word is Word.AND else strings.filters.any_of


def kind_words(kind: FieldKind, strings: Strings) -> str:
    """Return the type of a field's values; empty if unknown."""
    return strings.filters.kinds[kind.value]


def fault_words(fault: FilterFault, strings: Strings) -> str:
    """Return the position at which a ``$filter`` cannot be read, and why."""
    words = strings.filters
    reason = find_text(words.faults, fault.kind.value).format(
        near=strip_control_characters(fault.near)
    )
    return words.cannot_read.format(column=fault.column, reason=reason)
