"""Search for endpoints, in the bundled catalogue and in invented catalogues."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    Effect,
    Endpoint,
    Language,
    TokenKind,
)
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup, Module
from weda_tui.core.catalogue.search import highlights, readings, search, title_highlights
from weda_tui.core.lazy import known
from weda_tui.core.text.folding import normalise


def endpoint(action: str, zh: str, en: str, pinyin: str, summary: Bilingual) -> Endpoint:
    return Endpoint(
        id=f"workflow.{action}",
        module="workflow",
        group="g",
        method="POST",
        path=f"/weda/workflow/v1/{{envType}}/{action}",
        title=Bilingual(zh, en),
        summary=summary,
        pinyin=pinyin,
        effect=Effect.READ,
        confidence=Confidence.DOCUMENTED,
        token_kind=TokenKind.KEY,
    )


def catalogue_of(*endpoints: Endpoint) -> Catalogue:
    group = EndpointGroup("g", Bilingual(), endpoints)
    return Catalogue(
        (Module(id="workflow", title=Bilingual(), token_kind=TokenKind.KEY, groups=(group,)),)
    )


APPROVERS = endpoint(
    "DescribeInstanceApproverList",
    "查询审批人列表",
    "List approvers",
    "cxsprlb cxlcslsprlb",
    Bilingual("所有当过审批人的用户。", "All users that are approvers."),
)
COMPLETE = endpoint(
    "CompleteTask",
    "完成审批任务",
    "Complete a task",
    "wcsprw",
    Bilingual("提交、同意、拒绝、转办。", "Submit, approve, or transfer one approval task."),
)
REVOKE = msgspec.structs.replace(
    endpoint(
        "Revoke",
        "撤销",
        "Revoke",
        "cx",
        Bilingual("审批人撤回任务。", "An approver takes back a task."),
    ),
    field_names=known(("RevokeType", "UserInfo", "UserId")),
)
STOP = endpoint("StopFlow", "终止流程", "Stop a flow", "zzlc", Bilingual("终止。", "Stop it."))
CATALOGUE = catalogue_of(APPROVERS, COMPLETE, REVOKE, STOP)


def found(query: str) -> list[str]:
    return [match.endpoint.action for match in search(CATALOGUE, query)]


class TestRanks:
    def test_best_match(self) -> None:
        for query, action in [
            ("workflow.StopFlow", "StopFlow"),
            ("stopflow", "StopFlow"),
            ("StopFl", "StopFlow"),
            ("撤销", "Revoke"),
            ("cxsprlb", "DescribeInstanceApproverList"),
            ("cxlcslsprlb", "DescribeInstanceApproverList"),
            ("DescribeInstanceApprover", "DescribeInstanceApproverList"),
            ("完成", "CompleteTask"),
            ("wcs", "CompleteTask"),
            ("dial", "DescribeInstanceApproverList"),
            ("flow", "StopFlow"),
            ("approver", "DescribeInstanceApproverList"),
            ("人列表", "DescribeInstanceApproverList"),
            ("zhongzhi", "StopFlow"),
            ("zhongzhil", "StopFlow"),
            ("liucheng", "StopFlow"),
            ("UserInfo", "Revoke"),
            ("revoket", "Revoke"),
            ("转办", "CompleteTask"),
            ("transfer", "CompleteTask"),
        ]:
            assert found(query)[0] == action, query

    @pytest.mark.parametrize(
        ("query", "action"),
        [
            ("cxsplb", "DescribeInstanceApproverList"),
            ("aprover", "DescribeInstanceApproverList"),
            ("tsak", "CompleteTask"),
            ("zhongzih", "StopFlow"),
            ("终只", "StopFlow"),
            ("zhongzhilc", "StopFlow"),
            ("审人", "DescribeInstanceApproverList"),
            ("ListInstanceApprover", "DescribeInstanceApproverList"),
            ("如何终止一个审批流程", "StopFlow"),
            ("how do I stop all the flows", "StopFlow"),
        ],
    )
    def test_what_is_nowhere_fits_by_its_parts_or_but_for_a_letter(
        self, query: str, action: str
    ) -> None:
        assert found(query)[0] == action

    @pytest.mark.parametrize("query", ["ＬＩＳＴ　approvers", "APPROVERS list", "  list   app  "])
    def test_case_width_and_order_of_words_do_not_matter(self, query: str) -> None:
        assert found(query)[0] == "DescribeInstanceApproverList"

    def test_initials_of_a_whole_title_come_first(self) -> None:
        assert found("cx")[:2] == ["Revoke", "DescribeInstanceApproverList"]

    def test_the_title_comes_before_the_description(self) -> None:
        assert found("审批人")[:2] == ["DescribeInstanceApproverList", "Revoke"]

    @pytest.mark.parametrize("query", ["us", "info"])
    def test_a_parameter_fits_by_the_start_of_its_name(self, query: str) -> None:
        assert "Revoke" not in found(query)

    def test_a_call_with_every_word_comes_before_one_with_some(self) -> None:
        assert found("complete task")[0] == "CompleteTask"
        assert found("approver task")[0] == "CompleteTask"

    @pytest.mark.parametrize("query", ["", "   ", "　", "error", "xyzzy", "q", "？", "-"])
    def test_nothing(self, query: str) -> None:
        assert search(CATALOGUE, query) == []

    def test_the_module_fits_all_of_its_calls(self) -> None:
        assert len(found("workflow.")) == 4

    def test_a_broad_query_keeps_the_order_of_the_catalogue(self) -> None:
        many = catalogue_of(
            *(endpoint(f"Call{n}", f"订单 {n}", "", "", Bilingual()) for n in range(500))
        )
        order = [match.endpoint.action for match in search(many, "订单")]
        assert order == [f"Call{n}" for n in range(500)]


class TestPaths:
    @pytest.mark.parametrize(
        "address",
        [
            "/weda/workflow/v1/{envType}/StopFlow",
            "/weda/workflow/v1/prod/StopFlow",
            "https://weda.example.cn:8443/weda/workflow/v1/dev/StopFlow?x=1",
            "https://weda.example.cn/gw/weda/workflow/v1/dev/StopFlow?x=1",
            "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/StopFlow",
        ],
    )
    def test_a_copied_address_finds_its_call(self, address: str) -> None:
        assert found(address) == ["StopFlow"]

    def test_a_part_of_a_path(self) -> None:
        assert found("/weda/workflow/v1/prod/Re") == ["Revoke"]
        assert found("v1/dev/Com") == ["CompleteTask"]


class TestHighlights:
    @pytest.mark.parametrize(
        ("query", "language", "spans"),
        [
            ("审批人", "zh", ((2, 5),)),
            ("cx lb", "zh", ((0, 2), (5, 7))),
            ("spr 查询", "zh", ((0, 5),)),
            ("shenpi lieb", "zh", ((2, 4), (5, 7))),
            ("shenpi", "en", ()),
            ("APPR list", "en", ((0, 4), (5, 9))),
            ("cx", "en", ()),
            ("cxlcsl", "zh", ()),
            ("xyzzy", "zh", ()),
        ],
    )
    def test_where_the_title_shows_it(
        self, query: str, language: Language, spans: tuple[tuple[int, int], ...]
    ) -> None:
        assert highlights(APPROVERS, query, language) == spans

    @pytest.mark.parametrize(
        ("query", "read"),
        [
            ("cxlb", []),
            ("cxspr", [("cx", "查询"), ("spr", "审批人")]),
            ("spr lb", [("spr", "审批人"), ("lb", "列表")]),
            ("chaxunshenp", [("chaxun", "查询"), ("shenp", "审批")]),
            ("shenpir", [("shenpir", "审批人")]),
            ("查询 lb", [("lb", "列表")]),
            ("审批人", []),
            ("approver", []),
            ("", []),
        ],
    )
    def test_letters_are_read_as_the_words_that_they_begin(
        self, query: str, read: list[tuple[str, str]]
    ) -> None:
        title = APPROVERS.title.zh
        assert readings(title, query) == read

    def test_latin_letters_of_a_title_are_not_read(self) -> None:
        title = "查询API列表"
        assert readings(title, "apilb") == [("lb", "列表")]
        assert readings(title, "api") == []
        assert readings("List approvers", "la") == []

    def test_a_title_of_several_parts_is_seen_in_each(self) -> None:
        assert title_highlights("本周待办 · 查询流程", "cxlc") == ((7, 11),)
        assert readings("本周待办 · 查询流程", "bz lc") == [("bz", "本周"), ("lc", "流程")]

    @given(st.text(max_size=30), st.text(max_size=12))
    def test_what_was_read_makes_up_no_letters(self, title: str, query: str) -> None:
        typed = normalise(query)
        assert all(each in typed for each, _ in readings(title, query))

    @given(st.text(max_size=30), st.text(max_size=12))
    def test_spans_lie_inside_the_title_in_order(self, title: str, query: str) -> None:
        named = msgspec.structs.replace(APPROVERS, title=Bilingual(en=title))
        edges = [edge for span in highlights(named, query, "en") for edge in span]
        assert edges == sorted(set(edges))
        assert all(0 <= edge <= len(title) for edge in edges)


@given(st.text(max_size=300))
def test_any_query_is_answered(query: str) -> None:
    assert {match.endpoint.id for match in search(CATALOGUE, query)} <= set(CATALOGUE.by_id)


@given(
    st.lists(st.sampled_from(["cx", "task", "审批", "list", "sp", "flow"]), min_size=1, max_size=3)
)
def test_the_order_of_words_changes_nothing(words: list[str]) -> None:
    assert search(CATALOGUE, " ".join(words)) == search(CATALOGUE, " ".join(reversed(words)))
