"""The expectations, captures and dependencies of a saved request as a Postman test script.

    // weda-tui: tests
    // [[assert]]                     the request's own file, read again on import
    // on = "status"
    // equals = 200
    check("status equals 200", number(pm.response.code), (value) => same(value, number("200")));

Numbers are compared digit for digit, as the runner does; JavaScript would round ids of 19 digits.
What has no counterpart is in the comment only, and ``unsaid_tests`` names it. Postman fills in
variables in a captured value, so a value with the beginning of a variable is not captured.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from weda_tui.core.collections.saved_request import (
    Assertion,
    AssertionOperator,
    Expectations,
    Expected,
)
from weda_tui.core.errors import FileError
from weda_tui.core.files import read_packaged_text
from weda_tui.core.runs.assertions import asserted
from weda_tui.core.secrets.patterns import is_secret_name
from weda_tui.core.text.template import VARIABLE
from weda_tui.formats.postman.environment import is_secret
from weda_tui.formats.toml import writer as toml_writer
from weda_tui.formats.toml.assertions import assertion_table
from weda_tui.formats.toml.requests import parse_saved_request

_TITLE = "// weda-tui: tests"
_SUBJECTS = {
    "verdict": "verdict()",
    "status": "number(pm.response.code)",
    "time": "number(pm.response.responseTime)",
    "size": "number(pm.response.responseSize)",
}
_HOLDS = {
    AssertionOperator.EQUALS: "same(value, {})",
    AssertionOperator.NOT_EQUALS: "!same(value, {})",
    AssertionOperator.CONTAINS: "contains(value, {})",
    AssertionOperator.NOT_CONTAINS: "!contains(value, {})",
    AssertionOperator.MATCHES: "new RegExp({}).test(text(value))",
    AssertionOperator.IS_NULL: "(value === null) === {}",
    AssertionOperator.LESS_THAN: "order(value, {}) < 0",
    AssertionOperator.GREATER_THAN: "order(value, {}) > 0",
    AssertionOperator.ONE_OF: "{}.some((each) => same(value, each))",
    AssertionOperator.LENGTH: "same(number(length(value)), {})",
}
_SEGMENT = re.compile(
    r"\.(?P<name>[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)|\[(?P<index>\d+)\]"
    r"|\['(?P<single>[^'\\]*)'\]|\[\"(?P<double>[^\"\\]*)\"\]"
)
_NOT_IN_JAVASCRIPT = re.compile(r"\(\?(?!:|=|!|<=|<!)|\\[AZ]|[*+?}]\+")
"""Regular expression syntax that JavaScript reads in another way, or not at all."""


def write_tests(tests: Expectations, *, answers_tokens: bool = False) -> str:
    """Return the script; empty if there is nothing to test, capture or depend on.

    The script shows the value for which an assertion fails. Of a secret it shows only whether there
    is one, because many assertions together would reveal the secret. A secret is a value that has a
    secret's name, holds a key or looks like a token, and, if the call ``answers_tokens``, any long
    text.
    """
    if tests == Expectations():
        return ""
    kept = {
        "depends": list(tests.depends),
        "capture": dict(tests.captures),
        "assert": [assertion_table(each) for each in tests.asserts],
    }
    own = toml_writer.dumps({name: value for name, value in kept.items() if value})
    own = re.sub("[\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", own)
    lines = [_TITLE, *(f"// {line}" for line in own.strip("\n").split("\n"))]
    calls = [*_captures(tests.captures), *_checks(tests.asserts, answers_tokens=answers_tokens)]
    prelude = read_packaged_text("formats/postman/tests.js")
    return "\n".join([*lines, prelude.rstrip("\n"), *calls] if calls else lines)


def read_tests(script: str) -> Expectations | None:
    """Return the expectations in a script that this program wrote; ``None`` for any other script.

    A script counts only if it is, letter by letter, one that this program would write.
    """
    lines = script.strip().split("\n")
    if lines[0] != _TITLE:
        return None
    own: list[str] = []
    for line in lines[1:]:
        if not line.startswith("//"):
            break
        own.append(line[2:].removeprefix(" "))
    try:
        read = parse_saved_request("\n".join(['endpoint = "x"', *own]), file="", path="")
    except FileError:
        return None
    found = read.expectations
    written = (write_tests(found, answers_tokens=each).strip() for each in (False, True))
    return found if script.strip() in written else None


def names_secret(source: str) -> bool:
    """Return whether an assertion or a capture reads a member or header with a secret's name."""
    return any(map(is_secret_name, re.split(r"[^\w-]+", source)))


