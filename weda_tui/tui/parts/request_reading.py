"""What the tabs of a request say that are only read: its token, its documents, its file."""

from typing import TYPE_CHECKING

import msgspec

from weda_tui.core.endpoint import Endpoint
from weda_tui.core.environment import Where
from weda_tui.core.masking import MASK
from weda_tui.core.request import RequestDraft
from weda_tui.core.run import RunResult
from weda_tui.core.variables import Used
from weda_tui.i18n.history import clock_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.drawings.call_address import auth_lines
from weda_tui.tui.drawings.endpoint import docs_lines
from weda_tui.tui.parts.saved_reading import SavedShown, reading_lines
from weda_tui.tui.widgets.paint import Line

if TYPE_CHECKING:  # only a saved request has them
    from weda_tui.session.collections import LoadedRequest
    from weda_tui.session.saved_sending import SavedOutcome


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """The request that is read about."""

    endpoint: Endpoint
    draft: RequestDraft | None
    where: Where | None
    saved: "LoadedRequest | None" = None
    is_edited: bool = False
    """Whether a saved request has edits that are not saved."""
    outcome: "SavedOutcome | RunResult | None" = None
    """What the file of a saved request says of its last answer."""


def request_reading(
    tab: str, reading: Reading, session: Session, strings: Strings, width: int
) -> list[Line]:
    """Return what a tab says, folded to a width."""
    if tab == "docs":
        return docs_lines(reading.endpoint, strings, width)
    if tab == "auth":
        where = reading.where
        host = where.environment.host if where else "{{vars.host}}"
        used = _used(reading, session)
        return auth_lines(reading.endpoint.token_kind, host, used, strings, width)
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


def _used(reading: Reading, session: Session) -> list[Used]:
    """Return every variable of a draft with its value and its source."""
    draft, where = reading.draft, reading.where
    if draft is None or where is None:
        return []
    variables = session.variables(where, draft, MASK)
    names = dict.fromkeys(n for text in draft.texts for n in variables.used_by(text))
    found = (session.look_up(name, where, draft) for name in names)
    return [each for each in found if each is not None]
