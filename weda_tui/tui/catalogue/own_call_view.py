"""The rows of the form of a call, and the faults of its fields in words."""

from weda_tui.core.catalogue.own_call import METHODS, CallFault, CallField, CallReason
from weda_tui.i18n.phrases.requests import explain_fault
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, wrap
from weda_tui.tui.widgets.modal import panel_keys

LABEL = 14
"""The width in cells of the column of labels, including its margin."""
REQUIRED = frozenset({CallField.TITLE, CallField.METHOD, CallField.PATH, CallField.ACTION})


def draw_label(field: CallField, strings: Strings) -> list[Line]:
    """Return the label of a field, with a star if the field is required."""
    star = " *" if field in REQUIRED else ""
    return [Line([Run("  "), Run(_label(field, strings) + star)])]


def draw_hint(
    field: CallField, fault: CallFault | None, strings: Strings, width: int
) -> list[Line]:
    """Return the hint or the fault of a field."""
    said, role = (f"✗ {fault_words(fault, strings)}", "fail") if fault else (
        _hint(field, strings), "faint",
    )  # fmt: skip
    margin = " " * LABEL
    return [Line([Run(margin), Run(part, role)]) for part in wrap(said, width - LABEL - 2)]


def fault_words(fault: CallFault, strings: Strings) -> str:
    """Return the fault of a field in words."""
    words = strings.tui.own
    match fault.reason:
        case CallReason.MISSING:
            return words.missing.format(field=_label(fault.field, strings))
        case CallReason.BAD_METHOD:
            return words.bad_method.format(methods=" ".join(METHODS))
        case CallReason.BAD_PATH:
            return words.bad_path
        case CallReason.BAD_ACTION:
            return words.bad_action
        case CallReason.TAKEN:
            return words.taken
        case CallReason.NOT_AN_OBJECT:
            return words.not_an_object
        case CallReason.NOT_JSON:
            place = fault.place
            if place is None:
                return words.not_an_object
            reason = explain_fault(place, strings.tui.fault)
            line, column = place.line, place.column
            return strings.tui.with_.json_fault.format(line=line, column=column, reason=reason)


def draw_keys(strings: Strings, width: int) -> list[Line]:
    """Return the keys of the form."""
    words = strings.tui
    keys = [
        ("Ctrl+S", words.keys.save),
        ("Tab", words.keys.next_field),
        ("←→", words.own.pick),
        ("Esc", words.keys.close),
    ]
    return [panel_keys(keys, width)]


def _label(field: CallField, strings: Strings) -> str:
    words = strings.tui.own
    match field:
        case CallField.TITLE:
            return words.title
        case CallField.METHOD:
            return words.method
        case CallField.PATH:
            return words.path
        case CallField.ACTION:
            return words.action
        case CallField.PARAMETERS:
            return words.parameters


def _hint(field: CallField, strings: Strings) -> str:
    words = strings.tui.own
    match field:
        case CallField.TITLE | CallField.METHOD:
            return ""
        case CallField.PATH:
            return words.path_hint
        case CallField.ACTION:
            return words.action_hint
        case CallField.PARAMETERS:
            return words.parameters_hint
