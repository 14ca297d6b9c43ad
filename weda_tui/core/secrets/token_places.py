"""Where in a request a token may stand: in its Authorization header.

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
_REVOKE = "/auth/v1/revoke"
"""Its body names the token to revoke (docs.cloudbase.net/en/http-api/auth/auth-revoke)."""


def find_misplaced_token(
    draft: RequestDraft, variables: Variables, request: PreparedRequest, host: str, known: Masker
) -> str:
    """Return the variable by which a token or a secret stands in a wrong place, empty for none.

    ``request`` is the draft resolved for the deployment at ``host``, ``known`` hides the secrets
    that may be sent there. The auth module takes in a body what its own answers brought.
    """
    body_at = _plain_auth_path(request, host)
    others = (value for name, value in draft.headers if name.strip().lower() != "authorization")
    for text in (draft.url, *others, draft.body):
        for name in variables.used_by(text):
            sources = variables.sources(name)
            if name == template.ACCESS_TOKEN and variables.holds_token:
                is_allowed = text is draft.body and body_at == _REVOKE
            else:
                is_known = sources and known.text(sources[0].value) != sources[0].value
                is_allowed = not is_known or (text is draft.body and bool(body_at))
            if not is_allowed:
                return name
    return ""


def _plain_auth_path(request: PreparedRequest, host: str) -> str:
    """Return the path of a call that every server reads as one of the auth module, else nothing."""
    path = request.url.removeprefix(host)
    others = [*other_paths(request.headers, urlsplit(request.url).path)]
    is_plain = _AUTH_CALL.fullmatch(path) and request.method.upper() == "POST" and not others
    return path if is_plain else ""
