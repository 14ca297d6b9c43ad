"""Programs of this machine."""

import shutil
from pathlib import Path


def find_program(name: str) -> str | None:
    """Return the whole path of a program; ``None`` where the search path does not lead to one.

    Windows, and a ``.`` in the search path, look in the current folder, which may be a workspace
    that somebody else wrote: nothing is found there. A name with a folder in it is taken as it is.
    """
    if Path(name).name != name:
        return name
    path = shutil.which(name)
    return path if path is not None and Path(path).is_absolute() else None
