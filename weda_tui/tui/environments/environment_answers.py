"""The groups of the environment form, and how what is chosen in it reads."""

from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Run

OWN_PROXY = "own"
"""The answer that a proxy's address belongs to."""

GROUPS = {
    "address": ("host", "name", "alias", "env_id", "env_types"),
    "key": ("secret_id", "secret_key"),
    "user": ("username", "password", "client_id", "device_id"),
    "connection": (
        "verify_tls",
        "ca_file",
        "client_certificate",
        "client_key",
        "proxy_kind",
        "proxy",
        "timeout",
        "token_body",
    ),
    "variables": ("variables",),
}
"""The fields of each group, by which token they serve."""


def group_words(group: str, strings: Strings) -> tuple[str, str]:
    """Return a group's name, and which modules take what is in it."""
    words = strings.environments.editor
    names = {
        "address": (words.group_address, ""),
        "key": (words.group_key, words.group_key_for),
        "user": (words.group_user, words.group_user_for),
        "connection": (words.group_connection, ""),
    }
    return names.get(group, (words.group_variables, "{{…}}"))


def answer_run(field: str, answer: str, strings: Strings) -> Run:
    """Return how an answer reads; certificates that nobody checks are a caution."""
    words = strings.environments.editor
    if field == "verify_tls":
        return Run(words.verify_on) if answer == "True" else Run(words.verify_off, "caution")
    if field == "proxy_kind":
        names = {SYSTEM_PROXY: words.proxy_system, NO_PROXY: words.proxy_none}
        return Run(names.get(answer, words.proxy_own))
    return Run(answer.upper() if answer == "json" else answer)
