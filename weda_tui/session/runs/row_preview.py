"""What a row of data sends, on one line, before anything leaves."""

from contextlib import suppress

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session.session import Session

LONGEST_BODY = 200
"""Characters of a body that are shown."""


def request_line(session: Session, draft: RequestDraft, where: Target) -> str:
    """Return method, URL and body as far as they are known, masked."""
    request, masker = None, session.tokens.masker()
    with suppress(FileError):
        request = session.sending.preflight(draft, where, ()).request
    method, url, body = draft.method, draft.url, draft.body
    if request is not None:
        method, url, body = request.method, request.url, request.body.decode(errors="replace")
    shown = " ".join(masker.text(body).split())  # before it is cut: half a secret is none
    cut = "…" if len(shown) > LONGEST_BODY else ""
    return masker.text(f"{method} {url}  {shown[:LONGEST_BODY]}{cut}".rstrip())
