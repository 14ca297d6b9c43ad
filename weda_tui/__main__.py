"""The program: picks a front end and gives it the session."""

import gc
import os
import sys
from typing import Any

# A start makes many objects and hardly any garbage: collecting all the while costs a third of it.
# The explorer turns the collector on again once it has painted, a command before it runs.
gc.disable()


def main() -> int:
    """Run the command line of this process and return its exit status."""
    if is_plain_start():
        return open_explorer()
    from weda_tui.cli.main import run

    gc.enable()
    return run(sys.argv[1:], explore)


def is_plain_start() -> bool:
    """Return whether there is no command line to parse, so that Click need not be loaded."""
    has_terminal = all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout))
    return len(sys.argv) == 1 and has_terminal and "_WEDA_TUI_COMPLETE" not in os.environ


def open_explorer() -> int:
    """Run the explorer on the workspace that the environment names."""
    from weda_tui.i18n.language import choose_language
    from weda_tui.session import Session
    from weda_tui.store.paths import find_paths

    session = Session(find_paths(None, os.environ), environ=os.environ)
    return explore(session, choose_language(os.environ, session.preferences.language))


def explore(session: Any, language: Any, body: Any = None) -> int:
    """Run the explorer, which loads the screen library, until it is quit.

    With a named body, (name, bytes), the viewer on that.
    """
    # What follows from a key is painted at the next frame: at 60 a second that is felt.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    # A thread that indexes or searches gives the event loop its turn within a part of a frame.
    sys.setswitchinterval(0.0005)
    gc.disable()  # a command may have turned it on; once it has painted, the program does
    if body is not None:
        from weda_tui.tui.viewer import run_viewer

        return run_viewer(session, language, body)
    from weda_tui.tui.app import run_explorer

    return run_explorer(session, language)


if __name__ == "__main__":
    sys.exit(main())
