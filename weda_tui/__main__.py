"""The entry point of the program: selects a front end and passes the session to it."""

import gc
import os
import sys
from typing import Any


def main() -> int:
    """Run the command line of this process and return its exit status."""
    if is_plain_start():
        return open_explorer()
    from weda_tui.cli.main import run

    return run(sys.argv[1:], explore, serve)


def is_plain_start() -> bool:
    """Return whether there is no command line to parse, so that Click need not be loaded."""
    has_terminal = all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout))
    return len(sys.argv) == 1 and has_terminal and "_WEDA_TUI_COMPLETE" not in os.environ


def open_explorer() -> int:
    """Run the explorer on the workspace that the environment variables name.

    Garbage collection is off until the explorer is ready: all loaded objects are in use, and the
    collector would need a tenth of the start time.
    """
    gc.disable()
    from weda_tui.i18n.language import choose_language
    from weda_tui.session import Session
    from weda_tui.store.paths import find_paths

    session = Session(find_paths(None, os.environ), environ=os.environ)
    return explore(session, choose_language(os.environ, session.settings.preferences.language))


def explore(session: Any, language: Any, body: Any = None) -> int:
    """Run the explorer, which loads the screen library, until the user quits.

    With ``body``, a pair of name and bytes, run the viewer on this body.
    """
    from weda_tui.tui.terminal_background import asked_background

    is_unknown = not (session.settings.preferences.theme or os.environ.get("NO_COLOR"))
    with asked_background(is_wanted=is_unknown) as background:
        if body is not None:
            from weda_tui.tui.viewer import run_viewer

            return run_viewer(session, language, body, background)
        from weda_tui.tui.app import run_explorer

        return run_explorer(session, language, background)


def serve(open_session: Any, strings: Any, environment: str | None, env_type: str | None) -> int:
    """Serve a coding agent over MCP until it disconnects; this loads the MCP library."""
    from weda_tui.mcp.serving import serve_agent

    return serve_agent(open_session, strings, environment, env_type)


if __name__ == "__main__":
    sys.exit(main())
