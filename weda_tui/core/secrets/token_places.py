"""Where in a request a token may stand: in its Authorization header, or where auth asks for one.

A server keeps a body, an address or a header, and says it again in answers that count as free of
tokens. A saved request may come from somebody else.
"""

import re
from urllib.parse import urlsplit

from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.requests.route_headers import other_paths
from weda_tui.core.requests.variables import Variables
from weda_tui.core.text import template

_AUTH_CALL = re.compile(r"/auth/v1/[A-Za-z/]+")
REVOKE = "/auth/v1/revoke"
"""Its body names the token to revoke (docs.cloudbase.net/en/http-api/auth/auth-revoke)."""
_MEMBERS = {
    REVOKE: "token",
    "/auth/v1/token": "refresh_token",
    "/auth/v1/token/introspect": "token",
    "/auth/v1/signin": "verification_token",
}
"""What names a token in the body of a call; others of the auth module keep what they are sent."""
_MEMBER = r'\s*+"([^"\\]*+)"\s*+:\s*+"([^"\\]*+)"\s*+,?+'
_OBJECT = re.compile(rf"\s*+\{{(?:{_MEMBER})*+\s*+\}}\s*+")
"""A JSON object of plain texts, which every server reads as the same."""


def find_misplaced_token(
    draft: RequestDraft, variables: Variables, request: PreparedRequest, host: str, known: Masker
) -> str:
    """Return the variable by which a token or a secret stands in a wrong place, empty for none.

    ``request`` is the draft resolved for the deployment at ``host``, ``known`` hides the secrets
    that may be sent there. The auth module takes in a body what its own answers brought.
    """
    path = _plain_auth_path(request, host)
    placed, body = split_member(draft.body, _MEMBERS.get(path, ""))
    is_alone = variables.used_by(f"{{{{{placed}}}}}") == (placed,)
    if not is_alone or (placed == template.ACCESS_TOKEN and path != REVOKE):
        body = draft.body
    others = (value for name, value in draft.headers if name.strip().lower() != "authorization")
    for text in (draft.url, *others, body):
        for name in variables.used_by(text):
            sources = variables.sources(name)
            is_token = name == template.ACCESS_TOKEN and variables.holds_token
            if is_token or (sources and known.text(sources[0].value) != sources[0].value):
                return name
    return ""


def split_member(body: str, member: str) -> tuple[str, str]:
    """Return the variable that is the value of a member of a JSON object, and the rest of it.

    Without one, and for any other body, no name and the whole body.
    """
    if _OBJECT.fullmatch(body):
        for match in re.finditer(_MEMBER, body):
            variable = template.VARIABLE.fullmatch(match[2])
            if match[1] == member and variable:
                return variable[1], body[: match.start()] + body[match.end() :]
    return "", body


def _plain_auth_path(request: PreparedRequest, host: str) -> str:
    """Return the path of a call that every server reads as one of the auth module, else nothing."""
    path = request.url.removeprefix(host)
    others = [*other_paths(request.headers, urlsplit(request.url).path)]
    is_plain = _AUTH_CALL.fullmatch(path) and request.method.upper() == "POST" and not others
    return path if is_plain else ""
