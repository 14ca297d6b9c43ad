"""The file of an environment: what is read, what is refused, and what a save leaves unchanged."""

import string
import tomllib

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st
from tomlkit.exceptions import TOMLKitError

from weda_tui.core.environments.deployment import (
    AgentLevel,
    Environment,
    EnvTypeSetting,
    SecretRef,
    TokenBody,
)
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.toml import text as toml_text
from weda_tui.formats.toml.environments import parse_environment, render_environment

FULL = """\
# 总部的正式部署
host = "https://weda.example.cn"  # 内网
timeout = 45
secret_id = "AKID1"
secret_key = "keyring"
username = "zhangwei"
password = "env:WEDA_PW"
env_id = "lowcode-8f2k9d"
alias = "hq"
proxy = "http://proxy.example.cn:3128"

[sign_in]
client_id = "lowcode-8f2k9d"
device_id = "weda-tui-0123456789"
token_body = "form"

[env_type_variables.dev]
approver = "1500000000000000017"

[variables]
# 张三
approver = "1528933366865600513"
note = \"\"\"
host = "not a key"
[tls]
\"\"\"

[tls]
verify = false  # 自签名
ca_file = "ca.pem"
client_certificate = "me.pem"
client_key = "me.key"

[env_types]
prod = "type-name"  # 谨慎
dev = "none"

[agents]
prod = "none"  # 人工操作
"""
FULL_ENVIRONMENT = Environment(
    name="总部",
    host="https://weda.example.cn",
    env_types=(
        EnvTypeSetting("prod", Guard.TYPE_NAME, agents=AgentLevel.NONE),
        EnvTypeSetting("dev", Guard.NONE, {"approver": "1500000000000000017"}),
    ),
    alias="hq",
    env_id="lowcode-8f2k9d",
    secret_id="AKID1",
    secret_key=SecretRef("keyring"),
    username="zhangwei",
    password=SecretRef("env", "WEDA_PW"),
    timeout=45.0,
    verify_tls=False,
    ca_file="ca.pem",
    client_certificate="me.pem",
    client_key="me.key",
    proxy="http://proxy.example.cn:3128",
    client_id="lowcode-8f2k9d",
    device_id="weda-tui-0123456789",
    token_body=TokenBody.FORM,
    variables={"approver": "1528933366865600513", "note": 'host = "not a key"\n[tls]\n'},
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_DRAWN = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp"])
LINES = st.text(_DRAWN, max_size=20).filter(lambda text: strip_control_characters(text) == text)
VARIABLES = st.dictionaries(TEXTS, TEXTS, max_size=4)
ENVIRONMENTS = st.builds(
    Environment,
    name=st.just("总部"),
    host=st.sampled_from(["https://weda.example.cn", "http://[::1]:8080", "http://10.0.0.1"]),
    env_types=st.dictionaries(
        st.text(string.ascii_lowercase + "-_1", min_size=1, max_size=5),
        st.tuples(st.sampled_from(Guard), VARIABLES, st.sampled_from(AgentLevel)),
        min_size=1,
    ).map(lambda types: tuple(EnvTypeSetting(name, *rest) for name, rest in types.items())),
    alias=st.sampled_from(["", "hq", "HQ-2.a_b"]),
    env_id=LINES,
    secret_id=LINES,
    secret_key=st.sampled_from([None, SecretRef("keyring"), SecretRef("env", "A_1")]),
    username=LINES,
    password=st.sampled_from([None, SecretRef("file"), SecretRef("env", "A_1")]),
    timeout=st.floats(0, 86400, exclude_min=True) | st.integers(1, 86400).map(float),
    verify_tls=st.booleans(),
    ca_file=LINES,
    client_certificate=LINES,
    client_key=LINES,
    proxy=st.sampled_from(["system", "none", "http://10.20.4.2:3128"]),
    client_id=st.sampled_from(["", "lowcode-1"]),
    device_id=st.sampled_from(["", "weda-tui-0123456789"]),
    token_body=st.sampled_from(TokenBody),
    variables=VARIABLES,
)


def parse(text: str) -> Environment:
    return parse_environment(text, file="总部.toml", name="总部")


def failure(text: str) -> FileError:
    with pytest.raises(FileError) as caught:
        parse(text)
    assert caught.value.parameters["file"] == "总部.toml"
    return caught.value


def test_every_key_is_read():
    assert parse(FULL) == FULL_ENVIRONMENT


def test_a_host_is_enough():
    environment = parse('host = "https://weda.example.cn/app?envId=1"')
    assert environment.host == "https://weda.example.cn"
    assert [(s.name, s.guard) for s in environment.env_types] == [
        ("prod", Guard.CONFIRM),
        ("dev", Guard.NONE),
    ]
    assert environment.timeout == 30.0
    assert environment.secret_key is None
    assert environment.verify_tls


@given(ENVIRONMENTS)
def test_reading_gives_what_was_written(environment: Environment):
    text = render_environment(environment, None)
    assert parse(text) == environment
    assert render_environment(environment, text) == text


@given(ENVIRONMENTS, ENVIRONMENTS, st.booleans(), st.booleans(), st.booleans())
def test_saving_over_any_file_gives_the_new_values(
    old: Environment, new: Environment, has_comment: bool, has_crlf: bool, has_bom: bool
):
    previous = render_environment(old, None)
    if has_comment:
        previous = "# first\n" + previous + "# last\n"
    if has_crlf:
        previous = previous.replace("\n", "\r\n")
    if has_bom:
        previous = "\ufeff" + previous
    text = render_environment(new, previous)
    assert parse(text) == new
    assert text.startswith("\ufeff") is has_bom
    if has_comment:
        assert "# first" in text
        is_within_what_went = any(each.variables for each in old.env_types)
        assert "# last" in text or is_within_what_went
    if has_crlf:
        assert text.count("\n") == text.count("\r\n")


def test_saving_the_same_changes_no_byte():
    for text in (FULL, "\ufeff" + FULL.replace("\n", "\r\n")):
        assert render_environment(parse(text), text) == text


def test_a_change_touches_its_own_line_only():
    changed = Environment(
        name="总部",
        host="https://neu.example.cn",
        env_types=FULL_ENVIRONMENT.env_types,
        alias="hq",
        client_certificate="me.pem",
        client_key="me.key",
        proxy="http://proxy.example.cn:3128",
        client_id="lowcode-8f2k9d",
        device_id="weda-tui-0123456789",
        token_body=TokenBody.FORM,
        env_id=FULL_ENVIRONMENT.env_id,
        secret_id="AKID1",
        secret_key=SecretRef("keyring"),
        username="zhangwei",
        password=SecretRef("env", "WEDA_PW"),
        timeout=45.0,
        ca_file="ca.pem",
        variables=FULL_ENVIRONMENT.variables,
    )
    expected = FULL.replace("https://weda", "https://neu").replace(
        "verify = false", "verify = true"
    )
    assert render_environment(changed, FULL) == expected


def test_the_order_of_env_types_is_written_and_their_comments_follow():
    previous = 'host = "http://h"\n[env_types]\nprod = "confirm"  # careful\ndev = "none"\n'
    new = Environment(
        name="总部",
        host="http://h",
        env_types=tuple(EnvTypeSetting(name, Guard.CONFIRM) for name in ("pre", "dev", "prod")),
    )
    text = render_environment(new, previous)
    assert parse(text) == new
    assert 'prod = "confirm" # careful' in text.replace("  #", " #")


def test_without_comments_the_order_of_keys_survives():
    previous = 'secret_id = "A"\nhost = "http://h"\n'
    assert render_environment(parse(previous), previous).startswith(previous)


def test_an_unknown_key_is_named_with_its_line():
    for text, line, key, nearest in [
        ('host = "http://h"\n\nhots = 1', 3, "hots", "host"),
        ('host = "http://h"\n[tls]\nca = 1', 3, "tls.ca", ""),
        ('host = "http://h"\n[tls]\n\nverfy = true', 4, "tls.verfy", "verify"),
        ('host = "http://h"\ntls.cafile = "x"', 2, "tls.cafile", "ca_file"),
        ('host = "http://h"\ntls = { verify = true, x = 1 }', 2, "tls.x", ""),
        ('\ufeffhost = "http://h"\r\n[[folders]]\r\na=1', 2, "folders", ""),
        ('host = "http://h"\n[variables]\nn = """\n\nhots = 1\n"""\n[tlz]', 7, "tlz", "tls"),
    ]:
        case = text, line, key, nearest
        error = failure(text)
        assert error.code is ErrorCode.TOML_UNKNOWN_KEY, case
        assert error.parameters == {
            "file": "总部.toml",
            "line": line,
            "key": key,
            "nearest": nearest,
        }, case


def test_a_wrong_value_is_named_and_never_shown():
    for line_text, key in [
        ("host = 1", "host"),
        ('host = "weda.example.cn"', "host"),
        ('host = "http://user:pa55word@h"', "host"),
        ("timeout = true", "timeout"),
        ("timeout = 0", "timeout"),
        ("timeout = -1", "timeout"),
        ("timeout = nan", "timeout"),
        ("timeout = inf", "timeout"),
        ('timeout = "30"', "timeout"),
        (f"timeout = {10**400}", "timeout"),
        ("secret_id = 1", "secret_id"),
        ('secret_key = "pa55word"', "secret_key"),
        ("secret_key = 1", "secret_key"),
        ('password = "pa55word"', "password"),
        ("username = 1", "username"),
        ('secret_key = ["keyring"]', "secret_key"),
        ("tls = true", "tls"),
        ("tls.verify = 1", "tls.verify"),
        ("tls.ca_file = []", "tls.ca_file"),
        ("env_types = []", "env_types"),
        ("[env_types]", "env_types"),
        ('env_types.prod = "maybe"', "env_types.prod"),
        ("env_types.prod = 1", "env_types.prod"),
        ('env_types."../x" = "none"', "env_types.../x"),
        ("variables.a = 1", "variables.a"),
        ('"variables"."a b" = 1', "variables.a b"),
    ]:
        host = "" if key == "host" else 'host = "http://h"'
        error = failure(f"{host}\n# x\n{line_text}\n")
        assert error.code is ErrorCode.TOML_BAD_VALUE, line_text
        assert (error.parameters["line"], error.parameters["key"]) == (3, key), line_text
        assert "pa55word" not in f"{error} {error!r} {error.__cause__!r}", line_text


def test_a_value_that_a_terminal_would_act_on_is_refused():
    for escape in ["\\u001b]0;x\\u0007", "\\u202e", "\\n", "\\u200b"]:
        for key in ["host", "env_id", "secret_id", "tls.ca_file"]:
            host = "" if key == "host" else 'host = "http://h"'
            error = failure(f'{host}\n\n{key} = "http://{escape}h"')
            assert error.code is ErrorCode.TOML_BAD_VALUE, (escape, key)
            assert (error.parameters["line"], error.parameters["key"]) == (3, key), (escape, key)


def test_a_variable_may_have_lines():
    environment = parse('host = "http://h"\nvariables.note = "a\\nb"')
    assert environment.variables == {"note": "a\nb"}


def test_broken_syntax_is_named_with_line_and_column():
    for text, line, column in [
        ("host = ", 1, 8),
        ('host = "x"\n\nenv_id == 1', 3, 9),
        ('host = "a"\nhost = "b"', 2, 11),
        ("[tls]\n[tls]", 2, 5),
        ('\ufeffhost = "a', 1, 10),
        ('host = """a\n\n', 3, 1),
        ("x = " + "[" * 100_000, 1, 1),
        ("\n" + "a." * 100_000 + "b = 1", 2, 1),
        ("[" + "'a' . " * 100_000 + "b]", 1, 1),
        ("x = {" + "a." * 100_000 + "b = 1}", 1, 1),
        ("x = " + "9" * 5000, 1, 1),
        ("a\x00b", 1, 2),
    ]:
        error = failure(text)
        assert error.code is ErrorCode.TOML_SYNTAX, text
        assert (error.parameters["line"], error.parameters["column"]) == (line, column), text


def test_a_file_without_a_host_says_so():
    error = failure('env_id = "x"')
    assert error.code is ErrorCode.TOML_MISSING_KEY
    assert error.parameters["key"] == "host"


def test_the_first_byte_that_is_not_utf8_is_named():
    with pytest.raises(FileError) as caught:
        toml_text.decode("a\n总".encode() + b"\xff", file="x.toml")
    assert caught.value.parameters == {"file": "x.toml", "line": 2, "column": 4}


def test_dotted_keys_keep_their_spelling_and_comments():
    previous = 'host = "http://h" # here\nenv_types.prod = "none"\ntls.verify = false\n'
    new = parse('host = "http://h"\nenv_id = "e"\n[env_types]\ndev = "none"\nprod = "none"')
    text = render_environment(new, previous)
    assert parse(text) == new
    assert tomllib.loads(text)["env_id"] == "e"
    assert text.startswith('host = "http://h" # here\nenv_types.')


def test_values_matter_more_than_comments(monkeypatch: pytest.MonkeyPatch):
    previous = '# kept only if the values are right\nhost = "http://h"\n'
    new = parse('host = "http://neu"')

    def old_text(_: object) -> str:
        return previous

    monkeypatch.setattr(tomlkit, "dumps", old_text)
    assert parse(render_environment(new, previous)) == new

    def refuse(_: object) -> str:
        raise TOMLKitError

    monkeypatch.setattr(tomlkit, "parse", refuse)
    assert parse(render_environment(new, previous)) == new


@pytest.mark.parametrize(
    ("line", "key", "nearest"),
    [
        ("[sign_in]\nclient = 'x'", "sign_in.client", "client_id"),
        ("[tls]\nclient_certificat = 'x'", "tls.client_certificat", "client_certificate"),
        ("[env_type_variables.prd]\na = '1'", "env_type_variables.prd", "prod"),
        ("[agents]\nprd = 'none'", "agents.prd", "prod"),
        ("aliass = 'hq'", "aliass", "alias"),
    ],
)
def test_a_new_key_that_is_misspelt_is_named_with_the_nearest(line: str, key: str, nearest: str):
    error = failure(f"host = 'https://weda.cn'\n{line}\n")
    assert error.code is ErrorCode.TOML_UNKNOWN_KEY
    assert (error.parameters["key"], error.parameters["nearest"]) == (key, nearest)


def test_a_new_value_that_does_not_fit_is_refused_without_being_shown():
    for line in [
        "alias = '总部'",
        "alias = 'a b'",
        "proxy = 'ftp://proxy.cn'",
        "proxy = 'http://me:hush@proxy.cn'",
        "proxy = ''",
        "sign_in.device_id = 'short'",
        "sign_in.client_id = 'a b'",
        "sign_in.token_body = 'xml'",
        "env_type_variables.prod = 'x'",
        "agents.prod = 'yes'",
        "agents.prod = true",
        "agents = 'read'",
        "env_type_variables.prod.a = 1",
        "tls.client_key = 3",
    ]:
        error = failure(f"host = 'https://weda.cn'\n{line}\n")
        assert error.code is ErrorCode.TOML_BAD_VALUE, line
        assert error.parameters["line"] == 2, line
        assert "hush" not in str(error), line
