"""A run as JUnit XML, in the shape that Jenkins (junit-10.xsd) and GitLab read.

    <testsuites tests failures errors time><testsuite name tests failures errors skipped time>
    <testcase classname name time>[<failure message type>…|<error …>|<skipped message/>]</testcase>

A failure is an assertion that does not hold; an error is a call that got no response.
"""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

import msgspec


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One request of a run."""

    group: str
    """The folder; in the class name, its slashes become dots."""
    name: str
    seconds: float
    outcome: str = "passed"
    """``passed``, ``failure``, ``error`` or ``skipped``."""
    kind: str = ""
    message: str = ""
    """One line."""
    details: str = ""
    output: str = ""
    """Text for ``system-out``, which may interest a reader even if the call passed."""


def write_junit(name: str, cases: Sequence[Case], seconds: float) -> bytes:
    """Return the document in UTF-8."""
    counts = {kind: sum(case.outcome == kind for case in cases) for kind in _TAGS}
    numbers = (
        f'tests="{len(cases)}" failures="{counts["failure"]}" errors="{counts["error"]}" '
        f'time="{seconds:.3f}"'
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {numbers}>",
        f'  <testsuite name={_attribute(name)} {numbers} skipped="{counts["skipped"]}">',
        *(_case(case) for case in cases),
        "  </testsuite>",
        "</testsuites>",
        "",
    ]
    return "\n".join(lines).encode()


_TAGS = ("failure", "error", "skipped")


def _case(case: Case) -> str:
    head = (
        f"    <testcase classname={_attribute(case.group.replace('/', '.'))}"
        f' name={_attribute(case.name)} time="{case.seconds:.3f}"'
    )
    inside: list[str] = []
    if case.outcome in _TAGS:
        has_kind = bool(case.kind) and case.outcome != "skipped"
        kind = f" type={_attribute(case.kind)}" if has_kind else ""
        inside.append(
            f"      <{case.outcome} message={_attribute(case.message)}{kind}>"
            f"{_text(case.details)}</{case.outcome}>"
        )
    if case.output:
        inside.append(f"      <system-out>{_text(case.output)}</system-out>")
    return "\n".join([f"{head}>", *inside, "    </testcase>"]) if inside else f"{head}/>"


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document may contain, not even escaped."""


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
