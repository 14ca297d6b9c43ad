"""The request beside a pasted answer is found; a text without one has none."""

import json

import pytest
from hypothesis import given

from tests.strategies import outside_text
from weda_tui.core.answers.pasted_requests import find_request

URL, BODY = "https://weda.corp.cn/weda/workflow/v1/prod/StartFlow", '{"ProcessKey": "p"}'
ENTRY = {"request": {"method": "post", "url": URL, "postData": {"text": BODY}}, "response": {}}
AXIOS = f"""AxiosError: x {{
  config: {{
    url: '{URL}',
    method: 'post',
    data: '{BODY}',
  }},
  response: {{ data: {{"code": "X"}} }}"""


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"log": {"entries": [{"request": {"method": "GET", "url": "x"}}, ENTRY]}}),
        json.dumps(ENTRY),
        AXIOS,
        f"""fetch failed url: "{URL}", body: `{BODY}`""",
        f"curl -s '{URL}' -H 'Authorization: Bearer x' --data-raw '{BODY}'",
        f"$ curl {URL} \\\n  -d '{BODY}'\n{{\"code\": 1}}",
    ],
)
def test_the_request_of_a_dump_is_found(text: str) -> None:
    found = find_request(text)
    assert found is not None
    assert (found.method, found.url, found.body.decode()) == ("POST", URL, BODY)
    assert found.headers == ()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"log": {}}', '{"log": {"entries": [1]}}', f"url: '{URL}'", "curl x"]
)
def test_a_text_without_a_body_has_no_request(text: str) -> None:
    assert find_request(text) is None


@given(outside_text)
def test_no_text_breaks_the_search(text: str) -> None:
    find_request(text)
    find_request(f"url: '{URL}', data: '{{{text}}}'")
