"""A script for k6: one JavaScript module that needs nothing but k6.

The script does what a locustfile does (``locust.py``), as far as k6 can. The virtual users of k6
cannot share a renewed token, so a user that outlives the common token fetches its own.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from weda_tui.core.answers.foreign import BLOCKING, MARKS, SIGN_IN, Foreign
from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.collections.saved_request import AssertionOperator, Scalar
from weda_tui.core.files import read_packaged_text
from weda_tui.core.interchange.unwritten import Unwritten
from weda_tui.core.load.plan import (
    BASIC,
    USER_TOKEN,
    LoadCheck,
    LoadExpected,
    LoadPlan,
    LoadRequest,
    LoadSlot,
    Template,
)
from weda_tui.core.requests.header_names import METHOD_NAMES
from weda_tui.core.runs.choices import CAREFUL_RATE
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.template import ACCESS_TOKEN, HOST
from weda_tui.core.tokens.access_token import DEFAULT_LIFETIME, RENEW_EARLY
from weda_tui.core.wire_text import wire_bytes
from weda_tui.formats.load.judging import read_path
from weda_tui.formats.load.k6_patterns import class_constants, javascript_pattern

_MADE = {
    HOST: "HOST",
    ACCESS_TOKEN: "token(shared)",
    USER_TOKEN: "userToken",
    BASIC: "basicAuth()",
    "$timestamp": "timestamp()",
    "$isoTimestamp": "isoTimestamp()",
    "$uuid": "newId()",
    "$guid": "newId()",
    "$randomUUID": "newId()",
}
_HOST_VARIABLE = "WEDA_HOST"
_IMPORTS = """\
import encoding from "k6/encoding";
import exec from "k6/execution";
import http from "k6/http";
import { check } from "k6";
import { Counter, Rate } from "k6/metrics";
import { SharedArray } from "k6/data";
"""
_EXPLAINED = (
    "// WEDA_DATA names a CSV or JSON file with rows; {writes} sends what changes something;",
    "// WEDA_TOKEN_PER_USER=1 fetches a token for each user; WEDA_KEEP_GOING=1 goes on at",
    "// EXCEED_RATELIMIT. weda_failures counts failures by code, weda_failed is their share.",
)
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_VERSION = re.compile("HTTP/[0-9]", re.IGNORECASE)
"""The end of the first line of a request."""
_OPTIONS = """\
// At most {rate} requests a second over all virtual users: a deployment is shared, and what a test
// takes of it, its people lack. WEDA_RATE sets another limit.
export const options = {{
  rps: Number(__ENV.WEDA_RATE || {rate}),
  insecureSkipTLSVerify: {insecure},{reuse}{certificate}
}};
"""


def is_javascript_pattern(expected: LoadExpected) -> bool:
    """Return whether an expected pattern is known and matches the same in a script."""
    if isinstance(expected, str):
        return javascript_pattern(expected) is not None
    return not isinstance(expected, Template | tuple)


def lost_in_k6(plan: LoadPlan) -> list[Unwritten]:
    """Return the settings that k6 reads from its own environment instead of the script."""
    route = plan.route
    lost = [
        ("ca_file (SSL_CERT_FILE)", route.authorities),
        ("proxy (HTTPS_PROXY)", route.proxy_host),
    ]
    return [Unwritten(route.name, what) for what, value in lost if value]


def variables_of_k6(plan: LoadPlan) -> tuple[str, ...]:
    """Return the environment variables that a script reads."""
    return plan.variables if plan.route.host else (_HOST_VARIABLE, *plan.variables)


def write_k6(plan: LoadPlan) -> str:
    """Return the script."""
    route = plan.route
    names = ", ".join(variables_of_k6(plan))
    switch = f"WEDA_WRITES={plan.writes_word or 1}"
    shown_switch = strip_control_characters(switch)
    head = [
        f"// {strip_control_characters(f'{plan.title} · {route.name}'.strip(' ·'))}",
        "//",
        "// Written by weda-tui for k6: k6 run --vus 10 --duration 1m THIS_FILE",
        *([f"// Reads these environment variables: {names}."] if names else []),
        *(each.format(writes=shown_switch) for each in _EXPLAINED),
        "",
    ]
    files = (route.certificate, route.certificate_key)
    pair = ", ".join(
        f"{name}: open({_literal(file)})"
        for name, file in zip(("cert", "key"), files, strict=True)
        if file
    )
    certificate = f"\n  tlsAuth: [{{ {pair} }}]," if pair else ""
    insecure = json.dumps(not route.verify_tls)
    reuse = "\n  noConnectionReuse: true," if any(map(_may_be_left, plan.requests)) else ""
    options = _OPTIONS.format(
        rate=CAREFUL_RATE, insecure=insecure, reuse=reuse, certificate=certificate
    )
    writes = [each.name for each in plan.requests if each.is_write]
    host = _literal(route.host) if route.host else f"__ENV.{_HOST_VARIABLE}"
    constants = [
        f"const HOST = {host};",
        f"const NEEDS_TOKEN = {json.dumps(plan.needs_token)};",
        f"const TOKEN_FORM = {json.dumps(route.token_form)};",
        f'const TIMEOUT = "{route.timeout:g}s";',
        f"const RENEW_EARLY = {RENEW_EARLY:.0f};",
        f"const DEFAULT_LIFETIME = {DEFAULT_LIFETIME:.0f};",
        f"const VARIABLES = {json.dumps(_columns(plan), ensure_ascii=False)};",
        f"const SIGN_IN = new RegExp({json.dumps(SIGN_IN.pattern)}, 'i');",
        f"const METHOD_NAMES = new RegExp({json.dumps(f'^(?:{METHOD_NAMES.pattern})$')});",
        f"const BLOCKING = {json.dumps(sorted(BLOCKING))};",
        f"const FOREIGN = {json.dumps(list(Foreign))};",
        "const MARKS = {",
        *(
            f"  {name}: new RegExp({json.dumps(mark.pattern.decode('latin-1'))}, 'i'),"
            for name, mark in MARKS.items()
        ),
        "};",
        f"const DOCUMENTED = new Set({json.dumps(list(DOCUMENTED))});",
        f"const CLASSES = {json.dumps(class_constants(_patterns(plan)))};",
    ]
    if writes:
        reason = _literal(f"{switch} sends what changes something: {', '.join(writes)}")
        is_off = f"__ENV.WEDA_WRITES !== {_literal(plan.writes_word)}"
        is_off = is_off if plan.writes_word else '!isOn("WEDA_WRITES")'
        constants += [f"if ({is_off}) {{", f"  throw new Error({reason});", "}"]
    program = read_packaged_text("formats/load/programs/k6.js")
    steps = ["const STEPS = [", *(line for each in plan.requests for line in _step(each)), "];", ""]
    title = "// -- the requests " + "-" * 82
    return "\n".join([*head, _IMPORTS, options, *constants, "", program, title, "", *steps])


def _patterns(plan: LoadPlan) -> Iterator[str]:
    """Yield the regular expressions that a script contains."""
    for check in (each for request in plan.requests for each in request.checks):
        if check.operator is AssertionOperator.MATCHES and isinstance(check.expected, str):
            yield javascript_pattern(check.expected) or ""


def _may_be_left(request: LoadRequest) -> bool:
    """Return whether some server may read the body as a next request, sent in our name.

    A body with a value from a response or a data row may contain anything.
    """
    body = request.body
    if request.method not in _WITH_BODY or any(each.name not in _MADE for each in body.slots):
        return bool(body.pieces)
    made = "".join(each if isinstance(each, str) else "1" for each in body.pieces)
    return _VERSION.search(made) is not None


def _columns(plan: LoadPlan) -> Mapping[str, str]:
    """Return the variables that a script reads, with the data column that may replace each."""
    return dict.fromkeys(variables_of_k6(plan), "") | {**plan.columns}


def _step(request: LoadRequest) -> list[str]:
    """Return the name, the function and the dependencies of a request."""
    headers = ", ".join(
        f"{_literal(n)}: {_text(v, 'inHeader')}" for n, v in dict(request.headers).items()
    )
    more = [f"checks: [{', '.join(map(_check, request.checks))}]"] if request.checks else []
    if request.captures:
        sources = ", ".join(f"{_literal(n)}: {_subject(s)}" for n, s in request.captures.items())
        more.append(f"captures: {{ {sources} }}")
    more += ["nothing: true"] if request.answers_nothing else []
    more += ["withheld: true"] if request.is_withheld else []
    if request.read_methods:
        more.append(f"methods: {json.dumps(request.read_methods)}")
    if request.written_words:
        more.append(f"words: {json.dumps(' '.join(request.written_words))}")
    return [
        f"  // {strip_control_characters(request.title)}",
        f"  [{_literal(request.name)}, (shared) => call(",
        f"    {_literal(request.name)}, {_literal(request.method)},",
        f"    {_address(request.url)},",
        f"    {{ {headers} }},",
        f"    {_body(request.body)},",
        f"    {{ {', '.join(more)} }},",
        f"  ), {json.dumps(list(request.depends), ensure_ascii=False)}],",
    ]


def _text(template: Template, read: str = "value") -> str:
    """Return an expression for a text; ``read`` is the function for a slot."""
    shown = (
        _literal(each) if isinstance(each, str) else _slot(each, read) for each in template.pieces
    )
    return " + ".join(shown) or '""'


def _address(template: Template) -> str:
    length = template.path_length
    shown = (
        _literal(each) if isinstance(each, str) else _slot(each, _read(each, is_in_path=n < length))
        for n, each in enumerate(template.pieces)
    )
    return " + ".join(shown)


def _read(slot: LoadSlot, *, is_in_path: bool) -> str:
    return "inPath" if is_in_path and not slot.is_fixed else "inAddress"


def _slot(slot: LoadSlot, read: str) -> str:
    if slot.name in _MADE:
        return _MADE[slot.name]
    name = "" if slot.is_fixed else slot.name
    more = [] if slot.first is None else [_literal(slot.first)]
    if slot.is_of_files:
        more = [*(more or ["undefined"]), "true"]
    given = ", ".join([_literal(name), _literal(slot.variable), *more])
    places = {"inJson": slot.in_string, "asJson": slot.as_json, "inForm": slot.in_form}
    return f"{next((each for each, is_there in places.items() if is_there), read)}({given})"


def _body(template: Template) -> str:
    """Return an expression for a body: text, or bytes if parts of the body are not text."""
    if not template.pieces:
        return "null"
    if not any(isinstance(each, str) and _is_binary(each) for each in template.pieces):
        return _text(template)
    pieces = (
        json.dumps(list(wire_bytes(each))) if isinstance(each, str) else _slot(each, "value")
        for each in template.pieces
    )
    return f"bytes({', '.join(pieces)})"


def _is_binary(text: str) -> bool:
    return any("\ud800" <= each <= "\udfff" for each in text)


def _check(check: LoadCheck) -> str:
    expected = check.expected
    if check.operator is AssertionOperator.MATCHES and isinstance(expected, str):
        shown = _literal(javascript_pattern(expected) or expected)
    elif isinstance(expected, tuple):
        shown = f"[{', '.join(map(_expected, expected))}]"
    else:
        shown = _expected(expected)
    name = _literal(f"{check.on} {check.operator}")
    operator = _literal(check.operator.value)
    return f"{{ on: {_subject(check.on)}, operator: {operator}, expected: {shown}, name: {name} }}"


def _subject(source: str) -> str:
    """Return the subject of a check: the steps of a path, or a word."""
    steps = read_path(source) if source.startswith("$") else None
    return _literal(source) if steps is None else json.dumps(list(steps), ensure_ascii=False)


def _expected(value: Scalar | Template) -> str:
    match value:
        case Template():
            return _text(value)
        case bool() | None:
            return json.dumps(value)
        case str():
            return _literal(value)
        case int() | float() | Decimal():
            return f'number("{value}")'


def _literal(text: str) -> str:
    """Return a string of JavaScript, with all that is not printable escaped."""
    shown = json.dumps(text, ensure_ascii=False)
    return shown if shown.isprintable() else json.dumps(text)
