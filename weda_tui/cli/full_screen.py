"""Whether the terminal can show a whole screen that is drawn and typed into."""

import codecs
import os
import sys

from weda_tui.cli import output
from weda_tui.cli.invocation import current

_UTF_8 = "utf-8"


def takes_full_screen(*, keys_come_later: bool = False) -> bool:
    """Return whether a full screen can open; say why not.

    ``keys_come_later`` leaves stdin alone, which is something to read first.
    """
    words = current().strings.cli.program
    is_terminal = keys_come_later or output.is_terminal(sys.stdin)
    if not is_terminal or not output.is_terminal(sys.stdout):
        output.talk(words.no_terminal)
        return False
    if os.environ.get("TERM") == "dumb":
        output.talk(words.dumb_terminal)
        return False
    encoding = sys.stdout.encoding or _UTF_8
    if codecs.lookup(encoding).name != _UTF_8:
        output.talk(words.no_utf_8.format(encoding=encoding))
        return False
    return True
