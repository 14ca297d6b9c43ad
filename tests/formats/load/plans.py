"""Plans that the tests of locustfiles and of k6 scripts share."""

from msgspec.structs import replace

from weda_tui.core.collections.saved_request import AssertionOperator
from weda_tui.core.load.plan import (
    LoadCheck,
    LoadExpected,
    LoadPlan,
    LoadRequest,
    LoadRoute,
    LoadSlot,
    Template,
)

HOST = LoadSlot("vars.host", "VARS_HOST")
TOKEN = LoadSlot("access_token", "ACCESS_TOKEN")
FLOW = LoadSlot("flow", "WEDA_VAR_FLOW")
AUTHORIZED = ("Authorization", Template(("Bearer ", TOKEN)))


def check(on: str, operator: str, expected: LoadExpected) -> LoadCheck:
    return LoadCheck(on, AssertionOperator(operator), expected)


def request(name: str, path: str, **more: object) -> LoadRequest:
    url = Template((HOST, path))
    given = {"title": name, "method": "POST", "url": url, "headers": (AUTHORIZED,), **more}
    return LoadRequest(name=name, **given)  # type: ignore[arg-type]


FLOWS = request(
    "审批/flows",
    "/flows",
    body=Template(('{"Type": 2}',)),
    checks=(check("status", "equals", 200),),
    captures={"flow": "$.Response.Data.FlowSet[0].FlowCode"},
)
SHOW = LoadRequest(
    name="审批/show",
    title="an item",
    method="GET",
    url=Template((HOST, "/flows/", FLOW, "?n=", LoadSlot("n", "WEDA_VAR_N"))),
    headers=(AUTHORIZED, ("X-Flow", Template((FLOW,)))),
    checks=(check("$.Response.Data.FlowCode", "equals", Template((FLOW,))),),
    depends=("审批/flows",),
)


def plan(*requests: LoadRequest, **route: object) -> LoadPlan:
    known = {"name": "hq · dev", "host": "http://127.0.0.1:1", **route}
    return LoadPlan("审批", requests or (FLOWS, SHOW), LoadRoute(**known))  # type: ignore[arg-type]


