"""Postman environments and globals: what is imported, and what is omitted and named."""

import json
from typing import Any

import pytest

from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, SecretRef
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.core.interchange.environment_import import (
    ImportedEnvironment,
    LeftOut,
    LeftOutReason,
    plan_environment,
)
from weda_tui.formats.detection import Format, recognise
from weda_tui.formats.postman.environment import (
    is_secret,
    parse_postman_environment,
    render_postman_environment,
)

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"
HQ = Environment(
    name="总部",
    host="https://weda.cn",
    env_types=(
        EnvTypeSetting("prod", Guard.CONFIRM),
        EnvTypeSetting("dev", Guard.NONE, {"user": "2"}),
    ),
    secret_id="AKID",
    secret_key=SecretRef("keyring"),
    username="zhangwei",
    password=SecretRef("env", "PW"),
    variables={"user": "1500000000000000017", "my_token": "hush"},
)


def value(key: str, text: Any = "x", **more: Any) -> dict[str, Any]:
    return {"key": key, "value": text, "enabled": True, **more}


def file(*values: dict[str, Any], **more: Any) -> bytes:
    whole = {"name": "总部", "values": values, "_postman_variable_scope": "environment", **more}
    return json.dumps(whole).encode()


def parse(*values: dict[str, Any], **more: Any) -> ImportedEnvironment:
    return parse_postman_environment(file(*values, **more), file="e.json")


def test_the_names_of_the_guide_become_fields() -> None:
    read = parse(
        value("vars.host", "https://Weda.cn:443/"),
        value("WeDa.EnvType", "dev"),
        value("secret_id", "AKID"),
        value("USERNAME", "zhangwei"),
        value("user", "1"),
    )
    assert (read.name, read.host, read.env_type) == ("总部", "https://weda.cn", "dev")
    assert (read.secret_id, read.username) == ("AKID", "zhangwei")
    assert read.variables == {"user": "1"}
    assert not read.left_out


def test_a_base_address_stays_a_variable_with_its_path() -> None:
    for text, host, kept in [
        ("https://weda.cn", "https://weda.cn", "{{vars.host}}"),
        ("https://weda.cn/", "https://weda.cn", "{{vars.host}}"),
        (
            "https://weda.cn/weda/workflow/v1/prod/",
            "https://weda.cn",
            "{{vars.host}}/weda/workflow/v1/prod",
        ),
        ("{{scheme}}://{{name}}/a/{{b}}", "https://weda.cn", "{{vars.host}}/a/{{b}}"),
        ("weda.cn/a", "", "weda.cn/a"),
        ("{{none}}/a", "", "{{none}}/a"),
    ]:
        for name in ["baseUrl", "host", "url"]:
            case = text, kept, name
            read = parse(value(name, text), value("scheme", "https"), value("name", "weda.cn"))
            assert read.host == host, case
            assert read.variables == {name: kept, "scheme": "https", "name": "weda.cn"}, case


def test_what_is_left_out_is_named_and_its_value_is_nowhere() -> None:
    for given, why in [
        (value("SECRET_KEY", "hush"), LeftOutReason.SECRET),
        (value("access_token", JWT), LeftOutReason.SECRET),
        (value("access_token_expiry", 1795483338000), LeftOutReason.SECRET),
        (value("note", "hush", type="secret"), LeftOutReason.SECRET),
        (value("note", JWT), LeftOutReason.SECRET),
        (value("baseUrl", "https://user:hush@x.cn/a"), LeftOutReason.SECRET),
        (value("auth", "Basic dXNlcjpwYXNz"), LeftOutReason.SECRET),
        (value("数据库密码", "hush"), LeftOutReason.SECRET),
        (value("off", enabled=False), LeftOutReason.DISABLED),
        (value("two words"), LeftOutReason.BAD_NAME),
        (value(""), LeftOutReason.BAD_NAME),
    ]:
        read = parse(value("vars.host", "http://x.cn"), given)
        assert read.left_out == (LeftOut(given["key"], why),), (given, why)
        assert read.variables == {}, (given, why)
        assert "hush" not in repr(read), (given, why)


def test_of_twins_the_first_counts() -> None:
    read = parse(value("a", "1"), value("a", "2"))
    assert read.variables == {"a": "1"}
    assert read.left_out == (LeftOut("a", LeftOutReason.TWICE),)


