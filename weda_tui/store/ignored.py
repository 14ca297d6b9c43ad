"""The values that a workspace ignores in comparisons: one file, ``rules/ignored.toml``."""

from collections.abc import Callable
from pathlib import Path

from weda_tui.core.comparison.ignored import USUAL, Ignored
from weda_tui.formats.toml.ignored import parse_ignored, render_ignored
from weda_tui.store.workspace_files import lock_folder, read_text, write_text


def load_ignored(path: Path) -> Ignored:
    """Read the values to ignore; without a file, the usual ones. Raises ``FileError``."""
    return _load(path)[0]


def change_ignored(path: Path, change: Callable[[Ignored], Ignored]) -> Ignored:
    """Write what ``change`` returns for the present content of the disk, and return it.

    Raises ``FileError``: ``TOML_…`` for a broken file, ``FILE_UNWRITABLE``.
    """
    workspace = path.parent.parent
    with lock_folder(workspace, path.parent):
        before, text = _load(path)
        after = change(before)
        if after != before:
            write_text(workspace, path, render_ignored(after, text))
    return after


def _load(path: Path) -> tuple[Ignored, str | None]:
    text = read_text(path.parent.parent, path)
    return (USUAL if text is None else parse_ignored(text, file=path.name)), text
