import pytest

from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.models.data_model import DataModel, ModelList, ModelsProblem
from weda_tui.i18n.phrases.models import age_words, count_words, problem_words
from weda_tui.i18n.strings import EN, ZH, Strings


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "刚刚获取"),
        (59, "刚刚获取"),
        (60, "1 分钟前获取"),
        (3599, "59 分钟前获取"),
        (3600, "1 小时前获取"),
        (200_000, "2 天前获取"),
    ],
)
def test_age(seconds: float, words: str) -> None:
    assert age_words(ModelList(fetched_at=1000.0), 1000 + seconds, ZH) == words
    assert age_words(ModelList(), 5, ZH) == ""


def test_count() -> None:
    models = tuple(DataModel(name=f"m{n}") for n in range(1204))
    assert count_words(ModelList(models=models), ZH) == "1,204 个模型"
    assert count_words(ModelList(added=("a",)), EN) == "1 model"


@pytest.mark.parametrize("strings", [ZH, EN], ids=["zh", "en"])
def test_a_problem_says_what_and_what_to_do(strings: Strings) -> None:
    verdict = Verdict(
        outcome=Outcome.FAILURE, layer=ErrorLayer.BUSINESS, code="Unauthorized", message="no\x1b[2J"
    )
    words = problem_words(ModelsProblem(verdict=verdict), strings)
    assert "Unauthorized no" in words.what
    assert "\x1b" not in words.what
    assert words.hint
    error = FileError(ErrorCode.MODELS_UNREADABLE)
    assert problem_words(ModelsProblem(error=error), strings) == strings.errors.models_unreadable