FIRST_PAGE = Template((HOST, "/p?q=", LoadSlot("page", "WEDA_VAR_PAGE", first="a b")))
FIRST = (
    request("first", "", url=FIRST_PAGE, captures={"page": "status"}),
    request("second", "", url=FIRST_PAGE),
)
"""Requests with a captured value, and a value of the files until it is captured."""
_TEXT = LoadSlot("t", "WEDA_VAR_T", in_string=True)
TEXTS = request(
    "texts",
    "/t",
    body=Template(
        (
            '{"row": "<', _TEXT, '>", "first": "', replace(_TEXT, name="page", first=r"a\n"),
            '", "own": "', LoadSlot("own", "WEDA_VAR_OWN", in_string=True), '", "files": "',
            LoadSlot("files", "WEDA_VAR_FILES", in_string=True, is_of_files=True),
            '", "value": ', LoadSlot("n", "WEDA_VAR_N"), "}",
        )
    ),
    captures={"page": "$.data"},
)  # fmt: skip
"""Values in JSON strings: from a row, a capture, the environment variables and the files."""
ROWS_OF_TEXT = (r"C:\new\table", 'a", "value": "b', "值\n\t\x01\x7f\u2028é/{{n}}")
TEXTS_ENVIRON = {"WEDA_VAR_OWN": '"', "WEDA_VAR_FILES": r"b\t"}
TEXTS_SENT = [
    {"row": f"<{each}>", "first": first, "own": '"', "files": "b\t", "value": [1]}
    for each in ROWS_OF_TEXT
    for first in ("a\n", '{"id":1528933366865600513}')
]
"""The bodies of each row, sent twice: the second contains what the first response gave."""
ROWS = """[ {"n": true, "m" :{"a":"x", "b": [1, {"c": "]}"}]}}, {"n": 1e400}, {"n": null, " ": 1},
{"n": 1893450276618240001, "n": 1.50}, {}, {"n": "1, \\"2\\" \\u4e2d", "m": [ ]},
{"n": [], "m": {}} ]"""
"""Rows in JSON, whose values are sent exactly as written."""
LED_ASIDE = LoadPlan(
    "aside",
    (
        request("segment", "", url=Template((HOST, "/a/", LoadSlot("x", "WEDA_VAR_X"), "/l"))),
        request("beside", "", url=Template((HOST, LoadSlot("x", "WEDA_VAR_X")))),
        request("pieces", "", url=Template((HOST, "/a/%", LoadSlot("x", "WEDA_VAR_X"), "e/l"))),
        request("query", "", url=Template((HOST, "/q?x=", LoadSlot("x", "WEDA_VAR_X")))),
    ),
    LoadRoute(name="hq", host="http://127.0.0.1:1/weda"),
)
"""Requests that were checked before the export and have to be checked again before each send."""
VALUES = {
    "@evil.example": {"beside": "URL_OTHER_HOST"},
    "1.evil.example": {"beside": "URL_OTHER_HOST"},
    "a/b": {"segment": "URL_OTHER_PATH", "beside": "URL_OTHER_PATH", "pieces": "URL_OTHER_PATH"},
    "..": {"segment": "URL_OTHER_PATH", "beside": "URL_OTHER_HOST"},
    "\uff0e\uff0e": {"segment": "URL_OTHER_PATH", "beside": "URL_OTHER_HOST"},
    "..;a": {"segment": "URL_OTHER_PATH", "beside": "URL_OTHER_HOST"},
    "2": {"beside": "URL_OTHER_HOST", "pieces": "URL_OTHER_PATH"},
    "": {"segment": "URL_OTHER_PATH", "beside": "URL_OTHER_PATH", "pieces": "URL_OTHER_PATH"},
}
"""Values, each with the codes of the requests that are not sent with it."""
_X, _TYPE = LoadSlot("x", "WEDA_VAR_X"), "Content-Type"
_NOTHING = Template()
_BY_POST = ("GET", "HEAD", "OPTIONS", "POST")


def _read(name: str, path: str, body: Template = _NOTHING, kind: str = "") -> LoadRequest:
    headers = (AUTHORIZED, *([(_TYPE, Template((kind,)))] if kind else []))
    return request(name, path, headers=headers, body=body, read_methods=_BY_POST)


