"""Why text is not JSON, in the user's language."""

from weda_tui.core.json.text import JsonFault
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.words.requests import JsonFaultWords, RequestPaneWords


def fault_words(fault: JsonFault, words: RequestPaneWords, reasons: JsonFaultWords) -> str:
    """Return where a body stops being JSON and why, and the file that does it."""
    pattern = words.json_file_fault if fault.file else words.json_fault
    reason, file = explain_fault(fault, reasons), strip_control_characters(fault.file)
    return pattern.format(line=fault.line, column=fault.column, reason=reason, file=file)


def explain_fault(fault: JsonFault, strings: JsonFaultWords) -> str:
    """Return the reason of a fault; the parser's own words where it has others than these."""
    known = {
        "Expecting ',' delimiter": strings.comma,
        "Expecting ':' delimiter": strings.colon,
        "Expecting value": strings.value,
        "Expecting property name enclosed in double quotes": strings.name,
        "Unterminated string starting at": strings.string_end,
        "Invalid control character at": strings.control,
        "Extra data": strings.extra,
        "Invalid \\escape": strings.escape,
        "Invalid \\uXXXX escape": strings.escape,
        "Illegal trailing comma before end of object": strings.trailing,
        "Illegal trailing comma before end of array": strings.trailing,
        "Nested too deeply": strings.deep,
    }
    return known.get(fault.reason, fault.reason)
