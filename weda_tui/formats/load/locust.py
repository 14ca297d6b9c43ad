"""A locustfile: one plain Python file that needs nothing but Locust.

    imports · the masker (``core/masking.py``) · pages (``core/answers/foreign.py``)
    what makes a read a write (``core/guard/method_overrides.py``)
    the judge (``judging.py``)
    tokens, ceiling, rows (``programs/locust_user.py``)
    class Requests(WedaUser): a method for each request, and ``steps``, their order

The parts of this program are copied unchanged, so that the exported code is the tested code.
"""

import ast
import re
import warnings
from collections.abc import Iterable
from decimal import Decimal
from textwrap import fill

from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.collections.saved_request import Scalar
from weda_tui.core.files import read_packaged_text
from weda_tui.core.load.plan import (
    ANSWERED_IN,
    BASIC,
    KEY_VARIABLES,
    NO_RESPONSE,
    USER_TOKEN,
    LoadCheck,
    LoadExpected,
    LoadPlan,
    LoadRequest,
    LoadRoute,
    LoadSlot,
    Template,
)
from weda_tui.core.runs.choices import CAREFUL_RATE
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.template import ACCESS_TOKEN, HOST, VARIABLE
from weda_tui.core.tokens.access_token import DEFAULT_LIFETIME, RENEW_EARLY

_PARTS = (
    "core/wire_text.py",
    "core/masking.py",
    "core/text/charsets.py",
    "core/requests/escapes.py",
    "core/requests/header_names.py",
    "core/guard/method_overrides.py",
    "core/answers/foreign.py",
    "formats/load/judging.py",
    "formats/load/programs/locust_user.py",
)
_OWN_PACKAGE = "weda_tui"
_OF_RUN = re.compile(
    r"\\."
    r"|\[\^?\]?(?:\\.|[^\]\\])*?(?P<class>\[:)"
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|(?<!\{)(?P<braces>\{[^{}]*[A-Za-z][^{}]*\})(?!\})",
    re.DOTALL,
)
"""An escape, a class and, as groups, what the engine of a run reads in its own way.

These are a POSIX class, and braces with the errors that a match may have. Double braces are a
variable.
"""
_CONSTANTS = {
    "ANSWERED_IN": ANSWERED_IN, "CAREFUL_RATE": CAREFUL_RATE,
    "DEFAULT_LIFETIME": DEFAULT_LIFETIME, "KEY_VARIABLES": KEY_VARIABLES,
    "NO_RESPONSE": NO_RESPONSE, "RENEW_EARLY": RENEW_EARLY, "VARIABLE": VARIABLE,
}  # fmt: skip
"""Values that the parts import from this program."""
_CODES = "DOCUMENTED: frozenset[str] = frozenset()"
_MADE = {
    HOST: "self.host",
    ACCESS_TOKEN: "self.token",
    USER_TOKEN: "self.value('', 'USER_ACCESS_TOKEN')",
    BASIC: "basic_auth()",
    "$timestamp": "timestamp()",
    "$isoTimestamp": "iso_timestamp()",
    "$uuid": "new_id()",
    "$guid": "new_id()",
    "$randomUUID": "new_id()",
}
"""The expressions for slots that have a meaning of their own."""
_PLACES = """\
import os
import sys

# Nothing is imported from this folder, nor from that of the file. Locust deletes the first entry.
_HERE = {"", os.getcwd(), os.path.dirname(os.path.abspath(__file__))}
sys.path[:] = [os.devnull if each in _HERE else each for each in sys.path]
"""
_HEAD = '''\
"""{title}

Written by weda-tui for Locust 2.47 or newer. Needs no other package:

    locust -f THIS_FILE --headless --users 10 --spawn-rate 1 --run-time 1m{host}

Keep it out of folders that others write to, and start it in one without options of Locust's.

{variables}Locust's own options distribute it (--master, --worker --master-host HOST).
Options of this file, which `locust --help` does not know:

    --rate N          at most N requests a second over all workers; without it {rate}, 0: no limit
    --data FILE       rows for the requests: CSV with a header, or JSON
    {writes}also send requests that change something{where}
    --token-per-user  let each user fetch a token of its own
    --keep-going      go on at EXCEED_RATELIMIT and HTTP 429
"""
'''


