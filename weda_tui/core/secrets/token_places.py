"""The places in a request where a token is allowed: the Authorization header, or a call to auth.

A server stores bodies, addresses and headers, and repeats them in responses that are treated as
free of tokens. The saved request may come from another person.
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
"""The path of the call whose body names the token to revoke.

See docs.cloudbase.net/en/http-api/auth/auth-revoke.
"""
_MEMBERS = {
    REVOKE: "token",
    "/auth/v1/token": "refresh_token",
    "/auth/v1/token/introspect": "token",
    "/auth/v1/signin": "verification_token",
}
"""The body member that holds a token, by call; other auth calls store what they receive."""
_MEMBER = r'\s*+"([^"\\]*+)"\s*+:\s*+"([^"\\]*+)"\s*+,?+'
_OBJECT = re.compile(rf"\s*+\{{(?:{_MEMBER})*+\s*+\}}\s*+")
"""A JSON object of plain strings, which every server reads in the same way."""


def find_misplaced_token(
    draft: RequestDraft, variables: Variables, request: PreparedRequest, host: str, known: Masker
) -> str:
    """Return the variable that puts a token or a secret in a wrong place; empty if there is none.

    ``request`` is the draft resolved for the deployment at ``host``. ``known`` masks the secrets
    that may be sent there. Calls to the auth module may contain, in their body, a token from an
    earlier response of that module.
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
    """Return the variable that is the value of a member of a JSON object, and the rest of the body.

    Return an empty name and the whole body if there is no such variable or no such object.
    """
    if _OBJECT.fullmatch(body):
        for match in re.finditer(_MEMBER, body):
            variable = template.VARIABLE.fullmatch(match[2])
            if match[1] == member and variable:
                return variable[1], body[: match.start()] + body[match.end() :]
    return "", body


def _plain_auth_path(request: PreparedRequest, host: str) -> str:
    """Return the path if every server reads the request as an auth call; otherwise nothing."""
    path = request.url.removeprefix(host)
    others = [*other_paths(request.headers, urlsplit(request.url).path)]
    is_plain = _AUTH_CALL.fullmatch(path) and request.method.upper() == "POST" and not others
    return path if is_plain else ""
