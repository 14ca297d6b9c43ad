"""Origins of imported addresses are found through their variables and never guessed."""

from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.interchange.address import (
    ImportAddress,
    UnresolvedAddress,
    credentials_in,
    head_of,
    path_at,
    resolve_address,
    without_credentials,
)


def test_an_address_is_followed_to_its_origin() -> None:
    for url, values, expected in [
        ("https://h/{{a}}", {"a": "x"}, ImportAddress("https://h", "/{{a}}")),
        ("https://h", {}, ImportAddress("https://h", "")),
        ("https://h?x={{a}}", {}, ImportAddress("https://h", "?x={{a}}")),
        ("{{u}}/{{a}}", {"u": "https://h/p", "a": "x"}, ImportAddress("https://h", "/p/{{a}}")),
        ("{{u}}/x", {"u": " https://h/p "}, ImportAddress("https://h", "/p/x")),
        ("{{u}}/x", {"u": "https://h/p/"}, ImportAddress("https://h", "/p//x")),
        ("{{u}}/x", {"u": "https://h/"}, ImportAddress("https://h", "/x")),
        ("{{u}}", {"u": "{{u}}"}, UnresolvedAddress("")),
        ("{{u}}", {"u": "{{u}}{{u}}"}, UnresolvedAddress("")),
        ("{{u}}/x", {"u": ""}, UnresolvedAddress("u")),
        ("{{u}}/x", {}, UnresolvedAddress("u")),
        ("{{u}}/x", {"u": "h/p"}, UnresolvedAddress("")),
        ("https://{{h}}/x", {}, UnresolvedAddress("h")),
        ("https://h.{{h}}/x", {"h": "cn"}, ImportAddress("https://h.cn", "/x")),
        ("{{vars.host}}/x", {}, ImportAddress("{{vars.host}}", "/x")),
        ("{{vars.host}}/x", {"vars.host": "https://h/p"}, ImportAddress("https://h", "/p/x")),
        ("https://{{vars.host}}/x", {}, UnresolvedAddress("vars.host")),
        ("/x", {}, UnresolvedAddress("")),
    ]:
        assert resolve_address(url, values) == expected, (url, values)


def test_variables_cannot_grow_without_end() -> None:
    values = {str(n): f"{{{{{n + 1}}}}}{'x' * 2000}" for n in range(100)}
    assert isinstance(resolve_address("{{0}}", values), UnresolvedAddress)


def test_a_path_below_a_deployment() -> None:
    for url, expected in [
        ("https://h/gw/a", "/a"),
        ("https://h/gw", ""),
        ("https://h:443/gw?x=1", "?x=1"),
        ("HTTPS://H/gw/a", "/a"),
        ("https://h/GW/a", None),
        ("https://h:8443/gw/a", None),
        ("https://h/gwx/a", None),
        ("https://h/a", None),
        ("http://h/gw/a", None),
        ("https://h\\@evil/gw/a", None),
        ("https://u@h/gw/a", None),
        *((f"https://h{each}@evil/gw/a", None) for each in "\uff03\uff0f\uff1f\uff20\uff3c"),
        *((f"https://h{each}.evil/gw/a", None) for each in "\uff03\uff0f\uff1f\uff20\uff3c"),
        ("https://h.evil/gw/a", None),
    ]:
        address = resolve_address(url, {})
        assert isinstance(address, ImportAddress), url
        assert path_at(address, ["https://other", "https://h/gw/", "https://h:844"]) == expected, (
            url
        )


def test_credentials_of_an_address() -> None:
    for url, head, credentials, rest in [
        ("https://u:p@h/x", "https://u:p@h", "u:p", "https://h/x"),
        ("https://a@b:p@h", "https://a@b:p@h", "a@b:p", "https://h"),
        ("https://{{u}}:{{p}}@h/x", "https://{{u}}:{{p}}@h", "{{u}}:{{p}}", "https://h/x"),
        ("https://h/x?to=http://u:p@k", "https://h", "", "https://h/x?to=http://u:p@k"),
        ("{{u}}/x", "{{u}}", "", "{{u}}/x"),
        ("{{u}}/http://u:p@k", "{{u}}", "", "{{u}}/http://u:p@k"),
        ("/x", "", "", "/x"),
    ]:
        assert (head_of(url), credentials_in(url), without_credentials(url)) == (
            head,
            credentials,
            rest,
        ), url


@given(
    st.text("abc{}:/@?# ", max_size=30), st.dictionaries(st.sampled_from("abc"), st.text("abc{}:/"))
)
@example("{{a}}", {"a": "{{b}}", "b": "{{a}}"})
def test_any_address_is_resolved_or_not(url: str, values: dict[str, str]) -> None:
    found = resolve_address(url, values)
    if isinstance(found, ImportAddress):
        assert found.origin.lower().startswith("http")
        assert not found.rest or found.rest[0] in "/?#"
