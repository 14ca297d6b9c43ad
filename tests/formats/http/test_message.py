"""Requests as HTTP messages, read and written."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.import_plan import Loss, LossKind
from weda_tui.core.interchange.unwritten import UnwrittenPart
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.formats.code.open_variables import named_variable, open_variable
from weda_tui.formats.http.message import (
    is_http_message,
    lost_in_message,
    own_places,
    read_http_message,
    write_http_message,
)


def test_a_message_as_it_travels() -> None:
    text = (
        "POST /weda/v1?a=1 HTTP/1.1\r\nHost: weda.example.cn\r\nA:  b \r\nContent-Length: 4\r\n\r\n"
        "{\r\n}trailing"
    )
    (request,) = read_http_message(text, file="a.http").requests
    assert (request.draft.method, request.draft.url) == (
        "POST",
        "https://weda.example.cn/weda/v1?a=1",
    )
    assert request.draft.headers == (("A", "b"), ("Content-Length", "4"))
    assert request.draft.body == "{\r\n}"


def test_a_file_of_an_editor() -> None:
    got = read_http_message(
        "@host = https://weda.example.cn\n# a comment\n\n### 发起\nPOST {{host}}/start\n"
        "  ?a=1\n  &b=2\nContent-Type: application/json\n\n{}\n\n> {% client.test() %}\n\n"
        "###\n// @name list\nGET {{host}}/list\n\n###\nPOST {{host}}/up\n\n< ./body.json\n",
        file="a.http",
    )
    assert got.variables == {"host": "https://weda.example.cn"}
    assert [each.path for each in got.requests] == ["发起", "list", "up"]
    first = got.requests[0].draft
    assert (first.url, first.body) == ("{{host}}/start?a=1&b=2", "{}")
    assert got.losses == (
        Loss(LossKind.SCRIPT, "> {% client.test() %}", "发起"),
        Loss(LossKind.FILE, "./body.json", "up"),
    )


def test_without_a_host_it_goes_to_the_environment() -> None:
    (request,) = read_http_message("GET /a b\n", file="a").requests
    assert request.draft.url == "{{vars.host}}/a%20b"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("GET /a HTTP/1.1", True),
        ("# c\n@a=1\n\nPOST {{h}}/x", True),
        ("DELETE https://h", True),
        ("openapi: 3.1.0", False),
        ("GET rid of it", False),
        ("", False),
    ],
)
def test_it_is_told_by_its_first_line(text: str, is_one: bool) -> None:
    assert is_http_message(text) is is_one


def test_a_text_of_comments_is_refused() -> None:
    with pytest.raises(FileError) as caught:
        read_http_message("# nothing\n", file="a.http")
    assert caught.value.code is ErrorCode.IMPORT_EMPTY


@given(
    st.sampled_from(["GET", "POST"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}")),
    st.sampled_from(["https://h/a?b=%20", "http://10.0.0.1:8080/x"]),
)
@example("POST", "<\nb", "https://h/")
@example("POST", "query=1&b=2\n&c", "https://h/")
@example("POST", '{"query": "{ a { b } }", "runId": {"x": {}}}', "https://h/")
def test_what_is_written_is_read_again(method: str, body: str, url: str) -> None:
    sent = PreparedRequest(method=method, url=url, headers=(("A", "b"),), body=body.encode())
    assume(not own_places(sent) and not lost_in_message(sent))
    got = read_http_message(write_http_message(sent), file="a")
    (request,) = got.requests
    assert (request.draft.method, request.draft.url, request.draft.body) == (method, url, body)
    assert request.draft.headers == (("A", "b"),)
    assert (got.losses, got.variables) == ((), {})


MARKED = named_variable("vars.x")
BRACES = [
    *("{{a}}", "{{{a}}}", '{"a": {{{{b}}', "{{ [{}, f()]\n}}", "{\n{x}}", "{\ufeff{", "\\{\\{x}}"),
    *("{{$file up/a.pdf}}", f"{{{MARKED}", f"{{{MARKED}{{f()}}}}", f"{MARKED}{{f()}}}}", "{{"),
]


def test_braces_that_clients_may_evaluate_are_found_wherever_they_are() -> None:
    for text in BRACES:
        for url, header, body in ((text, "", ""), ("", text, ""), ("", "", text)):
            sent = PreparedRequest(
                method="POST", url=f"https://h/{url}", headers=(("A", header),), body=body.encode()
            )
            assert own_places(sent) == ["{{"], text


@pytest.mark.parametrize(
    "text",
    ["{", "}}", '{"a":{"b":{}}}', "[{},{}]", f'{{"a":{{"b":{MARKED}}}}}', f"{MARKED}{MARKED}"],
    ids=range(6),
)
def test_other_braces_are_text(text: str) -> None:
    sent = PreparedRequest(
        method="POST", url="https://h/", headers=(("A", text),), body=text.encode()
    )
    assert own_places(sent) == []
    (request,) = read_http_message(write_http_message(sent), file="a").requests
    assert request.draft.body == text.replace(MARKED, "{{vars.x}}")


def test_a_message_has_no_length_and_keeps_its_scheme() -> None:
    sent = PreparedRequest(method="POST", url="https://h:8080/a", headers=(), body=b"{}")
    tags = "# @no-redirect\n# @no-cookie-jar\n"
    assert write_http_message(sent) == f"{tags}POST https://h:8080/a HTTP/1.1\n\n{{}}"


def test_what_clients_change_is_named() -> None:
    body = b"a\r\n\xff\n"
    headers = (("###", "next"), ("A", "b"))
    sent = PreparedRequest(method="POST", url="https://h/", headers=headers, body=body)
    assert lost_in_message(sent) == ["###", "\\r", UnwrittenPart.BINARY, "\\n"]
    kind = ("content-type", "Multipart/form-data; boundary=b")
    form = PreparedRequest(method="POST", url="https://h/", headers=(kind,), body=b"--b\r\n--b--")
    assert lost_in_message(form) == []


WHITE = (
    "\t\v\f \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff\x1c\x1d\x1e\x1f\x85\u180e\u200b"
)
r"""Possible white space in an editor: JavaScript's ``\s`` without line breaks, and more."""


