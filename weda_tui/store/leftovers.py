"""What killed writers left behind in the folders of a session."""

from weda_tui.store.atomic import sweep
from weda_tui.store.paths import Paths


def sweep_leftovers(paths: Paths) -> None:
    """Remove old temp files of ours; those between saved requests go when they are listed."""
    workspace = (paths.environments, paths.modules, paths.rules.parent, paths.notes.parent)
    state = (paths.state, paths.drafts, paths.models, paths.trash, paths.state / "token-turns")
    for folder in dict.fromkeys((*workspace, *state)):
        sweep(folder)
