"""Judges a response as ``run`` does, with nothing but the standard library.

The text of this module is copied into every exported locustfile, so that Locust's own image can run
it. ``tests/formats/load/test_judging.py`` compares it with ``core.answers.verdict`` and
``core.runs.assertions``, which explain the rules.
"""

import codecs
import json
import re
import signal
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol, TypeGuard

from weda_tui.core.answers.foreign import BLOCKING, READ_BYTES, Foreign, foreign_of
from weda_tui.core.masking import MASK

Scalar = str | int | Decimal | bool | None
Check = tuple[str, str, Scalar | tuple[Scalar, ...]]
"""The subject, the operator, and the expected value."""
Found = tuple[str, str]
"""A value of a response: the first character of its JSON (``0`` for a number), and its text."""

Mask = Callable[[str], str]
"""Replaces the secrets in a text."""

OTHER = "OTHER"
"""Replaces an undocumented code in the response to a key, because it may repeat the key."""
UNKNOWN = "UNKNOWN"
"""The code of a response with an undocumented shape."""
PROXY_SIGN_IN = 407
PAGE, REFUSED = "HTML", "success=false"
"""The codes of a web page, and of a refusal without a reason."""
NO_CODE = frozenset({"", "0", "false"})
REFUSED_IDS = "illegalIdList"
DOCUMENTED: frozenset[str] = frozenset()
"""The codes of the error reference."""
OWN_CODES = frozenset(
    {UNKNOWN, PAGE, REFUSED_IDS, REFUSED, "Data=false", "Result=false", "Status=false", *Foreign}
    | {"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client"}
    | {"unsupported_grant_type", "invalid_scope", "access_denied", "server_error"}
)
"""The codes that a verdict makes itself, and the values of ``error`` in RFC 6749."""
TOKEN_NAMES = frozenset({"access_token", "refresh_token", "id_token"})
LONGEST_MATCHED = 65536
"""Longest value, in characters, on which a pattern is tried."""
MOST_SECONDS = 1.0
"""Most seconds for a pattern, if the system has a timer for it (not Windows)."""
PLAIN_SUBJECTS = frozenset({"verdict", "status"})

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_NOTHING = re.compile(r"\s*(?:\{\s*\}\s*)?")
_NAMED = re.compile(r"[A-Za-z][\w.]{2,79}", re.ASCII)
_OAUTH = re.compile(r"[a-z][a-z0-9_]*")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:\s*<!--.*?-->|\s*<\?xml.*?\?>)*\s*<(?:!doctype html|html|head)\b",
    re.IGNORECASE | re.DOTALL,
)
_STORE_ERROR = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<Error>\s*<Code>([\w.-]{1,80})</Code>")
_STATUS = re.compile(r"HTTP [0-9]{1,3}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_SPACE = re.compile(r"[ \t\r\n]*")
_COLON = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_COMMA = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_STEP = re.compile(
    r"\.(?P<name>[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)|\[(?P<index>0|-?[1-9]\d*)\]"
    r"|\['(?P<single>[^'\\]*)'\]|\[\"(?P<double>[^\"\\]*)\"\]|(?P<every>\[\*\]|\.\*)"
)


class Digits(NamedTuple):
    """A number that is not an integer, as it was received."""

    text: str


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_float=Digits, parse_constant=_refuse_constant)


def read_text(body: bytes, content_type: str = "") -> str:
    """Return a body as text, by its byte order mark, its charset, as UTF-8 or as GB18030."""
    mark = next((name for mark, name in _MARKS if body.startswith(mark)), "")
    declared = _CHARSET.search(content_type)
    for name in (mark, declared[1] if declared else "", "utf-8", "gb18030"):
        try:
            if name:
                return body.decode(name)
        except (UnicodeError, LookupError):
            continue
    return body.decode("utf-8", "replace")


