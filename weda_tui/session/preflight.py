"""The one answer to "what would sending do"."""

import re

import msgspec

from weda_tui.core import template
from weda_tui.core.access_token import TokenStatus
from weda_tui.core.draft_check import Finding
from weda_tui.core.endpoint import Effect, Endpoint, TokenKind
from weda_tui.core.environment import Where
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.guard import Ruling
from weda_tui.core.json_text import JsonFault
from weda_tui.core.masking import MASK
from weda_tui.core.reach import Reach
from weda_tui.core.request import PreparedRequest
from weda_tui.core.variables import Variables

CHECKED_WHILE_TYPING = 256 * 1024
"""Characters up to which a body is checked as JSON at each key."""


MASKED_AUTHORIZATIONS = {
    TokenKind.KEY: f"Bearer {MASK}",
    TokenKind.USER: f"Bearer {MASK}",
    TokenKind.BASIC: f"Basic {MASK}",
    TokenKind.NONE: "",
}
"""What stands for the Authorization header before anything is fetched."""


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """What pressing F5 would do. The screen, the guard dialog and ``--dry-run`` all show this."""

    where: Where
    """What was chosen."""
    env_type: str
    """The env type that the resolved path names; the chosen one where it names none."""
    endpoint: Endpoint
    """The one that the resolved path names, else the draft's."""
    effect: Effect
    """What the call does, by its path: an edited URL is judged by what it calls."""
    reach: Reach = Reach()
    ruling: Ruling
    token: TokenStatus
    request: PreparedRequest | None
    """Exactly what would leave, secrets masked; ``None`` when the draft cannot be resolved."""
    error: WedaError | None
    """Why it cannot be sent: the draft does not resolve, or the environment lacks credentials."""
    body_fault: JsonFault | None
    """Where the body stops being JSON: a warning, not a wall."""
    findings: tuple[Finding, ...] = ()
    """What is missing or not as the documents say: a warning too, in the order of the form."""
    repeated_after: float | None
    """Seconds since the identical write left, when that was under ten."""
    before: tuple[str, ...] = ()
    """Paths of the saved requests that are sent first."""

    @property
    def target(self) -> Where:
        """Where the call really goes: the env type is the one that the path names."""
        return Where(self.where.environment, self.env_type)


def resolved_url(url: str, variables: Variables) -> tuple[str, tuple[int, int]]:
    """Return a draft's URL as far as it resolves, and where the env type stands in it.

    The span is (start, end) in the result, (0, 0) when the env type does not occur as a variable.
    A variable without a value stays as it is written.
    """
    pieces: list[str] = []
    span = (0, 0)
    end = length = 0
    for match in template.VARIABLE.finditer(url):
        value = _value_of(match, variables)
        pieces += [url[end : match.start()], value]
        length += match.start() - end + len(value)
        if match[1] == template.ENV_TYPE:
            span = (length - len(value), length)
        end = match.end()
    pieces.append(url[end:])
    return "".join(pieces), span


def _value_of(match: re.Match[str], variables: Variables) -> str:
    try:
        return variables[match[1]]
    except (KeyError, FileError):
        return match[0]
