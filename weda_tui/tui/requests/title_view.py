"""The head of a saved request: its title, call and file, and the tabs that only it has."""

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.runs.assertions import judged_of
from weda_tui.i18n.phrases.facts import effect_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.tabs import Tab

UNSAVED = "●"
"""The mark before a saved request with unsaved edits."""
CHECKS, FILE = "checks", "file"
"""The tabs that only a saved request has."""


def saved_tabs(request: SavedRequest, strings: Strings) -> list[Tab]:
    """Return the tabs that show the file of a saved request."""
    count = len(judged_of(request))
    return [Tab(CHECKS, f"{strings.saved.result.tab} {count}"), Tab(FILE, "TOML")]


def saved_title_lines(request: SavedRequest, endpoint: Endpoint, strings: Strings) -> list[Line]:
    """Return three rows: title and effect, call, file."""
    call = [endpoint.title.text(strings.language), endpoint.action] if endpoint.id else []
    effect = effect_words(endpoint.effect, strings) if endpoint.id else ""
    return [
        Line(
            [Run("  "), Run(request.title, "bold")],
            [Run(effect, EFFECT_ROLES[endpoint.effect]), Run(" ")],
        ),
        Line([Run("  "), Run("  ".join(call) or request.draft.method, "dim")]),
        Line([Run("  "), Run(f"{request.path}.toml", "faint")]),
    ]
