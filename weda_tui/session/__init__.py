"""What a user can ask for: the services of ``Session``. Both front ends use nothing below them.

send:  draft ── template ── guard ── token ── gateway ── verdict ──► Answered | Failed
"""

from weda_tui.session.session import Session

__all__ = ["Session"]
