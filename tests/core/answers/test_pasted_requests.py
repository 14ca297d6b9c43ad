"""The request next to a pasted response is found; a text without a request has none."""

import json

import pytest
from hypothesis import given

from tests.strategies import outside_text
from weda_tui.core.answers.pasted_requests import find_request
from weda_tui.core.requests.draft import CONTENT_TYPE

URL, BODY = "https://weda.corp.cn/weda/workflow/v1/prod/StartFlow", '{"ProcessKey": "p"}'
ENTRY = {"request": {"method": "post", "url": URL, "postData": {"text": BODY}}, "response": {}}
AXIOS = f"""AxiosError: x {{
  config: {{
    url: '{URL}',
    method: 'post',
    data: '{BODY}',
  }},
  response: {{ data: {{"code": "X"}} }}"""


FORM = "application/x-www-form-urlencoded"


def test_the_request_of_a_dump_is_found() -> None:
    for text, method, content_type in [
        (json.dumps({"log": {"entries": [ENTRY]}}), "POST", ""),
        (json.dumps(ENTRY), "POST", ""),
        (AXIOS, "POST", CONTENT_TYPE[1]),
        (f"""fetch failed url: "{URL}", body: `{BODY}`""", "", ""),
        (f"curl -s '{URL}' -H 'Authorization: Bearer x' --data-raw '{BODY}'", "POST", FORM),
        (f"$ curl {URL} \\\n  -d '{BODY}'\n{{\"code\": 1}}", "POST", FORM),
        (f"curl -X PUT {URL} -H 'content-type: text/plain' -d '{BODY}'", "PUT", "text/plain"),
        (f"curl --json '{BODY}' {URL}", "POST", CONTENT_TYPE[1]),
    ]:
        found = find_request(text)
        assert found is not None, text
        assert (found.method, found.url, found.body.decode()) == (method, URL, BODY), text
        assert found.header("Content-Type") == content_type, text
        assert found.header("Authorization") == "", text


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"log": {"entries": [ENTRY, ENTRY]}}),
        f"{AXIOS}\n{AXIOS}",
        f"curl {URL} -d '{BODY}'\ncurl {URL} -d '{{}}'",
        f"curl https://[bad/x -d '{BODY}'",
        f"url: 'https://[bad/x', data: '{BODY}'",
    ],
)
def test_of_several_requests_nobody_knows_which_was_answered(text: str) -> None:
    assert find_request(text) is None


@pytest.mark.parametrize("text", ["curl " * 50_000 + "https", "data:'{" * 40_000])
def test_a_long_text_is_searched_at_once(text: str) -> None:
    assert find_request(f"{text}\nurl: '{URL}'\n") is None


def test_a_text_without_a_body_has_no_request() -> None:
    for text in [
        "",
        "{}",
        "[]",
        '{"log": {}}',
        '{"log": {"entries": [1]}}',
        f"url: '{URL}'",
        "curl x",
    ]:
        assert find_request(text) is None, text


@given(outside_text)
def test_no_text_breaks_the_search(text: str) -> None:
    find_request(text)
    find_request(f"url: '{URL}', data: '{{{text}}}'")
