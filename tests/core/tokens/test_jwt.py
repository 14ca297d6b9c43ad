import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.tokens.jwt import expiry_of

END = 1_795_570_938


def jwt(claims: Any) -> str:
    parts = (json.dumps({"alg": "HS256"}).encode(), json.dumps(claims).encode(), b"signature")
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_a_token_says_when_it_ends(scheme: str) -> None:
    assert expiry_of(f"{scheme} {jwt({'exp': END})}") == END
    assert expiry_of(f"{scheme} {jwt({'exp': END + 0.5})} ") == END + 0.5


def test_of_any_other_header_nothing_is_known() -> None:
    for header in [
        "",
        "Bearer",
        "Bearer ***",
        "Bearer a.b.c",
        f"Basic {jwt({'exp': END})}",
        f"Bearer {jwt({})}",
        f"Bearer {jwt([END])}",
        f"Bearer {jwt({'exp': 'soon'})}",
        f"Bearer {jwt({'exp': True})}",
        f"Bearer {jwt({'exp': -1})}",
        f"Bearer {jwt({'exp': float('inf')})}",
    ]:
        assert expiry_of(header) is None, header


@given(st.text())
def test_nothing_that_is_typed_breaks_it(token: str) -> None:
    assert expiry_of(f"Bearer {token}") is None or token.count(".") == 2
