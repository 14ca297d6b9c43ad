import tomllib

import msgspec
import pytest

from tests.core.recordings import record
from weda_tui.core.variables import Layer, Origin
from weda_tui.formats.request_toml import render_request


def test_a_request_reads_back_as_it_was() -> None:
    draft = msgspec.structs.replace(
        record().draft,
        headers=(("Content-Type", "application/json"), ("X-A", "1"), ("X-A", "2")),
        body='{\r\n  "a": "x",\n  "说": 1.10\n}',
        layers=(Layer(Origin.SET, {"n": "5"}),),
    )
    text = render_request(draft)
    assert tomllib.loads(text) == {
        "endpoint": draft.endpoint_id,
        "method": "POST",
        "url": draft.url,
        "body": draft.body.replace("\r\n", "\n"),
        "headers": {"Content-Type": "application/json", "X-A": "1, 2"},
        "variables": {"n": "5"},
    }
    assert '"说": 1.10\n' in text


@pytest.mark.parametrize("body", ["'''", "it's'", "a\x01b", "\n\nx", "{}", '"""', "\\", "\t"])
def test_every_body_reads_back(body: str) -> None:
    draft = msgspec.structs.replace(record().draft, body=body)
    assert tomllib.loads(render_request(draft))["body"] == body


def test_nothing_is_said_of_what_is_not_there() -> None:
    draft = msgspec.structs.replace(record().draft, headers=(), body="")
    assert set(tomllib.loads(render_request(draft))) == {"endpoint", "method", "url"}
