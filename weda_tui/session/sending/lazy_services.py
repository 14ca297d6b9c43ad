"""The services of the session that sending needs and that are loaded late."""

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
    """Loads the network library and the database off the event loop."""
    captured: "Callable[[], Memory | None]"
    """Returns the values captured from responses of the session, ``None`` if there are none yet."""
    judging: "Callable[[], Judging]"
    history: "Callable[[], History]"
    pages: "Callable[[], ErrorBook]"
    """Returns the error book."""
