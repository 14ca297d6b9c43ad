"""The scripts and settings of collections for Postman, which Newman runs as they are.

They do what the guide's pre-request script does (2.2.4), but check the status code. The guide's
script compares the reason phrase with ``OK``, which fails if a server sends none.
"""

import json
from collections.abc import Collection, Mapping

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.files import read_packaged_text
from weda_tui.core.tokens.access_token import DEFAULT_LIFETIME, RENEW_EARLY

KEY_TOKEN, USER_TOKEN = "access_token", "user_access_token"
SECRET_ID, SECRET_KEY, USERNAME, PASSWORD = "SECRET_ID", "SECRET_KEY", "USERNAME", "PASSWORD"

AS_SENT = {"followRedirects": False, "disableCookies": True}
"""Settings that make Postman send requests as this program does.

Postman then follows no redirect, and sends no cookie to another request.
"""

_FETCHES = {TokenKind.KEY: "key_token.js", TokenKind.USER: "user_token.js"}


def token_script(kinds: Collection[TokenKind]) -> str:
    """Return the pre-request script for the tokens that a collection's requests need."""
    files = [file for kind, file in _FETCHES.items() if kind in kinds]
    wanted = ["tokens.js", *files] if files else []
    script = "".join(read_packaged_text(f"formats/postman/{file}") for file in wanted)
    script = script.replace("$DEFAULT_LIFETIME", f"{DEFAULT_LIFETIME:.0f}")
    return script.replace("$RENEW_EARLY", f"{RENEW_EARLY:.0f}")


def variables_script(values: Mapping[str, str]) -> str:
    """Return the script that sets the variables of a folder or a request."""
    lines = (
        f"pm.variables.set({_literal(name)}, {_literal(value)});" for name, value in values.items()
    )
    return "\n".join(["// weda-tui: variables", *lines]) if values else ""


def is_ours(script: str, values: Mapping[str, str]) -> bool:
    """Return whether a script is, letter by letter, one that this program would write."""
    tokens = ((TokenKind.KEY,), (TokenKind.USER,), (TokenKind.KEY, TokenKind.USER))
    written = [*(token_script(kinds) for kinds in tokens), variables_script(values)]
    return script.strip() in {each.strip() for each in written if each}


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
