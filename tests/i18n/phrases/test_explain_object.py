import pytest

from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.storage.transfer import ItemResult, Moving, TransferItem
from weda_tui.i18n.phrases.errors import placeholders
from weda_tui.i18n.phrases.explain_object import explain_item
from weda_tui.i18n.phrases.storage import moving_facts, result_title
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.i18n.text import Words, sentence_names

ITEM = TransferItem(object_id="dir/a.jpg", file="/home/a.jpg")


def failed(code: str, message: str = "", layer: ErrorLayer = ErrorLayer.STORAGE) -> ItemResult:
    verdict = Verdict(outcome=Outcome.FAILURE, layer=layer, code=code, message=message)
    return ItemResult(item=ITEM, verdict=verdict)


def texts(words: Words) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in sentence_names(type(words)):
        value: object = getattr(words, name)
        inner = texts(value) if isinstance(value, Words) else {"": str(value)}
        found |= {f"{name}.{key}": text for key, text in inner.items()}
    return found


def test_both_languages_fill_the_same_blanks() -> None:
    chinese, english = texts(ZH.transfer), texts(EN.transfer)
    assert chinese.keys() == english.keys()
    assert len(chinese) > 60
    for place, text in chinese.items():
        assert placeholders(text) == placeholders(english[place]), place


@pytest.mark.parametrize("strings", [ZH, EN], ids=["zh", "en"])
def test_every_failure_has_words(strings: Strings) -> None:
    seen = set[str]()
    for code, message in [
        ("RequestIsExpired", ""), ("SignatureDoesNotMatch", ""), ("AccessDenied", "Access Denied."),
        ("NoSuchKey", ""), ("STORAGE_EXCEED_AUTHORITY", ""), ("OBJECT_ALREADY_EXIST", ""),
        ("ACTION_FORBIDDEN", ""), ("INVALID_PARAM", ""), ("OBJECT_BATCH_TOO_LARGE", ""),
        ("EntityTooLarge", ""), ("RequestTimeTooSkewed", ""), ("InternalError", ""), ("Odd", ""),
    ]:  # fmt: skip
        words = explain_item(failed(code, message), strings)
        assert words is not None
        assert "{" not in words.what + words.hint
        seen.add(words.what)
    assert len(seen) == 13


def test_an_expired_address_is_told_by_the_message_too() -> None:
    said = explain_item(failed("AccessDenied", "Request has expired."), EN)
    assert said is not None
    assert said.what == "The signed address has expired."


def test_a_code_from_outside_is_safe_to_draw() -> None:
    said = explain_item(failed("a\x1b]0;x\x07{0}"), EN)
    assert said is not None
    assert said.what == "Refused: a␛]0;x␇{0}."


def test_who_refused() -> None:
    gateway = explain_item(failed("PERMISSION_DENIED", layer=ErrorLayer.GATEWAY), EN)
    page = explain_item(failed("HTTP 407", layer=ErrorLayer.PROXY), EN)
    http = explain_item(failed("HTTP 500", layer=ErrorLayer.HTTP), EN)
    unknown = ItemResult(item=ITEM, verdict=Verdict(outcome=Outcome.UNKNOWN))
    mine = ItemResult(item=ITEM, error=FileError(ErrorCode.UPLOAD_CHANGED, file="a"))
    done = ItemResult(item=ITEM, verdict=Verdict(outcome=Outcome.OK))
    said = [explain_item(unknown, EN), explain_item(mine, EN), gateway, page, http]
    assert all(said)
    assert len({each.what for each in said if each}) == 5
    assert explain_item(done, EN) is None


def test_progress_says_what_is_known() -> None:
    moving = Moving(item=ITEM, position=2, count=3, done=512, total=2048, rate=1024.0, left=1.5)
    assert moving_facts(moving, EN) == [
        " 25 %", "512 B of 2.0 KB", "1.0 KB/s", "2s left", "2/3", "a.jpg",
    ]  # fmt: skip
    assert moving_facts(Moving(item=ITEM, position=1, count=1, done=5), ZH) == ["5 B", "a.jpg"]


def test_a_title_names_both_ends() -> None:
    done = Verdict(outcome=Outcome.OK)
    up = ItemResult(item=ITEM, verdict=done, cloud_object_id="cloud://e.b/dir/a.jpg")
    assert result_title(up, EN) == "/home/a.jpg → cloud://e.b/dir/a.jpg"
    item = TransferItem(object_id="cloud://e.b/a", file="a")
    down = ItemResult(item=item, verdict=done, cloud_object_id="cloud://e.b/a")
    assert result_title(down, EN) == "cloud://e.b/a → a"
    assert result_title(failed("x"), EN) == "/home/a.jpg"
    gone = ItemResult(item=TransferItem(object_id="cloud://e.b/a"), verdict=done)
    assert result_title(gone, EN) == "cloud://e.b/a deleted"
