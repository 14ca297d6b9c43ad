"""The user's changes to calls, as a file for version control."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.catalogue.own_call import METHODS, OwnCall, OwnModule
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.toml.own_calls import parse_own_module, render_own_module

MODULE = OwnModule(
    id="crm",
    title="客户",
    calls=(
        OwnCall(
            action="ListOrders",
            method="GET",
            path="/crm/v2/{envType}/orders",
            title="查订单",
            summary="按状态查",
            effect=Effect.READ,
            token_kind=TokenKind.KEY,
            parameters='{\n  "properties": {\n    "status": {"type": "string"}\n  }\n}',
        ),
        OwnCall(action="get.one", title="只改标题"),
    ),
)
TEXT = """title = "客户"

[calls.ListOrders]
method = "GET"
path = "/crm/v2/{envType}/orders"
title = "查订单"
summary = "按状态查"
effect = "read"
auth = "wedaClientCredentials"
parameters = '''{
  "properties": {
    "status": {"type": "string"}
  }
}'''

[calls."get.one"]
title = "只改标题"
"""


def read(text: str) -> OwnModule:
    return parse_own_module(text, file="crm.toml", name="crm")


def refused(text: str) -> FileError:
    with pytest.raises(FileError) as caught:
        read(text)
    assert caught.value.parameters["file"] == "crm.toml"
    return caught.value


def test_a_file_says_what_is_said_and_no_more():
    assert render_own_module(MODULE, None) == TEXT
    assert read(TEXT) == MODULE


def test_comments_order_and_line_ends_stay():
    before = "# ours\r\n[calls.b]\r\ntitle = 'B'   # why\r\n\r\n[calls.a]\r\ntitle = 'A'\r\n"
    module = read(before).with_call(OwnCall(action="a", title="A", effect=Effect.WRITE))
    after = render_own_module(module, before)
    assert after == before + 'effect = "write"\r\n'
    assert read(after) == module


def test_a_text_of_several_lines_keeps_them_beside_a_comment_too():
    call = OwnCall(action="a", parameters='{\n  "type": "object"\n}')
    after = render_own_module(OwnModule(id="crm", calls=(call,)), "# ours\n")
    assert after.count("\n") > 4
    assert read(after).calls == (call,)


def test_a_fault_is_named_with_its_line():
    for text, code, line, key in [
        ("titel = 'a'", ErrorCode.TOML_UNKNOWN_KEY, 1, "titel"),
        ("[calls.a]\npaht = '/a'", ErrorCode.TOML_UNKNOWN_KEY, 2, "calls.a.paht"),
        ("title = 1", ErrorCode.TOML_BAD_VALUE, 1, "title"),
        ("calls = 1", ErrorCode.TOML_BAD_VALUE, 1, "calls"),
        ("[calls]\na = 1", ErrorCode.TOML_BAD_VALUE, 2, "calls.a"),
        ("[calls.'a b']\n", ErrorCode.TOML_BAD_VALUE, 1, "calls.a b"),
        ("[calls.a]\nmethod = 'get'", ErrorCode.TOML_BAD_VALUE, 2, "calls.a.method"),
        ("[calls.a]\neffect = 'none'", ErrorCode.TOML_BAD_VALUE, 2, "calls.a.effect"),
        ("[calls.a]\nauth = 'bearer'", ErrorCode.TOML_BAD_VALUE, 2, "calls.a.auth"),
        ("[calls.a]\npath = 'https://e.cn/a'", ErrorCode.TOML_BAD_VALUE, 2, "calls.a.path"),
        ("[calls.a]\npath = '/a'", ErrorCode.TOML_BAD_VALUE, 2, "calls.a.path"),
        ("[calls.a]\ntitle = '\u202e'", ErrorCode.TOML_BAD_VALUE, 2, "calls.a.title"),
        ("[calls.a]\nparameters = '['", ErrorCode.TOML_BAD_VALUE, 2, "calls.a.parameters"),
    ]:
        error = refused(text)
        assert (error.code, error.parameters["line"], error.parameters["key"]) == (
            code,
            line,
            key,
        ), text


def test_the_nearest_key_is_named():
    assert refused("[calls.a]\nmetod = 'GET'").parameters["nearest"] == "method"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)


@given(
    st.builds(
        OwnCall,
        action=st.from_regex(r"[\w.-]{1,8}", fullmatch=True).filter(str.isprintable),
        method=st.sampled_from(METHODS),
        path=st.sampled_from(["", "/a", "/a/{b}"]),
        title=TEXTS,
        summary=TEXTS,
        effect=st.none() | st.sampled_from(Effect),
        token_kind=st.none() | st.sampled_from(TokenKind),
        parameters=st.sampled_from(["", "{}", '{"a":\n"\\u0041\\\\\\""}', '{"a": "\'\'\'"}']),
    )
)
def test_what_is_written_is_read(call: OwnCall):
    module = OwnModule(id="crm", calls=(call,))
    text = render_own_module(module, None)
    assert read(text) == module
    assert render_own_module(module, text) == text
