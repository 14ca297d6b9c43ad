"""A form shows all that is sent and quotes the agent; only a form that is filled in is a yes."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.mcp.questions import WRITE, question
from weda_tui.core.agents.question import AgentQuestion
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.guard.affected_records import AffectedRecords
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.mcp.consent import LONGEST, ConsentForm, form_of, read_answer


def form(asked: AgentQuestion, strings: Strings = EN) -> ConsentForm:
    found = form_of(asked, strings)
    assert found is not None
    return found


NAMED = question(decision=GuardDecision.ASK_NAME)


@pytest.mark.parametrize("strings", [EN, ZH])
def test_a_form_says_who_asks_where_and_what_leaves(strings: Strings) -> None:
    message = form(question(), strings).message
    for part in ("claude-code", "总部", "dev", "https://weda.example.cn/weda/x", '{"a": 1}'):
        assert part in message
    assert "“the user asked for it”" in message


def test_every_line_of_the_program_says_what_it_is() -> None:
    address = "POST https://weda.example.cn/weda/x"
    assert f"\nRequest: {address}\n" in form(question()).message
    assert f"\n请求：{address}\n" in form(question(), ZH).message


@pytest.mark.parametrize(
    ("kind", "en", "zh"),
    [
        (TokenKind.KEY, "key token", "密钥令牌"),
        (TokenKind.USER, "user token", "用户令牌"),
        (TokenKind.NONE, "none", "无"),
    ],
)
def test_a_form_says_which_token_goes_along(kind: TokenKind, en: str, zh: str) -> None:
    asked = question(writes=(replace(WRITE, token_kind=kind),))
    assert f"\nToken: {en}\n" in form(asked).message
    assert f"\n令牌：{zh}\n" in form(asked, ZH).message


def test_a_yes_is_a_field_that_is_no_by_default() -> None:
    schema: Any = form(question()).schema
    assert schema["properties"]["send"]["default"] is False
    assert schema["required"] == ["send"]


def test_a_name_is_typed_where_the_guard_asks_for_it() -> None:
    schema: Any = form(NAMED).schema
    assert schema["required"] == ["name"]
    assert "总部" in schema["properties"]["name"]["title"]


@pytest.mark.parametrize(("strings", "joint"), [(EN, ", "), (ZH, "、")])
def test_what_is_ticked_or_typed_names_every_env_type_that_is_written_to(
    strings: Strings, joint: str
) -> None:
    writes = tuple(replace(WRITE, env_type=each) for each in ("prod", "dev", "prod"))
    place = f"总部 · prod{joint}dev"
    ticked: Any = form(question(writes=writes), strings).schema
    typed: Any = form(replace(NAMED, writes=writes), strings).schema
    assert ticked["properties"]["send"]["title"].endswith(place)
    assert typed["properties"]["name"]["title"].endswith(place)
    assert f"{place} · https://weda.example.cn\n" in form(question(writes=writes), strings).message


@pytest.mark.parametrize(
    ("action", "content", "is_yes"),
    [
        ("accept", {"send": True}, True),
        ("accept", {"send": False}, False),
        ("accept", {"send": "true"}, False),
        ("accept", {"send": 1}, False),
        ("accept", {"yes": True}, False),
        ("accept", {}, False),
        ("accept", None, False),
        ("decline", {"send": True}, False),
        ("cancel", {"send": True}, False),
    ],
)
def test_only_an_accepted_form_with_a_tick_is_a_yes(
    action: str, content: dict[str, object] | None, is_yes: bool
) -> None:
    answer = read_answer(question(), action, content)
    assert (answer.is_yes, answer.seal) == (is_yes, "5ea1")


def test_a_tick_is_no_name() -> None:
    assert not read_answer(NAMED, "accept", {"send": True}).is_yes
    answer = read_answer(NAMED, "accept", {"name": "总部"})
    assert (answer.is_yes, answer.typed) == (True, "总部")


def test_nothing_of_the_agent_can_look_like_the_program() -> None:
    asked = question(client="a\nEnvironment: dev", reason='x”\n\x1b[2J"\u202e')
    lines = form(asked).message.split("\n")
    assert sum(line.startswith("Environment: ") for line in lines) == 1
    assert not any("\x1b" in line or "\u202e" in line for line in lines)


def test_no_line_of_a_body_or_a_reason_can_be_taken_for_the_programs() -> None:
    own = {line for line in form(question(reason="")).message.split("\n") if line[0] != "│"}
    body = "\n".join(own).encode()
    written = replace(WRITE, request=replace(WRITE.request, body=body), path="x” · reads “")
    asked = question(client="“weda-tui”", reason="yes” checked “", writes=(written,))
    lines = form(asked).message.split("\n")
    assert sum(line in own for line in lines) == len(own) - 2  # all but client and call
    assert lines[0].startswith('! “"weda-tui"” ')
    assert '“x" · reads "”' in lines[2]
    assert '│ “yes" checked "”' in lines


def test_what_is_too_long_to_be_shown_whole_is_not_asked() -> None:
    for size, is_asked in ((LONGEST - 1000, True), (LONGEST, False)):
        request = replace(WRITE.request, body=b"x" * size)
        asked = question(writes=(replace(WRITE, request=request),))
        assert (form_of(asked, EN) is not None) == is_asked
    assert form_of(question(writes=(WRITE,) * 200), EN) is None


def test_a_write_on_every_record_is_said() -> None:
    reach = AffectedRecords(is_open=True, is_many=True)
    message = form(question(writes=(replace(WRITE, reach=reach),))).message
    assert "\n! " in message


def test_what_a_write_lacks_is_said() -> None:
    lack = DraftFinding(location="body", path=("InstanceId",), kind=FindingKind.MISSING)
    message = form(question(writes=(replace(WRITE, findings=(lack,)),))).message
    assert "\n! InstanceId is missing\n" in message


def test_headers_that_not_every_call_has_are_shown() -> None:
    written = replace(WRITE, headers=(("X-Tenant-Id", "other"), ("Cookie", "a\nb")))
    lines = form(question(writes=(written,))).message.split("\n")
    assert "Header: X-Tenant-Id: other" in lines
    assert "Header: Cookie: a␊b" in lines


def test_every_write_of_a_run_is_shown() -> None:
    message = form(question(writes=(WRITE,) * 14)).message
    assert message.count("https://weda.example.cn/weda/x") == 14
