import msgspec

from tests.tui.drawings.values import HOST, REQUEST, text
from weda_tui.tui.drawings.request import MOST_BODY_LINES, header_lines, request_lines


def test_a_request_is_shown_as_it_leaves():
    assert text(request_lines(REQUEST)) == [
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
    assert len(request_lines(bare)) == 3


def test_a_long_body_is_shown_up_to_a_limit():
    long = msgspec.structs.replace(REQUEST, body=b"1\n" * (MOST_BODY_LINES + 5))
    assert len(request_lines(long)) == 4 + MOST_BODY_LINES


def test_headers_act_on_no_terminal():
    assert text(header_lines((("X", "a\x1b[2J\u202eb"),))) == ["  X: a␛[2J\\u202eb"]
