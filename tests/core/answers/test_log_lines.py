import pytest

from weda_tui.core.answers.log_lines import judge_line
from weda_tui.core.answers.verdict import Outcome

NGINX = "2026/11/24 10:00:01 [error] 31#31: *88 "


def test_a_line_tells_the_status() -> None:
    for text, code in [
        (f"{NGINX}connect() failed (111: Connection refused) while connecting to upstream", 502),
        (f"{NGINX}upstream timed out (110: Connection timed out) while reading", 504),
        (f"{NGINX}client intended to send too large body: 20971520 bytes", 413),
        (f"{NGINX}upstream prematurely closed connection", 502),
        ('10.1.1.7 - - [24/Nov/2026:10:00:01 +0800] "POST /x HTTP/1.1" 504 167 "-" "curl"', 504),
        ("AxiosError: Request failed with status code 401", 401),
        ("requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: x", 403),
        ("HttpClientErrorException$NotFound: 404 Not Found", 404),
        ("status of 405 (Method Not Allowed)", 405),
    ]:
        case = text, code
        verdict = judge_line(text)
        assert (verdict.code if verdict else None) == (f"HTTP {code}" if code else None), case


def test_a_program_that_got_no_json_leaves_it_open() -> None:
    verdict = judge_line("SyntaxError: Unexpected token '<' at position 0")
    assert verdict is not None
    assert verdict.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("text", ["", "took 404 ms", '"GET / HTTP/1.1" 200 12', "500 rows read"])
def test_numbers_alone_are_no_status(text: str) -> None:
    assert judge_line(text) is None
