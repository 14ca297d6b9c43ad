"""What has to be sent before a saved request: its dependencies and theirs."""

from collections.abc import Callable

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.errors import ErrorCode, FileError

Find = Callable[[str], SavedRequest]
"""Returns the saved request of a path. Raises ``FileError``."""


def dependencies(saved: SavedRequest, find: Find) -> tuple[SavedRequest, ...]:
    """Return what a request depends on, each once, what comes first before what needs it.

    Raises ``FileError``: ``DEPENDS_CYCLE`` with the paths in a row, or what ``find`` raises.
    """
    done: dict[str, SavedRequest] = {}
    trail: list[tuple[SavedRequest, list[str]]] = [(saved, [*saved.depends])]
    while trail:
        current, waiting = trail[-1]
        if not waiting:
            trail.pop()
            done[current.path] = current
            continue
        path = waiting.pop(0)
        on_trail = [each.path for each, _ in trail]
        if path in on_trail:
            names = " → ".join((*on_trail[on_trail.index(path) :], path))
            raise FileError(ErrorCode.DEPENDS_CYCLE, names=names)
        if path not in done:
            needed = find(path)
            trail.append((needed, [*needed.depends]))
    del done[saved.path]
    return tuple(done.values())
