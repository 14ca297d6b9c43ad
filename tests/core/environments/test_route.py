"""Routes of secrets: which parts identify a route, and what has to be approved."""

import msgspec
import pytest

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment, SecretRef
from weda_tui.core.environments.route import (
    Risk,
    Route,
    RoutePart,
    RouteStatus,
    RouteUse,
    UseStatus,
    all_uses_of,
    changed_parts,
    is_fingerprint_of,
    is_proxy_address,
    is_public,
    risks_of,
    route_of,
    source_of,
    uses_of,
    without_login,
)
from weda_tui.core.errors import ErrorCode, RouteError


def environment(**changes: object) -> Environment:
    plain = Environment(
        name="hq",
        host="https://weda.example.cn",
        env_types=(),
        secret_id="AKID",
        secret_key=SecretRef("file"),
    )
    return msgspec.structs.replace(plain, **changes)


PLAIN = route_of(environment())


def test_a_route_names_scheme_host_and_port() -> None:
    assert Route(scheme="https", host="weda.example.cn", port=443) == PLAIN
    assert PLAIN.address == "https://weda.example.cn:443"
    assert route_of(environment(host="http://[::1]:8080/gw")).address == "http://[::1]:8080/gw"


@pytest.mark.parametrize(
    "host",
    ["https://weda.example.cn", "http://10.20.4.18:8080", "https://[::1]", "http://a:443/gw"],
)
def test_the_origin_of_a_route_is_what_a_secret_is_kept_for(host: str) -> None:
    assert route_of(environment(host=host)).origin == environment(host=host).origin


def test_each_part_changes_the_fingerprint() -> None:
    for changes, part in [
        ({"host": "http://weda.example.cn"}, RoutePart.ADDRESS),
        ({"host": "https://weda.example.cn:8443"}, RoutePart.ADDRESS),
        ({"host": "https://weda.example.cn.evil.org"}, RoutePart.ADDRESS),
        ({"host": "https://weda.example.cn/gw"}, RoutePart.ADDRESS),
        ({"proxy": "http://10.0.0.1:3128"}, RoutePart.PROXY),
        ({"proxy": "none"}, RoutePart.PROXY),
        ({"verify_tls": False}, RoutePart.TLS),
    ]:
        other = route_of(environment(**changes))
        assert changed_parts(PLAIN, other) == (part,), changes
        assert other.fingerprint != PLAIN.fingerprint, changes


def test_a_route_by_this_machines_settings_is_that_of_earlier_versions() -> None:
    """Routes that were approved with an earlier version stay approved."""
    kept = msgspec.json.encode({**msgspec.structs.asdict(PLAIN), "proxy": ""})
    assert msgspec.json.decode(kept, type=Route) == PLAIN
    assert PLAIN.fingerprint == "9e83-fec5-9d0c-0342-32b9-4a0b-e040-a8f0"


def test_the_content_of_files_is_in_the_fingerprint() -> None:
    by_ca, by_other = (route_of(environment(), ca=digest) for digest in ("aa", "bb"))
    own = route_of(environment(), client_certificate="cc")
    assert len({each.fingerprint for each in (PLAIN, by_ca, by_other, own)}) == 4
    assert changed_parts(by_ca, by_other) == (RoutePart.CA,)
    assert changed_parts(PLAIN, own) == (RoutePart.CERTIFICATE,)


@pytest.mark.parametrize(
    "changes",
    [
        {"proxy": "system"},
        {"timeout": 5.0},
        {"secret_id": "other"},
        {"name": "other"},
        {"variables": {"a": "b"}},
    ],
)
def test_what_is_no_part_of_a_route_does_not_change_it(changes: dict[str, object]) -> None:
    assert route_of(environment(**changes)) == PLAIN


@pytest.mark.parametrize(
    ("proxy", "shown"),
    [
        ("http://a:b//c@10.0.0.1:1", "http://10.0.0.1:1"),
        ("http://10.0.0.1:1", "http://10.0.0.1:1"),
        ("", ""),
    ],
)
def test_credentials_of_a_proxy_are_never_shown(proxy: str, shown: str) -> None:
    assert without_login(proxy) == shown


def test_a_proxy_address_that_can_be_read() -> None:
    for proxy in [
        *("http://10.0.0.1:1", "http://proxy", "http://proxy:/", "socks5://[::1]:1080"),
        *("http://u:p%2Fx@proxy:1", "http://u:p@x@proxy:1", "http://proxy:1/path"),
    ]:
        assert is_proxy_address(proxy), proxy


@pytest.mark.parametrize(
    "proxy",
    ["http://", "http://h:x", "http://[::1", "http://u:p/x@h:1", "http://u:1#x@h", "http://u:1?@h"],
)
def test_a_proxy_address_that_cannot_be_read(proxy: str) -> None:
    assert not is_proxy_address(proxy)


def test_a_fingerprint_is_grouped_and_typed_in_any_way() -> None:
    shown = status()
    fingerprint = shown.fingerprint
    assert len(fingerprint.replace("-", "")) == 32
    assert is_fingerprint_of(fingerprint.upper().replace("-", " "), shown)
    for wrong in ("", fingerprint[:-1], fingerprint[:4], f"{fingerprint}0", PLAIN.fingerprint):
        assert not is_fingerprint_of(wrong, shown)


