"""Requests that programs are known to change when they send them."""

import msgspec

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.requests.draft import CONTENT_TYPE, Header, RequestDraft

JSON: Header = ("Content-Type", "application/json")
TEXT: Header = ("Content-Type", "text/plain")
FORM: Header = ("Content-Type", "application/x-www-form-urlencoded")
QUOTES = "'\"`$HOME$(id)${x}!!\\n\\'\\\\%{http_code}%s&&#;|<>*~"
_MULTIPART = (
    "--b\r\nContent-Disposition: form-data; name=\"审批\"\r\n\r\n1\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n"
    "Content-Type: text/plain\r\n\r\n< line\n### line\r\n--b--\r\n"
)  # fmt: skip


class Case(msgspec.Struct, frozen=True):
    """A request with an unusual property."""

    name: str
    method: str = "POST"
    path: str = "/a"
    headers: tuple[Header, ...] = (CONTENT_TYPE,)
    body: str = ""
    variables: dict[str, str] = {}
    is_named: bool = False
    """Whether an HTTP message cannot represent the request, and the export says so."""
    is_refused: bool = False
    """Whether no HTTP message is written, because editors would interpret a part of the request."""


def _get(name: str, path: str) -> Case:
    return Case(name, "GET", path, ())


def _post(
    name: str, body: str, *headers: Header, named: bool = False, refused: bool = False
) -> Case:
    headers = headers or (JSON,)
    return Case(name, headers=headers, body=body, is_named=named, is_refused=refused)


