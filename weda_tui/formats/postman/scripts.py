"""The scripts of a collection that we hand to Postman, which Newman runs as they are.

They do what the guide's pre-request script does (2.2.4), but go by the status code: its comparison
of the reason phrase with ``OK`` fails where a server sends none.
"""

import json
from collections.abc import Collection, Mapping

from weda_tui.core.catalogue.endpoint import TokenKind

KEY_TOKEN, USER_TOKEN = "access_token", "user_access_token"
SECRET_ID, SECRET_KEY, USERNAME, PASSWORD = "SECRET_ID", "SECRET_KEY", "USERNAME", "PASSWORD"

_FETCH = """\
// weda-tui: access tokens, fetched when they are missing or within 60 s of their end
const get = (name) => pm.variables.get(name);
const now = () => Math.floor(Date.now() / 1000);
const fetchToken = (name, path, credentials, headers, body) => {
    if (get(name) && now() < Number(get(name + "_expiry"))) {
        return;
    }
    const missing = credentials.filter((each) => !get(each));
    if (missing.length) {
        throw new Error(name + ": " + missing.join(", ") + " = ''");
    }
    pm.sendRequest({
        url: get("vars.host") + path,
        method: "POST",
        header: Object.assign({"Content-Type": "application/json"}, headers()),
        body: {mode: "raw", raw: JSON.stringify(body())},
    }, (error, response) => {
        if (error) {
            throw error;
        }
        let answer = {};
        try {
            answer = response.json();
        } catch (_) {
            answer = {};
        }
        if (response.code !== 200 || !answer.access_token) {
            const reason = response.code < 400 ? "" : " " + response.text();
            throw new Error(name + ": HTTP " + response.code + reason);
        }
        pm.environment.set(name, answer.access_token);
        pm.environment.set(name + "_expiry", now() + (Number(answer.expires_in) || 3600) - 60);
    });
};
"""
_BY_KEY = """\
fetchToken("access_token", "/auth/v1/token/clientCredential", ["SECRET_ID", "SECRET_KEY"],
    () => ({Authorization: "Basic " + btoa(get("SECRET_ID") + ":" + get("SECRET_KEY"))}),
    () => ({grant_type: "client_credentials"}));
"""
_BY_SIGN_IN = """\
fetchToken("user_access_token", "/auth/v1/signin", ["USERNAME", "PASSWORD"],
    () => ({}),
    () => ({username: get("USERNAME"), password: get("PASSWORD")}));
"""


def token_script(kinds: Collection[TokenKind]) -> str:
    """Return the pre-request script for the tokens that a collection's requests take."""
    pieces = [
        _BY_KEY if TokenKind.KEY in kinds else "",
        _BY_SIGN_IN if TokenKind.USER in kinds else "",
    ]
    return _FETCH + "".join(pieces) if any(pieces) else ""


def variables_script(values: Mapping[str, str]) -> str:
    """Return the script by which a folder or a request has variables of its own."""
    lines = (
        f"pm.variables.set({_literal(name)}, {_literal(value)});" for name, value in values.items()
    )
    return "\n".join(["// weda-tui: variables", *lines]) if values else ""


def is_ours(script: str, values: Mapping[str, str]) -> bool:
    """Return whether a script is, letter by letter, one that we would write."""
    tokens = ((TokenKind.KEY,), (TokenKind.USER,), (TokenKind.KEY, TokenKind.USER))
    written = [*(token_script(kinds) for kinds in tokens), variables_script(values)]
    return script.strip() in {each.strip() for each in written if each}


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
