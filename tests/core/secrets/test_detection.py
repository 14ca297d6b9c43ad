import json
import time

import pytest

from weda_tui.core.secrets.detection import secrets_in_headers, secrets_in_text


def test_headers_give_the_value_and_what_its_scheme_wraps() -> None:
    headers = [
        ("Authorization", "Basic QUtJRDpwNHNzL3dvcmQ="),
        ("cookie", "sid=abcdef; theme=dark"),
        ("X-Plain", "seen"),
    ]
    found = set(secrets_in_headers(headers))
    assert {"QUtJRDpwNHNzL3dvcmQ=", "p4ss/word", "abcdef"} <= found
    assert not any("seen" in secret for secret in found)


@pytest.mark.parametrize(
    "name", ["X-Api-Key", "X-Auth-Token", "Token", "X-Password", "X-Signature", "X-Authorization"]
)
def test_a_header_is_secret_by_its_name(name: str) -> None:
    assert "canary-0123" in set(secrets_in_headers([(name, "canary-0123")]))
    assert "canary with 0123" in set(secrets_in_headers([(name, "canary with 0123")]))
    assert not set(secrets_in_headers([(name, "{{canary}}")]))


def test_of_a_cookie_that_is_set_only_its_value_is_one() -> None:
    headers = [("Set-Cookie", "sid=abcdef; Path=/weda; HttpOnly")]
    assert set(secrets_in_headers(headers)) == {"abcdef"}


def test_a_variable_is_no_secret() -> None:
    assert not {
        s for s in secrets_in_headers([("Authorization", "Bearer {{access_token}}")]) if "{" in s
    }
    assert list(secrets_in_text('{"password": "{{vars.password}}"}')) == []


def test_bodies_and_addresses_give_theirs() -> None:
    for text, secret in [
        ('{"access_token": "eyJhbGciOi.x.y"}', "eyJhbGciOi.x.y"),
        ('{"refreshToken":"r-123456"}', "r-123456"),
        ('{"Password" : "张\\u4f1f\\"1"}', '张伟"1'),
        ('{"authorization": "q-sign-algorithm=sha1&q-ak=1"}', "q-sign-algorithm=sha1&q-ak=1"),
        ("https://h/a?access_token=0123456789abcdef#x", "0123456789abcdef"),
        ("https://h/a?x=1&accessToken=0123456789abcdef&y", "0123456789abcdef"),
        ("https://cos.example.cn/a?q-signature=0123456789abcdef&x=1", "0123456789abcdef"),
        *(
            (f'{{"u": "https://h/a?e=1{joint}{name}=0123456789abcdef&x=1"}}', "0123456789abcdef")
            for joint in ("&", "\\u0026")
            for name in (
                "sign",
                "sig",
                "Signature",
                "token",
                "security-token",
                "x-cos-security-token",
                "X-Amz-Signature",
                "X-Amz-Security-Token",
                "X-Goog-Signature",
                "x-oss-signature",
            )
        ),
    ]:
        assert secret in set(secrets_in_text(text)), (text, secret)


def test_parameters_that_only_sound_like_it_are_no_secrets() -> None:
    text = "https://h/a?design=0123456789&config=0123456789&nextToken=0123456789&pageSig=0123456789"
    assert list(secrets_in_text(text)) == []


def test_a_page_that_repeats_a_header_gives_its_credential() -> None:
    for text in [
        "Denied.\nProxy-Authorization: Basic {}\n",
        "proxy_authorization=basic {}",
        '{{"headers": ["Proxy-Authorization: Basic {}"]}}',
        '{{"headers": {{"Proxy-Authorization": ["Basic {}"]}}}}',
        '{{"raw": "{{\\"proxy-authorization\\": \\"Basic {}\\"}}"}}',
        "<tr><td>Proxy-Authorization</td>\n<td>Basic {}</td></tr>",
        "&quot;Proxy-Authorization&quot;: &quot;Basic {}&quot;",
        "<dt>Authorization</dt><dd>Basic {}</dd>",
    ]:
        found = set(secrets_in_text(text.format("am9lOnA0c3Mvd29yZA==")))
        assert {"am9lOnA0c3Mvd29yZA==", "p4ss/word"} <= found, text