def test_no_white_space_makes_a_line_of_a_body_an_editors_own() -> None:
    for line in (
        *("<{}/etc/hostname", "<@{}/etc/hostname", "<@utf8{}/etc/hostname", "{}< /etc/hostname"),
        *("{}# no", "{}// no", "{}@leak = 1", "<{}{{% %}}", ">{}out", ">>!{}out"),
    ):
        for body in map(line.format, WHITE):
            for text in (body, f"x\n{body}\ny", f"x\r{body}"):
                assert own_places_of(text) != [], ascii(text)


def own_places_of(body: str) -> list[str]:
    """Return the parts of a body that clients would interpret as their own syntax."""
    return own_places(
        PreparedRequest(method="POST", url="http://h/", headers=(), body=body.encode())
    )


def test_a_file_is_named_whatever_white_space_stands_before_it() -> None:
    for white in WHITE:
        body = f"x\n<{white}/etc/hostname"
        assert any("/etc/hostname" in each for each in own_places_of(body)), white
        read = read_http_message(f"POST http://h/\n\n{body}\n", file="a.http")
        assert [(each.what, each.name) for each in read.losses] == [
            (LossKind.FILE, "/etc/hostname")
        ], white


def test_a_body_of_white_space_alone_is_looked_at_in_one_pass() -> None:
    assert own_places_of("\v" * 200_000 + "\r" * 200_000) == []


LINES = [
    *("GET http://evil/", "  POST /x", "PURGE x", "CONNECT h:1", "WS ws://evil", "GRPC h/x"),
    *("SSE http://evil", "AMQP h", "GRAPHQL http://evil", "WS1000", "SSE-1", "HTTP/1.1 200"),
    *("MQTT h", "MQTT 0", "gql q < f", "gql < f", "\tgql q < f", "query q {", "query"),
    *("mutation m {", "fragment f on x {", "proto < f", "import a.http", "run #a", "/*", "// c"),
    *("# @import x", "# c", "###", "?? status == 1", "@a = b", "@global.a=b", "@xpath_ns a=b"),
    *("> a.js", ">> out", ">>! out", "<> ref", "< {% x %}", "> {% x %}", "gql q < ./q.gql"),
    *("< f", "<@ f", "<@utf8\tf", "gql < ./q.gql", "proto < ./q.gql", "query=1"),
]  # fmt: skip
"""Lines of a body that REST Client, httpYac or JetBrains interpret as their own syntax."""


def test_no_line_of_a_body_is_a_clients_own() -> None:
    for line in LINES:
        for text in (line, f"x\n{line}\n}}}}", f"\n\n{line}"):
            assert own_places_of(text) == [line.strip()], line


def test_a_line_that_an_empty_variable_begins_is_read_without_it() -> None:
    assert own_places_of(f"{open_variable('x')}< /etc/passwd") == ["< /etc/passwd"]
    assert own_places_of(f'{{"a": {open_variable("x")}}}') == []


@pytest.mark.parametrize("line", ["x===", "=== wait-for-server", "===", "a <---> b", "<--->"])
def test_no_end_of_a_line_of_a_body_is_a_clients_own(line: str) -> None:
    assert own_places_of(f"a\n{line}\nb") != []


@pytest.mark.parametrize("line", ["gql q < ./q.gql", "gql < ./q.gql", "proto < ./q.gql"])
def test_a_file_of_a_query_is_named(line: str) -> None:
    read = read_http_message(f"POST http://h/\n\n{line}\n", file="a.http")
    assert [(each.what, each.name) for each in read.losses] == [(LossKind.FILE, "./q.gql")]


def test_what_acts_on_a_terminal_is_written_by_its_name() -> None:
    text = "\x1b\u202e\x7f\x1b"
    sent = PreparedRequest(
        method="POST", url="http://h/", headers=(("A", "b\u2028"),), body=text.encode()
    )
    message = write_http_message(sent)
    assert message.endswith("A: b\\u2028\n\n\\u001b\\u202e\\u007f\\u001b")
    assert lost_in_message(sent) == ["\\u2028", "\\u001b", "\\u202e", "\\u007f"]