def test_values_that_are_no_text_keep_every_digit() -> None:
    read = parse(value("id", 1893450276618240001), value("none", None), value("on", True))
    assert read.variables == {"id": "1893450276618240001", "none": "", "on": "true"}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"values": 1}', "$.values"),
        ('{"values": [{"key": 1}]}', "$.values[0].key"),
        ('{"name": "x"}', "$"),
        ("[]", "$"),
    ],
)
def test_another_shape_is_told_with_its_place(text: str, path: str) -> None:
    with pytest.raises(FileError) as caught:
        parse_postman_environment(text.encode(), file="e.json")
    assert caught.value.code is ErrorCode.POSTMAN_INVALID
    assert caught.value.parameters["path"] == path


@pytest.mark.parametrize("scope", ["environment", "globals"])
def test_its_kind_is_known_by_its_content(scope: str) -> None:
    text = file(_postman_variable_scope=scope)
    assert recognise(text) is Format.POSTMAN_ENVIRONMENT
    assert recognise(b"\xef\xbb\xbf" + text) is Format.POSTMAN_ENVIRONMENT


def test_an_export_names_the_secrets_it_leaves_empty() -> None:
    text, emptied = render_postman_environment(HQ, "dev")
    assert emptied == ["access_token", "SECRET_KEY", "PASSWORD", "my_token"]
    assert b"hush" not in text
    values = {each["key"]: each["value"] for each in json.loads(text)["values"]}
    assert values["WeDa.EnvType"] == "dev"
    assert values["user"] == "2", "as it is in that env type"
    assert all(not values[name] for name in emptied)


def test_what_was_exported_comes_back() -> None:
    read = parse_postman_environment(render_postman_environment(HQ, "prod")[0], file="x")
    plan = plan_environment(read, (), file="x")
    assert plan.environment.name == "总部"
    assert plan.environment.host == HQ.host
    assert plan.environment.secret_id == HQ.secret_id
    assert plan.environment.secret_key is None
    assert plan.environment.variables == {"user": "1500000000000000017"}
    assert [each.why for each in plan.left_out] == [LeftOutReason.SECRET] * 4


@pytest.mark.parametrize(
    ("name", "env_type", "own"),
    [
        ("hq · prod", "prod", "hq"),
        ("hq · prod · prod", "prod", "hq · prod"),
        ("hq · prod", "dev", "hq · prod"),
        ("hq · ", "", "hq ·"),
        (" · prod", "prod", "· prod"),
    ],
)
def test_the_env_type_that_an_export_says_is_no_part_of_the_name(
    name: str, env_type: str, own: str
) -> None:
    values = [{"key": "WeDa.EnvType", "value": env_type}]
    data = json.dumps({"name": name, "values": values}).encode()
    read = parse_postman_environment(data, file="a.json")
    assert (read.name, read.env_type) == (own, env_type)


def test_one_that_is_there_gets_variables_and_nothing_else() -> None:
    read = parse(value("vars.host", "https://other.cn"), value("user", "3"), value("flow", "f"))
    plan = plan_environment(read, (HQ,), file="x", into="总部")
    assert (plan.added, plan.changed) == (("flow",), ("user",))
    assert plan.replaces is HQ
    assert plan.environment.host == HQ.host
    assert plan.environment.variables == {"user": "3", "my_token": "hush", "flow": "f"}


def test_a_new_one_needs_an_address_and_a_name_that_a_file_can_have() -> None:
    with pytest.raises(FileError) as caught:
        plan_environment(parse(value("a")), (), file="x")
    assert caught.value.code is ErrorCode.POSTMAN_NO_HOST
    host = value("host", "https://weda.cn")
    named = [
        plan_environment(parse(host, name=name), (HQ,), file="x").environment.name
        for name in ("../../etc", "总部", "CON", "", None)
    ]
    assert named == ["etc", "总部-2", "weda.cn", "weda.cn", "weda.cn"]


def test_an_env_type_of_its_own_is_taken_over_with_a_guard() -> None:
    host = value("host", "https://weda.cn")
    types = plan_environment(parse(host, value("WeDa.EnvType", "pre")), (), file="x")
    assert [each.name for each in types.environment.env_types] == ["prod", "dev", "pre"]


def test_a_secret_id_is_no_secret() -> None:
    assert not is_secret("SECRET_ID", "AKID")
    assert is_secret("x-api-key", "1")
