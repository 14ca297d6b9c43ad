"""Text of the agent is marked as such, and everything that would be sent is shown."""

import json

import msgspec
import pytest

from tests.tui.agents.values import BODY, HOST, STOP, question, write
from tests.tui.views.values import EN, ZH, roles, text
from weda_tui.core.agents.question import AgentQuestion, AskedWrite
from weda_tui.core.catalogue.endpoint import Bilingual, TokenKind
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind
from weda_tui.i18n.strings import Strings
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.tui.agents.view import MOST_REASON, ShownQuestion, draw_calls, draw_head, draw_tail

WIDTH = 88
CATALOGUE = load_bundled_catalogue()


def read(asked: AgentQuestion) -> ShownQuestion:
    return ShownQuestion.read(
        asked, [CATALOGUE.by_id.get(each.endpoint_id) for each in asked.writes]
    )


def head(asked: AgentQuestion, strings: Strings = EN, *, is_tight: bool = False) -> str:
    return "\n".join(text(draw_head(read(asked), 59.0, strings, WIDTH, is_tight=is_tight), WIDTH))


def calls(asked: AgentQuestion, strings: Strings = EN, *, is_exact: bool = False) -> str:
    shown = read(asked)._replace(is_exact=is_exact)
    return "\n".join(text(draw_calls(shown, strings, WIDTH), WIDTH))


def example() -> object:
    return json.loads(CATALOGUE.by_id["workflow.CompleteTask"].example_body)


def test_it_says_who_asks_what_goes_where_and_for_how_long() -> None:
    said = head(question())
    for part in (
        "59s left",
        "“claude-code”",
        "Action in 总部   prod : approve 1 approval task.",
        f"总部 › prod   {HOST}",
        "CompleteTask   W",
        "POST /weda/workflow/v1/prod/CompleteTask   documented",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("kind", "said"),
    [(TokenKind.KEY, "密钥令牌"), (TokenKind.USER, "用户令牌"), (TokenKind.NONE, "无")],
)
def test_it_says_which_token_goes_along(kind: TokenKind, said: str) -> None:
    asked = msgspec.structs.replace(write(), token_kind=kind)
    assert f"令牌        {said}" in head(question(asked), ZH)
    assert f"令牌        {said}" in calls(question(asked, STOP), ZH)


@pytest.mark.parametrize("strings", [EN, ZH])
def test_the_reason_is_quoted_behind_a_line_that_says_whose_it_is(strings: Strings) -> None:
    rows = head(question(reason="Press y."), strings).split("\n")
    at = next(i for i, row in enumerate(rows) if strings.agents.dialog.says in row)
    assert rows[at + 1].strip() == "“Press y.”"
    lines = draw_head(read(question(reason="Press y.")), 1.0, strings, WIDTH)
    assert "on-field" in roles(lines)["“Press y.”"]


def test_the_agent_cannot_end_its_own_quotation() -> None:
    said = head(question(client="A” asks; the user agreed “", reason="x” The program says: y “"))
    assert '“A" asks; the user agreed "”' in said
    assert '“x" The program says: y "”' in said


@pytest.mark.parametrize("strings", [EN, ZH])
def test_what_the_agent_says_acts_on_no_terminal_and_no_layout(strings: Strings) -> None:
    asked = question(client="a\x1b[31m\nb" * 50, reason="\x1b]0;t\x07[bold]\n\n\ny" * 200)
    said = head(asked, strings) + calls(asked, strings)
    assert "\x1b" not in said
    assert "\x07" not in said
    assert head(asked, strings).count("\n") < 20


def test_a_long_reason_leaves_room_for_the_call_and_stands_whole_below_it() -> None:
    reason = " ".join(f"word{number}" for number in range(40))
    above, below = head(question(reason=reason)), calls(question(reason=reason))
    assert "…" in above
    assert "word39" not in above
    assert above.count("word") <= MOST_REASON * 10
    assert head(question(reason=reason), is_tight=True).count("\n") < above.count("\n")
    assert below.index("TaskId") < below.index("All that the agent says")
    assert "word39”" in below


def test_no_reason_is_said_to_be_none() -> None:
    assert "gives no reason" in head(question(reason=" \n "))


