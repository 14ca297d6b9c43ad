"""The format of an import is detected by its content."""

import json

from hypothesis import given
from hypothesis import strategies as st

from weda_tui.formats.detection import Format, recognise


def test_the_content_says_the_format() -> None:
    for text, kind in [
        ("curl https://x.cn -H 'a: b'", Format.CURL),
        ("  $ curl -s x", Format.CURL),
        ('{"info": {"_postman_id": "1"}, "item": []}', Format.POSTMAN),
        ('{"info": {"schema": "https://schema.getpostman.com/json/v2.1.0/"}}', Format.POSTMAN),
        ('{"values": [], "_postman_variable_scope": "environment"}', Format.POSTMAN_ENVIRONMENT),
        ('\ufeff{"log": {"entries": []}}', Format.HAR),
        ('{"openapi": "3.1.0", "info": {"title": "curl"}}', Format.OPENAPI),
        ('{"info": 1}', Format.OPENAPI),
        ("openapi: 3.1.0", Format.OPENAPI),
        ("{", Format.OPENAPI),
        ("", Format.OPENAPI),
    ]:
        assert recognise(text.encode()) is kind, text


@given(st.binary(max_size=40), st.text(max_size=20))
def test_anything_has_a_format(data: bytes, text: str) -> None:
    assert recognise(data) in Format
    assert recognise(json.dumps({"info": text, "log": text}).encode()) is Format.OPENAPI