def test_words_about_authorization_give_no_secret() -> None:
    text = (
        "No authorization: none. Authorization is basic here; authorization failed, token expired"
    )
    assert list(secrets_in_text(text)) == []


def test_a_member_is_secret_in_any_case() -> None:
    for name in [
        "accessToken",
        "ID_TOKEN",
        "client_secret",
        "Passwd",
        "private_key",
        "securityToken",
        "TOKEN",
    ]:
        assert list(secrets_in_text(f'{{"a": 1, "{name}": "s3cret"}}')) == ["s3cret"], name


def test_other_fields_are_left_alone() -> None:
    assert list(secrets_in_text('{"TaskId": "1893450276920229889", "tokens": 3}')) == []


SECRET = "canary-0123456789"


def test_one_list_says_which_names_are_secret() -> None:
    for name in [
        *("pwd", "userToken", "sessionToken", "user_token", "cookie", "session_id", "sessionId"),
        *("jwt", "apiKey", "api_key", "secretAccessKey", "accessKeySecret", "credential", "sk"),
        *("authCode", "authorizationCode", "verificationToken", "session", "X-Api-Key", "密码"),
    ]:
        for text in (
            json.dumps({"a": 1, name: SECRET}),
            json.dumps({"text": json.dumps({"raw": json.dumps({name: SECRET})})}),
            f"<{name}>{SECRET}</{name}>",
            f"{name}: {SECRET}\n",
            f"https://h/a?x=1&{name}={SECRET}#y",
        ):
            assert SECRET in set(secrets_in_text(text)), (name, text)


def test_a_secret_is_found_wherever_it_stands() -> None:
    for body in [
        {"token": {"value": SECRET}},
        {"token": [SECRET]},
        {"tokens": [SECRET]},
        {"credentials": {"items": [{"type": "password", "raw": SECRET}]}},
        {"text": f"Set-Cookie: sid={SECRET}; Path=/"},
        {"text": f"a\nCookie: theme=dark; sid={SECRET}\n"},
        {"note": json.dumps({"token": {"value": SECRET}})},
    ]:
        for text in (
            json.dumps(body),
            json.dumps(body, indent=2),
            json.dumps({"a": json.dumps(body)}),
        ):
            assert SECRET in set(secrets_in_text(text)), (body, text)


def test_a_token_and_a_private_key_are_found_under_any_name() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlMTIz"
    key = "-----BEGIN PRIVATE KEY-----\nMIIcanary93\n-----END PRIVATE KEY-----"
    found = set(secrets_in_text(json.dumps({"a": token, "b": key})))
    assert {token, key} <= found


def test_what_is_ordinary_is_no_secret() -> None:
    for body in [
        {"has_password": True, "tokens": 1200, "max_tokens": "4096", "tokenType": "user-token"},
        {"nextToken": "0123456789abcdef", "pageToken": "0123456789abcdef"},
        {"passwordExpiresAt": "2026-01-01", "cookieName": "session-cookie", "secretId": "AKID0123"},
        {"cookie": "true", "session": "none", "FlowCode": "1800000000000000001"},
        {"credential": {"userId": "1500000000000000017", "createTime": "2026-01-01T00:00:00Z"}},
        {
            "passwordRules": ["uppercase-letter", "lowercase-letter"],
            "session": {"user": "zhangwei"},
        },
        {"passwordErrorCode": "AUTH_PASSWORD_WRONG", "message": "The token is expired"},
    ]:
        assert list(secrets_in_text(json.dumps(body, indent=2))) == [], body


def test_a_secret_in_a_body_that_was_cut_is_found() -> None:
    text = json.dumps({"token": [SECRET, "canary-9876543210"]})[:-8]
    assert SECRET in set(secrets_in_text(text))


