import pytest

from weda_tui.core.json.tree import Path
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind
from weda_tui.i18n.phrases.requests import finding_words, findings_words, here_words, type_words
from weda_tui.i18n.strings import EN, ZH


def finding(kind: FindingKind, *path: str | int, expected: str = "") -> DraftFinding:
    place: Path = path
    return DraftFinding(location="body", path=place, kind=kind, expected=expected)


MISSING = finding(FindingKind.MISSING, "Approver", "UserId")
WRONG = finding(FindingKind.WRONG_TYPE, "items", 2, "id", expected="array<string>")
OTHER = finding(FindingKind.NOT_LISTED, "Type", expected="1, 2, 4")
BLANK = finding(FindingKind.BLANK_AT_EDGE, "TaskIds", 0)
SHAPE = finding(FindingKind.WRONG_TYPE, expected="object")


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        (MISSING, "缺少 Approver.UserId", "Approver.UserId is missing"),
        (WRONG, "items[2].id 应为字符串数组", "items[2].id must be of type array of string"),
        (OTHER, "Type 的取值应为：1, 2, 4", "Type must be one of 1, 2, 4"),
        (BLANK, "TaskIds[0] 首尾有空格", "TaskIds[0] starts or ends with a space"),
        (SHAPE, "正文 应为对象", "body must be of type object"),
    ],
)
def test_a_finding_names_its_value(found: DraftFinding, zh: str, en: str) -> None:
    assert finding_words(found, ZH.fields) == zh
    assert finding_words(found, EN.fields) == en


def test_several_are_summed_up_the_missing_ones_first() -> None:
    assert findings_words([OTHER, MISSING], ZH.fields) == "缺少 Approver.UserId"
    more = [OTHER, MISSING, finding(FindingKind.MISSING, "TaskId")]
    assert findings_words(more, ZH.fields) == "缺少 Approver.UserId 等 2 项"
    assert findings_words(more, EN.fields) == "2 values missing, first: Approver.UserId"
    assert findings_words([OTHER], EN.fields) == "Type must be one of 1, 2, 4"


def test_a_wrong_type_is_said_before_all_others() -> None:
    assert findings_words([OTHER, MISSING, WRONG], EN.fields) == finding_words(WRONG, EN.fields)


def test_under_its_field_the_name_is_left_out() -> None:
    assert here_words(MISSING, ZH.fields) == "必填，尚未填写"
    assert here_words(WRONG, EN.fields) == "must be of type array of string"
    assert here_words(OTHER, ZH.fields) == "取值应为：1, 2, 4"
    assert here_words(BLANK, EN.fields) == "leading or trailing space"


def test_a_type_of_the_documents_own_stays_as_it_is() -> None:
    assert type_words("binary", ZH.fields.types) == "binary"