def test_the_fingerprint_of_a_route_stays_the_same_in_later_versions() -> None:
    assert PLAIN.fingerprint == "9e83-fec5-9d0c-0342-32b9-4a0b-e040-a8f0"


def test_what_is_sent_over_a_route_is_in_the_fingerprint_that_is_approved() -> None:
    for changes in [
        {"secret_key": SecretRef("keyring")},
        {"secret_key": SecretRef("prompt")},
        {"secret_key": SecretRef("env", "K")},
        {"secret_key": SecretRef("env", "OTHER_SECRET")},
        {"password": SecretRef("file")},
        {"password": SecretRef("env", "K")},
        {"secret_key": None, "password": SecretRef("file")},
        {"proxy": "http://10.0.0.1:3128"},
    ]:
        shown = {
            status(of=environment()).fingerprint,
            status(of=environment(**changes)).fingerprint,
        }
        assert len(shown) == 2, changes


def test_the_fingerprint_that_is_approved_does_not_depend_on_approvals_or_on_one_call() -> None:
    one = status(is_approved=True)
    assert status(is_approved=False).fingerprint == one.fingerprint
    assert msgspec.structs.replace(one, uses=()).fingerprint == one.fingerprint
    assert one.fingerprint == "7327-881f-8878-5fe5-69ae-cc1c-490c-4333"


def test_a_variable_is_approved_by_its_name_and_a_kept_secret_by_its_environment() -> None:
    assert source_of(environment(), RouteUse.KEY) == "secret_key:hq"
    assert source_of(environment(secret_key=SecretRef("keyring")), RouteUse.KEY) == (
        source_of(environment(secret_key=SecretRef("prompt")), RouteUse.KEY)
    )
    by_variable = environment(secret_key=SecretRef("env", "AWS_SECRET_ACCESS_KEY"))
    assert source_of(by_variable, RouteUse.KEY) == "env:AWS_SECRET_ACCESS_KEY"
    assert source_of(environment(), RouteUse.CERTIFICATE) == "client_certificate:hq"
    assert source_of(environment(), RouteUse.REQUEST) == "request:hq"


def test_a_client_certificate_is_used_by_every_call() -> None:
    own = environment(client_certificate="me.pem")
    assert uses_of(own, TokenKind.NONE) == (RouteUse.CERTIFICATE,)
    assert uses_of(own, TokenKind.BASIC) == (RouteUse.KEY, RouteUse.CERTIFICATE)
    assert uses_of(environment(), TokenKind.NONE) == ()
    assert uses_of(environment(), TokenKind.USER) == (RouteUse.PASSWORD,)
    assert all_uses_of(environment(secret_key=None)) == ()
    assert all_uses_of(environment(password=SecretRef("file"))) == (RouteUse.KEY, RouteUse.PASSWORD)


def status(
    *, is_approved: bool = False, approved: Route | None = None, of: Environment | None = None
) -> RouteStatus:
    use = UseStatus(RouteUse.KEY, "secret_key:hq", "file", is_approved, approved)
    of = of or environment()
    return RouteStatus(environment=of, route=route_of(of), uses=(use,))


def test_a_route_that_is_not_approved_is_an_error_that_says_what_changed() -> None:
    status(is_approved=True).check()
    with pytest.raises(RouteError) as new:
        status(is_approved=False).check()
    assert new.value.code is ErrorCode.ROUTE_NOT_APPROVED
    before = msgspec.structs.replace(PLAIN, proxy="http://10.0.0.1:3128")
    changed = status(is_approved=False, approved=before)
    assert changed.changes == (RoutePart.PROXY,)
    with pytest.raises(RouteError) as other:
        changed.check()
    assert other.value.code is ErrorCode.ROUTE_CHANGED


@pytest.mark.parametrize(
    "host",
    ["weda.example.cn", "8.8.8.8", "203.0.113.5", "100.64.0.1", "2001:db8::1", "::ffff:8.8.8.8"],
)
def test_a_public_host(host: str) -> None:
    assert is_public(host)


def test_a_host_of_a_private_network() -> None:
    for host in [
        *("localhost", "weda", "weda.local", "WEDA.LOCAL.", "a.localhost"),
        *("127.0.0.1", "10.20.4.18", "172.16.0.1", "172.31.255.1", "192.168.1.1", "169.254.1.1"),
        *("::1", "[::1]", "fe80::1", "fd00::1", "::ffff:10.0.0.1"),
    ]:
        assert not is_public(host), host


def test_what_lets_others_read_a_secret() -> None:
    assert risks_of(PLAIN) == ()
    assert risks_of(route_of(environment(verify_tls=False))) == (Risk.TLS_UNCHECKED,)
    assert risks_of(route_of(environment(host="http://weda.example.cn"))) == (Risk.PUBLIC_HTTP,)
    assert risks_of(route_of(environment(host="http://10.0.0.1"))) == ()
