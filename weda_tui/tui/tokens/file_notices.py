"""What is worth a word of this machine's private files, each said once."""

from weda_tui.i18n.phrases.facts import unkept_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session


class FileNotices:
    """Notices of files that others could read, and of what could not be kept."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shown: set[str] = set()

    def find_new(self, strings: Strings) -> str:
        """Return the next sentence that was not shown yet, empty for none."""
        for path in self._session.narrowed:
            if self._is_new(str(path)):
                return strings.facts.narrowed_short.format(file=path.name)
        for each in self._session.unkept:
            if self._is_new(each.name):
                return f"! {unkept_words(each, strings)}"
        return ""

    def _is_new(self, name: str) -> bool:
        is_new = name not in self._shown
        self._shown.add(name)
        return is_new
