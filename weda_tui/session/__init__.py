"""The services behind ``Session``, one for each thing that a user can ask for.

The terminal interface and the command line use these services and nothing below them.

send:  draft ── template ── guard ── token ── gateway ── verdict ──► Answered | Failed
"""

from weda_tui.session.session import Session

__all__ = ["Session"]