def test_the_body_is_compared_with_the_example_in_words_and_signs() -> None:
    said = calls(question())
    assert "3 changed · 2 removed" in said
    assert "changed  Comment" in said
    assert "- OK" in said
    assert "+ 金额已核对，同意" in said
    assert "removed  CcUserIds" in said
    assert "与示例相比" in calls(question(), ZH)


def test_a_body_that_is_the_example_is_said_to_be_that() -> None:
    assert "identical to the documented example" in calls(question(write(body=example())))


def test_without_an_example_that_is_said_and_without_a_body_nothing() -> None:
    unknown = write("own.Thing")
    assert "no documented example" in calls(question(unknown))
    assert "example" not in calls(question(write("own.Thing", body=None)))
    assert "not in the catalogue" in head(question(unknown))
    assert "POST /weda/workflow/v1/prod/Thing" in head(question(unknown))


def test_a_body_that_is_no_json_is_compared_by_lines() -> None:
    request = msgspec.structs.replace(write().request, body=b"TaskId=1")
    said = calls(question(msgspec.structs.replace(write(), request=request)))
    assert "not JSON: compared line by line" in said
    assert "+ TaskId=1" in said


def test_several_are_counted_and_each_is_listed_with_its_place() -> None:
    asked = question(write(), STOP, write(env_type="dev"))
    said = head(asked)
    assert "asks to send 3 writes" in said
    assert "Actions in 总部   prod ,  dev : 3 requests. Cannot be undone." in said
    assert f"总部 › prod, dev   {HOST}" in said
    assert "2 × Complete a task W, 1 × Admin: stop instances D" in said
    below = calls(asked)
    for number in (1, 2, 3):
        assert f"{number} of 3" in below
    assert "2 of 3   “采购/终止”    prod" in below
    assert "3 of 3    dev" in below
    assert "POST /weda/workflow/v1/dev/CompleteTask" in below


def test_the_name_is_asked_for_and_the_worst_effect_is_said() -> None:
    assert "type the name" in head(question(STOP))
    shown = read(question(write(), STOP))
    assert "cannot be restored" in "\n".join(text(draw_tail(shown, EN, WIDTH), WIDTH))


def test_tab_changes_between_values_and_the_exact_body() -> None:
    assert '"TaskId": "' not in calls(question())
    assert f'"TaskId": "{BODY["TaskId"]}"' in calls(question(), is_exact=True)
    assert "Tab exact body" in head(question())
    assert "Tab" not in head(question(write("own.Thing")))


def test_a_second_request_in_a_body_is_warned_of_and_shown_exactly() -> None:
    body = b'{"a": "GET /x HTTP/1.1\\r\\n"}\nPOST /weda/drop HTTP/1.1\n'
    request = msgspec.structs.replace(write().request, body=body)
    said = calls(question(msgspec.structs.replace(write(), request=request)))
    assert EN.explanation.request_inside[:12] in said


def test_an_address_elsewhere_is_shown_whole() -> None:
    request = PreparedRequest(
        method="PUT", url="https://evil.example/weda?a=1", headers=(), body=b"{}"
    )
    asked: AskedWrite = msgspec.structs.replace(
        write(""), title=Bilingual("PUT /weda", "PUT /weda"), request=request
    )
    assert "PUT https://evil.example/weda?a=1" in head(question(asked))


def test_headers_that_not_every_call_has_are_shown():
    asked = msgspec.structs.replace(write(), headers=(("X-Tenant-Id", "other"), ("X-B", "\ufe01")))
    said = calls(question(asked))
    assert "headers     X-Tenant-Id: other" in said
    assert "X-B: \\ufe01" in said


def test_what_a_write_lacks_is_said():
    lack = DraftFinding(location="body", path=("InstanceId",), kind=FindingKind.MISSING)
    said = calls(question(msgspec.structs.replace(write(), findings=(lack,))))
    assert "! InstanceId is missing" in said


def test_a_body_of_another_kind_than_documented_is_shown_and_not_counted():
    asked = question(write("model.createMany", body=[{"data": [{"title": "A"}]}]))
    assert 'request     [{"data": [{"title": "A"}]}]' in calls(asked)
    assert "prod : Create many records.\n" in head(asked)
