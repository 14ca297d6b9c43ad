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


@pytest.mark.parametrize(
    ("text", "secret"),
    [
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
    ],
)
def test_bodies_and_addresses_give_theirs(text: str, secret: str) -> None:
    assert secret in set(secrets_in_text(text))


def test_parameters_that_only_sound_like_it_are_no_secrets() -> None:
    text = "https://h/a?design=0123456789&config=0123456789&nextToken=0123456789&pageSig=0123456789"
    assert list(secrets_in_text(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Denied.\nProxy-Authorization: Basic {}\n",
        "proxy_authorization=basic {}",
        '{{"headers": ["Proxy-Authorization: Basic {}"]}}',
        '{{"headers": {{"Proxy-Authorization": ["Basic {}"]}}}}',
        '{{"raw": "{{\\"proxy-authorization\\": \\"Basic {}\\"}}"}}',
        "<tr><td>Proxy-Authorization</td>\n<td>Basic {}</td></tr>",
        "&quot;Proxy-Authorization&quot;: &quot;Basic {}&quot;",
        "<dt>Authorization</dt><dd>Basic {}</dd>",
    ],
)
def test_a_page_that_repeats_a_header_gives_its_credential(text: str) -> None:
    found = set(secrets_in_text(text.format("am9lOnA0c3Mvd29yZA==")))
    assert {"am9lOnA0c3Mvd29yZA==", "p4ss/word"} <= found


def test_words_about_authorization_give_no_secret() -> None:
    text = (
        "No authorization: none. Authorization is basic here; authorization failed, token expired"
    )
    assert list(secrets_in_text(text)) == []


@pytest.mark.parametrize(
    "name",
    ["accessToken", "ID_TOKEN", "client_secret", "Passwd", "private_key", "securityToken", "TOKEN"],
)
def test_a_member_is_secret_in_any_case(name: str) -> None:
    assert list(secrets_in_text(f'{{"a": 1, "{name}": "s3cret"}}')) == ["s3cret"]


def test_other_fields_are_left_alone() -> None:
    assert list(secrets_in_text('{"TaskId": "1893450276920229889", "tokens": 3}')) == []
