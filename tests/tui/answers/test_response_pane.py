"""RESULT: a response is read, searched and copied, and no response can control the terminal."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.host import MARKUP
from tests.tui.screens.network import answering, calls, open_endpoint, saying, transport
from weda_tui.core.sending.exchange import Phase, Sending
from weda_tui.tui import clipboard
from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.rows import FoldedRows

ANSWER = {
    "requestId": "req-7",
    "Response": {
        "RequestId": "req-7",
        "Data": [{"Uid": 1893450276618240001, "Name": "A"}, {"Uid": 2, "Name": "a"}],
    },
}


@pytest.fixture(autouse=True)
def _no_clipboard_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nothing(_: str) -> None:
        return None

    monkeypatch.setattr(clipboard, "find_program", find_nothing)


def body(e: Explorer) -> BodyView:
    return e.main.query_one(BodyView)


def whole(e: Explorer) -> str:
    """Return the text of the open tab, its rows joined."""
    view = e.main.query_one("#facts", FoldedRows)
    strips = [view.render_line(y) for y in range(view.size.height)]
    return "".join(strip.text.removeprefix("›").strip() for strip in strips)


def line_text(view: BodyView, line: int) -> str:
    return "".join(run.text for run in view.row(line, 1000).left)


async def to_line(e: Explorer, text: str) -> None:
    view = body(e)
    view.cursor = next(i for i in range(view.row_count) if text in line_text(view, i))
    await e.pilot.pause()


async def test_search_goes_from_hit_to_hit_round_the_end_with_its_own_keys_until_a_new_answer(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, before=saying(json.dumps(ANSWER))) as e:
        await e.send()
        await e.press("f6", "slash")
        assert e.rows[-1].split("F1")[0].strip() == "Esc 返回正文"
        await e.type("name")
        keys = "Enter 下一处   ↑↓ 上一处、下一处   Esc 返回正文"
        assert e.rows[-1].split("F1")[0].strip() == keys
        assert "1 / 2" in e.text
        first = body(e).cursor
        await e.press("enter")
        assert "2 / 2" in e.text
        assert body(e).cursor > first
        await e.press("enter")
        assert body(e).cursor == first
        await e.press("up")
        assert "2 / 2" in e.text
        await e.press("ctrl+u")
        await e.type("zzzz")
        assert len(body(e).hits) == 0
        assert "没有" in e.text
        await e.press("ctrl+u", "n", "escape", "slash", "N")
        assert e.main.query_one("#search", Field).value == "N", "another search starts anew"
        await e.send()
        assert not e.main.query_one("#search-row").display
        assert body(e).has_focus


async def test_esc_closes_an_empty_search_but_leaves_hits_lit_for_n_until_a_second_esc(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, before=saying(json.dumps(ANSWER))) as e:
        await e.send()
        await e.press("f6", "slash", "escape")
        assert body(e).has_focus
        assert not e.main.query_one("#search-row").display
        await e.press("slash")
        await e.type("Uid")
        first = body(e).cursor
        await e.press("escape")
        assert body(e).has_focus
        assert body(e).cursor == first
        assert "1 / 2" in e.text
        for key in ("n 下一处", "N 上一处", "Esc 结束搜索"):
            assert key in e.rows[-1]
        await e.press("n")
        assert body(e).cursor > first
        assert "2 / 2" in e.text
        await e.press("N")
        assert body(e).cursor == first
        await e.press("escape")
        assert body(e).has_focus
        assert body(e).cursor == first, "the place is kept"
        assert "1 / 2" not in e.text
        assert not e.main.query_one("#search-row").display
        assert "下一处" not in e.rows[-1]


async def test_only_what_works_is_offered_and_y_copies_the_value_and_r_the_request_id(
    tmp_path: Path,
) -> None:
    copies = ("y 复制值", "r 复制 requestId", "/ 搜索", "[ ] 切换页签")
    async with explorer(tmp_path, before=saying(json.dumps(ANSWER))) as e:
        await e.press("f6")
        assert not [each for each in copies if each in e.rows[-1]], "nothing was sent"
        await e.press("0")
        assert "复制…" not in e.text
        await e.press("escape", "r")
        assert "尚未发送" in e.rows[-1]
        await e.send()
        assert not [each for each in copies if each not in e.rows[-1]]
        await e.press("0")
        assert "复制…" in e.text
        await e.press("escape", "right_square_bracket")
        assert "复制值" not in e.rows[-1], "the body is not seen"
        await e.press("y")
        assert not e.app.clipboard
        await e.press("left_square_bracket", "r")
        assert e.app.clipboard == "req-7"
        await to_line(e, "1893450276618240001")
        await e.press("y")
        assert e.app.clipboard == "1893450276618240001"
        assert "已通过终端复制（OSC 52）" in e.rows[-1], "no more is claimed than is known"
        await to_line(e, '"A"')
        await e.press("y")
        assert e.app.clipboard == "A"
        await e.press("f8")
        assert not [each for each in copies if each in e.rows[-1]], "a preview is no answer"


async def test_after_a_preview_the_body_has_the_focus_and_brackets_open_the_other_tabs(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f8")
        await e.send()
        assert body(e).has_focus
        await e.press("right_square_bracket")
        assert "content-type: application/json" in e.text.lower()
        await e.press("right_square_bracket")
        assert "POST https://weda.example.cn/weda/workflow/v1/prod" in e.text
        assert "Authorization: Bearer •" in e.text
        await e.press("right_square_bracket")
        assert "直到收完响应头" in e.text
        await e.press("right_square_bracket")
        assert '"Response"' in e.text


async def test_what_would_leave_is_shown_with_every_character(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "DescribeInstanceApproverList")
        assert e.main.draft is not None
        note = "-".join(str(number) for number in range(60))
        headers = (*e.main.draft.headers, ("X-Note", note))
        e.main.query_one(RequestEditor).show_draft(
            msgspec.structs.replace(e.main.draft, headers=headers)
        )
        await e.pilot.pause()
        sizes = [(160, 48), (120, 36), (80, 24)]
        for keys in (("f8",), ("f5", "left_square_bracket", "left_square_bracket")):
            await e.press(*keys)
            await e.settle()
            for size in sizes:
                await e.pilot.resize_terminal(*size)
                with subtests.test(keys=keys, size=size):
                    facts = whole(e)
                    assert "POST https://weda.example.cn/weda/workflow/v1/prod" in facts
                    assert "/DescribeInstanceApproverList" in facts
                    assert f"X-Note: {note}" in facts
            sizes.reverse()


HOSTILE = (*MARKUP, "\x1b[31mred", "\x1b]52;c;ZXZpbA==\x07", "\x9b2J", "a\rb", "\u2066x\u2069")


async def test_what_a_server_says_never_acts_on_the_screen(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    text = "|".join(HOSTILE)
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    answers = {
        "json": httpx.Response(200, json={"data": [text], text: 1}),
        "text": httpx.Response(200, content=text.encode(), headers=plain),
        "code": httpx.Response(200, json={"code": text, "message": text, "requestId": text}),
        "header": httpx.Response(
            200, json={"data": []}, headers=[(b"X-Evil", b"\x1b]52;c;ZXZpbA==\x07[bold]")]
        ),
    }
    kinds = iter(answers)
    async with explorer(tmp_path, before=answering(lambda: answers[next(kinds)])) as e:
        for kind in answers:
            with subtests.test(kind=kind):
                await e.send()
                await e.press("f6", *(["right_square_bracket"] if kind == "header" else []))
                written = "".join(
                    segment.text
                    for strip in e.app.screen._compositor.render_strips()
                    for segment in strip
                )
                assert not [c for c in written if ord(c) < 32 or 127 <= ord(c) < 160]
                assert not {"\u202e", "\u2066", "\u2069", "\u200b"} & set(written)
                assert "[bold]" in written, "markup is text"


async def test_a_secret_that_the_server_echoes_is_masked(tmp_path: Path) -> None:
    def echo(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.startswith("/weda/"):
            return None
        said = request.headers["Authorization"]
        return httpx.Response(200, json={"data": [{"seen": said}]}, headers={"X-Echo": said})

    async with explorer(tmp_path, before=echo) as e:
        await e.send()
        token = calls(e)[0].headers["Authorization"].removeprefix("Bearer ")
        assert token not in e.text
        assert "•" in "".join(line_text(body(e), at) for at in range(body(e).row_count))
        await e.press("f6", "right_square_bracket")
        assert token[:30] not in e.text


async def test_what_came_so_far_is_shown_and_the_place_in_it_kept(tmp_path: Path) -> None:
    head = json.dumps({"data": [{"n": number} for number in range(20_000)]}).encode()
    async with explorer(tmp_path, before=saying(head.decode())) as e:
        await e.press("f6")
        sending = Sending(
            phase=Phase.RECEIVING, since=0.0, received=64 * 1024, total=len(head),
            head=head[: 64 * 1024], content_type="application/json",
        )  # fmt: skip
        e.main.controllers.answer.show(sending)
        e.main.query_one(ResponsePane)._tick()
        await e.pilot.pause()
        assert '"n": 1' in e.text
        assert re.search(r"64\.0 KB / \d+\.\d KB +.*━+─+   Esc 取消", e.text)
        await e.press("pagedown", "down")
        line = body(e).line
        assert line > 20
        e.main.query_one("#reader", BodyReader).show(head, "application/json", str)
        await e.pilot.pause()
        assert body(e).line == line
        while not body(e).document.is_settled:
            await e.pilot.pause()
        await e.press("end")
        assert "19999" in line_text(body(e), body(e).cursor - 3)


async def test_every_digit_of_an_id_and_every_record_of_a_large_answer_is_shown_as_received(
    tmp_path: Path,
) -> None:
    records = [{"Uid": number} for number in range(3000)]
    answer = httpx.Response(200, json={"Response": {"RequestId": "r", "Data": records}})
    async with explorer(tmp_path, before=saying('{"data":[1893450276618240001,1.50,1e2]}')) as e:
        await e.send()
        for digits in ("1893450276618240001", "1.50", "1e2"):
            assert digits in e.text
        transport(e)._before = answering(lambda: answer)
        await e.send()
        for _ in range(100):
            if body(e).row_count:
                break
            await e.pilot.pause(0.02)
        assert "3,000 条" in e.text
        await e.press("f6", "end")
        assert '"Uid": 2999' in e.text


async def test_what_came_before_a_failure_is_shown_and_said_to_be_a_part(tmp_path: Path) -> None:
    class Cut(httpx.AsyncByteStream):
        async def __aiter__(self):
            yield b'{"data": [{"name": "first"}, {"na'
            message = "cut"
            raise httpx.ReadError(message)

    reply = answering(lambda: httpx.Response(200, stream=Cut()))
    async with explorer(tmp_path, before=reply) as e:
        await e.send()
        assert '"first"' in e.text
        assert "不完整：仅收到 33 B" in e.text
        await e.press("f6", "slash", *"first")
        assert "1 / 1" in e.text
        await e.press("escape", "escape", "f8")
        assert '"first"' not in e.text


async def test_the_systems_own_words_about_a_failure_are_one_key_away(tmp_path: Path) -> None:
    def refuse() -> httpx.Response:
        raise httpx.ConnectError("") from ConnectionRefusedError(111, "refused [/x]")

    async with explorer(tmp_path, before=answering(refuse)) as e:
        await e.send()
        assert "refused [/x]" not in e.text
        assert "d 查看系统返回的信息" in e.text
        await e.press("f6", "d")
        assert "connection_refused · ConnectionRefusedError: [Errno 111] refused [/x]" in e.text
        await e.press("d")
        assert "refused [/x]" not in e.text
        await e.press("d", "f5")
        await e.settle()
        assert "refused [/x]" not in e.text, "another failure begins anew"
        transport(e)._before = saying("{}")
        await e.send()
        await e.press("f6", "d")
        assert "系统返回的信息" not in e.text, "an answer has none"


async def test_a_redirect_elsewhere_is_shown_and_not_followed(tmp_path: Path) -> None:
    def redirect() -> httpx.Response:
        return httpx.Response(302, headers={"Location": "https://other.cn/x?ticket=hush"})

    async with explorer(tmp_path, before=answering(redirect)) as e:
        await e.send()
        assert "REDIRECT_ELSEWHERE" in e.text
        assert "https://other.cn/x" in e.text
        assert "重定向到" in e.text
        assert len(calls(e)) == 1


async def test_sending_again_keeps_the_readers_place(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    empty: dict[str, Any] = {"Response": {"RequestId": "r", "Data": []}}
    answers: list[dict[str, Any]] = [ANSWER, ANSWER, empty] * 2

    def before(request: httpx.Request) -> httpx.Response | None:
        return None if "token" in request.url.path else httpx.Response(200, json=answers.pop(0))

    async with explorer(tmp_path, before=before) as e:
        for form in ("tree", "table"):
            with subtests.test(form=form):
                await e.send()
                await to_line(e, '"a"')
                await e.press("f6")
                if form == "table":
                    await e.press("vertical_line")
                line = body(e).line
                assert line > 3
                await e.send()
                assert body(e).line == line
                assert "Data › [1] › Name" in e.text or form == "table"
                await e.send()
                assert body(e).line == 0
