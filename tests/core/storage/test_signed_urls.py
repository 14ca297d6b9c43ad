import json

import pytest

from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.storage.signed_urls import (
    ObjectAddress,
    deletions,
    download_addresses,
    origin_of,
    upload_addresses,
)

INFO = {
    "objectId": "dir/a.jpg",
    "uploadUrl": "https://bucket.example:8443/dir/a.jpg",
    "authorization": "q-sign-algorithm=sha1&q-ak=x",
    "token": "tok",
    "cloudObjectMeta": "meta",
    "cloudObjectId": "cloud://env.bucket/dir/a.jpg",
}


def body(*items: object) -> bytes:
    return json.dumps(items).encode()


def test_an_upload_takes_the_three_headers_and_no_bearer_token() -> None:
    (address,) = upload_addresses(body(INFO), ["dir/a.jpg"])
    assert isinstance(address, ObjectAddress)
    assert address.origin == "https://bucket.example:8443"
    assert address.cloud_object_id == "cloud://env.bucket/dir/a.jpg"
    assert address.headers == (
        ("Authorization", "q-sign-algorithm=sha1&q-ak=x"),
        ("X-Cos-Security-Token", "tok"),
        ("X-Cos-Meta-Fileid", "meta"),
    )
    assert "tok" not in repr(address)


def test_items_are_found_by_name_whatever_their_order() -> None:
    other = INFO | {"objectId": "b", "uploadUrl": "https://bucket.example/b"}
    found = upload_addresses(body(other, INFO), ["dir/a.jpg", "b"])
    assert [each.url for each in found if isinstance(each, ObjectAddress)] == [
        INFO["uploadUrl"],
        "https://bucket.example/b",
    ]


def test_an_item_that_fails_without_a_name_is_told_by_its_place() -> None:
    refused = {"code": "STORAGE_EXCEED_AUTHORITY", "message": "not yours"}
    first, second = upload_addresses(body(refused, INFO), ["x", "dir/a.jpg"])
    assert isinstance(first, Verdict)
    assert (first.outcome, first.code) == (Outcome.FAILURE, "STORAGE_EXCEED_AUTHORITY")
    assert isinstance(second, ObjectAddress)


@pytest.mark.parametrize("text", [b"", b"{}", b"[1]", b"[[", b"\xff", b"[" * 100_000, b"[{}]"])
def test_an_answer_of_another_shape_is_no_address(text: bytes) -> None:
    (answer,) = upload_addresses(text, ["a"])
    assert not isinstance(answer, ObjectAddress)
    assert not (isinstance(answer, Verdict) and answer.ok)


def test_only_a_plain_http_address_is_one() -> None:
    for url in [
        "",
        "ftp://x/a",
        "//x/a",
        "http://user:pw@x/a",
        "http://x:port/a",
        "https:///a",
        "https://x/a\r\nHost: y",
        "https://good\\@evil/a",
    ]:
        assert origin_of(url) == "", url
        (answer,) = upload_addresses(body(INFO | {"uploadUrl": url}), ["dir/a.jpg"])
        assert isinstance(answer, WedaError), url
        assert answer.code is ErrorCode.STORE_ADDRESS_INVALID, url


def test_a_header_with_a_line_break_is_no_header() -> None:
    (answer,) = upload_addresses(body(INFO | {"token": "a\r\nX: y"}), ["dir/a.jpg"])
    assert isinstance(answer, WedaError)


def test_a_download_prefers_the_encoded_address_and_escapes_the_other() -> None:
    item = {"cloudObjectId": "c", "downloadUrl": "https://x/报告 1.pdf?sign=a%2F"}
    encoded = item | {"downloadUrlEncoded": "https://x/%E6%8A%A5"}
    (plain,), (better,) = (download_addresses(body(each), ["c"]) for each in (item, encoded))
    assert isinstance(plain, ObjectAddress)
    assert isinstance(better, ObjectAddress)
    assert plain.url == "https://x/%E6%8A%A5%E5%91%8A%201.pdf?sign=a%2F"
    assert better.url == "https://x/%E6%8A%A5"
    assert plain.headers == ()


def test_deletions_are_judged_one_by_one() -> None:
    done, gone, missing = deletions(
        body({"cloudObjectId": "a"}, {"cloudObjectId": "b", "code": "OBJECT_NOT_EXIST"}),
        ["a", "b", "c"],
    )
    assert [each.outcome for each in (done, gone, missing)] == [
        Outcome.OK,
        Outcome.FAILURE,
        Outcome.UNKNOWN,
    ]
