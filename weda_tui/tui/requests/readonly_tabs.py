"""What the tabs of a request say that are only read: its token, its documents, its file."""

from typing import TYPE_CHECKING

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.runs.results import RunResult
from weda_tui.i18n.phrases.history import clock_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.requests.auth_reading import auth_reading
from weda_tui.tui.requests.saved_tabs import SavedShown, reading_lines
from weda_tui.tui.views.endpoints import docs_lines
from weda_tui.tui.widgets.drawing.paint import Line

if TYPE_CHECKING:  # only a saved request has them
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.saved_request_sender import SavedOutcome


class ReadonlyTab(msgspec.Struct, frozen=True, kw_only=True):
    """The request that is read about."""

    endpoint: Endpoint
    draft: RequestDraft | None
    where: Target | None
    saved: "LoadedRequest | None" = None
    is_edited: bool = False
    """Whether a saved request has edits that are not saved."""
    outcome: "SavedOutcome | RunResult | None" = None
    """What the file of a saved request says of its last answer."""


def request_reading(
    tab: str, reading: ReadonlyTab, session: Session, strings: Strings, width: int
) -> list[Line]:
    """Return what a tab says, folded to a width."""
    if tab == "docs":
        return docs_lines(reading.endpoint, strings, width)
    if tab == "auth":
        return auth_reading(reading.endpoint, reading.draft, reading.where, session, strings, width)
    if reading.saved is None or reading.draft is None:
        return []
    shown = SavedShown(
        loaded=reading.saved, draft=reading.draft, where=reading.where, is_edited=reading.is_edited
    )
    outcome = reading.outcome
    if outcome is not None and outcome.exchange is not None:
        when = strings.saved.result.checks_of.format(when=clock_words(outcome.exchange.started_at))
        shown = msgspec.structs.replace(
            shown, checks=outcome.checks, captures=outcome.captures, judged=when
        )
    return reading_lines(tab, shown, reading.endpoint, session, strings, width)
