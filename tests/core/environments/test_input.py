"""The input for an environment: read completely, or every error with its field."""

from typing import Any

import msgspec
import pytest

from weda_tui.core.environments.deployment import AgentLevel, Environment, EnvTypeSetting, SecretRef
from weda_tui.core.environments.form_texts import (
    EnvironmentTexts,
    FieldFault,
    Reason,
    VariableText,
    texts_of,
    variable_field,
)
from weda_tui.core.environments.input import EnvironmentInput, read_environment, suggest_name
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.guard.level import Guard

SECRET = "s3cret-that-nobody-may-see"
TEXTS = EnvironmentTexts(
    host="https://weda.cn:443/app?x=1",
    secret_id="AKID",
    secret_key=SECRET,
    name="总部",
    env_id="lowcode-1",
    timeout="0.5",
)
OLD = Environment(
    name="总部",
    host="https://weda.cn",
    env_types=(EnvTypeSetting("prod", Guard.READ_ONLY),),
    secret_id="AKID",
    secret_key=SecretRef("keyring"),
    verify_tls=False,
    ca_file="ca.pem",
    variables={"user": "1"},
)


def texts(**changes: Any) -> EnvironmentTexts:
    return msgspec.structs.replace(TEXTS, **changes)


def read(
    old: Environment | None = None, taken: tuple[str, ...] = (), **changes: Any
) -> EnvironmentInput:
    said = read_environment(texts(**changes), old=old, taken=taken)
    assert isinstance(said, EnvironmentInput)
    return said


def faults(
    old: Environment | None = None, taken: tuple[str, ...] = (), **changes: Any
) -> tuple[FieldFault, ...]:
    said = read_environment(texts(**changes), old=old, taken=taken)
    assert isinstance(said, tuple)
    return said


def test_good_texts_are_an_environment_and_its_secret() -> None:
    said = read()
    assert said.secret == SECRET
    assert said.environment == Environment(
        name="总部",
        host="https://weda.cn",
        env_types=TEXTS.env_types,
        env_id="lowcode-1",
        secret_id="AKID",
        timeout=0.5,
    )


def test_a_variable_is_a_reference_and_no_secret() -> None:
    said = read(secret_key="env:WEDA_KEY")
    assert said.environment.secret_key == SecretRef("env", "WEDA_KEY")
    assert said.secret == ""


def test_an_edit_keeps_the_secret_and_says_the_rest() -> None:
    rows = (VariableText("user", "1"), VariableText("", ""))
    said = read(old=OLD, secret_key="", variables=rows, verify_tls=False, ca_file="ca.pem")
    kept = said.environment
    assert (kept.verify_tls, kept.ca_file, kept.variables) == (False, "ca.pem", {"user": "1"})
    assert (kept.secret_key, said.secret) == (SecretRef("keyring"), "")


def test_nothing_typed_is_a_fault_a_field_in_their_order() -> None:
    said = read_environment(EnvironmentTexts(env_types=()))
    assert isinstance(said, tuple)
    assert [fault.field for fault in said] == [
        "host", "secret_id", "secret_key", "name", "timeout", "env_types",
    ]  # fmt: skip
    host, *others = (fault.reason for fault in said)
    assert isinstance(host, WedaError)
    assert host.code is ErrorCode.HOST_EMPTY
    assert others == [
        Reason.MISSING, Reason.MISSING, Reason.MISSING, Reason.BAD_TIMEOUT, Reason.NO_ENV_TYPE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("host", "weda.cn", ErrorCode.HOST_NO_SCHEME),
        ("secret_key", "env:1", ErrorCode.SECRET_REF_INVALID),
        ("name", "a/b", ErrorCode.NAME_INVALID),
    ],
)
def test_what_cannot_be_read_says_why(field: str, text: str, code: ErrorCode) -> None:
    said = read_environment(msgspec.structs.replace(TEXTS, **{field: text}))
    assert isinstance(said, tuple)
    (fault,) = said
    assert fault.field == field
    assert isinstance(fault.reason, WedaError)
    assert fault.reason.code is code


@pytest.mark.parametrize("name", ["HQ", "hq"])
def test_a_name_of_another_environment_is_taken_whatever_its_case(name: str) -> None:
    assert faults(taken=("HQ",), name=name) == (FieldFault("name", Reason.TAKEN, "HQ"),)


@pytest.mark.parametrize(
    ("kept", "host", "is_bound"),
    [
        (SecretRef("keyring"), "https://other.cn", True),
        (SecretRef("file"), "https://other.cn", True),
        (SecretRef("env", "KEY"), "https://other.cn", False),
        (None, "https://other.cn", False),
        (SecretRef("keyring"), "https://weda.cn:443", False),
    ],
)
def test_a_kept_secret_serves_its_own_address_only(
    kept: SecretRef | None, host: str, is_bound: bool
) -> None:
    old = msgspec.structs.replace(OLD, secret_key=kept)
    said = read_environment(texts(secret_key="", host=host), old=old)
    bound = (FieldFault("secret_key", Reason.BOUND_ELSEWHERE, "https://weda.cn"),)
    assert (said == bound) is is_bound
    assert isinstance(said, EnvironmentInput) is not is_bound
    assert isinstance(read_environment(texts(host=host), old=old), EnvironmentInput)


def test_a_limit_is_plain_decimals_up_to_a_day() -> None:
    for timeout in ["0", "86401", "1e3", "", "-1", "nan", "٣"]:
        assert faults(timeout=timeout) == (FieldFault("timeout", Reason.BAD_TIMEOUT),), timeout


def test_a_secret_is_in_no_repr() -> None:
    assert SECRET not in repr(TEXTS) + repr(read())


