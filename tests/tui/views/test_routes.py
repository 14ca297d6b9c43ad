"""A route in the explanation of a call, and in the question for its approval."""

from pathlib import Path

import msgspec
import pytest

from tests.session.weda import READ, draft, open_session, place
from weda_tui.core.environments.deployment import Target
from weda_tui.core.masking import MASK
from weda_tui.i18n.phrases.routes import mark_words
from weda_tui.i18n.strings import EN
from weda_tui.tui.environments.route_dialog import draw_answers, draw_rows
from weda_tui.tui.sending.dry_run_view import explanation_lines
from weda_tui.tui.widgets.drawing.paint import Line, cells

PROXY = "http://attacker.example:3128"


def text_of(lines: list[Line]) -> str:
    return "\n".join("".join(run.text for run in line.left) for line in lines)


async def test_what_is_unusual_about_a_route_stands_in_the_explanation(tmp_path: Path) -> None:
    session = open_session(tmp_path)
    where = place(session)
    usual = text_of(explanation_lines(session.sending.explain(draft(session, READ), where), EN))
    assert "proxy" not in usual
    evil = msgspec.structs.replace(where.environment, proxy=PROXY, verify_tls=False)
    explained = session.sending.explain(draft(session, READ), Target(evil, "dev"))
    text = text_of(explanation_lines(explained, EN))
    assert f"! through the proxy {PROXY}" in text
    assert "! TLS certificates not checked" in text
    assert "differs from the approved one" in text
    assert "/weda/workflow/v1/dev/" in text, "the request is shown all the same"
    await session.aclose()


async def test_a_second_request_in_a_body_stands_in_the_explanation(tmp_path: Path) -> None:
    session = open_session(tmp_path)
    read, where = draft(session, READ), place(session)
    for body, is_said in (("{}", False), ("{}\r\nGET /x HTTP/1.1\r\n\r\n", True)):
        made = msgspec.structs.replace(read, body=body)
        explained = session.sending.explain(made, where)
        text = text_of(explanation_lines(explained, EN))
        assert (EN.explanation.request_inside in text) is is_said
    await session.aclose()


async def test_the_top_line_marks_each_unusual_part(tmp_path: Path) -> None:
    session = open_session(tmp_path)
    usual = place(session).environment
    assert mark_words(usual, "", EN) == []
    assert mark_words(usual, "http://10.0.0.9:3128", EN) == ["proxy 10.0.0.9:3128"]
    assert mark_words(usual, MASK, EN) == [f"proxy {MASK}"], "one that cannot be read"
    evil = msgspec.structs.replace(usual, proxy=PROXY, ca_file="ca.pem")
    assert mark_words(evil, "", EN) == ["proxy attacker.example:3128", "private CA"]
    assert mark_words(msgspec.structs.replace(usual, verify_tls=False), "", EN) == ["TLS"]
    await session.aclose()


@pytest.mark.parametrize("width", [20, 60, 88])
def test_rows_and_answers_fit_the_width(width: int) -> None:
    rows = [("address", "https://" + "x" * 90), ("proxy", "none")]
    lines = [*draw_rows("title " * 9, rows, ["! " + "risk " * 20], width)]
    assert all(cells(line.left) <= width for line in lines)
    assert "Esc" in text_of(draw_answers(EN, width))


def test_no_part_of_a_route_pushes_the_others_out_of_sight() -> None:
    host = "a" * 240 + ".attacker.example"
    rows = [
        ("address", f"https://{host}:8443" + "/weda" * 300),
        ("sends", "SecretKey from env:" + "A" * 2000),
        ("proxy", "none"),
    ]
    lines = draw_rows("A route", rows, ["! TLS certificates not checked"], 76)
    text = "".join(line.strip() for line in text_of(lines).splitlines())
    assert host.partition(".")[2] in text, "the name of the host is whole"
    assert "TLS certificates not checked" in text
    assert len(lines) <= 14
