"""Finds programs of this machine."""

import shutil
from pathlib import Path


def find_program(name: str) -> str | None:
    """Return the absolute path of a program, ``None`` if the search path has none.

    Windows, and a ``.`` in the search path, search the current folder, which may be a workspace
    written by an attacker: a program found there is ignored. A name with a folder is returned
    unchanged.
    """
    if Path(name).name != name:
        return name
    path = shutil.which(name)
    return path if path is not None and Path(path).is_absolute() else None
