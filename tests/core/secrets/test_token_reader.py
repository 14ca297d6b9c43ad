import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.secrets.patterns import fold_member
from weda_tui.core.secrets.token_reader import read_credentials


@pytest.mark.parametrize("name", ["access_token", "accessToken", "Access-Token", "ACCESS.TOKEN"])
def test_a_name_is_read_without_its_signs(name: str) -> None:
    assert fold_member(name) == "accesstoken"


def test_json_and_a_form_are_read_whole() -> None:
    for text, found in [
        ('{"access_token": "a1", "access_token": "b2"}', {"a1", "b2"}),
        ('{"access\\u005ftoken": "a1"}', {"a1"}),
        ('{"token": ["a1", {"value": "long-enough", "type": "Bearer"}]}', {"a1", "long-enough"}),
        ('{"data": "{\\"token\\": \\"a1\\"}"}', {"a1"}),
        ('{"data": "\\"{\\\\\\"token\\\\\\": \\\\\\"a1\\\\\\"}\\""}', {"a1"}),
        ('{"data": "token=a1&x=2"}', {"a1"}),
        ('{"data": "eyJhbGciOiJ.abc.d"}', {"eyJhbGciOiJ.abc.d"}),
        ('{"verification_token": "long-enough"}', {"long-enough"}),
        ('{"token_type": "Bearer-of-a-kind", "token_expires_in": 72000000}', set[str]()),
        ('{"has_token": "true", "secretId": "AKIDlongEnough"}', set[str]()),
        ('{"token": 123456789}', {"123456789"}),
        ('{"token": 1234}', set[str]()),
        ("access_token=a%2F1&x=2", {"a/1"}),
    ]:
        reading = read_credentials(text.encode())
        assert reading.found == found, text
        assert reading.is_complete, text


def test_nobody_knows_what_else_is_in_other_text() -> None:
    for text, found in [
        ("<t><o:access_token x='1'><![CDATA[a&b]]></o:access_token></t>", {"a&b"}),
        ("<t><token>a&amp;b</token></t>", {"a&b"}),
        ('<t access_token="a1"/>', {"a1"}),
        ("access_token: a1\nx: 2\n", {"a1"}),
        ("cb({'access_token': 'a1'})", {"a1"}),
        ('{"access_token": "a1", "refresh_tok', {"a1"}),
        ('"a1"', set[str]()),
        ("1234", set[str]()),
        ("ZXlKaGJHY2lPaQ==", set[str]()),
        ("", set[str]()),
    ]:
        reading = read_credentials(text.encode())
        assert reading.found == found, text
        assert not reading.is_complete, text


@given(st.recursive(st.text() | st.integers(), lambda inside: st.dictionaries(st.text(), inside)))
def test_whatever_stands_below_a_tokens_name_is_found(value: object) -> None:
    body = json.dumps({"access_token": [value, "long-enough"]}).encode()
    assert "long-enough" in read_credentials(body).found


def test_deep_json_is_not_read() -> None:
    assert not read_credentials(b"[" * 100_000 + b"]" * 100_000).is_complete