def reads_secret(source: str) -> bool:
    """Return whether an assertion or a capture reads what may be a secret by its name."""
    return is_secret(source, "") or names_secret(source)


def unsaid_tests(tests: Expectations) -> Iterator[str]:
    """Yield the assertions and captures that Postman cannot perform."""
    for each in tests.asserts:
        if _check(each) is None:
            yield f"assert {each.on} {each.operator}"
    for name, source in tests.captures.items():
        if _subject(source) is None:
            yield f"capture {name}"


def _captures(captures: Mapping[str, str]) -> Iterable[str]:
    for name, source in captures.items():
        if subject := _subject(source):
            yield f"keep({_literal(name)}, {subject});"


def _checks(asserts: tuple[Assertion, ...], *, answers_tokens: bool) -> Iterable[str]:
    for each in asserted(asserts) if asserts else ():
        if (check := _check(each, answers_tokens=answers_tokens)) is not None:
            yield check


def _check(assertion: Assertion, *, answers_tokens: bool = False) -> str | None:
    """Return the call that tests an assertion; ``None`` if Postman cannot test it."""
    subject, expected = _subject(assertion.on), assertion.expected
    if subject is None:
        return None
    if names_secret(assertion.on) and assertion.operator is not AssertionOperator.EXISTS:
        return None
    if assertion.on == "verdict" and not _is_verdict(assertion):
        return None
    if assertion.operator is AssertionOperator.MATCHES and _NOT_IN_JAVASCRIPT.search(str(expected)):
        return None
    shown = f"{assertion.on} {assertion.operator} {_shown(expected)}"
    if assertion.operator is AssertionOperator.EXISTS:
        subject = f"{subject} !== undefined"
        holds = f"value === {_value(expected)}"
    else:
        condition = _HOLDS[assertion.operator].format(_value(expected))
        holds = f"value !== undefined && {condition}"
    is_hidden = reads_secret(assertion.on) or (answers_tokens and assertion.on not in _SUBJECTS)
    call = "checkSecret" if is_hidden else "check"
    return f"{call}({_literal(shown)}, {subject}, (value) => {holds});"


def _is_verdict(assertion: Assertion) -> bool:
    """Return whether an assertion needs only the two verdicts that the script distinguishes."""
    is_equal = assertion.operator in {AssertionOperator.EQUALS, AssertionOperator.NOT_EQUALS}
    return is_equal and assertion.expected == "ok"


def _subject(on: str) -> str | None:
    """Return the expression for the subject of an assertion or the source of a capture."""
    if on in _SUBJECTS:
        return _SUBJECTS[on]
    if on.lower().startswith("header "):
        return f"header({_literal(on[len('header ') :].strip())})"
    keys: list[str] = []
    at = 1
    while match := _SEGMENT.match(on, at):
        at = match.end()
        name = next((match[each] for each in ("name", "single", "double") if match[each]), "")
        keys.append(str(int(match["index"])) if match["index"] else _literal(name))
    return f"find({', '.join(keys)})" if on.startswith("$") and at == len(on) else None


def _value(expected: Expected) -> str:
    match expected:
        case tuple():
            return f"[{', '.join(map(_value, expected))}]"
        case bool() | None:
            return json.dumps(expected)
        case int() | float() | Decimal():
            return f'number("{expected}")'
        case str():
            literal = _literal(expected)
            has_variable = VARIABLE.search(expected) is not None
            return f"pm.variables.replaceIn({literal})" if has_variable else literal


def _shown(expected: Expected) -> str:
    if isinstance(expected, tuple):
        return ", ".join(map(_shown, expected))
    is_word = isinstance(expected, bool) or expected is None
    return json.dumps(expected) if is_word else str(expected)


def _literal(text: str) -> str:
    """Return a JavaScript string: JSON with two line separators escaped."""
    literal = json.dumps(text, ensure_ascii=False)
    return literal.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
