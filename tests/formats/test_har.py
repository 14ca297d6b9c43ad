"""HAR archives, read and written."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.import_plan import Loss, LossKind
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.formats.har import read_har, write_har


def har(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}).encode()


def test_a_capture_becomes_requests_and_the_rest_is_named() -> None:
    post = {
        "method": "POST",
        "url": "https://h/api/list?a=1#top",
        "headers": [{"name": ":method", "value": "POST"}, {"name": "A", "value": "b"}],
        "postData": {"mimeType": "application/json", "text": '{"n": 1}'},
    }
    got = read_har(
        har(
            {"request": post, "_resourceType": "xhr"},
            {"request": {"method": "GET", "url": "https://h/x.png"}, "_resourceType": "image"},
            {"request": {"method": "GET", "url": "data:text/plain,x"}},
            {},
        ),
        file="a.har",
    )
    (request,) = got.requests
    assert request.path == "list"
    assert request.draft == RequestDraft(
        endpoint_id="",
        method="POST",
        url="https://h/api/list?a=1",
        headers=((":method", "POST"), ("A", "b"), ("Content-Type", "application/json")),
        body='{"n": 1}',
    )
    assert [each.name for each in got.losses] == [
        "#2 https://h/x.png",
        "#3 data:text/plain,x",
        "#4 ",
    ]


def test_a_form_of_fields_is_put_together_and_its_files_are_named() -> None:
    post = {
        "mimeType": "multipart/form-data; boundary=x",
        "params": [{"name": "a", "value": "1"}, {"name": "f", "fileName": "p.png"}],
    }
    request: dict[str, Any] = {
        "method": "POST",
        "url": "https://h/up",
        "postData": post,
        "headers": [],
    }
    got = read_har(har({"request": request}), file="a.har")
    assert 'name="a"' in got.requests[0].draft.body
    assert got.losses == (Loss(LossKind.FILE, "p.png", "up"),)


def test_bytes_that_are_no_text_are_kept_or_named() -> None:
    for post, size, body, losses in [
        ({"text": "5a6h5om5", "encoding": "base64", "mimeType": "text/plain"}, -1, "审批", ""),
        ({"text": "/9j/", "encoding": "base64", "mimeType": "image/jpeg"}, 3, "", "image/jpeg"),
        ({"text": "***", "encoding": "base64"}, 3, "", "binary"),
        ({"text": "ab\ufffd", "mimeType": "text/plain"}, 3, "", "text/plain"),
        ({"text": "ab\ufffd", "mimeType": "text/plain"}, 5, "ab\ufffd", ""),
        (
            {"text": "\u00ff\u00d8", "mimeType": "application/octet-stream"},
            2,
            "",
            "application/octet-stream",
        ),
        ({"text": "ascii", "mimeType": "application/octet-stream"}, 5, "ascii", ""),
        ({"text": "a\x00\u00ff", "mimeType": "x/y"}, -1, "", "x/y"),
        ({"text": "审批", "mimeType": "text/plain"}, -1, "审批", ""),
    ]:
        case = post, size, losses
        request = {"method": "POST", "url": "https://h/up", "bodySize": size, "postData": post}
        got = read_har(har({"request": request}), file="a.har")
        assert got.requests[0].draft.body == body, case
        assert got.losses == ((Loss(LossKind.BODY, losses, "up"),) if losses else ()), case


def test_a_form_with_a_file_in_its_text_is_made_of_its_fields() -> None:
    post = {
        "mimeType": "multipart/form-data; boundary=x",
        "text": "--x\r\n\ufffd\x00\r\n--x--",
        "params": [
            {"name": "a", "value": "1", "contentType": "text/plain"},
            {"name": "f", "fileName": "p.png", "value": "\ufffd"},
        ],
    }
    headers = [{"name": "content-type", "value": post["mimeType"]}]
    request = {"method": "POST", "url": "https://h/up", "postData": post, "headers": headers}
    got = read_har(har({"request": request}), file="a.har")
    draft = got.requests[0].draft
    assert draft.headers == (("Content-Type", "multipart/form-data; boundary=weda-tui-boundary"),)
    assert 'name="a"\r\nContent-Type: text/plain\r\n\r\n1' in draft.body
    assert got.losses == (Loss(LossKind.FILE, "p.png", "up"),)


def test_what_is_left_out_is_named_without_its_query() -> None:
    skipped = {"request": {"method": "GET", "url": "wss://h/x?access_token=hush"}}
    kept = {"request": {"method": "GET", "url": "https://h/x"}}
    got = read_har(har(skipped, kept), file="a.har")
    assert got.losses == (Loss(LossKind.REQUEST, "#1 wss://h/x"),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"log": {}}', ErrorCode.IMPORT_INVALID),
        (har(), ErrorCode.IMPORT_EMPTY),
        (b'{"log": {"entries": [', ErrorCode.DOCUMENT_SYNTAX),
    ],
)
def test_what_is_none_is_refused(data: bytes, code: ErrorCode) -> None:
    with pytest.raises(FileError) as caught:
        read_har(data, file="a.har")
    assert caught.value.code is code


texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.lists(
        st.builds(
            RequestDraft,
            endpoint_id=st.just(""),
            method=st.sampled_from(["GET", "POST", "PURGE"]),
            url=st.from_regex(r"https://h/[a-z{}?=&%]{0,9}", fullmatch=True),
            headers=st.lists(st.tuples(st.just("Content-Type"), texts), min_size=1, max_size=1).map(
                tuple
            ),
            body=texts,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_read_again(drafts: list[RequestDraft]) -> None:
    named = [(f"n{number}", draft) for number, draft in enumerate(drafts)]
    got = read_har(write_har(named, version="1", now="2026-01-01T00:00:00Z"), file="a.har")
    assert [(each.title, each.draft) for each in got.requests] == named
    assert got.losses == ()


def test_bytes_are_kept_in_base64() -> None:
    body = b"\xff\x00a".decode("utf-8", "surrogateescape")
    draft = RequestDraft(endpoint_id="", method="POST", url="https://h/", headers=(), body=body)
    data = write_har([("n", draft)], version="1", now="2026-01-01T00:00:00Z")
    request = json.loads(data)["log"]["entries"][0]["request"]
    assert request["postData"] == {"mimeType": "", "text": "/wBh", "encoding": "base64"}
    assert request["bodySize"] == 3
    for text in (b"/wBh", b"/w!"):  # bytes that a saved request cannot hold; invalid base64
        got = read_har(data.replace(b"/wBh", text), file="a.har")
        assert got.requests[0].draft.body == ""
        assert got.losses == (Loss(LossKind.BODY, "binary", "n"),)
    got = read_har(data.replace(b"/wBh", b"5a6h"), file="a.har")
    assert (got.requests[0].draft.body, got.losses) == ("审", ())


def test_a_query_is_listed_whatever_the_host_is() -> None:
    draft = RequestDraft(endpoint_id="", method="GET", url="http://[::1]/?a=1&b=&a=2#c=3")
    data = write_har([("n", draft)], version="1", now="2026-01-01T00:00:00Z")
    query = json.loads(data)["log"]["entries"][0]["request"]["queryString"]
    assert [(each["name"], each["value"]) for each in query] == [("a", "1"), ("b", ""), ("a", "2")]