def test_a_suggested_name_is_that_of_the_address_and_free() -> None:
    for host, taken, name in [
        ("https://weda.cn:443/", (), "weda.cn"),
        ("http://10.20.4.18:8080", (), "10.20.4.18-8080"),
        ("http://[::1]:8080", (), "--1-8080"),
        ("https://weda.cn/gw/a/", (), "weda.cn-gw-a"),
        ("weda.cn", (), ""),
        ("https://weda.cn", ("WEDA.cn",), "weda.cn-2"),
        ("https://weda.cn", ("weda.cn", "weda.cn-2"), "weda.cn-3"),
    ]:
        assert suggest_name(host, taken) == name, (host, taken)


WITH_USER = msgspec.structs.replace(OLD, username="zhangwei", password=SecretRef("file"))


def test_a_user_is_read_with_the_password() -> None:
    said = read(username="zhangwei", password="p4ss-word")
    assert (said.password, said.secret) == ("p4ss-word", SECRET)
    assert (said.environment.username, said.environment.password) == ("zhangwei", None)
    named = read(username="zhangwei", password="env:WEDA_PW")
    assert (named.password, named.environment.password) == ("", SecretRef("env", "WEDA_PW"))
    assert "p4ss-word" not in repr(said) + repr(texts(password="p4ss-word"))


def test_an_edit_keeps_the_password_or_drops_the_user_whole() -> None:
    kept = read(old=WITH_USER, secret_key="", username="zhangwei")
    assert kept.environment.password == SecretRef("file")
    dropped = read(old=WITH_USER, secret_key="", username="")
    assert (dropped.environment.username, dropped.environment.password) == ("", None)


def test_user_and_password_come_together() -> None:
    assert faults(username="zhangwei") == (FieldFault("password", Reason.MISSING),)
    assert faults(old=OLD, username="zhangwei") == (FieldFault("password", Reason.MISSING),)
    assert faults(password="p4ss-word") == (FieldFault("username", Reason.MISSING),)
    (fault,) = faults(username="zhangwei", password="env:1")
    assert fault.field == "password"
    moved = faults(old=WITH_USER, username="zhangwei", host="https://other.cn")
    assert moved == (FieldFault("password", Reason.BOUND_ELSEWHERE, "https://weda.cn"),)


def test_a_secret_that_is_typed_does_not_go_to_a_variable() -> None:
    in_variable = SecretRef("env", "WEDA_KEY")
    old = msgspec.structs.replace(WITH_USER, secret_key=in_variable, password=in_variable)
    said = read(old=old, username="zhangwei", password="p4ss-word")
    assert (said.environment.secret_key, said.environment.password) == (None, None)
    kept = read(old=old, secret_key="", username="zhangwei")
    assert (kept.environment.secret_key, kept.environment.password) == (in_variable, in_variable)


def test_the_texts_of_an_environment_are_read_back_as_it_is() -> None:
    old = msgspec.structs.replace(
        OLD,
        alias="hq",
        env_types=(
            EnvTypeSetting("prod", Guard.READ_ONLY, {"user": "2"}),
            EnvTypeSetting("dev", Guard.NONE),
        ),
        client_certificate="me.pem",
        client_key="me.key",
        proxy="http://p.cn:3128",
        client_id="c",
        device_id="d" * 16,
        timeout=0.5,
    )
    said = read_environment(texts_of(old), old=old)
    assert isinstance(said, EnvironmentInput)
    assert said.environment == old


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"alias": "总部"}, "alias", Reason.BAD_ALIAS),
        ({"client_id": "a b"}, "client_id", Reason.BAD_CLIENT_ID),
        ({"device_id": "short"}, "device_id", Reason.BAD_DEVICE_ID),
        ({"client_key": "k"}, "client_certificate", Reason.MISSING),
    ],
)
def test_what_few_fields_hold_is_checked_too(
    fields: dict[str, Any], field: str, reason: Reason
) -> None:
    assert faults(**fields) == (FieldFault(field, reason),)


@pytest.mark.parametrize("proxy", ["", "proxy.cn", "http://u:p@proxy.cn"])
def test_a_proxy_that_is_none_says_why(proxy: str) -> None:
    (fault,) = faults(proxy=proxy)
    assert fault.field == "proxy"
    assert isinstance(fault.reason, WedaError)


def test_a_row_of_the_variables_is_named_by_its_place() -> None:
    rows = (
        VariableText("a", "1"),
        VariableText("", ""),
        VariableText("two words", "1"),
        VariableText("", "1"),
        VariableText("vars.host", "1"),
        VariableText("a", "2"),
        VariableText("a", "2", "dev"),
        VariableText("a", "2", "pre"),
    )
    assert faults(variables=rows) == (
        FieldFault(variable_field(2), Reason.BAD_VARIABLE),
        FieldFault(variable_field(3), Reason.BAD_VARIABLE),
        FieldFault(variable_field(4), Reason.BUILT_IN, "vars.host"),
        FieldFault(variable_field(5), Reason.TWICE, "a"),
        FieldFault(variable_field(7), Reason.NO_SUCH_ENV_TYPE, "pre"),
    )


def test_what_agents_may_do_stays_as_the_file_has_it() -> None:
    prod = EnvTypeSetting("prod", Guard.READ_ONLY, agents=AgentLevel.NONE)
    read_again = read(msgspec.structs.replace(OLD, env_types=(prod,)))
    assert [(each.name, each.agents) for each in read_again.environment.env_types] == [
        ("prod", AgentLevel.NONE),
        ("dev", AgentLevel.READ),
    ]
