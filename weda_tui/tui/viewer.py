"""The viewer as an app of its own, on one body."""

import mmap

from weda_tui.core.catalogue.endpoint import Language
from weda_tui.i18n.language import strings_for
from weda_tui.session import Session
from weda_tui.tui.app import WedaApp, run_app
from weda_tui.tui.screens.viewer_screen import ViewScreen
from weda_tui.tui.widgets.drawing import palette


class ViewApp(WedaApp):
    """``weda-tui view``: everything of the explorer's app but the explorer."""

    CSS_PATH = "screens/main.tcss"

    def __init__(
        self,
        session: Session,
        language: Language,
        body: tuple[str, bytes | mmap.mmap],
        theme: str = palette.DARK,
    ) -> None:
        """``body`` has a name."""
        super().__init__(session, language, theme)
        self._named_body = body

    def get_default_screen(self) -> ViewScreen:
        """Return the viewer's screen."""
        return ViewScreen(self._session, strings_for(self.language), *self._named_body)


def run_viewer(session: Session, language: Language, body: tuple[str, bytes | mmap.mmap]) -> int:
    """Run the viewer until it is quit; returns the exit status."""
    return run_app(session, lambda theme: ViewApp(session, language, body, theme))
