"""Requests as HTTP messages, read and written."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.import_plan import Loss, Lost
from weda_tui.core.interchange.unwritten import UnwrittenPart
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.text import template
from weda_tui.formats.code.open_variables import named_variable
from weda_tui.formats.http.message import (
    is_http_message,
    lost_in_message,
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
        Loss(Lost.SCRIPT, "> {% client.test() %}", "发起"),
        Loss(Lost.FILE, "./body.json", "up"),
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
@example("POST", "### a\n###\n# b\n// c\n@d = e\n< f\n<@ g\n> h\n>> i", "https://h/")
@example("POST", "a\n\n", "https://h/")
@example("POST", "\n\na", "https://h/")
@example("POST", "a\r\n", "https://h/")
@example("POST", "<\nb", "https://h/")
@example("GET", "\n \t", "https://h/")
def test_what_is_written_is_read_again(method: str, body: str, url: str) -> None:
    sent = PreparedRequest(method=method, url=url, headers=(("A", "b"),), body=body.encode())
    got = read_http_message(write_http_message(sent), file="a")
    (request,) = got.requests
    assert (request.draft.method, request.draft.url, request.draft.body) == (method, url, body)
    assert request.draft.headers == (("A", "b"),)
    assert (got.losses, got.variables) == ((), {})


BRACES = ["{{a}}", "{{{a}}}", '{"a": {{{{b}}', "{", "{% a %}\n> {% b %}\n< {% c %}", "{{ a }}"]


@pytest.mark.parametrize("text", BRACES)
def test_braces_are_text_and_only_marks_are_variables(text: str) -> None:
    body = text + named_variable("vars.x")
    header = ("A", text.replace("\n", " "))
    sent = PreparedRequest(method="POST", url="https://h/", headers=(header,), body=body.encode())
    got = read_http_message(write_http_message(sent), file="a")
    (request,) = got.requests
    values = {"_brace": "{", "vars.x": "X"}
    assert got.losses == ()
    assert template.render(request.draft.body, values) == text + "X"
    assert template.render(request.draft.headers[0][1], values) == header[1]


def test_a_message_has_no_length_and_keeps_its_scheme() -> None:
    sent = PreparedRequest(method="POST", url="https://h:8080/a", headers=(), body=b"{}")
    tags = "# @no-redirect\n# @no-cookie-jar\n"
    assert write_http_message(sent) == f"{tags}POST https://h:8080/a HTTP/1.1\n\n{{}}"


def test_what_clients_change_is_named() -> None:
    body = b"a\r\n< ./f.json\n<@latin1 g\n\xff"
    headers = (("###", "next"), ("A", "b"))
    sent = PreparedRequest(method="POST", url="https://h/", headers=headers, body=body)
    assert lost_in_message(sent) == ["###", "\\r", UnwrittenPart.BINARY, "< ./f.json", "<@latin1 g"]
    kind = ("content-type", "Multipart/form-data; boundary=b")
    form = PreparedRequest(method="POST", url="https://h/", headers=(kind,), body=b"--b\r\n")
    assert lost_in_message(form) == []


def test_a_file_in_a_body_stays_one() -> None:
    body = b"--b\n\n{{$file up/a.pdf}}\n--b--"
    sent = PreparedRequest(method="POST", url="https://h/", headers=(), body=body)
    (request,) = read_http_message(write_http_message(sent), file="a").requests
    assert request.draft.body == body.decode()


WHITE = (
    "\t\v\f \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff\x1c\x1d\x1e\x1f\x85\u180e\u200b"
)
"""What an editor may take for white space, of JavaScript's ``\\s`` all but the line breaks."""


@pytest.mark.parametrize("white", WHITE, ids=ascii)
@pytest.mark.parametrize(
    "line", ["<{}/etc/hostname", "<@{}/etc/hostname", "<@utf8{}/etc/hostname", "{}< /etc/hostname",
             "{}# no", "{}// no", "{}@leak = 1", "<{}{{% %}}", ">{}out", ">>!{}out"]
)  # fmt: skip
def test_no_white_space_makes_a_line_of_a_body_an_editors_own(white: str, line: str) -> None:
    body = line.format(white)
    for text in (body, f"x\n{body}\ny", f"x\r{body}"):
        request = PreparedRequest(method="POST", url="http://h/", headers=(), body=text.encode())
        message = write_http_message(request)
        written = with_characters(message.partition("\n\n")[2])
        assert re.search(rf"\{{\{{_(empty|no_file)\}}\}}{re.escape(body)}", written)
        assert re.sub(r"\{\{_(empty|no_file)\}\}", "", written) == text
        assert read_http_message(message, file="a").requests[0].draft.body == text


def with_characters(written: str) -> str:
    """Return a message with the characters that stand in it as variables."""
    return re.sub(r"\{\{_u([0-9a-f]{4})\}\}", lambda match: chr(int(match[1], 16)), written)


