"""The rows of the environment form."""

import msgspec
import pytest

from tests.tui.views.values import EN, ZH, roles, text, where
from weda_tui.core.environments.deployment import EnvTypeSetting, SecretRef
from weda_tui.core.environments.form_texts import FIELDS, EnvironmentTexts, FieldFault, Reason
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.guard.level import Guard
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.tui.environments.form_view import (
    draw_env_type,
    draw_hint,
    draw_label,
    draw_ways,
    fault_words,
    hint_words,
    ways_without,
)
from weda_tui.tui.widgets.drawing.paint import cells


def test_a_star_marks_what_has_to_be_filled_in() -> None:
    stars = [name for name in FIELDS if "*" in text(draw_label(name, ZH))[0]]
    assert stars == ["host", "secret_id", "secret_key", "name"]


@pytest.mark.parametrize("strings", [ZH, EN])
@pytest.mark.parametrize("reason", [*Reason, WedaError(ErrorCode.HOST_EMPTY)])
def test_every_fault_has_words(strings: Strings, reason: Reason | WedaError) -> None:
    words = fault_words(FieldFault("name", reason, "https://a.cn"), strings)
    assert words
    assert "{" not in words


def test_an_address_without_a_scheme_says_what_to_write() -> None:
    fault = FieldFault("host", WedaError(ErrorCode.HOST_NO_SCHEME, text="weda.cn"))
    said = explain(WedaError(ErrorCode.HOST_NO_SCHEME, text="weda.cn"), EN)
    assert fault_words(fault, EN) == f"{said.what} {said.hint}", "the words of the command line"
    assert "请以 http:// 或 https:// 开头" in fault_words(fault, ZH)


def test_a_fault_takes_the_place_of_the_help() -> None:
    assert text(draw_hint("help", "", 60)) == [" " * 18 + "help"]
    fault = draw_hint("help", "wrong " * 12, 60)
    assert len(fault) > 1
    assert set(roles(fault).values()) >= {"fail"}
    assert "help" not in "".join(text(fault))
    assert text(draw_hint("", "", 60)) == [""], "a row stays free"


@pytest.mark.parametrize(
    ("typed", "is_kept", "has_keyring", "said"),
    [
        ("env:KEY", False, None, "环境变量"),
        ("", True, True, "留空则不修改"),
        ("new", True, True, "系统钥匙串"),
        ("", False, False, "没有钥匙串"),
        ("", False, None, ""),
    ],
)
def test_the_help_says_where_the_secret_goes(
    typed: str, is_kept: bool, has_keyring: bool | None, said: str
) -> None:
    old = msgspec.structs.replace(where().environment, secret_key=SecretRef("keyring"))
    texts = EnvironmentTexts(secret_key=typed)
    words = hint_words("secret_key", texts, old if is_kept else None, has_keyring, ZH)
    assert said in words
    assert bool(words) is bool(said)


@pytest.mark.parametrize("field", ["secret_key", "password"])
@pytest.mark.parametrize(
    ("reference", "host", "typed", "is_told"),
    [
        (SecretRef("env", "KEY"), "https://new.cn", "", True),
        (SecretRef("prompt"), "https://new.cn", "", False),
        (SecretRef("env", "KEY"), "https://WEDA.example.cn/", "", False),
        (SecretRef("env", "KEY"), "https://new.cn", "another", False),
        (SecretRef("env", "KEY"), "https://", "", False),
        (SecretRef("keyring"), "https://new.cn", "", False),
    ],
)
def test_a_secret_that_follows_the_environment_to_another_host_is_told(
    field: str, reference: SecretRef, host: str, typed: str, is_told: bool
) -> None:
    old = msgspec.structs.replace(
        where().environment, username="u", **{field: reference}, host="https://weda.example.cn"
    )
    texts = EnvironmentTexts(host=host, username="u")
    texts = msgspec.structs.replace(texts, **{field: typed})
    words = hint_words(field, texts, old, True, ZH)
    assert (f"发往 {host}" in words) is is_told


def test_an_env_type_that_is_not_chosen_has_no_guard() -> None:
    prod = EnvTypeSetting("prod", Guard.CONFIRM)
    assert text([draw_env_type(prod, True, ZH)]) == ["  [x] prod 正式       ! 写前确认"]
    assert text([draw_env_type(prod, False, ZH)]) == ["  [ ] prod 正式"]


@pytest.mark.parametrize("strings", [ZH, EN])
@pytest.mark.parametrize(("width", "rows"), [(79, 1), (61, 2)])
def test_the_ways_without_a_deployment_fit_where_rows_are_short(
    strings: Strings, width: int, rows: int
) -> None:
    lines = draw_ways(strings, width, is_tall=False)
    assert len(lines) == rows
    assert all(cells(line.left) <= width for line in lines)
    whole = "".join(text(lines, width))
    for key, title, *_ in ways_without(strings):
        assert f"{key} {title}" in whole


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("https://weda.cn/gw/", "请求发往 https://weda.cn/gw/…"),
        ("https://weda.cn/app?envId=a", "已去掉 /app?…，请求发往 https://weda.cn/…"),
        ("https://weda.cn", "浏览器中打开微搭的地址；80、443 端口可省略"),
        ("weda.cn/gw", "浏览器中打开微搭的地址；80、443 端口可省略"),
    ],
)
def test_the_help_says_what_becomes_of_the_path_of_an_address(typed: str, said: str) -> None:
    assert hint_words("host", EnvironmentTexts(host=typed), None, True, ZH) == said