CASES = (
    # -- addresses
    _get("chinese path and query", "/审批/流程?名=张伟&k=值"),
    _get("percent-encoded chinese", "/%E5%AE%A1%e6%89%b9?n=%E5%BC%A0"),
    _get("escaped space, slash and percent", "/a%20b%2Fc%25d?x=%2F%25%20%2B"),
    _get("plus and ampersand", "/a+b&c?q=1+2&&r=&=s&t"),
    _get("empty values and repeated keys", "/a?x=&x&x=1&x=1&y=&"),
    _get("semicolons and colons", "/a;v=1:2@3?x=1;y=2"),
    _get("quotes in the query", "/a?q='\"`$HOME$(id)!\\|^*[1-3]{a,b}~"),
    _get("quotes in the path", "/a'b`c$(id)!(d)*[1-3]{a,b}\\e|f^g~"),
    _get("lone percent", "/100%?p=50%&q=%zz%"),
    _get("emoji", "/😀?e=👩‍💻"),
    _get("trailing slash", "/a/"),
    _get("double slashes", "//a//b//"),
    _get("dots in the path", "/a/./b/../c/..;/d/.../e"),
    _get("escaped dots in the path", "/a/%2e%2e/b/%2E/c"),
    _get("no path", ""),
    _get("a query without a path", "?a=1"),
    _get("an empty query", "/a?"),
    _get("a question mark in a query", "/a?b?c=/d//e/../f"),
    _get("a fragment", "/a?b=1#part"),
    _get("an at sign", "/@a/user:pass@b?c=@file"),
    _get("an escaped line break", "/a%0D%0AX-Injected:%201?b=%00"),
    _get("a braces variable with chinese", "/{{name}}?n={{name}}"),
    # -- methods
    Case("get with a body", "GET", "/a", (JSON,), '{"q": "审批"}'),
    Case("delete with a body", "DELETE", "/a", (JSON,), '{"id": 1}'),
    Case("delete without a body", "DELETE", "/a", ()),
    Case("put with an empty body", "PUT", "/a", ()),
    Case("post with an empty body", "POST", "/a"),
    Case("head", "HEAD", "/a?x=1", ()),
    Case("head with a body", "HEAD", "/a", (JSON,), "{}"),
    Case("patch", "PATCH", "/a", (JSON,), "{}"),
    Case("options", "OPTIONS", "/a", ()),
    Case("custom method", "PURGE", "/a", (), is_named=True),
    # -- headers
    Case("utf-8 header", headers=(JSON, ("X-Name", "审批 é 😀")), body="{}"),
    Case("empty header", headers=(JSON, ("X-Empty", "")), body="{}"),
    Case("repeated headers", headers=(("X-A", "1"), ("X-B", "2"), ("X-A", "1"), ("X-A", "3"))),
    Case("headers that differ in case", headers=(("X-A", "1"), ("x-a", "2"))),
    Case("quotes in a header", headers=(TEXT, ("X-Quotes", QUOTES), ("X-Semi", "a;"))),
    Case("a header that is like an option", "GET", "/a", (("X-D", "-d @file"), ("X-At", "@f"))),
    Case("a very long header", "GET", "/a", (("X-Long", "x" * 7000),)),
    Case("headers of the client's own", "GET", "/a", (
        ("User-Agent", "me/1"), ("Accept", "text/html"), ("accept-encoding", "identity"))),
    Case("a literal variable in a header", headers=(TEXT, ("X-V", "{{lb}}{text}}")),
         variables={"lb": "{"}, is_refused=True),
    # -- content types
    Case("a body without a type", headers=(), body="plain"),
    _post("a type with parameters", "<a>é</a>", ("content-TYPE", "text/xml; charset=\"utf-8\"")),
    _post("a form", "a=1+2&b=%E5%AE%A1&c=&c=%26", FORM),
    _post("multipart", _MULTIPART, ("Content-Type", "multipart/form-data; boundary=b"),
          refused=True),
    # -- bodies
    _post("digits", '{"id": 1528933366865600513, "price": 1.10, "e": 1E400, "id": -0.0}'),
    _post("chinese and emoji", '{"t": "审批😀👩\u200d💻\ue000"}'),
    _post("line separators", '{"t": "a\u2028b\u2029\u0085\u202e"}', named=True),
    _post("quotes", f'{{"q": "{QUOTES}"}}\n', TEXT, named=True),
    _post("a leading at sign", "@file", TEXT, refused=True),
    _post("a leading dash", "-d @file --next", TEXT),
    _post("lines that editors read", "a\n### b\n###\nc\n# d\n// e\n@f = g\n> h\n> {% i %}\n", TEXT,
          refused=True),
    _post("lines like files", "< file.json\n<@ file.json\n <  x\n<y", TEXT, refused=True),
    _post("crlf", "a\r\nb\r\n\r\nc\r\n", TEXT, named=True),
    _post("a lone carriage return", "a\rb\r", TEXT, named=True),
    _post("line breaks around", "\n\n  a \n\n\n", TEXT, named=True),
    _post("only line breaks", "\n\n", TEXT, named=True),
    _post("a heredoc's end", "a\nEOF\n'EOF'\nb", TEXT),
    _post("percent signs", "100% %s %d %{x} \\n \\0 \\x41 \\c", TEXT),
    _post("a single quote", "it's 'quoted''", TEXT),
    _post("tabs and control characters", "a\tb\x01\x7f\x1b[31m", TEXT, named=True),
    _post("backslashes", "a\\'b\\\\'\\", TEXT),
    _post("lines that begin requests", "GET http://h/\ngql q < f\nquery {\nx===\n<--->", TEXT,
          refused=True),
    _post("binary", b"\xff\xfe\x80%s'\\\r\n\x01".decode("utf-8", "surrogateescape"),
          ("Content-Type", "application/octet-stream"), named=True),
    Case("a literal variable in a body", headers=(JSON,), variables={"lb": "{"}, is_refused=True,
         body='{"t": "{{lb}}{text}} {{lb}}{ x }} {{lb}}"}'),
    Case("a variable in a body", headers=(JSON,), body='{"t": "{{name}}"}'),
    # -- sizes
    _post("240 kB", '{"t": "' + "审'批\n" * 30_000 + '"}'),
    _post("240 kB of binary", (bytes(range(1, 256)) * 960).decode("utf-8", "surrogateescape"),
          ("Content-Type", "application/octet-stream"), named=True),
    _post("2.2 MB", "0123456789abcde\n" * 137_500, TEXT, named=True),
)  # fmt: skip
"""All cases, with unique names."""


def bundle(cases: tuple[Case, ...] = CASES) -> Imported:
    """Return the requests as a collection; each has its number in a header ``X-Case``."""
    numbers = {case.name: number for number, case in enumerate(CASES)}
    requests = tuple(
        SavedRequest(
            path=f"{number:02} {case.name}".replace(",", ""),
            draft=RequestDraft(
                endpoint_id="",
                method=case.method,
                url="{{vars.host}}" + case.path,
                headers=(*case.headers, ("X-Case", str(number))),
                body=case.body,
            ),
            variables=case.variables,
        )
        for case, number in ((each, numbers[each.name]) for each in cases)
    )
    order = tuple(each.path for each in requests)
    return Imported(name="hostile", requests=requests, order=order, variables={"name": "张伟&"})
