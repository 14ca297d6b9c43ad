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
        (MISSING, "还差 Approver.UserId", "Approver.UserId is missing"),
        (WRONG, "items[2].id 要字符串列表", "items[2].id takes type list of string"),
        (OTHER, "Type 不在取值之中：1, 2, 4", "Type is none of 1, 2, 4"),
        (BLANK, "TaskIds[0] 前后有空格", "TaskIds[0] begins or ends with a blank"),
        (SHAPE, "正文 要对象", "body takes type object"),
    ],
)
def test_a_finding_names_its_value(found: DraftFinding, zh: str, en: str) -> None:
    assert finding_words(found, ZH.fields) == zh
    assert finding_words(found, EN.fields) == en


def test_several_are_summed_up_the_missing_ones_first() -> None:
    assert findings_words([OTHER, MISSING], ZH.fields) == "还差 Approver.UserId"
    more = [OTHER, MISSING, finding(FindingKind.MISSING, "TaskId")]
    assert findings_words(more, ZH.fields) == "还差 Approver.UserId 等 2 个"
    assert findings_words(more, EN.fields) == "2 are missing, first Approver.UserId"
    assert findings_words([OTHER], EN.fields) == "Type is none of 1, 2, 4"


def test_under_its_field_the_name_is_left_out() -> None:
    assert here_words(MISSING, ZH.fields) == "必填，还没填"
    assert here_words(WRONG, EN.fields) == "takes type list of string"
    assert here_words(OTHER, ZH.fields) == "不在取值之中：1, 2, 4"
    assert here_words(BLANK, EN.fields) == "a blank before or behind it"


def test_a_type_of_the_documents_own_stays_as_it_is() -> None:
    assert type_words("binary", ZH.fields.types) == "binary"
