import pytest

from weda_tui.store.bundled_error_book import load_error_book

BOOK = load_error_book()


def found(text: str) -> list[str]:
    return [entry.code for entry in BOOK.search(text)]


def test_nothing_typed_lists_everything_in_the_order_of_the_book() -> None:
    assert BOOK.search(" ") == BOOK.entries


def test_a_code_is_found_by_its_letters_and_by_words() -> None:
    for text, first in [
        ("INVALID_ENV", "INVALID_ENV"),
        ("invalid_env_s", "INVALID_ENV_STATUS"),
        ("invalid env st", "INVALID_ENV_STATUS"),
        ("ＩＮＶＡＬＩＤ＿ＥＮＶ", "INVALID_ENV"),
        ("failedoperation", "FailedOperation"),
        ("usernolicense", "FailedOperation.UserNoLicense"),
        ("频率", "EXCEED_RATELIMIT"),
        ("captcha", "captcha_required"),
        ("Grant licence", "FailedOperation.UserNoLicense"),
    ]:
        assert found(text)[0] == first, text


@pytest.mark.parametrize("text", ["限流", "请求太频繁", "rate limit"])
def test_what_a_server_would_mean_is_found_behind_what_has_the_words(text: str) -> None:
    assert {"EXCEED_RATELIMIT", "SlowDown", "REQUEST_LIMIT_EXCEEDED"} <= set(found(text))


def test_a_layer_is_found_by_its_name_and_nonsense_is_not() -> None:
    assert set(found("storage")) >= {"OBJECT_NOT_EXIST", "STORAGE_EXCEED_AUTHORITY"}
    assert found("qwertz") == []
    assert found("rate qwertz") == []


def test_codes_that_differ_in_case_are_two_pages() -> None:
    assert found("permission_denied")[:2] == ["PERMISSION_DENIED", "permission_denied"]
    upper, lower = BOOK.exactly("PERMISSION_DENIED"), BOOK.exactly("permission_denied")
    assert upper is not None
    assert lower is not None
    assert (upper.layer, lower.layer) == ("gateway", "auth")


def test_a_sub_code_without_a_page_is_on_that_of_its_family() -> None:
    entry = BOOK.find("FailedOperation.SomethingNew")
    assert entry is not None
    assert entry.code == "FailedOperation"
    assert BOOK.exactly("FailedOperation.SomethingNew") is None
    assert BOOK.find("NOBODYS_CODE") is None
    assert "INVALID_ENV" in BOOK
