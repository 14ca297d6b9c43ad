"""Addresses as users type and copy them, and references to secrets."""

import contextlib
from ipaddress import IPv4Address, IPv6Address
from string import ascii_lowercase, digits

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.environments.deployment import (
    Environment,
    EnvTypeSetting,
    HostAddress,
    SecretRef,
    Target,
    env_id_of,
    parse_host,
    parse_origin,
    parse_secret_ref,
    read_host,
)
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.guard.level import Guard, preset_guard

LABELS = st.text(ascii_lowercase + digits + "-", min_size=1, max_size=20).filter(
    lambda label: not label.startswith("-") and not label.endswith("-")
)
DOMAINS = st.tuples(
    st.lists(LABELS, max_size=3), st.text(ascii_lowercase, min_size=2, max_size=6)
).map(lambda parts: ".".join([*parts[0], parts[1]]))
NAMES = st.one_of(
    DOMAINS, st.ip_addresses(v=4).map(str), st.ip_addresses(v=6).map(lambda a: f"[{a}]")
)
PORTS = st.one_of(st.just(""), st.integers(1, 65535).map(lambda port: f":{port}"))
SCHEMES = st.sampled_from(["http", "https"])


def test_an_address_is_normalised():
    for typed, host in [
        ("https://weda.example.cn", "https://weda.example.cn"),
        ("http://10.20.4.18:8080", "http://10.20.4.18:8080"),
        ("  HTTPS://WeDa.Example.CN/  ", "https://weda.example.cn"),
        ("https://weda.example.cn:443", "https://weda.example.cn"),
        ("http://weda.example.cn:80/", "http://weda.example.cn"),
        ("http://weda.example.cn:443", "http://weda.example.cn:443"),
        ("https://weda.example.cn:", "https://weda.example.cn"),
        ("https://weda.example.cn:08443", "https://weda.example.cn:8443"),
        ("https://h/app?envId=abc#x", "https://h"),
        ("https://h?next=http://other", "https://h"),
        ("https：//weda。example。cn：8443／app", "https://weda.example.cn:8443/app"),
        ("ｈｔｔｐｓ：／／ｗｅｄａ．ｃｎ", "https://weda.cn"),
        ("\ufeffhttps://weda.cn\u200b", "https://weda.cn"),
        ("\u3000https://weda.cn\u3000", "https://weda.cn"),
        ("https://weda.cn.", "https://weda.cn"),
        ("https://微搭.中国", "https://xn--g5tz3h.xn--fiqs8s"),
        ("https://BÜCHER.example.", "https://xn--bcher-kva.example"),
        ("https://xn--acce-yna.TEST", "https://xn--acce-yna.test"),
        ("http://[2001:DB8:0:0::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("http://[::1]", "http://[::1]"),
        ("http://weda_test", "http://weda_test"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://１０．２０．４．１８", "http://10.20.4.18"),
    ]:
        assert parse_host(typed) == host, typed


def test_a_plain_path_is_the_prefix_and_the_rest_of_a_copied_address_is_cut():
    for typed, prefix, cut in [
        ("https://weda.cn/gw", "/gw", ""),
        ("https://weda.cn/gw/", "/gw", ""),
        ("https://weda.cn/Gate/v1.1/weda_a//", "/Gate/v1.1/weda_a", ""),
        ("https://weda.cn/weda", "/weda", ""),
        ("https://weda.cn//", "", ""),
        ("https://weda.cn/a//b", "", "/a//b"),
        ("https://weda.cn/gw/../x", "", "/gw/../x"),
        ("https://weda.cn/./x", "", "/./x"),
        ("https://weda.cn/%2e%2e/x", "", "/%2e%2e/x"),
        ("https://weda.cn/gw\\x", "", "/gw\\x"),
        ("https://weda.cn/gw;a=b", "", "/gw;a=b"),
        ("https://weda.cn/应用", "", "/应用"),
        ("https://weda.cn/app/index.html", "", "/app/index.html"),
        ("https://weda.cn/app/index.html#/x?envId=e", "", "/app/index.html#…"),
        ("https://weda.cn/app?token=s3cret", "", "/app?…"),
        ("https://weda.cn/#/apps", "", "/#…"),
        ("https://weda.cn?a=b", "", "?…"),
        ("https://weda.cn/weda/workflow/v1/prod/StopFlow", "", "/weda/workflow/v1/prod/StopFlow"),
        ("https://weda.cn/gw/auth/v1/token/", "/gw", "/auth/v1/token"),
        ("https://weda.cn/gw/v1/model", "/gw", "/v1/model"),
    ]:
        assert read_host(typed) == HostAddress("https://weda.cn", prefix, cut), typed


def test_an_environment_has_an_origin_and_a_prefix():
    environment = Environment(name="a", host="http://[::1]:8080/gw/a", env_types=())
    assert (environment.origin, environment.prefix) == ("http://[::1]:8080", "/gw/a")
    assert environment.below_prefix(("gw", "a", "x")) == ("x",)
    assert environment.below_prefix(("gw", "b")) == ("gw", "b")
    bare = Environment(name="a", host="http://[::1]:8080", env_types=())
    assert (bare.origin, bare.prefix) == ("http://[::1]:8080", "")
    assert bare.below_prefix(("a",)) == ("a",)


def refusal(typed: str) -> WedaError:
    with pytest.raises(WedaError) as caught:
        parse_host(typed)
    return caught.value


def test_what_is_no_address_is_named():
    for typed, code in [
        ("", ErrorCode.HOST_EMPTY),
        (" \u3000\n", ErrorCode.HOST_EMPTY),
        ("weda.example.cn", ErrorCode.HOST_NO_SCHEME),
        ("weda.example.cn:8080", ErrorCode.HOST_NO_SCHEME),
        ("//weda.example.cn", ErrorCode.HOST_NO_SCHEME),
        ("://weda.example.cn", ErrorCode.HOST_NO_SCHEME),
        ("x?u=https://weda.cn", ErrorCode.HOST_NO_SCHEME),
        ("ftp://weda.example.cn", ErrorCode.HOST_BAD_SCHEME),
        ("https://", ErrorCode.HOST_BAD_NAME),
        ("https:///path", ErrorCode.HOST_BAD_NAME),
        ("https://a b", ErrorCode.HOST_BAD_NAME),
        ("https://a\nb", ErrorCode.HOST_BAD_NAME),
        ("https://a\x00b", ErrorCode.HOST_BAD_NAME),
        ("https://a..b", ErrorCode.HOST_BAD_NAME),
        ("https://-a.cn", ErrorCode.HOST_BAD_NAME),
        ("https://a%2fb.cn", ErrorCode.HOST_BAD_NAME),
        ("https://{{vars.host}}", ErrorCode.HOST_BAD_NAME),
        ("https://" + "a" * 64 + ".cn", ErrorCode.HOST_BAD_NAME),
        ("https://" + ".".join(["abcdefgh"] * 40), ErrorCode.HOST_BAD_NAME),
        ("https://微..搭", ErrorCode.HOST_BAD_NAME),
        ("http://[::1", ErrorCode.HOST_BAD_NAME),
        ("http://[::1]x", ErrorCode.HOST_BAD_NAME),
        ("http://[]", ErrorCode.HOST_BAD_NAME),
        ("http://[1.2.3.4]", ErrorCode.HOST_BAD_NAME),
        ("http://[fe80::1%eth0]", ErrorCode.HOST_BAD_NAME),
        ("http://1.2.3", ErrorCode.HOST_BAD_IP),
        ("http://1.2.3.256", ErrorCode.HOST_BAD_IP),
        ("http://010.1.1.1", ErrorCode.HOST_BAD_IP),
        ("http://2130706433", ErrorCode.HOST_BAD_IP),
        ("http://0x7f.1", ErrorCode.HOST_BAD_IP),
        ("http://h:0", ErrorCode.HOST_BAD_PORT),
        ("http://h:65536", ErrorCode.HOST_BAD_PORT),
        ("http://h:80x", ErrorCode.HOST_BAD_PORT),
        ("http://h:-1", ErrorCode.HOST_BAD_PORT),
        ("http://h:٣", ErrorCode.HOST_BAD_PORT),
        ("http://h:" + "9" * 5000, ErrorCode.HOST_BAD_PORT),
        ("http://[::1]:99999", ErrorCode.HOST_BAD_PORT),
        ("https://user:pa55word@h", ErrorCode.HOST_HAS_CREDENTIALS),
        ("https://user:pa55word@h:99999", ErrorCode.HOST_HAS_CREDENTIALS),
        ("user:pa55word@h", ErrorCode.HOST_HAS_CREDENTIALS),
        ("https://good.cn＠evil.cn", ErrorCode.HOST_HAS_CREDENTIALS),
    ]:
        error = refusal(typed)
        assert error.code is code, typed
        assert "pa55word" not in f"{error} {error!r}", typed


def test_an_error_holds_no_query():
    assert refusal("weda.cn/app?access_token=s3cret").parameters == {"text": "weda.cn"}


READ_AS_ANOTHER = [
    *("acceß.test", "ACCEẞ.test", "βόλος.test", "ab\u200dc.test", "ab\u200cc.test", "☕.test"),
    *("my_host.微搭.test", "微-.test", "ꭰ.test", "acceß。微搭.test"),
]


@pytest.mark.parametrize("name", READ_AS_ANOTHER)
def test_a_name_that_clients_read_as_two_hosts_is_none(name: str):
    for read in (parse_host, parse_origin):
        with pytest.raises(WedaError) as caught:
            read(f"https://{name}:8443/gw")
        assert caught.value.code is ErrorCode.HOST_AMBIGUOUS
        assert caught.value.parameters == {"text": name.replace("。", ".")}


@given(st.characters(min_codepoint=0x80, exclude_categories=["Cs"]))
@example("ß")
def test_every_host_is_the_one_that_the_network_library_asks_for(letter: str):
    name = f"a{letter}b.test"
    try:
        host = parse_host(f"https://{name}")
        asked = httpx.URL(f"https://{name}").raw_host.decode()
    except (WedaError, httpx.InvalidURL):
        return
    assert host == f"https://{asked}"


@given(SCHEMES, NAMES, PORTS, st.sampled_from(["", "/", "/app?envId=1", "?a=b", "#x"]))
def test_normalising_twice_changes_nothing(scheme: str, name: str, port: str, rest: str):
    host = parse_host(f"{scheme}://{name}{port}{rest}")
    assert parse_host(host) == host
    assert parse_host(host.upper() + rest) == host
    assert host.startswith(f"{scheme}://{name}")


@given(st.text(max_size=60) | st.text("htps:/.[]@：。0189a-", max_size=30).map("http://".__add__))
def test_any_text_gives_an_origin_or_an_error(text: str):
    host = ""
    with contextlib.suppress(WedaError):
        host = parse_host(text)
    if host:
        assert host.isascii()
        assert host.isprintable()
        assert parse_host(host) == host
        assert parse_origin(text).count("/") == 2
        assert host.startswith(parse_origin(text))
        assert not {"", ".", ".."} & set(host.split("/")[3:])


@given(st.ip_addresses(v=6), st.ip_addresses(v=4))
def test_addresses_by_number_keep_their_value(six: IPv6Address, four: IPv4Address):
    assert parse_host(f"http://[{six.exploded}]") == f"http://[{six}]"
    assert parse_host(f"http://{four}") == f"http://{four}"


def test_the_env_id_of_a_copied_address():
    for url, env_id in [
        ("https://h/app?envId=lowcode-8f2k9d", "lowcode-8f2k9d"),
        ("https://h/app?a=1&envId=abc&b=2#/x", "abc"),
        ("https://h/#/apps?envId=abc", "abc"),
        ("https：//h/app？envId＝abc", "abc"),
        ("https://h/app?envId=%E5%BE%AE", "微"),
        ("https://h/app?envid=abc", ""),
        ("https://h/app", ""),
        ("https://[x?envId=abc", ""),
        ("", ""),
    ]:
        assert env_id_of(url) == env_id, url


@pytest.mark.parametrize("text", ["keyring", "file", "prompt", "env:WEDA_KEY", "env:_a1"])
def test_a_reference_reads_as_it_is_written(text: str):
    assert str(parse_secret_ref(text)) == text


@pytest.mark.parametrize("text", ["", "Keyring", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3", "Prompt", "env"])
def test_what_may_be_the_secret_is_not_in_the_error(text: str):
    with pytest.raises(WedaError) as caught:
        parse_secret_ref(text)
    assert caught.value.code is ErrorCode.SECRET_REF_INVALID
    assert caught.value.parameters == {"text": "••••••••"}


@pytest.mark.parametrize("text", ["env:", "env:1A", "env:A-B", "env:A\n"])
def test_a_bad_variable_name_is_shown(text: str):
    with pytest.raises(WedaError) as caught:
        parse_secret_ref(text)
    assert caught.value.parameters == {"text": text}


def test_an_env_type_that_is_not_named_is_guarded():
    environment = Environment(
        name="总部", host="http://h", env_types=(EnvTypeSetting("dev", Guard.NONE),)
    )
    assert environment.guard_of("dev") is Guard.NONE
    assert environment.guard_of("prod") is Guard.CONFIRM
    assert Target(environment, "dev").guard is Guard.NONE
    assert preset_guard("prod") is Guard.CONFIRM
    assert preset_guard("dev") is Guard.NONE
    assert SecretRef("env", "A") == parse_secret_ref("env:A")