READS = LoadPlan(
    "reads",
    (
        replace(_read("query", ""), url=Template((HOST, "/q?a=", _X, "&b=1"))),
        replace(_read("name", ""), url=Template((HOST, "/q?", _X, "=PUT"))),
        replace(_read("path", ""), url=Template((HOST, "/p/", _X)), written_words=("(", "delete")),
        replace(_read("both", ""), url=Template((HOST, "/p/", _X, "?a=", _X))),
        _read("json", "/j", Template(('{"a": ', replace(_X, as_json=True), "}")), "text/json"),
        _read(
            "member", "/m", Template(('{"', replace(_X, in_string=True), '": "PUT"}')), "text/json"
        ),
        _read(
            "form", "/f", Template(("a=", replace(_X, in_form=True), "&b=1")),
            "application/x-www-form-urlencoded",
        ),
        _read("multipart", "/m", Template(("--b\r\n", _X)), "multipart/form-data; boundary=b"),
        _read("bare", "/b", Template(("a=", _X))),
        _read("text", "/t", Template(("a ", _X)), "text/plain"),
    ),
    LoadRoute(name="hq", host="http://127.0.0.1:1"),
)  # fmt: skip
"""Reads with a value from the running test, in every place of a request."""
_CHANGED, _NO_JSON, _NO_SEGMENT = "GUARD_CALL_CHANGED", "VALUE_NOT_JSON", "URL_OTHER_PATH"
BECOMING = {
    "1": {},
    "true": {},
    '{"b": [1e400, null]}': {},
    "1&_method=DELETE": {"json": _NO_JSON, **dict.fromkeys(("name", "path", "bare"), _CHANGED)},
    '1, "_method": "DELETE"': {
        "json": _NO_JSON, **dict.fromkeys(("name", "path", "bare"), _CHANGED),
    },
    '{"_method": "DELETE"}': dict.fromkeys(("name", "path", "json", "bare"), _CHANGED),
    "_method": {"name": _CHANGED, "member": _CHANGED, "json": _NO_JSON},
    "delete": {"path": _CHANGED, "json": _NO_JSON},
    "ｄélete;a": {"path": _CHANGED, "json": _NO_JSON},
    "orders('1')": {"path": _CHANGED, "json": _NO_JSON},
    "\r\nPOST /weda/StopFlow HTTP/1.1\r\n": {
        "path": _NO_SEGMENT, "both": _NO_SEGMENT, "json": _NO_JSON, "text": _CHANGED,
        "bare": _CHANGED, "multipart": _CHANGED,
    },
    'Content-Disposition: form-data; name="_method"\r\n\r\nDELETE\r\n--b--': {
        "name": _CHANGED, "json": _NO_JSON, "multipart": _CHANGED,
    },
    "a/b": {"path": _NO_SEGMENT, "both": _NO_SEGMENT, "json": _NO_JSON},
    "a%26_method=DELETE": {
        "name": _CHANGED, "path": _NO_SEGMENT, "both": _NO_SEGMENT, "json": _NO_JSON,
    },
}  # fmt: skip
"""Values, each with the codes of the requests that are not sent with it."""
ENCODED = "1&_method=DELETE"
ENCODED_SENT = {
    "/q?a=1%26_method%3DDELETE&b=1": "",
    "/p/1&_method=DELETE?a=1%26_method%3DDELETE": "",
    "/m": "--b\r\n1&_method=DELETE", "/f": "a=1%26_method%3DDELETE&b=1",
    "/t": "a 1&_method=DELETE",
}  # fmt: skip
"""The requests that are sent for a value which would otherwise act as two values in its place."""
REFUSED_ROWS = (
    "",
    "n",
    "n,m\n",
    "n,m\n,\n\n",
    "n,n\n1,2\n",
    " n,m,n \n1,2,3\n",
    "n,m\n1\n",
    "n,m\n1,2,3\n",
    ",n\n1\n",
    "\nn,m\n1,2\n",
    ",\n1,2,3\n",
    'n,m\n"1,2\n',
    'n,m\n"1"x,2\n',
    'n,m\n"1" ,2\n',
    'n,m\n"1"",2\n',
    "n,m\n" + "x" * (1024 * 1024 + 1) + ",2\n",
    "[]",
    "[1]",
    '[{"n": 1}',
)
"""Data files that a run refuses."""
READ_ROWS = (
    ROWS,
    ",n,m\n0,Anna,Berlin\n1,Ben,Bonn\n",
    "n,,m\n1,2,3\n",
    ",\n1,2\n",
    " n ,\x1cm\u3000\n 1 , 2 \n",
    'n,m\n12" x,Bonn\nplain,"Bonn ""x"""\n',
    'n,m\na"b"c,""\n"",x\n"""",""""""\n',
    'n,m\n "1",2\n',
    'n,m\n"a\nb","c\r\nd"\r\n"e\rf",g',
    "n,m\r1,2\r\r3,4\r",
    "n,m\n\r1,2\n\n,\n3,\n,4",
    'n\n"x"',
    "名称,n\n张三,𠮷\u2028\x85\x0b\x0c\x1c\n",
    "__proto__,n,constructor\n1,2,3\n",
    "n,m\n" + "x" * 200_000 + ",2\n",
    "n,m\n'1,2'\n\\\"a\\,\t\n",
)
"""Data files that a run reads."""
