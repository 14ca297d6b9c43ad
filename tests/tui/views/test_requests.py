import msgspec

from tests.tui.views.values import EN, HOST, REQUEST, ZH, text
from weda_tui.tui.views.requests import MOST_SHOWN, header_lines, request_lines


def test_a_request_is_shown_as_it_leaves():
    assert text(request_lines(REQUEST, ZH)) == [
        f"  POST {HOST}/weda/workflow/v1/prod/StopFlow",
        "  Authorization: Bearer ••••••••",
        "  X-Note: [/api]",
        "",
        "  {",
        '    "a": "[bold]中"',
        "  }",
    ]


def test_without_a_body_there_are_only_headers():
    bare = msgspec.structs.replace(REQUEST, body=b"")
    assert len(request_lines(bare, ZH)) == 3


def test_what_is_not_shown_of_a_long_body_is_named():
    long = msgspec.structs.replace(REQUEST, body=b"1\n" * (MOST_SHOWN // 2) + b"x" * 2048)
    *_, before, last = text(request_lines(long, EN))
    assert (before, last) == ("", "  … 2.0 KB more, not shown here but also sent")
    whole = msgspec.structs.replace(REQUEST, body=b"1" * MOST_SHOWN)
    assert "more" not in text(request_lines(whole, EN))[-1]


def test_headers_act_on_no_terminal():
    assert text(header_lines((("X", "a\x1b[2J\u202eb"),))) == ["  X: a␛[2J\\u202eb"]
