"""Method overrides: methods that servers use instead of the method of the request."""

import gzip

import pytest

from weda_tui.core.guard.method_overrides import find_overrides, holds_request
from weda_tui.core.guard.request_readings import is_plain_json

URL = "https://weda.example.cn/x"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"


def in_query(query: str) -> list[str]:
    return find_overrides(f"{URL}?{query}", (), b"")


def in_header(name: str, value: str) -> list[str]:
    return find_overrides(URL, ((name, value),), b"")


def in_body(kind: str, body: str | bytes, *more: tuple[str, str]) -> list[str]:
    headers = (("Content-Type", kind), *more) if kind else more
    return find_overrides(URL, headers, body.encode() if isinstance(body, str) else body)


def part(name: str, value: str, head: str = "") -> str:
    return f"--b\r\nContent-Disposition: form-data; {name}\r\n{head}\r\n{value}\r\n--b--\r\n"


@pytest.mark.parametrize(
    "query", ["_m=DELETE", "verb=DELETE", "_verb=delete", "x=1&_M=put", "_method=DELETE"]
)
def test_a_query_names_a_method(query: str) -> None:
    assert in_query(query) in (["DELETE"], ["PUT"])


@pytest.mark.parametrize("query", ["verb=ListRecords", "m=DELETE", "_m=1", "a=DELETE", "_m="])
def test_a_query_that_names_none(query: str) -> None:
    assert in_query(query) == []


def test_a_header_names_a_method() -> None:
    for name, value, methods in [
        ("X-Original-Method", "DELETE", ["DELETE"]),
        ("X-Forwarded-Method", "get, DELETE", ["DELETE", "GET"]),
        ("X-RestLi-Method", "delete", ["DELETE"]),
        ("X-RestLi-Method", "finder", []),
        ("X-HTTP-Method-Override", "PURGE", ["POST"]),
        ("Access-Control-Request-Method", "DELETE", []),
        ("X-Payment-Method", "card", []),
    ]:
        assert in_header(name, value) == methods, (name, value)


@pytest.mark.parametrize("value", ["{{m}}", "{{ m }}", "DE{{m}}"])
def test_an_open_value_may_be_any_method(value: str) -> None:
    every = ["DELETE", "PATCH", "POST", "PUT"]
    assert in_header("X-HTTP-Method", value) == every
    assert in_query(f"_method={value}") == every
    assert in_body(FORM, f"_method={value}") == every
    assert in_query(f"a={value}") == []


def test_a_body_names_a_method() -> None:
    for kind, body in [
        *(
            (FORM, text)
            for text in ("_method=DELETE", "a=b&_method=DELETE&c", "%5Fmethod=%44ELETE")
        ),
        *((FORM, text) for text in ("\n_METHOD=delete", "a;_method=DELETE", "verb=DELETE")),
        (f"{FORM}; charset=UTF-8", "_method=DELETE"),
        (FORM.upper(), "_method=DELETE"),
        ("", "_method=DELETE"),
        (MULTIPART, part('name="_method"', "DELETE")),
        (MULTIPART, part("name=_method", "DELETE", "Content-Type: text/plain\r\n")),
        (MULTIPART, part("name*=utf-8''_method", "DELETE")),
        (MULTIPART, part('filename="x"; name="_method"', "DELETE").replace("\r\n", "\n")),
        (MULTIPART, part('name="a"', "1") + part('name="_method"', "DELETE")),
        (MULTIPART, part('name="a"; name="_method"', " " * 2000 + "DELETE")),
        ("application/json", '{"a": 1, "_method": "DELETE"}'),
        ("application/json", '{"\\u005fmethod" : "DELETE"}'),
        ("application/json", '{"_METHOD":"delete","_method":"GET"}'),
        ("", '{"_method": "DELETE"}'),
    ]:
        assert "DELETE" in in_body(kind, body), (kind, body)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/csv", "_method=DELETE"),
        ("application/json", '{"method": "DELETE", "verb": "PUT", "text": "_method=DELETE"}'),
        (FORM, "a=_method=DELETE&payMethod=card"),
        (FORM, ""),
        (MULTIPART, part('name="a"', "_method=DELETE")),
        (MULTIPART, part('name="a"; filename="_method.txt"', "DELETE")),
    ],
)
def test_a_body_that_names_none(kind: str, body: str) -> None:
    assert in_body(kind, body) == []


def test_a_form_in_another_character_set_is_read() -> None:
    body = "_method=DELETE".encode("utf-16-le")
    assert in_body(f"{FORM}; charset=utf-16le", body) == ["DELETE"]


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
def test_a_form_that_cannot_be_read_may_name_any(kind: str) -> None:
    assert "DELETE" in in_body(kind, b"\x1f\x8b", ("content_encoding", "gzip"))
    assert in_body(kind, b"\x1f\x8b", ("Content-Encoding", "identity")) == []
    assert in_body("text/csv", b"\x1f\x8b", ("Content-Encoding", "gzip")) == []


@pytest.mark.parametrize("kind", ["application/json", "application/merge-patch+json"])
def test_a_json_body_that_is_encoded_may_name_any_method(kind: str) -> None:
    every = ["DELETE", "PATCH", "POST", "PUT"]
    body = gzip.compress(b'{"_method": "DELETE"}')
    assert in_body(kind, body, ("Content-Encoding", "gzip")) == every


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-32-be"])
def test_json_is_read_as_parsers_detect_it(charset: str) -> None:
    assert in_body("application/json", '{"_method": "DELETE"}'.encode(charset)) == ["DELETE"]


@pytest.mark.parametrize(
    "body", ['name="a"\nb\n' * 100_000, 'name="_method"\n' * 60_000 + "\n" + "x" * 10**6]
)
def test_a_form_without_an_end_takes_no_long_time(body: str) -> None:
    assert in_body(MULTIPART, body) in ([], ["POST"])


def test_a_content_type_of_many_semicolons_takes_no_long_time() -> None:
    headers = (("Content-Type", "application/json" + "; " * 1000 + "!"),)
    assert not is_plain_json(headers, b"{}")
    assert is_plain_json((("Content-Type", 'application/json; charset="utf-8" ;;'),), b"{}")


def test_the_first_line_of_a_request_is_found_whatever_separates_its_words() -> None:
    for blank in [" ", "\t", "\v", "\f", "\r", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\xa0"]:
        line = f"{blank}POST{blank}/rows{blank}{blank}HTTP/1.1".encode("latin-1")
        assert holds_request(line), blank
        assert holds_request(b'{"x": "GET / HTTP/1.1",\n' + line + b"\r\nHost: x"), blank
        assert not holds_request(b'"' + line.replace(b"\r", b" ")), blank


def test_a_long_body_with_many_versions_is_read_once() -> None:
    assert not holds_request(b'"' + b" HTTP/1.1" * 200_000)
    assert not holds_request(b"\r".join([b'"a" HTTP/1'] * 200_000))
    assert not holds_request(b"\r" * 1_000_000 + b" HTTP/1.1")
    assert holds_request(b'"' + b" HTTP/1.1" * 200_000 + b"\rGET / HTTP/1.1")
