"""Removes the temp files that killed writers left in the folders of a session."""

from contextlib import suppress

from weda_tui.core.errors import FileError
from weda_tui.store.atomic import sweep
from weda_tui.store.paths import Paths
from weda_tui.store.workspace_files import check_inside


def sweep_leftovers(paths: Paths) -> None:
    """Remove old temp files; those among saved requests are removed when a folder is listed."""
    workspace = (paths.environments, paths.modules, paths.rules.parent, paths.notes.parent)
    drafts = (paths.drafts.parent, paths.drafts)
    state = (
        paths.state,
        *drafts,
        paths.models,
        paths.bodies,
        paths.trash,
        paths.state / "token-turns",
    )
    for folder in dict.fromkeys(workspace):
        with suppress(FileError):
            sweep(check_inside(paths.workspace, folder))
    for folder in state:
        sweep(folder)
