"""The export formats: one row each, used by the command line and by the explorer."""

from enum import StrEnum
from typing import NamedTuple

from weda_tui.core.environments.route import RoutePart


class ExportFormat(StrEnum):
    """The formats to which requests can be exported; the values are those of the command line."""

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
    """The properties of a format that the front ends need."""

    name: str
    """The displayed name, the same in every language."""
    ending: str
    """The extension of its files."""
    has_values: bool
    """Whether the export holds the host and the values of one environment."""
    is_copied: bool
    """Whether the format is offered for copying the request in the editor."""
    takes: frozenset[RoutePart] = frozenset()
    """The parts of an environment's route that the format can hold, apart from the host."""


_TRUST = frozenset({RoutePart.PROXY, RoutePart.TLS, RoutePart.CA})
_WHOLE = frozenset(RoutePart)
"""All parts. ``lost_in_k6`` says which of them must be passed to k6 separately."""

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
"""Programs that send requests repeatedly and judge the responses."""
PROGRAM_FORMATS = LOAD_FORMATS | {ExportFormat.CURL, ExportFormat.PYTHON, ExportFormat.NODE}
"""Programs; values that they need from the user are read from environment variables."""
NO_SYSTEM_PROXY = frozenset({ExportFormat.NODE})
"""Programs that ignore this machine's proxy settings."""