def is_python_pattern(pattern: LoadExpected) -> bool:
    """Return whether a pattern means the same to a run and to the standard library.

    It does not if the library warns that the meaning will change. A pattern that is not known yet
    counts as the same.
    """
    if not isinstance(pattern, str):
        return True
    if any(match.lastgroup for match in _OF_RUN.finditer(pattern)):
        return False
    re.purge()  # the cache would suppress a second warning
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)
        try:
            re.compile(pattern)
        except FutureWarning:
            return False
        except (re.error, RecursionError, OverflowError):
            return True  # it contains a variable, or a run rejects it, too
    return True


def write_locust(plan: LoadPlan) -> str:
    """Return the locustfile."""
    host = "" if plan.route.host else " --host https://…"
    names = ", ".join(plan.variables)
    variables = fill(f"Reads these environment variables: {names}.", 96) + "\n" if names else ""
    title = strip_control_characters(f"{plan.title} · {plan.route.name}".strip(" ·"))
    word = _quotable(strip_control_characters(plan.writes_word))
    head = _HEAD.format(
        title=_quotable(title), host=host, variables=variables, rate=CAREFUL_RATE,
        writes=f"--writes {word}".ljust(17) + " ", where=f", on {word}" if word else "",
    )  # fmt: skip
    return "\n".join([head, _PLACES, _program(), *_requests(plan)]) + "\n"


def _quotable(text: str) -> str:
    """Return a text as a docstring may contain it."""
    return text.replace("\\", "\\\\").replace('"', "'")


def _program() -> str:
    """Return the parts that every locustfile has, with their imports first."""
    imports: dict[str, None] = {}
    bodies: list[str] = []
    for part in _PARTS:
        source = read_packaged_text(part)
        lines = source.split("\n")
        statements = ast.parse(source).body
        own = [each for each in statements if isinstance(each, ast.Import | ast.ImportFrom)]
        for each in own:
            text = ast.unparse(each)
            if f" {_OWN_PACKAGE}." not in text:
                imports[text] = None
        head = (own or statements)[len(own) - 1 if own else 0]
        bodies.append("\n".join(lines[head.end_lineno or 0 :]).strip("\n"))
    codes = fill(" ".join(DOCUMENTED), 92, initial_indent="    ", subsequent_indent="    ")
    body = "\n\n\n".join(bodies).replace(
        _CODES, f'DOCUMENTED = frozenset("""\n{codes}\n""".split())'
    )
    body = re.sub(r" +# (?:noqa|fmt|type): ?[^\n]*", "", body)
    merged = sorted(_merged(imports), key=lambda line: (line.startswith("from"), line))
    own = [each for each in merged if not _is_third_party(each) and each not in _PLACES.split("\n")]
    foreign = [line for line in merged if _is_third_party(line)]
    constants = [f"{name} = {value!r}" for name, value in _CONSTANTS.items()]
    return "\n".join([*own, "", *foreign, "", *constants, "", "", body, "", ""])


def _merged(imports: Iterable[str]) -> list[str]:
    """Return the imports, with all names of a module in one statement."""
    names: dict[str, dict[str, None]] = {}
    for line in imports:
        module, _, imported = line.partition(" import ")
        names.setdefault(module, {}).update(dict.fromkeys(filter(None, imported.split(", "))))
    return [f"{m} import {', '.join(sorted(n))}" if n else m for m, n in names.items()]


def _is_third_party(line: str) -> bool:
    return line.split()[1].partition(".")[0] in {"gevent", "geventhttpclient", "locust"}


def _requests(plan: LoadPlan) -> list[str]:
    """Return the class with the requests."""
    count = len(plan.requests)
    lines = [
        "# -- the requests " + "-" * 79, "", "",
        "class Requests(WedaUser):",
        f'    """{count} request{"s" * (count != 1)}, sent in their order by each user."""', "",
        *(f"    {line}" for line in _settings(plan)),
    ]  # fmt: skip
    functions: list[str] = []
    for number, request in enumerate(plan.requests, 1):
        functions.append(f"request_{number}")
        lines += ["", *_function(functions[-1], request)]
    lines += ["", "    steps = ["]
    for function, request in zip(functions, plan.requests, strict=True):
        called = f"{request.name!r}, {request.method!r}, {function}"
        lines.append(f"        ({called}, {[*request.depends]!r}),")
    return [*lines, "    ]"]


