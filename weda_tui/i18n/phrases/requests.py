"""The findings in a draft, and the position at which its body is no JSON, in words."""

from collections.abc import Sequence

from weda_tui.core.json.text import JsonFault
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.words.requests import FieldWords, JsonFaultWords, RequestPaneWords, TypeWords


def type_words(kind: str, strings: TypeWords) -> str:
    """Return the words for a type; a type that only the documentation uses stays unchanged."""
    if kind.startswith("array<"):
        inner = kind.removeprefix("array<").removesuffix(">")
        return strings.array_of.format(type=type_words(inner, strings))
    known = {
        "string": strings.string,
        "integer": strings.integer,
        "number": strings.number,
        "boolean": strings.boolean,
        "object": strings.object,
        "array": strings.array,
        "any": strings.any,
    }
    return known.get(kind, kind)


def finding_words(finding: DraftFinding, strings: FieldWords) -> str:
    """Return a finding with the name of its value."""
    words = strings.findings
    name = finding.name or strings.whole_body
    match finding.kind:
        case FindingKind.MISSING:
            return words.missing.format(name=name)
        case FindingKind.WRONG_TYPE:
            kind = type_words(finding.expected, strings.types)
            return words.wrong_type.format(name=name, type=kind)
        case FindingKind.NOT_LISTED:
            return words.not_listed.format(name=name, values=finding.expected)
        case FindingKind.BLANK_AT_EDGE:
            return words.blank_at_edge.format(name=name)


def findings_words(findings: Sequence[DraftFinding], strings: FieldWords) -> str:
    """Return a summary: a wrong type, else the number of missing values, else the first finding.

    A wrong type comes first because a server may read a value of another type as a condition.
    """
    wrong = [finding for finding in findings if finding.kind is FindingKind.WRONG_TYPE]
    if wrong:
        return finding_words(wrong[0], strings)
    missing = [finding for finding in findings if finding.kind is FindingKind.MISSING]
    if len(missing) > 1:
        words = strings.findings.missing_more
        return words.format(name=missing[0].name, count=len(missing))
    return finding_words((missing or findings)[0], strings)


def here_words(finding: DraftFinding, strings: FieldWords) -> str:
    """Return a finding as it is shown below its own field."""
    words = strings.findings
    match finding.kind:
        case FindingKind.MISSING:
            return words.here_missing
        case FindingKind.WRONG_TYPE:
            return words.here_wrong_type.format(type=type_words(finding.expected, strings.types))
        case FindingKind.NOT_LISTED:
            return words.here_not_listed.format(values=finding.expected)
        case FindingKind.BLANK_AT_EDGE:
            return words.here_blank_at_edge


def fault_words(fault: JsonFault, words: RequestPaneWords, reasons: JsonFaultWords) -> str:
    """Return where a body stops being JSON and why, and the file with the error."""
    pattern = words.json_file_fault if fault.file else words.json_fault
    reason, file = explain_fault(fault, reasons), strip_control_characters(fault.file)
    return pattern.format(line=fault.line, column=fault.column, reason=reason, file=file)


def explain_fault(fault: JsonFault, strings: JsonFaultWords) -> str:
    """Return the reason of a syntax error, translated if it is known, else the parser's message."""
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
