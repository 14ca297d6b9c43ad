"""A one-line preview of what a row of data sends."""

from contextlib import suppress

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session.session import Session

LONGEST_BODY = 200
"""Characters of a body that are shown, at most."""


def request_line(session: Session, draft: RequestDraft, where: Target) -> str:
    """Return method, URL and body as far as they are known, masked."""
    request, masker = None, session.tokens.masker()
    with suppress(FileError):
        request = session.sending.preflight(draft, where, ()).request
    method, url, body = draft.method, draft.url, draft.body
    if request is not None:
        method, url, body = request.method, request.url, request.body.decode(errors="replace")
    shown = " ".join(masker.text(body).split())  # mask first: half a secret would not be masked
    cut = "…" if len(shown) > LONGEST_BODY else ""
    return masker.text(f"{method} {url}  {shown[:LONGEST_BODY]}{cut}".rstrip())
