import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.masking import MASK, Masker

SECRET = "s3cr3t/键+值=="


@pytest.mark.parametrize(
    "spelling",
    [
        SECRET,
        quote(SECRET, safe=""),
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(SECRET.encode()).decode().rstrip("="),
        base64.urlsafe_b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("="),
        SECRET.encode().hex(),
        SECRET.encode().hex().upper(),
    ],
)
def test_every_spelling_is_hidden(spelling: str) -> None:
    masker = Masker([SECRET])
    assert masker.text(f"<{spelling}>") == f"<{MASK}>"
    assert masker.data(f"<{spelling}>".encode()) == f"<{MASK}>".encode()


def test_a_json_escaped_secret_is_hidden() -> None:
    secret = 'a"b\\c键'
    masker = Masker([secret])
    assert masker.text('{"k":"a\\"b\\\\c键"}') == f'{{"k":"{MASK}"}}'
    assert masker.text('{"k":"a\\"b\\\\c\\u952e"}') == f'{{"k":"{MASK}"}}'


def test_the_basic_header_is_hidden_whole() -> None:
    header = base64.b64encode(f"AKID01:{SECRET}".encode()).decode()
    assert Masker(basic=[("AKID01", SECRET)]).text(f"Basic {header}") == f"Basic {MASK}"


def test_a_secret_inside_another_leaves_no_rest() -> None:
    assert Masker(["abcdef", "abcd"]).text("abcdef abcd") == f"{MASK} {MASK}"


def test_short_values_are_left_alone() -> None:
    assert Masker(["abc"], [("u", "abc")]).text("abc alphabet") == "abc alphabet"


@given(st.text(min_size=4), st.text(), st.text())
def test_the_raw_secret_never_survives(secret: str, before: str, after: str) -> None:
    shown = Masker([secret]).text(before + secret + after)
    assert secret not in shown.replace(MASK, "") or secret in before + after
    assert MASK in shown
