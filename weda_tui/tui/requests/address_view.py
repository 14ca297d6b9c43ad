"""The resolved URL of a call, the token that it needs, and the variables that it uses."""

from collections.abc import Sequence
from itertools import pairwise

from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import RequestDraft, wanted_kind
from weda_tui.core.requests.variables import Used, Variables
from weda_tui.core.text import template
from weda_tui.core.tokens.access_token import RENEW_EARLY
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.sending.preflight import resolved_url
from weda_tui.tui.sending.dry_run_view import variable_lines
from weda_tui.tui.views.targets import env_type_role
from weda_tui.tui.widgets.drawing.paint import Line, Run, fold, paragraph, wrap

MOST_ROWS = 3
"""The maximum number of rows of a URL that are shown."""
_TOKEN_SOURCES = {
    TokenKind.KEY: "/auth/v1/token/clientCredential",
    TokenKind.USER: "/auth/v1/signin",
}
"""The paths of the calls that return the tokens."""


def unknown_lines(names: Sequence[str], variables: Variables, strings: Strings, width: int):
    """Return the message about the first variable without a value."""
    words, name = strings.tui.with_, names[0]
    nearest = template.nearest_name(name, variables)
    sentence = words.unknown_nearest if nearest else words.unknown_variable
    text = sentence.format(name=name, nearest=nearest)
    return [Line([Run("     "), Run(part, "fail")]) for part in wrap(text, width - 6)]


def resolved_lines(url: str, variables: Variables, env_type: str, width: int) -> list[Line]:
    """Return ``=`` and the resolved URL, with the env segment in the colour of the env type."""
    url, (start, end) = resolved_url(url, variables)
    role = env_type_role(env_type) if env_type == "prod" else "faint"
    lines: list[Line] = []
    room, at = max(8, width - 8), 0
    while at < len(url) or not lines:
        stop = min(len(url), at + room)
        if stop < len(url) and "/" in url[at + 1 : stop]:
            stop = url.rindex("/", at + 1, stop)
        edges = sorted({at, min(max(start, at), stop), min(max(end, at), stop), stop})
        runs = [
            Run(url[a:b], role if start <= a and b <= end else "faint") for a, b in pairwise(edges)
        ]
        lines.append(Line([Run("     = " if at == 0 else "       ", "faint"), *runs]))
        at = stop or len(url) + 1
    return lines[:MOST_ROWS]


def auth_reading(
    endpoint: Endpoint,
    draft: RequestDraft | None,
    where: Target | None,
    session: Session,
    strings: Strings,
    width: int,
) -> list[Line]:
    """Return which token a call needs, where the token comes from, and all used variables."""
    kind, host = endpoint.token_kind, where.environment.host if where else "{{vars.host}}"
    used: list[Used] = []
    is_typed, words = False, strings.tui.with_
    if draft is not None and where is not None:
        variables = session.sending.variables(where, draft, MASK)
        used = _used(draft, where, session, variables)
        wanted = wanted_kind(draft, endpoint, variables)
        is_typed = wanted is TokenKind.NONE is not kind
    sentence = {
        TokenKind.KEY: words.auth_key.format(early=f"{RENEW_EARLY:.0f}"),
        TokenKind.USER: words.auth_user.format(early=f"{RENEW_EARLY:.0f}"),
        TokenKind.BASIC: words.auth_basic,
        TokenKind.NONE: words.auth_none,
    }[kind]
    sentence = words.auth_typed if is_typed else sentence
    lines = [Line([Run("  "), Run(line)]) for line in wrap(sentence, width - 4)]
    if kind in _TOKEN_SOURCES and not is_typed:
        facts = [
            (words.auth_header, "Authorization: Bearer {{access_token}}"),
            (words.auth_source, f"POST {host}{_TOKEN_SOURCES[kind]}"),
        ]
        for label, value in facts:
            lines += [Line(), Line([Run("  "), Run(label, "dim")])]
            lines += [Line([Run("  "), Run(part)]) for part in wrap(value, width - 4)]
        lines.append(Line())
        lines += paragraph(words.auth_own, width - 1, "faint")
    rows = [row for line in variable_lines(used, strings) for row in fold(line, width, 6)]
    return [*lines, Line(), *rows]


def _used(draft: RequestDraft, where: Target, session: Session, variables: Variables) -> list[Used]:
    names = dict.fromkeys(n for text in draft.texts for n in variables.used_by(text))
    found = (session.sending.look_up(name, where, draft) for name in names)
    return [each for each in found if each is not None]
