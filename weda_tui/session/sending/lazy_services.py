"""What sending needs of the session beside what is always there."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # loaded when first needed
    from weda_tui.core.doctor.error_book import ErrorBook
    from weda_tui.session.history import History
    from weda_tui.session.runs.memory import Memory
    from weda_tui.session.sending.judging import Judging


class LazyServices(NamedTuple):
    """Services that are loaded when they are first needed."""

    warm_up: Callable[[], Awaitable[None]]
    """Loads what ``Tokens.online`` and ``history`` need off the event loop."""
    captured: "Callable[[], Memory | None]"
    """Returns what answers of the session had for later requests, ``None`` for nothing yet."""
    judging: "Callable[[], Judging]"
    history: "Callable[[], History]"
    pages: "Callable[[], ErrorBook]"
    """Returns the error book."""
