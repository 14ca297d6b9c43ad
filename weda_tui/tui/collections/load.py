"""Reads a saved request with the draft that it stands for."""

from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session import Session
from weda_tui.session.collections.service import LoadedRequest


def load_request(session: Session, path: str) -> tuple[LoadedRequest, RequestDraft]:
    """Return a saved request and its draft. Raises ``FileError``."""
    loaded = session.collections.load(path)
    return loaded, session.collections.draft_of(loaded.request)
