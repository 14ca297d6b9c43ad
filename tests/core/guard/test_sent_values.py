"""The rows of the sent values: all values of a request, or none."""

import pytest

from weda_tui.core.guard.affected_records import LARGEST
from weda_tui.core.guard.sent_values import sent_rows
from weda_tui.core.requests.draft import CONTENT_TYPE, Header, PreparedRequest
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

COMPLETE = load_bundled_catalogue().get("workflow.CompleteTask")
URL = "https://weda.example.cn/weda/workflow/v1/prod/CompleteTask"


def request(body: bytes, headers: tuple[Header, ...] = (CONTENT_TYPE,)) -> PreparedRequest:
    return PreparedRequest(method="POST", url=URL, headers=headers, body=body)


def test_each_value_has_a_row_with_its_meaning():
    rows = sent_rows(COMPLETE, request(b'{"TaskId": "1", "ButtonAction": 2, "Own": [true]}'))
    said = {row.name: (row.text, row.meaning.zh) for row in rows}
    assert said["TaskId"] == ("1", "")
    assert said["ButtonAction"] == ("2", "同意")
    assert said["[0]"] == ("true", "")
    assert "Own" in said
    assert "Comment" not in said, "what is not sent has none"


@pytest.mark.parametrize(
    "sent",
    [
        request(b'{"TaskId": "1", "TaskId": "2"}'),
        request(b'{"Approver": {"UserId": "1", "userid": "2"}}'),
        request(b'{"TaskId": "1"'),
        request(b"TaskId=1", (("Content-Type", "application/x-www-form-urlencoded"),)),
        request(b'{"TaskId": "1"}', (CONTENT_TYPE, ("Content-Encoding", "gzip"))),
        request(b'{"TaskId": "' + b"1" * LARGEST + b'"}'),
    ],
)
def test_what_rows_would_not_say_whole_has_none(sent: PreparedRequest):
    assert sent_rows(COMPLETE, sent) == ()


def test_a_path_without_a_body_has_its_rows():
    delete = load_bundled_catalogue().get("model.deleteById")
    url = delete.path.replace("{envType}", "prod").replace("{modelName}", "order")
    url = f"https://weda.example.cn{url.replace('{recordId}', 'r1')}"
    rows = sent_rows(delete, PreparedRequest(method="DELETE", url=url, headers=(), body=b""))
    assert "order" in [row.text for row in rows]


def test_rows_follow_what_is_sent_and_not_the_documented_type():
    listed = {row.path for row in sent_rows(COMPLETE, request(b'{"CcUserIds": ["1", "2"]}'))}
    assert {("CcUserIds", 0), ("CcUserIds", 1)} <= listed
    rows = sent_rows(COMPLETE, request(b'{"CcUserIds": {"$nin": "a", "": "b"}}'))
    assert {row.path: row.name for row in rows}["CcUserIds", "$nin"] == "$nin"
    assert ("CcUserIds", "") in {row.path for row in rows}
    rows = sent_rows(COMPLETE, request(b'{"Approver": [{"UserId": "1"}, 2]}'))
    paths = {row.path for row in rows}
    assert {("Approver", 0), ("Approver", 0, "UserId"), ("Approver", 1)} <= paths


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("model.createMany", b'[{"data": [{"a": 1}]}]'),
        ("storage.deleteObjects", b'{"cloudObjectId": "cloud://a/b"}'),
        ("model.createMany", b'"data"'),
        ("model.createMany", b"null"),
    ],
)
def test_a_body_of_another_kind_than_documented_has_no_rows(name: str, body: bytes):
    assert sent_rows(load_bundled_catalogue().get(name), request(body)) == ()
