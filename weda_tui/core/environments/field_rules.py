"""What single values of an environment may be: the file and the form ask the same."""

import re

from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY, parse_origin
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.template import ACCESS_TOKEN, ENV_TYPE, HOST

_ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_TOKEN = re.compile(r"[!-~]+")
"""Printable ASCII without blanks: what a header can carry."""
_DEVICE_ID_LENGTHS = range(16, 49)
"""Characters (public sign-in page)."""
_VARIABLE = re.compile(r"[^{}\s]+")


def parse_proxy(text: str) -> str:
    """Return ``SYSTEM_PROXY``, ``NO_PROXY`` or a proxy's address, normalised as an origin is.

    Raises ``WedaError`` with a ``HOST_…`` code; an address with a password is refused, since it
    stands in a file that a team commits.
    """
    text = text.strip()
    return text if text in {SYSTEM_PROXY, NO_PROXY} else parse_origin(text)


def is_alias(text: str) -> bool:
    """Return whether an alias can be typed with any input method: letters, digits, ``. _ -``."""
    return _ALIAS.fullmatch(text) is not None


def is_client_id(text: str) -> bool:
    """Return whether a client id can be sent."""
    return _TOKEN.fullmatch(text) is not None


def is_device_id(text: str) -> bool:
    """Return whether a device id can be sent: 16 to 48 characters (public sign-in page)."""
    return _TOKEN.fullmatch(text) is not None and len(text) in _DEVICE_ID_LENGTHS


def is_variable_name(name: str) -> bool:
    """Return whether ``{{name}}`` finds a variable."""
    return _VARIABLE.fullmatch(name) is not None and strip_control_characters(name) == name


def is_built_in(name: str) -> bool:
    """Return whether a name already means something in every environment."""
    return name in {HOST, ENV_TYPE, ACCESS_TOKEN} or name.startswith("$")
