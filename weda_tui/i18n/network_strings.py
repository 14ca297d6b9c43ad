"""Calls that got no answer, or somebody else's: records for ``network_zh`` and ``network_en``."""

import msgspec

from weda_tui.i18n.error_strings import Words


class ForeignStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Answers that no WeDa gave. A field is the code of ``core.foreign_answer`` in lower case.

    All may name ``{message}``: where a redirect leads.
    """

    http_on_https_port: Words
    redirect_to_https: Words
    redirect_elsewhere: Words
    proxy_auth: Words
    captive_portal: Words
    login_page: Words
    gateway_down: Words
    gateway_refused: Words
    firewall: Words


class NetworkStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What is said around a call without an answer."""

    foreign: ForeignStrings

    nothing_executed: str
    """Was anything executed? No: the request did not arrive."""
    nothing_left: str
    """No: there was no token to send it with."""
    perhaps_executed: str
    """Nobody knows: no answer came."""
    was_executed: str
    """It was dealt with, the answer was cut."""

    unsent: str
    unsent_lead: str
    """How sentences begin that say the same, which is left out beside it."""
    """The chip of a call that never left."""
    no_answer: str
    """The chip of a call that left and was not answered."""
    cut: str
    """The chip of an answer whose end is missing."""

    layer_network: str
    layer_tls: str
    layer_proxy: str
    layer_limit: str
    layer_token: str
    layer_guard: str
    layer_file: str

    stray_bytes: str
    """A server sent more than its answers."""
    detail: str
    """Before the system's own words."""
    detail_key: str
