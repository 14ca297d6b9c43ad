"""The viewer, an app that shows one body."""

import mmap
from collections.abc import Callable

from weda_tui.core.catalogue.endpoint import Language
from weda_tui.i18n.language import strings_for
from weda_tui.session import Session
from weda_tui.store.bodies import FileBody
from weda_tui.tui.app import WedaApp, run_app
from weda_tui.tui.screens.viewer_screen import ViewScreen
from weda_tui.tui.terminal_background import TerminalBackground
from weda_tui.tui.widgets.drawing import palette


def view_app(
    session: Session,
    language: Language,
    body: tuple[str, bytes | mmap.mmap | FileBody],
    theme: str = palette.DARK,
) -> WedaApp:
    """Return the app of ``weda-tui view`` for a named body."""
    return WedaApp(
        session,
        language,
        theme,
        first_screen=lambda: ViewScreen(session, strings_for(language), *body),
    )


def run_viewer(
    session: Session,
    language: Language,
    body: tuple[str, bytes | mmap.mmap | FileBody],
    background: Callable[[], TerminalBackground],
) -> int:
    """Run the viewer until the user quits; return the exit status."""
    return run_app(session, view_app(session, language, body), background)