@pytest.mark.parametrize("white", WHITE, ids=ascii)
def test_a_file_is_named_whatever_white_space_stands_before_it(white: str) -> None:
    body = f"x\n<{white}/etc/hostname"
    request = PreparedRequest(method="POST", url="http://h/", headers=(), body=body.encode())
    assert any("/etc/hostname" in each for each in lost_in_message(request))
    read = read_http_message(f"POST http://h/\n\n{body}\n", file="a.http")
    assert [(each.what, each.name) for each in read.losses] == [(Lost.FILE, "/etc/hostname")]


def test_a_body_of_white_space_alone_is_written_in_one_pass() -> None:
    body = "\v" * 200_000 + "\r" * 200_000
    request = PreparedRequest(method="POST", url="http://h/", headers=(), body=body.encode())
    written = with_characters(write_http_message(request))
    assert written.replace("{{_empty}}", "").endswith(body)


LINES = [
    *("GET http://evil/", "  POST /x", "PURGE x", "CONNECT h:1", "WS ws://evil", "GRPC h/x"),
    *("SSE http://evil", "AMQP h", "GRAPHQL http://evil", "WS1000", "SSE-1", "HTTP/1.1 200"),
    *("MQTT h", "MQTT 0", "gql q < f", "gql < f", "\tgql q < f", "query q {", "query"),
    *("mutation m {", "fragment f on x {", "proto < f", "import a.http", "run #a", "/*", "// c"),
    *("# @import x", "# c", "###", "?? status == 1", "@a = b", "@global.a=b", "@xpath_ns a=b"),
    *("> a.js", ">> out", ">>! out", "<> ref", "< {% x %}", "> {% x %}", "{{", "{{@request"),
    *("{{+", "< f", "<@ f", "<@utf8 f"),
]  # fmt: skip
"""What REST Client, httpYac and JetBrains read as their own at the start of a line of a body."""


@pytest.mark.parametrize("line", LINES)
def test_no_line_of_a_body_is_a_clients_own(line: str) -> None:
    for text in (line, f"x\n{line}\n}}}}", f"\n\n{line}"):
        request = PreparedRequest(method="POST", url="http://h/", headers=(), body=text.encode())
        message = write_http_message(request)
        lines = message.partition("\n\n")[2].split("\n")
        assert line not in lines
        assert any(each.endswith(line.lstrip("{")) and each.startswith("{{_") for each in lines)
        if "{{" not in line:
            assert read_http_message(message, file="a").requests[0].draft.body == text


@pytest.mark.parametrize("line", ["x===", "=== wait-for-server", "===", "a <---> b", "<--->"])
def test_no_end_of_a_line_of_a_body_is_a_clients_own(line: str) -> None:
    request = PreparedRequest(method="POST", url="http://h/", headers=(), body=line.encode())
    written = write_http_message(request).partition("\n\n")[2]
    assert not re.search(r"={3}\s*(wait-for-server)?\s*$|<--->", written)
    assert written.replace("{{_empty}}", "") == line


@pytest.mark.parametrize("line", ["< /etc/passwd", "<@ /etc/passwd", "<@utf8\t/etc/passwd"])
def test_no_value_of_a_variable_makes_a_line_a_file(line: str) -> None:
    """REST Client puts the values in first."""
    request = PreparedRequest(method="POST", url="http://h/", headers=(), body=line.encode())
    head, _, body = write_http_message(request).partition("\n\n")
    values = dict(re.findall(r"(?m)^@(\w+) =[ ]?(.*)$", head))
    filled = re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], body)
    assert not re.match(r"<(@\w*)?\s+\S", filled)
    assert lost_in_message(request) == [line]


@pytest.mark.parametrize("line", ["gql q < ./q.gql", "gql < ./q.gql", "proto < ./q.gql"])
def test_a_file_of_a_query_is_named(line: str) -> None:
    request = PreparedRequest(method="POST", url="http://h/", headers=(), body=line.encode())
    assert lost_in_message(request) == [line]
    read = read_http_message(f"POST http://h/\n\n{line}\n", file="a.http")
    assert [(each.what, each.name) for each in read.losses] == [(Lost.FILE, "./q.gql")]


def test_what_acts_on_a_terminal_is_a_variable() -> None:
    text = "\x1b\u202e\x7f\x1b"
    sent = PreparedRequest(
        method="POST", url="http://h/", headers=(("A", "b\u2028"),), body=text.encode()
    )
    message = write_http_message(sent)
    assert "{{_u001b}}{{_u202e}}{{_u007f}}{{_u001b}}" in message
    assert message.replace("\n", "").isprintable()
    assert "@_u001b = \\u001b\n" in message
    assert lost_in_message(sent) == ["\\u2028", "\\u001b", "\\u202e", "\\u007f"]
    got = read_http_message(message, file="a")
    assert (got.requests[0].draft.body, got.requests[0].draft.headers) == (text, sent.headers)
    assert got.variables == {}


def test_only_our_own_variables_are_characters() -> None:
    text = "@_u001b = x\n@_empty = y\nPOST http://h/\n\n{{_u001b}}{{_empty}}{{_u0041}}"
    got = read_http_message(text, file="a")
    assert got.requests[0].draft.body == "{{_u001b}}{{_empty}}{{_u0041}}"
    assert got.variables == {"_u001b": "x", "_empty": "y"}
