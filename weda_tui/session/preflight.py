"""The one answer to "what would sending do"."""

import msgspec

from weda_tui.core import template
from weda_tui.core.access_token import TokenState, TokenStatus
from weda_tui.core.endpoint import Effect, Endpoint, TokenKind
from weda_tui.core.environment import Where
from weda_tui.core.errors import WedaError
from weda_tui.core.guard import Ruling
from weda_tui.core.json_text import JsonFault
from weda_tui.core.request import PreparedRequest


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """What pressing F5 would do. The screen, the guard dialog and ``--dry-run`` all show this."""

    where: Where
    endpoint: Endpoint
    ruling: Ruling
    token: TokenStatus
    request: PreparedRequest | None
    """Exactly what would leave, secrets masked; ``None`` when the draft cannot be resolved."""
    error: WedaError | None
    """Why it cannot be resolved."""
    body_fault: JsonFault | None
    """Where the body stops being JSON: a warning, not a wall."""
    repeated_after: float | None
    """Seconds since the identical write left, when that was under ten."""

    @property
    def effect(self) -> Effect:
        """What the call does."""
        return self.endpoint.effect

    @property
    def fetches_token(self) -> bool:
        """Whether a token is fetched before the call leaves."""
        return self.endpoint.token_kind is not TokenKind.NONE and self.token.state in {
            TokenState.NONE,
            TokenState.EXPIRED,
            TokenState.REFUSED,
        }


def resolved_url(url: str, where: Where) -> tuple[str, tuple[int, int]]:
    """Return a draft's URL as far as it resolves, and where the env type stands in it.

    The span is (start, end) in the result, (0, 0) when the env type does not occur as a variable.
    A variable without a value stays as it is written.
    """
    variables = template.built_in_variables(where)
    pieces: list[str] = []
    span = (0, 0)
    end = length = 0
    for match in template.VARIABLE.finditer(url):
        value = variables.get(match[1], match[0])
        pieces += [url[end : match.start()], value]
        length += match.start() - end + len(value)
        if match[1] == template.ENV_TYPE:
            span = (length - len(value), length)
        end = match.end()
    pieces.append(url[end:])
    return "".join(pieces), span
