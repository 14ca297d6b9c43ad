"""The allowed values of single fields of an environment."""

import pytest

from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.environments.input import (
    is_alias,
    is_built_in,
    is_client_id,
    is_device_id,
    is_variable_name,
    parse_proxy,
)
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.guard.decision import letters_missing
from weda_tui.core.guard.level import Guard


@pytest.mark.parametrize(
    ("typed", "proxy"),
    [
        ("system", "system"),
        (" none ", "none"),
        ("HTTP://Proxy.cn:80/x", "http://proxy.cn"),
        ("https://10.0.0.2:3128", "https://10.0.0.2:3128"),
    ],
)
def test_a_proxy_is_read_as_a_host_is(typed: str, proxy: str) -> None:
    assert parse_proxy(typed) == proxy


@pytest.mark.parametrize("typed", ["", "socks5://p:1080", "proxy.cn:3128", "direct"])
def test_what_is_no_proxy(typed: str) -> None:
    with pytest.raises(WedaError):
        parse_proxy(typed)


def test_a_password_of_a_proxy_is_kept_out_of_the_file() -> None:
    with pytest.raises(WedaError) as caught:
        parse_proxy("http://me:hush@proxy.cn")
    assert caught.value.code is ErrorCode.HOST_HAS_CREDENTIALS


def test_what_an_alias_and_the_ids_may_be() -> None:
    assert is_alias("hq-2.b_c")
    assert not any(map(is_alias, ("", "总部", "a b", "-a", "a" * 41)))
    assert is_client_id("lowcode-1")
    assert not any(map(is_client_id, ("", "a b", "a\r\nx: y", "甲")))
    assert is_device_id("d" * 16)
    assert is_device_id("d" * 48)
    assert not any(map(is_device_id, ("d" * 15, "d" * 49, "d" * 15 + "\n")))


def test_what_a_variable_may_be_called() -> None:
    assert all(map(is_variable_name, ("a", "vars.x", "流程", "a-b")))
    assert not any(map(is_variable_name, ("", "a b", "{a", "a}", "a\u200b")))
    assert all(map(is_built_in, ("vars.host", "WeDa.EnvType", "access_token", "$uuid")))
    assert not is_built_in("vars.other")


def test_a_variable_of_the_env_type_hides_the_environments() -> None:
    environment = Environment(
        name="总部",
        host="https://weda.cn",
        env_types=(
            EnvTypeSetting("prod", Guard.CONFIRM),
            EnvTypeSetting("dev", Guard.NONE, {"user": "2"}),
        ),
        variables={"user": "1", "flow": "f"},
    )
    prod, dev = environment.variables_at("prod"), environment.variables_at("dev")
    assert prod == {"user": "1", "flow": "f"}
    assert dev == {"user": "2", "flow": "f"}


def test_a_guard_takes_the_alias_for_the_name() -> None:
    assert letters_missing("hq", "总部", "hq") == 0
    assert letters_missing("总部", "总部", "hq") == 0
    assert letters_missing("h", "总部", "hq") == 1
    assert letters_missing("hq ", "总部", "hq") > 0
