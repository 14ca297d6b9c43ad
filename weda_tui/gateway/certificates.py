"""Where the certificates of an environment lie: its file may name them from the workspace on."""

import os
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from weda_tui.core.environments.deployment import Environment

HERE = Path()
"""The folder that the program was started in."""


def placed(path: str, base: Path) -> str:
    """Return the whole path of a certificate; empty for none.

    A relative one begins in ``base``; one that is not there, but is in the folder that the program
    was started in, is that. A network name stays as it is, and nobody is asked for it.
    """
    if not path or is_network_name(path):
        return path
    with suppress(RuntimeError):  # a home that nobody has
        path = str(Path(path).expanduser())
    whole = base / path
    is_there = os.path.exists  # of a name that no file can have it raises nothing
    return path if not is_there(whole) and is_there(path) else str(whole.absolute())


def is_network_name(path: str) -> bool:
    """Return whether a path names another machine, at which Windows would sign in to look."""
    return path[:2].replace("\\", "/") == "//"


def with_placed_files(environment: Environment, base: Path) -> Environment:
    """Return an environment whose certificates a program finds wherever it is started."""
    return replace(
        environment,
        ca_file=placed(environment.ca_file, base),
        client_certificate=placed(environment.client_certificate, base),
        client_key=placed(environment.client_key, base),
    )
