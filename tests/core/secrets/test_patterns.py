"""A value that is a secret by its name is found in every spelling of the name."""

from weda_tui.core.secrets.patterns import is_secret_header, without_secrets

HIDDEN = (
    '{"password": "hunter2!"}',
    r'{"pass\u0077ord": "hunter2!"}',
    '{"password": ["hunter2!", "hunter2!"]}',
    '{"n": {"client_secret" : "hunter2!"}}',
    '{"pin_password": 73019284}',
    r'{"body": "{\"password\": \"hunter2!\"}"}',
    "user=ann&password=hunter2!",
    "https://x.example/?access_token=hunter2!&a=1",
    "<login><password>hunter2!</password></login>",
    '<a:PassWord type="x"><![CDATA[hunter2!]]></a:PassWord>',
    "user: ann\npassword: hunter2!\n",
    "  - 'token': x\n    client_secret: 'hunter2!'\r\n",
    '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2!\r\n--b--',
)


def test_a_secret_by_its_name_is_replaced():
    for text in HIDDEN:
        bare = without_secrets(text, lambda name: f"<{name}>")
        assert "hunter2!" not in bare, text
        assert "73019284" not in bare, text
        assert bare != text, text


def test_what_is_no_secret_stays_byte_for_byte():
    for text in [
        '{"password": "{{password}}", "token": ""}',
        '{"passwords": {"a": 1}, "password": [], "n": [1, 2]}',
        r'{"text": "he said \"hello\""}',
        '{"secretId": "AK1", "n": 12345}',
        "user=ann&password={{password}}",
        "<password>{{password}}</password><token/>",
        "password: {{password}}\nToken: see the guide, part 2\n",
    ]:
        assert without_secrets(text, lambda _: "gone") == text, text


def test_a_header_is_secret_by_its_name_or_its_scheme():
    for name, value, is_secret in [
        ("X-Api-Key", "abcdef", True),
        ("X-Forwarded-Auth", "Bearer abcdef", True),
        ("X-Forwarded-Auth", "basic YTpi", True),
        ("X-Forwarded-Auth", "Bearer {{token}}", False),
        ("X-Api-Key", "{{key}}", False),
        ("X-Mode", "basic", False),
        ("Access-Control-Allow-Credentials", "true", False),
        ("Authorization", "none", False),
        *((name, "abcdef", True) for name in ("X-Access-Key", "X-SK", "X-Auth", "X-Session-Id")),
        *((name, "abcdef", True) for name in ("Ocp-Apim-Subscription-Key", "X-Sign", "X-CSRF")),
        *((name, "abcdef", True) for name in ("pass", "confirmPwd", "authCode", "jwt", "口令")),
        *((name, "abcdef", False) for name in ("accessKeyId", "X-Author", "bypass", "compass")),
        *((name, "abcdef", False) for name in ("sessionList", "design", "task", "X-Signal")),
    ]:
        assert is_secret_header(name, value) is is_secret, (name, value)
