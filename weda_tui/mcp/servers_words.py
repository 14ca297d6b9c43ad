"""Separates the words of a server in an error from the words of the program.

No sentence of the program contains words of a server.
"""

import re

from weda_tui.core.answers.intermediaries import Foreign
from weda_tui.core.answers.item_failures import REFUSED_IDS
from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.errors import ErrorCode, TokenError, WedaError
from weda_tui.core.masking import CUT, Masker
from weda_tui.i18n.phrases.errors import SIGN_IN_CODES

_KNOWN = frozenset({"", REFUSED_IDS, *DOCUMENTED, *SIGN_IN_CODES, *Foreign, *ErrorCode})
_STATUS = re.compile("HTTP [1-5][0-9]{2}")
"""The code of a verdict that has no other code."""


def known_code(code: str) -> str:
    """Return the code of a verdict for our sentences; ``CUT`` if the code is not known.

    A server may write any text in place of a code, so an unknown code appears only in the part of
    the result that is marked as the server's.
    """
    return code if code in _KNOWN or _STATUS.fullmatch(code) else CUT


def server_code(code: str) -> dict[str, str]:
    """Return an unknown code, for the part of the result that is marked as the server's."""
    return {} if known_code(code) == code else {"code": code}


def without_servers_words(error: WedaError) -> WedaError:
    """Return an error without words of the server, so that our sentences can name it."""
    ours = error.masked(Masker())
    for name in _names(error):
        ours.parameters[name] = ""
    if code := str(error.parameters.get("code", "")):
        ours.parameters["code"] = known_code(code)
    if "reason" in _names(error):  # an HTTP status comes before the words of a proxy
        ours.parameters["reason"] = str(error.parameters.get("reason", ""))[:3]
    return ours


def servers_words(error: WedaError) -> dict[str, str]:
    """Return the words of the server in an error, by parameter."""
    values = {name: str(error.parameters.get(name, "")) for name in _names(error)}
    return {name: text for name, text in values.items() if text}


def _names(error: WedaError) -> tuple[str, ...]:
    """Return the names of the parameters of an error that a server wrote."""
    if isinstance(error, TokenError):
        return "code", "message", "detail", "request_id"
    return ("reason",) if error.code is ErrorCode.PROXY_DENIED else ()