def _settings(plan: LoadPlan) -> list[str]:
    """Return the settings that differ from the defaults, as class attributes."""
    route, usual = plan.route, LoadRoute()
    lines = [f"host = deployment = {route.host!r}"] if route.host else []
    lines += ["needs_token = True"] if plan.needs_token else []
    lines += ["sends_key = True"] if plan.needs_basic else []
    if writes := [each.name for each in plan.requests if each.is_write]:
        lines.append(f"writes = {writes!r}")
        lines += [f"writes_word = {plan.writes_word!r}"] if plan.writes_word else []
    if plan.columns:
        lines.append(f"variables = {dict(plan.columns)!r}")
    lines += [] if route.verify_tls else ["insecure = True"]
    for name in ("verify_tls", "authorities", "proxy_host", "proxy_port", "token_form"):
        if getattr(route, name) != getattr(usual, name):
            lines.append(f"{name} = {getattr(route, name)!r}")
    if route.certificate:
        lines.append(f"certificate = {(route.certificate, route.certificate_key)!r}")
    return [*lines, f"network_timeout = connection_timeout = {route.timeout!r}"]


def _function(name: str, request: LoadRequest) -> list[str]:
    """Return the method that sends a request."""
    title = _quotable(strip_control_characters(request.title))
    lines = [f"    def {name}(self):", f'        """{title}"""', "        return self.call("]
    lines.append(f"            {request.name!r},")
    lines.append(f"            {request.method!r},")
    lines.append(f"            {_address(request.url)},")
    headers = dict(request.headers)
    lines.append("            {")
    lines += [f"                {n!r}: {_text(v, 'self.in_header')}," for n, v in headers.items()]
    lines.append("            },")
    if request.body.pieces:
        lines.append(f"            {_body(request.body)},")
    if request.checks:
        lines += ["            checks=[", *map(_check, request.checks), "            ],"]
    if request.captures:
        lines.append(f"            captures={dict(request.captures)!r},")
    if request.answers_nothing:
        lines.append("            answers_nothing=True,")
    if request.is_withheld:
        lines.append("            is_withheld=True,")
    if request.read_methods:
        lines.append(f"            read_methods={request.read_methods!r},")
    if request.written_words:
        lines.append(f"            written_words={' '.join(request.written_words)!r},")
    return [*lines, "        )"]


def _text(template: Template, read: str = "self.value") -> str:
    """Return an expression for a text; ``read`` is the method for a slot."""
    pieces = (each if isinstance(each, str) else _slot(each, read) for each in template.pieces)
    shown = (
        repr(piece) if isinstance(part, str) else piece
        for piece, part in zip(pieces, template.pieces, strict=True)
    )
    return " + ".join(shown) or "''"


def _address(template: Template) -> str:
    length = template.path_length
    shown = (
        repr(each) if isinstance(each, str) else _slot(each, _read(each, is_in_path=n < length))
        for n, each in enumerate(template.pieces)
    )
    return " + ".join(shown)


def _read(slot: LoadSlot, *, is_in_path: bool) -> str:
    return "self.in_path" if is_in_path and not slot.is_fixed else "self.in_address"


def _slot(slot: LoadSlot, read: str) -> str:
    if slot.name in _MADE:
        return _MADE[slot.name]
    name = "" if slot.is_fixed else slot.name
    first = "" if slot.first is None else f", {slot.first!r}"
    of_files = ", is_of_files=True" if slot.is_of_files else ""
    places = {"self.in_json": slot.in_string, "self.as_json": slot.as_json,
              "self.in_form": slot.in_form}  # fmt: skip
    reading = next((each for each, is_there in places.items() if is_there), read)
    return f"{reading}({name!r}, {slot.variable!r}{first}{of_files})"


def _body(template: Template) -> str:
    """Return an expression for the bytes of a body."""
    text = _text(template)
    is_binary = any(
        "\ud800" <= c <= "\udfff" for p in template.pieces if isinstance(p, str) for c in p
    )
    errors = '"utf-8", "surrogateescape"' if is_binary else ""
    return f"({text}).encode({errors})" if len(template.pieces) > 1 else f"{text}.encode({errors})"


def _check(check: LoadCheck) -> str:
    expected = check.expected
    if isinstance(expected, tuple):
        shown = f"({''.join(f'{_expected(each)}, ' for each in expected)})"
    else:
        shown = _expected(expected)
    return f"                ({check.on!r}, {check.operator.value!r}, {shown}),"


def _expected(value: Scalar | Template) -> str:
    if isinstance(value, Template):
        return _text(value)
    if isinstance(value, float | Decimal):
        return f"Decimal({str(value)!r})"
    return repr(value)
