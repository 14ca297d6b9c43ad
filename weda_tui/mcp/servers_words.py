"""What of a failure a server wrote, told from what is ours: no sentence of ours says it."""

import re

from weda_tui.core.answers.intermediaries import Foreign
from weda_tui.core.answers.item_failures import REFUSED_IDS
from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.errors import ErrorCode, TokenError, WedaError
from weda_tui.core.masking import CUT, Masker
from weda_tui.i18n.phrases.errors import SIGN_IN_CODES

_KNOWN = frozenset({"", REFUSED_IDS, *DOCUMENTED, *SIGN_IN_CODES, *Foreign, *ErrorCode})
_STATUS = re.compile("HTTP [1-5][0-9]{2}")
"""What a verdict has as its code where there is no other."""


def known_code(code: str) -> str:
    """Return the code of a verdict for a sentence of ours; ``CUT`` for one that nobody knows.

    A server may write anything into it: what is no code stays where only a server speaks.
    """
    return code if code in _KNOWN or _STATUS.fullmatch(code) else CUT


def server_code(code: str) -> dict[str, str]:
    """Return a code that nobody knows, for the place where a server speaks."""
    return {} if known_code(code) == code else {"code": code}


def without_servers_words(error: WedaError) -> WedaError:
    """Return a failure as sentences of ours may say it."""
    ours = error.masked(Masker())
    for name in _names(error):
        ours.parameters[name] = ""
    if code := str(error.parameters.get("code", "")):
        ours.parameters["code"] = known_code(code)
    if "reason" in _names(error):  # a status of HTTP stands before the words of a proxy
        ours.parameters["reason"] = str(error.parameters.get("reason", ""))[:3]
    return ours


def servers_words(error: WedaError) -> dict[str, str]:
    """Return what a server wrote of a failure."""
    said = {name: str(error.parameters.get(name, "")) for name in _names(error)}
    return {name: text for name, text in said.items() if text}


def _names(error: WedaError) -> tuple[str, ...]:
    """Return the parameters of a failure that a server wrote."""
    if isinstance(error, TokenError):
        return "code", "message", "detail", "request_id"
    return ("reason",) if error.code is ErrorCode.PROXY_DENIED else ()
