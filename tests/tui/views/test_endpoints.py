import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.tui.views.values import EN, ZH, endpoint, roles, text
from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, Parameter
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.i18n.strings import Strings
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.tui.views.endpoints import body_words, docs_lines, field_names, title_lines


def names(*values: str) -> tuple[Parameter, ...]:
    return tuple(Parameter(name=value, location="body", type="any") for value in values)


def test_title_and_effect_then_action_and_confidence():
    lines = title_lines(endpoint(Effect.DESTRUCTIVE), ZH, 48)
    for row, left, right in zip(
        text(lines, 40), ("终止流程 [/api]", "StopFlow"), ("不可恢复的写", "文档有载"), strict=True
    ):
        assert row.startswith(f"  {left} ")
        assert row.endswith(f" {right}")
    assert roles(lines)["不可恢复的写"] == "fail"
    assert roles(title_lines(endpoint(Effect.READ), EN, 48))["read-only"] == "dim"


def test_a_long_action_is_cut_before_its_confidence():
    long = structs.replace(endpoint(), id="a." + "DescribeProcessInstanceDetails" * 2)
    for width in (36, 48):
        assert re.search(r"…\s+文档有载 $", text(title_lines(long, ZH, width), width)[1] + " ")


def test_the_documentation_names_everything():
    shown = text(docs_lines(endpoint(), EN, 60), 60)
    whole = "\n".join(shown)
    for part in (
        "Stops [bold]",
        "  InstanceId *",
        "string · required · the instance",
        "1  one",
        "    Inner",
        "Ok",
        "FlowNotFound",
        "no such flow",
        "! careful [/]",
        "page 1301/94470",
    ):
        assert part in whole
    assert "FlowNotFound  no such flow" in whole
    assert 'default "1"' in " ".join(whole.split())


def test_without_parameters_it_says_so_and_leaves_out_what_is_not_known():
    bare = endpoint(body=(), response=(), failure_causes=(), notes=Bilingual())
    shown = "\n".join(text(docs_lines(bare, EN, 60)))
    assert "no parameters" in shown
    for heading in ("Response fields", "Causes of failure", "!"):
        assert heading not in shown


def test_a_call_known_by_its_title_says_so_instead_of_listing_no_parameters():
    unknown = endpoint(method="", path="", confidence=Confidence.TITLE_ONLY, body=(), response=())
    shown = "\n".join(text(docs_lines(unknown, ZH, 60)))
    assert "文档中没有方法和路径" in shown
    assert "没有参数" not in shown
    assert body_words(unknown, ZH) == ZH.tui.with_.title_only


def test_where_a_body_would_stand_it_says_why_there_is_none():
    assert body_words(endpoint(), EN) == "no body"
    assert body_words(endpoint(body=()), EN) == body_words(None, EN)


def test_a_trap_and_an_example_stand_at_their_parameter():
    trapped = Parameter(
        name="pageSize",
        location="body",
        type="integer",
        example="20",
        notes=Bilingual("单独传不起作用", "alone it does nothing"),
    )
    lines = docs_lines(endpoint(body=(trapped,)), EN, 60)
    rows = text(lines)
    at = next(index for index, row in enumerate(rows) if "pageSize" in row)
    assert "integer · e.g. 20" in rows[at]
    assert rows[at + 1].strip() == "! alone it does nothing"
    assert roles(lines)["! alone it does nothing"] == "caution"


@settings(max_examples=20)
@given(st.sampled_from([*load_bundled_catalogue().by_id.values()]), st.integers(40, 120))
def test_no_sentence_of_the_catalogue_is_cut(each: Endpoint, width: int):
    for strings in (ZH, EN):
        title = each.title.text(strings.language)
        assert title in text(title_lines(each, strings, width), width)[0]
        for line in docs_lines(each, strings, width)[:2]:
            assert "…" not in text([line], width)[0]


@pytest.mark.parametrize(
    ("parameters", "joined"),
    [
        ((), ""),
        (names("a", "b"), "a · b"),
        (names("a", "b", "c"), "a · b …"),
        ((Parameter(name="[]", location="body", type="array", children=names("x")),), "x"),
    ],
)
def test_field_names_fit_a_row(parameters: tuple[Parameter, ...], joined: str):
    assert field_names(parameters, 2) == joined


@pytest.mark.parametrize("strings", [ZH, EN])
def test_an_unknown_meaning_leaves_the_type(strings: Strings):
    shown = text(docs_lines(endpoint(body=names("Only")), strings, 60))
    assert any(row.split() == ["Only", *strings.fields.types.any.split()] for row in shown)


def test_what_cannot_be_read_of_a_call_is_told_in_its_documentation():
    fault = FileError(
        ErrorCode.OPENAPI_INVALID, file="pets.json", path="/paths/~1a/post", reason="x.json: no"
    )
    shown = "".join(text(docs_lines(endpoint(faults=(fault,)), ZH, 200), 200))
    assert "✗ 无法读取 pets.json 中的 /paths/~1a/post：x.json: no。请修改后" in shown
