import base64
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.tokens.access_token import (
    DEFAULT_LIFETIME,
    LONGEST_LIFETIME,
    AccessToken,
    TokenState,
    TokenStatus,
    basic_authorization,
    lifetime_of,
    renewal_margin,
    state_of,
)


def a_token(lifetime: float) -> AccessToken:
    return AccessToken(
        value="hush-hush",
        issued_at=1000.0,
        lifetime=lifetime,
        lifetime_given=True,
        url="http://h",
        status=200,
        elapsed=0.1,
    )


def test_a_token_says_when_it_ends_and_never_its_value() -> None:
    token = a_token(60.0)
    assert token.expires_at == 1060.0
    assert "hush" not in repr(token)
    assert "hush" not in f"{[token]}"


@pytest.mark.parametrize(
    ("lifetime", "remaining", "share"), [(100.0, 25.0, 0.25), (100.0, 400.0, 1.0), (0.0, 5.0, 0.0)]
)
def test_the_share_left_is_between_nothing_and_all(
    lifetime: float, remaining: float, share: float
) -> None:
    status = TokenStatus(
        kind=TokenKind.KEY, state=TokenState.VALID, remaining=remaining, token=a_token(lifetime)
    )
    assert status.share_left == share
    assert TokenStatus(kind=TokenKind.KEY, state=TokenState.NONE).share_left == 0.0


def test_expires_in_is_read_whatever_it_is() -> None:
    cases: list[tuple[object, tuple[float, bool]]] = [
        (259200, (259200.0, True)),
        (30, (30.0, True)),
        (1.5, (1.5, True)),
        ("7200", (7200.0, True)),
        (10**18, (LONGEST_LIFETIME, True)),
        (10**400, (LONGEST_LIFETIME, True)),
        (math.inf, (LONGEST_LIFETIME, True)),
        (None, (DEFAULT_LIFETIME, False)),
        (0, (DEFAULT_LIFETIME, False)),
        (-1, (DEFAULT_LIFETIME, False)),
        (-(10**400), (DEFAULT_LIFETIME, False)),
        ("soon", (DEFAULT_LIFETIME, False)),
        ("", (DEFAULT_LIFETIME, False)),
        (True, (DEFAULT_LIFETIME, False)),
        (math.nan, (DEFAULT_LIFETIME, False)),
        ("nan", (DEFAULT_LIFETIME, False)),
        ({}, (DEFAULT_LIFETIME, False)),
    ]
    for expires_in, expected in cases:
        assert lifetime_of(expires_in) == expected, expires_in


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text())
def test_no_expires_in_gives_a_life_without_end_or_without_length(expires_in: object) -> None:
    lifetime, _ = lifetime_of(expires_in)
    assert 0 < lifetime <= LONGEST_LIFETIME
    assert 0 <= renewal_margin(lifetime) < lifetime


@pytest.mark.parametrize(
    ("lifetime", "margin"), [(259200.0, 60.0), (120.0, 60.0), (30.0, 3.75), (3.0, 0.15)]
)
def test_a_token_is_renewed_a_minute_early_or_near_the_end_of_a_short_life(
    lifetime: float, margin: float
) -> None:
    assert renewal_margin(lifetime) == margin


def test_the_state_says_how_near_the_end_is() -> None:
    for remaining, lifetime, state in [
        (259200.0, 259200.0, TokenState.VALID),
        (12960.0, 259200.0, TokenState.VALID),
        (12959.0, 259200.0, TokenState.EXPIRING),
        (299.0, 3600.0, TokenState.EXPIRING),
        (300.0, 3600.0, TokenState.VALID),
        (16.0, 30.0, TokenState.VALID),
        (14.0, 30.0, TokenState.EXPIRING),
        (0.0, 3600.0, TokenState.EXPIRED),
    ]:
        assert state_of(remaining, lifetime) is state, (remaining, lifetime)


def test_the_basic_header_carries_bytes_that_are_no_text_as_they_were() -> None:
    for secret in (b"\xffkey", "键".encode()):
        header = basic_authorization("id", secret.decode("utf-8", "surrogateescape"))
        assert base64.b64decode(header.removeprefix("Basic ")) == b"id:" + secret
    assert basic_authorization("id", "\ud800").startswith("Basic ")
