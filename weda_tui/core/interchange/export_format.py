"""The formats of exports: one row each, read by the command line and by the explorer."""

from enum import StrEnum
from typing import NamedTuple

from weda_tui.core.environments.route import RoutePart


class ExportFormat(StrEnum):
    """What requests can be exported as; the values are those of the command line."""

    POSTMAN = "postman"
    OPENAPI = "openapi"
    HAR = "har"
    MARKDOWN = "markdown"
    CURL = "curl"
    PYTHON = "python"
    NODE = "node"
    HTTP = "http"
    LOCUST = "locust"
    K6 = "k6"


class FormatTraits(NamedTuple):
    """What the front ends have to know of a format."""

    name: str
    """What it is called, in every language."""
    ending: str
    """What its files end in."""
    has_values: bool
    """Whether it holds the address and the values of one environment."""
    is_copied: bool
    """Whether it is offered for the request in the editor."""
    takes: frozenset[RoutePart] = frozenset()
    """What it takes of an environment's route beside the address."""


_TRUST = frozenset({RoutePart.PROXY, RoutePart.TLS, RoutePart.CA})
_WHOLE = frozenset(RoutePart)
"""``lost_in_k6`` says what of it k6 has to be given."""

EXPORT_FORMATS = {
    ExportFormat.POSTMAN: FormatTraits("Postman", "postman_collection.json", False, True),
    ExportFormat.OPENAPI: FormatTraits("OpenAPI", "openapi.json", False, False),
    ExportFormat.HAR: FormatTraits("HAR", "har", True, False),
    ExportFormat.MARKDOWN: FormatTraits("Markdown", "md", False, False),
    ExportFormat.CURL: FormatTraits("curl", "sh", True, True, _TRUST),
    ExportFormat.PYTHON: FormatTraits("Python · httpx", "py", True, True, _TRUST),
    ExportFormat.NODE: FormatTraits("Node · http", "mjs", True, True, _TRUST),
    ExportFormat.HTTP: FormatTraits("HTTP", "http", True, True),
    ExportFormat.LOCUST: FormatTraits("Locust", "locust.py", True, False, _WHOLE),
    ExportFormat.K6: FormatTraits("k6", "k6.js", True, False, _WHOLE),
}
"""Every format, in the order of the menus."""
LOAD_FORMATS = frozenset({ExportFormat.LOCUST, ExportFormat.K6})
"""Programs that send requests again and again, and judge the answers."""
PROGRAM_FORMATS = LOAD_FORMATS | {ExportFormat.CURL, ExportFormat.PYTHON, ExportFormat.NODE}
"""Programs: what they need of whoever runs them, they read from environment variables."""
NO_SYSTEM_PROXY = frozenset({ExportFormat.NODE})
"""Programs that do not read the proxy of this machine's own settings."""
