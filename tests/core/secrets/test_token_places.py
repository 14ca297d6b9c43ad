"""A token is sent in its Authorization header and nowhere else."""

from weda_tui.core.environments.deployment import PRESET_ENV_TYPES, Environment, Target
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import RequestDraft, prepare
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin, variables_at
from weda_tui.core.secrets.token_places import find_misplaced_token

HOST = "https://weda.example.cn"
WHERE = Target(Environment(name="hq", host=HOST, env_types=PRESET_ENV_TYPES), "dev")
TAKEN = "canaryTaken0123456789abcdef"
LAYERS = (
    VariableLayer(VariableOrigin.REQUEST, {"t": "{{u}}", "u": "x{{access_token}}", "n": "1"}),
    VariableLayer(VariableOrigin.CAPTURED, {"taken": TAKEN, "id": "77"}),
    VariableLayer(VariableOrigin.SET, {"given": f"Bearer {TAKEN}"}),
)
CALL, AUTH = "/weda/x", "/auth/v1/token"


def misplaced(path: str, body: str, *headers: tuple[str, str], token: str | None = MASK) -> str:
    draft = RequestDraft(
        endpoint_id="", method="POST", url=f"{{{{vars.host}}}}{path}", headers=headers, body=body
    )
    variables = variables_at(WHERE, LAYERS, token=token)
    request = prepare(draft, WHERE, variables, "")
    return find_misplaced_token(draft, variables, request, HOST, Masker([TAKEN]))


def test_a_token_stands_in_the_authorization_header_only() -> None:
    for path, body, headers, name in [
        (CALL, "{{n}} {{id}}", (("Authorization", "Bearer {{access_token}}"),), ""),
        (CALL, "{{n}}", (("authorization ", "Bearer {{t}} {{taken}}"),), ""),
        (CALL, "{{ access_token }}", (), "access_token"),
        (CALL, "--b\r\n\r\n{{t}}\r\n--b--", (), "access_token"),
        (CALL + "?q={{t}}", "", (), "access_token"),
        (CALL + "/{{access_token}}", "", (), "access_token"),
        (CALL, "", (("X-Request-Id", "{{t}}"),), "access_token"),
        (CALL, "", (("Cookie", "a={{access_token}}"),), "access_token"),
        (CALL, "{{taken}}", (), "taken"),
        (CALL, "{{given}}", (), "given"),
        (AUTH, '{"grant_type": "refresh_token", "refresh_token": "{{ taken }}"}', (), ""),
        (AUTH, '{"refresh_token": "{{taken}}", "client_id": "{{taken}}"}', (), "taken"),
        (AUTH, '{"refresh_token": "{{taken}}", "a": {"b": "{{taken}}"}}', (), "taken"),
        (AUTH, '{"a": {"refresh_token": "{{taken}}"}}', (), "taken"),
        (AUTH, '{"refresh_token": "{{access_token}}"}', (), "access_token"),
        (AUTH, "{{taken}}", (), "taken"),
        (AUTH, "refresh_token={{taken}}", (), "taken"),
        ("/auth/v1/signin", '{"verification_token": "{{taken}}"}', (), ""),
        ("/auth/v1/signin", '{"username": "{{taken}}"}', (), "taken"),
        ("/auth/v1/user/basic/edit", '{"nickname": "{{taken}}"}', (), "taken"),
        ("/auth/v1/user/basic/edit", '{"token": "{{taken}}"}', (), "taken"),
        ("/auth/v1/verification", '{"email": "{{taken}}@evil.example"}', (), "taken"),
        (AUTH, "", (("X-A", "{{taken}}"),), "taken"),
        (AUTH, "{{access_token}}", (), "access_token"),
        ("/auth/v1/revoke", '{"token": "{{access_token}}"}', (), ""),
        ("/auth/v1/revoke", '{"token": "{{taken}}"}', (), ""),
        ("/auth/v1/revoke", '{"token": "{{t}}"}', (), "access_token"),
        ("/auth/v1/revoke", '{"x": "{{access_token}}"}', (), "access_token"),
        ("/auth/v1/revoke", '{"token": "{{n}}", "x": "{{access_token}}"}', (), "access_token"),
        (
            "/auth/v1/revoke",
            '{"token": "{{access_token}}", "token": "{{access_token}}"}',
            (),
            "access_token",
        ),
        ("/auth/v1/revoke", '{"x": "\\", "token": "{{access_token}}"}', (), "access_token"),
        ("/auth/v1/Revoke", '{"token": "{{access_token}}"}', (), "access_token"),
        ("/auth/v1/revoke?a={{access_token}}", "", (), "access_token"),
        ("/auth/v1/revoke", "{{t}}", (("X-Original-URL", CALL),), "access_token"),
        ("/auth/v1/../../weda/revoke", "{{taken}}", (), "taken"),
    ]:
        assert misplaced(path, body, *headers) == name, (path, body, headers)