def test_no_text_takes_long() -> None:
    for piece in [
        *('{"token":[', '"\\"', '{"token":{"a":"', "?a=", "<a ", '"a":', "\\u0022", "cookie:"),
        *("password=", "a://b:", "a://b:c@", "token: Aa1", "token='", '"key":"a","value":"'),
    ]:
        begun = time.process_time()
        list(secrets_in_text(piece * (2**18 // len(piece))))
        assert time.process_time() - begun < 2.0, piece


def test_further_names_are_secret() -> None:
    for name in [
        *("JSESSIONID", "PHPSESSID", "aesKey", "encodingAESKey", "sshKey", "ssh_key", "dbPass"),
        *("userPass", "passcode", "bearer", "connectionString", "dsn", "DB_DSN"),
    ]:
        assert list(secrets_in_text(json.dumps({name: SECRET}))) == [SECRET], name


def test_plain_text_gives_what_it_assigns() -> None:
    for text in [
        "login failed: password={}",
        "login failed, password: {}.",
        "您的密码：{}，请保存",
        "connect to mysql://root:{}@10.0.0.1/db",
        "see https://u:{}@host.example.cn/x",
        'curl -H "X-Api-Key: {}"',
        "X-Api-Key: {}",
        "AWS_SECRET_ACCESS_KEY={}",
        'export TOKEN="{}"',
        "{{'password': '{}'}}",
        "password => {}",
        "x-cos-security-token:{}",
        'Bearer access_token="{}"',
        "Authorization: Basic {}",
        "password=({}",
        "password=&{}",
        "pwd: >{}",
        "apiKey=[{}]",
        "password := {}",
        "password == {}",
    ]:
        for whole in (text.format(SECRET), json.dumps({"message": text.format(SECRET)})):
            assert SECRET in set(secrets_in_text(whole)), (text, whole)


def test_words_about_a_secret_are_none() -> None:
    for text in [
        "password: required",
        "password: Required!",
        "Password=CannotBeEmpty",
        "token: must-be-set",
        "密码：不能为空",
        "密码：8-16位字母和数字",
        "see token: https://help.example.cn/a",
        "of session: 2026-01-01",
        "token=$TOKEN password={{password}}",
        "https://user:password@host.example.cn",
        "the token: expired at 12:30",
    ]:
        assert list(secrets_in_text(text)) == [], text
        assert list(secrets_in_text(json.dumps({"message": text}))) == [], text


@pytest.mark.parametrize("text", ['{"token": "%s"}', "https://h/x?signature=%s", "a://u:%s@h.cn"])
def test_a_secret_is_one_without_the_escapes_of_an_address_too(text: str) -> None:
    assert {"canary%2F12%3D", "canary/12="} <= set(secrets_in_text(text % "canary%2F12%3D"))


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("secret", ["Xk9q 2L zw7", "Xk9q\\2Lzw7", "Xk9q <2L>"])
def test_a_secret_in_quotes_may_have_blanks(secret: str, quote: str) -> None:
    assert secret in set(secrets_in_text(f"refused: password={quote}{secret}{quote}, see the log"))


@pytest.mark.parametrize("text", ['password="the old one"', "token: 'please sign in again'"])
def test_words_in_quotes_are_no_secret(text: str) -> None:
    assert list(secrets_in_text(text)) == []


@pytest.mark.parametrize(("name", "value"), [("key", "value"), ("name", "val"), ("Name", "Value")])
def test_an_object_that_says_a_name_and_a_value_gives_the_value(name: str, value: str) -> None:
    text = json.dumps({"env": [{name: "password", value: SECRET}, {name: "user", value: "abcdef"}]})
    assert list(secrets_in_text(text)) == [SECRET]


TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlMTIz"


def test_a_header_is_looked_at_as_any_text() -> None:
    for name, value, secret in [
        ("Location", f"https://sso.example.cn/cb?access_token={SECRET}&state=1", SECRET),
        ("Location", f"https://sso.example.cn/cb#access_token={SECRET}", SECRET),
        ("Content-Location", f"/x?sessionToken={SECRET}", SECRET),
        ("Link", f"</a?access_token={SECRET}>; rel=next", SECRET),
        ("Refresh", f"0;url=/x?token={SECRET}", SECRET),
        ("X-Next", f'{{"password":"{SECRET}"}}', SECRET),
        ("X-Info", f"password={SECRET}", SECRET),
        ("X-Info", TOKEN, TOKEN),
    ]:
        assert secret in set(secrets_in_headers([(name, value)])), (name, value, secret)


def test_a_header_that_repeats_cookies_is_done_with() -> None:
    list(secrets_in_headers([("X-Info", "cookie: a=" * 20_000)]))
