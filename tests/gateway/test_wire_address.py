"""A URL shown elsewhere is exactly the URL that a request is sent to."""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.requests.url import followed
from weda_tui.gateway.wire_address import wire_address


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://h/审批?名=张伟", "https://h/%E5%AE%A1%E6%89%B9?%E5%90%8D=%E5%BC%A0%E4%BC%9F"),
        ("https://h:8443", "https://h:8443/"),
        ("HTTP://H?a", "HTTP://H/?a"),
        ("http://[::1]:80/a b#c", "http://[::1]:80/a%20b"),
        ("http://h/a/../b", "http://h/b"),
        ("http://h/100%?审", "http://h/100%?%E5%AE%A1"),
        ("http://h/a?", "http://h/a?"),
        ("{{vars.host}}/a b", "{{vars.host}}/a b"),
        ("http://h/\x00", "http://h/\x00"),
        ("/a b", "/a b"),
    ],
)
def test_an_address_as_it_is_sent(url: str, sent: str) -> None:
    assert wire_address(url) == sent


@given(st.text(max_size=30).map(lambda text: f"/{text}"))
@example("/%E5%ae?q='`{}|\\^[]\"<>")
def test_it_is_what_the_gateway_asks_for(rest: str) -> None:
    try:
        wanted = httpx.URL(f"http://h{rest}").raw_path.decode()
    except httpx.InvalidURL:
        wanted = rest
    assert wire_address(f"http://h{rest}") == f"http://h{wanted}"
    assert wire_address(wire_address(f"http://h{rest}")) == f"http://h{wanted}"


_PLAIN = st.lists(st.sampled_from(["a", "..", ".", "/", "//", "?", "#", "%2e", "b=1", "..."]))


@given(_PLAIN.map(lambda parts: f"/{''.join(parts)}"))
@example("/a/b/../../../c/./d/..?x=/../y#&z")
@example("/a/..?")
def test_what_is_prepared_is_what_is_asked_for(rest: str) -> None:
    assert f"http://h{followed(rest)}" == wire_address(f"http://h{rest}")


_TYPED = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)


@given(st.sampled_from(["", "?a", "#/b", "/"]) | _TYPED.map(lambda text: f"/{text}"))
def test_what_is_prepared_differs_by_its_escapes_alone(rest: str) -> None:
    assert wire_address(f"http://h{followed(rest)}") == wire_address(f"http://h{rest}")
