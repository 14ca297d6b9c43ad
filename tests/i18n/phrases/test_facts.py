import pytest

from weda_tui.core.answers.verdict import ErrorLayer
from weda_tui.core.catalogue.endpoint import Confidence, Effect, TokenKind
from weda_tui.core.guard.level import Guard
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.i18n.phrases import facts
from weda_tui.i18n.strings import EN, ZH


def test_effects() -> None:
    assert [facts.effect_words(effect, ZH) for effect in Effect] == ["只读", "写", "不可恢复的写"]
    assert [facts.effect_words(effect, EN) for effect in Effect] == [
        "read-only",
        "writes",
        "destructive write",
    ]
    assert [facts.effect_mark(effect, ZH) for effect in Effect] == ["", "写", "删"]
    assert [facts.effect_mark(effect, EN) for effect in Effect] == ["", "W", "D"]


def test_guards() -> None:
    assert [facts.guard_words(guard, ZH) for guard in Guard] == [
        "无",
        "写前确认",
        "输入名称",
        "只读",
    ]
    assert [facts.guard_mark(guard) for guard in Guard] == ["", "!", "!", "#"]
    assert facts.guard_words(Guard.TYPE_NAME, EN) == "type name"


def test_token_states() -> None:
    assert {state.value: facts.token_state_words(state, ZH) for state in TokenState} == {
        "none": "尚未获取",
        "valid": "有效",
        "expiring": "即将到期",
        "expired": "已到期",
        "renewing": "刷新中",
        "refused": "被拒绝",
        "not-needed": "无需令牌",
    }


def test_token_kinds_and_confidence() -> None:
    kinds = {facts.token_kind_words(kind, ZH) for kind in TokenKind}
    assert kinds == {"密钥令牌", "用户令牌", "密钥本身", "无需令牌"}
    assert [facts.confidence_words(item, EN) for item in Confidence] == [
        "documented",
        "from client code",
        "title only",
        "imported document",
        "your own",
    ]


@pytest.mark.parametrize(
    ("env_type", "zh"), [("prod", "正式"), ("dev", "体验"), ("pre", "预览"), ("uat", "")]
)
def test_env_types_have_a_word_in_chinese_only(env_type: str, zh: str) -> None:
    assert facts.env_type_words(env_type, ZH) == zh
    assert facts.env_type_words(env_type, EN) == ""


def test_layers() -> None:
    assert facts.layer_words(ErrorLayer.GATEWAY, ZH) == "网关"
    words = [facts.layer_words(layer, EN) for layer in ErrorLayer]
    assert len(set(words)) == len(ErrorLayer)
    assert facts.layer_words(ErrorLayer.NONE, EN) == ""