def read_json(text: str) -> Any:
    """Return the value of a JSON text; the text itself if it is not JSON."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return text


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_array(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


# -- the verdict ---------------------------------------------------------------------------------


def verdict(
    status: int,
    content_type: str,
    body: bytes,
    *,
    answers_nothing: bool = False,
    url: str = "",
    location: str = "",
) -> tuple[str, str]:
    """Return ``ok`` and no code, or ``failure``, ``partial`` or ``unknown`` and the code.

    HTTP 200 with an error inside is a failure. ``answers_nothing`` says that the call is documented
    to return an empty response; ``url`` is the requested URL, ``location`` the target of a
    redirect.
    """
    text = read_text(body, content_type)
    found = _verdict_of_text(status, content_type, text, answers_nothing=answers_nothing)
    foreign = _foreign(status, found, url, location, body, is_page=_is_page(content_type, text))
    return ("failure", foreign) if foreign else found


def _foreign(
    status: int, found: tuple[str, str], url: str, location: str, body: bytes, *, is_page: bool
) -> str:
    """Return the code of a response that does not come from WeDa; empty for any other response."""
    mark, code = found
    is_refusal = status in BLOCKING and code == REFUSED
    if mark == "ok" or not (is_refusal or code == PAGE or _STATUS.fullmatch(code)):
        return ""
    is_of_proxy = status == PROXY_SIGN_IN or (is_page and not is_refusal)
    foreign = foreign_of(status, url, location, body[:READ_BYTES], is_page=is_of_proxy)
    return foreign.value if foreign else ""


def _verdict_of_text(
    status: int, content_type: str, text: str, *, answers_nothing: bool
) -> tuple[str, str]:
    is_good = 200 <= status < 300
    if answers_nothing and is_good and _NOTHING.fullmatch(text):
        return "ok", ""
    fields = read_json(text)
    if not _is_object(fields):
        objects = _judge_objects(fields) if status < 300 and _is_array(fields) else None
        return objects or _judge_text(status, content_type, text)
    response = _response_of(fields)
    code = _stated_failure(fields, response, status)
    if code:
        return "failure", _SURROGATE.sub("\ufffd", code)
    return _judge_success(fields, response) if status < 300 else ("failure", f"HTTP {status}")


def plain_code(code: str) -> str:
    """Return a documented code as it is, ``OTHER`` for any other code."""
    is_plain = code in DOCUMENTED | OWN_CODES or _STATUS.fullmatch(code)
    return code if is_plain or not code else OTHER


def _text(value: Any) -> str:
    """Return a string, or a number or Boolean as JSON writes it; empty for null and containers."""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Digits):
        return value.text
    return str(value) if isinstance(value, str | int) else ""


def _either(fields: Mapping[str, Any], *names: str) -> Any:
    """Return the first of the members that exists, even if it is null."""
    return next((fields[name] for name in names if name in fields), None)


def _code(error: Any) -> str:
    """Return the code of an error: an object that has one, or the code itself."""
    return _text(_either(error, "Code", "code") if _is_object(error) else error)


def _error_in(fields: Mapping[str, Any]) -> Any:
    return _either(fields, "Error", "error")


def _response_of(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    inner, data = _either(fields, "Response", "response"), fields.get("data")
    if "Response" not in fields and "response" not in fields and _is_object(data):
        inner = data.get("Response")
    return inner if _is_object(inner) else None


def _stated_failure(
    fields: Mapping[str, Any], response: Mapping[str, Any] | None, status: int
) -> str:
    inner = _failure_inside(response) if response is not None else ""
    if inner or "@odata.context" in fields:
        return inner
    if plain := _plain_failure(fields):
        return plain
    code = _text(fields.get("code"))
    if code not in NO_CODE and not (code == "200" and response is not None):
        return code
    error = fields.get("error")
    code = _code(error)
    if code in NO_CODE:
        return ""
    says_why = _text(fields.get("error_description")) or _OAUTH.fullmatch(code)
    is_oauth = isinstance(error, str) and bool(says_why)
    return code if is_oauth or _is_object(error) or status < 300 else ""


def _failure_inside(response: Mapping[str, Any]) -> str:
    data = _either(response, "Data", "data")
    read = read_json(data) if isinstance(data, str) else None
    inner = read if _is_object(read) else {}
    plain = _text(inner.get("code"))
    is_no = plain in DOCUMENTED or inner.get("success") is False
    for code in (_code(_error_in(response)), _code(_error_in(inner)), plain if is_no else ""):
        if code not in NO_CODE:
            return code
    if data is False:
        return "Data=false"
    if not _is_object(data):
        return ""
    if data.get("success") is False and (plain := _plain_failure(data)):
        return plain
    flags = {name: _text(data.get(name)) for name in ("Result", "Status")}
    refusing = [name for name, value in flags.items() if value == "false"]
    return f"{refusing[0]}=false" if refusing and "true" not in flags.values() else ""


def _plain_failure(fields: Mapping[str, Any]) -> str:
    code = _text(_either(fields, "errcode", "errCode"))
    if code not in NO_CODE and code != "ok":
        return code
    if fields.get("success") is not False:
        return ""
    named = _text(fields.get("code"))
    return named if _NAMED.fullmatch(named) else "success=false"


def _is_blank(error: Any) -> bool:
    """Return whether an error without a code says nothing."""
    if error is None or _is_array(error):
        return error is None
    if not _is_object(error):
        return _text(error) in NO_CODE
    message = _either(error, "Message", "message")
    message = _text(message.get("value") if _is_object(message) else message)
    return _code(error) in NO_CODE and ("Code" in error or "code" in error or not message)


def _judge_success(
    fields: Mapping[str, Any], response: Mapping[str, Any] | None
) -> tuple[str, str]:
    if response is not None:
        ids = (response.get(name) for name in ("RequestId", "requestId", "request_id"))
        has_content = "Data" in response or "data" in response or any(map(_text, ids))
        is_ok = has_content and _is_blank(_error_in(response))
    elif "@odata.context" in fields:
        is_ok = True
    elif not _is_blank(fields.get("error")):
        is_ok = False
    elif "data" in fields:
        return _judge_records(fields["data"])
    else:
        names = ("access_token", "sub", "updateCount", "deleteCount")
        says = _text(fields.get("code")) == "0" or any(_text(fields.get(name)) for name in names)
        is_ok = "records" in fields or says
    return ("ok", "") if is_ok else ("unknown", UNKNOWN)


def _judge_records(data: Any) -> tuple[str, str]:
    """Judge a call for many records by the ids that were refused."""
    legal, refused = (
        (data.get("legalIdList"), data.get(REFUSED_IDS)) if _is_object(data) else (None, None)
    )
    if not _is_array(legal) or not _is_array(refused) or not refused:
        return "ok", ""
    return ("partial" if legal else "failure"), REFUSED_IDS


def _judge_objects(items: list[Any]) -> tuple[str, str] | None:
    """Judge the objects of cloud storage; ``None`` if the items are no such objects."""
    names = {"cloudObjectId", "objectId", "code"}
    if not items or not all(_is_object(each) and names & each.keys() for each in items):
        return None
    codes = [code for each in items if (code := _text(each.get("code"))) not in NO_CODE]
    if not codes:
        return "ok", ""
    return ("failure" if len(codes) == len(items) else "partial"), codes[0]


def _judge_text(status: int, content_type: str, text: str) -> tuple[str, str]:
    if store := _STORE_ERROR.match(text[:8192]):
        return "failure", store[1]
    if status >= 300:
        return "failure", f"HTTP {status}"
    if _is_page(content_type, text):
        return "failure", PAGE
    return ("ok", "") if status == 204 and not text else ("unknown", UNKNOWN)


def _is_page(content_type: str, text: str) -> bool:
    head = text[:2048]
    is_declared = "html" in content_type.lower() and head.lstrip().startswith("<")
    return is_declared or _PAGE.match(head) is not None


# -- values and assertions -----------------------------------------------------------------------


@cache
def read_path(path: str) -> tuple[str | int | None, ...] | None:
    """Return the steps of a JSONPath, ``None`` for all members; ``None`` for an unknown path."""
    steps: list[str | int | None] = []
    at = 1
    while match := _STEP.match(path, at):
        at = match.end()
        name = next((match[n] for n in ("name", "single", "double") if match[n] is not None), None)
        steps.append(int(match["index"]) if match["index"] else name)
    return tuple(steps) if path.startswith("$") and at == len(path) else None


def _found(text: str) -> Found:
    first = text[:1]
    if first == '"':
        return first, _DECODER.decode(text)
    return ("0" if first in "-0123456789" else first), text


def _members(text: str) -> Iterator[tuple[str | int, str]]:
    """Yield each member of an object, or item of an array, with its own JSON text."""
    at, index = _end(_SPACE, text, 1), 0
    while text[at] not in "]}":
        key: str | int = index
        if text[0] == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _end(_COLON, text, at)
        _, end = _DECODER.raw_decode(text, at)
        yield key, text[at:end]
        at, index = _end(_COMMA, text, end), index + 1


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _children(text: str, step: str | int | None) -> list[str]:
    if text[:1] not in {"{", "["}:
        return []
    members = list(_members(text))
    if step is None:
        return [value for _, value in dict(members).items()]
    if isinstance(step, int) and step < 0:
        step += len(members)
    is_array = text[0] == "["
    return [v for k, v in dict(members).items() if k == step and is_array is isinstance(step, int)]


def _find(text: str, path: str) -> tuple[list[Found], bool] | None:
    """Return the values at a JSONPath, and whether it names one value; ``None`` for no JSON."""
    text, steps = text.strip(" \t\r\n"), read_path(path)
    if steps is None or not _is_json(text):
        return None
    found = [text]
    for step in steps:
        found = [child for each in found for child in _children(each, step)]
    return list(map(_found, found)), None not in steps


@lru_cache(8)
def _is_json(text: str) -> bool:
    return bool(text) and read_json(text) is not text


class AnswerHeaders(Protocol):
    """The headers of a response."""

    def get(self, name: str, /) -> str | None:
        """Return the value of a header, whatever the case of its name; ``None`` for none."""
        ...


class JudgedAnswer:
    """A response with its verdict, as assertions and captures read it."""

    def __init__(  # noqa: PLR0913 - an answer
        self,
        status: int,
        headers: AnswerHeaders,
        body: bytes,
        elapsed: float,
        *,
        answers_nothing: bool = False,
        is_withheld: bool = False,
        mask: Mask = str,
        url: str = "",
    ) -> None:
        """``elapsed`` is in milliseconds; ``answers_nothing`` and ``url`` are those of ``verdict``.

        ``is_withheld`` says that the request carried a key or a password. Of the response to such a
        request, only the verdict, the status, the existence of values, and the tokens are used.
        """
        self._status, self._headers, self._elapsed = status, headers, elapsed
        self._size, self._mask, self._is_withheld = len(body), mask, is_withheld
        content_type = headers.get("Content-Type") or ""
        self._bare = read_text(body, content_type)
        self._text = mask(self._bare)
        self.mark, code = _verdict_of_text(
            status, content_type, self._text, answers_nothing=answers_nothing
        )
        if self.mark != "ok":
            location, is_page = headers.get("Location") or "", _is_page(content_type, self._text)
            if foreign := _foreign(status, (self.mark, code), url, location, body, is_page=is_page):
                self.mark, code = "failure", foreign
        self.code = plain_code(code) if is_withheld else code

    def values(self, subject: str) -> tuple[list[Found], bool] | None:
        """Return the values of a subject, and whether it names one value; ``None`` for no JSON."""
        if subject.startswith("$"):
            return _find(self._text, subject)
        if subject == "verdict":
            return [('"', self.mark)], True
        if subject in {"status", "time", "size"}:
            numbers = {"status": self._status, "time": round(self._elapsed), "size": self._size}
            return [("0", str(numbers[subject]))], True
        name = subject[len("header ") :].strip()
        value = self._headers.get(name)
        if value is None:
            return [], True
        is_packed_length = name.lower() == "content-length" and self._headers.get(
            "Content-Encoding"
        )
        value = MASK if is_packed_length else self._mask(value)
        return [("0" if _NUMBER.fullmatch(value) else '"', value)], True

    def capture(self, source: str) -> str | None:
        """Return the first value of a source; ``None`` for no value, a null, or a secret."""
        if self._is_withheld:
            steps = read_path(source)
            is_token = steps is not None and bool(steps) and steps[-1] in TOKEN_NAMES
            values = _find(self._bare, source) if is_token else None
        else:
            values = self.values(source)
        first = values[0][0] if values is not None and values[0] else ("n", "")
        return None if first[0] == "n" or MASK in first[1] else first[1]

    def failure(self, checks: Sequence[Check]) -> str:
        """Return the code of a response that failed, else the first check that does not hold.

        A verified success is required unless a check has the verdict as its subject.
        """
        if self.mark != "ok" and not any(on == "verdict" for on, _, _ in checks):
            return self.code
        for on, operator, expected in checks:
            if not self._holds(on, operator, expected):
                return self.code if on == "verdict" and self.code else f"assert {on} {operator}"
        return ""

    def _holds(self, on: str, operator: str, expected: Scalar | tuple[Scalar, ...]) -> bool:
        values = self.values(on)
        if values is None:
            return False
        found, is_single = values
        if operator == "exists":
            return bool(found) is (expected is True)
        if (self._is_withheld and on not in PLAIN_SUBJECTS) or any(MASK in t for _, t in found):
            return False  # many checks together would reveal a secret
        if operator == "length":
            return _has_length(found, expected, is_single=is_single)
        return bool(found) and all(_compare(each, operator, expected) for each in found)


def _compare(found: Found, operator: str, expected: Scalar | tuple[Scalar, ...]) -> bool:
    if isinstance(expected, tuple):
        return operator == "oneOf" and any(_equals(found, each) for each in expected)
    if operator == "oneOf":
        return _equals(found, expected)
    if operator in {"equals", "notEquals"}:
        return _equals(found, expected) is (operator == "equals")
    if operator in {"contains", "notContains"}:
        return _contains(found, expected) is (operator == "contains")
    if operator == "isNull":
        return (found[0] == "n") is (expected is True)
    if operator == "matches":
        return _matches(found[1], _written(expected))
    if operator not in {"lessThan", "greaterThan"}:
        raise ValueError(operator)
    left, right = _ordered(found), expected if isinstance(expected, str) else _number(expected)
    if left is None or right is None or isinstance(left, str) is not isinstance(right, str):
        return False
    return bool(left < right if operator == "lessThan" else left > right)


def _matches(text: str, pattern: str) -> bool:
    if len(text) > LONGEST_MATCHED:
        return False
    try:
        with _time_limit():
            return re.search(pattern, text) is not None
    except TimeoutError:
        return False


@contextmanager
def _time_limit() -> Generator[None]:
    """Raise ``TimeoutError`` in a search that takes too long.

    A search by a pattern reacts to signals only. It blocks every thread meanwhile, so that no
    thread could end it.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _end_search)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _end_search(_: int, __: object) -> None:
    raise TimeoutError


def _written(value: Scalar) -> str:
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)


def _number(value: Scalar) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _ordered(found: Found) -> Any:
    if found[0] == '"':
        return found[1]
    return Decimal(found[1]) if found[0] == "0" else None


def _equals(found: Found, expected: Scalar) -> bool:
    if isinstance(expected, str):
        return found[1] == expected
    if expected is None or isinstance(expected, bool):
        return found[0] != '"' and found[1] == _written(expected)
    return found[0] == "0" and Decimal(found[1]) == _number(expected)


def _contains(found: Found, expected: Scalar) -> bool:
    kind, text = found
    if kind == "{":
        return any(key == expected for key, _ in _members(text))
    if kind == "[":
        return any(_equals(_found(value), expected) for _, value in _members(text))
    return _written(expected) in text


def _has_length(found: list[Found], expected: Any, *, is_single: bool) -> bool:
    if not is_single:
        length = len(found)
    elif not found or found[0][0] not in {'"', "{", "["}:
        return False
    else:
        kind, text = found[0]
        length = len(text) if kind == '"' else sum(1 for _ in _members(text))
    return _equals(("0", str(length)), expected)
