"""The paths of an environment's certificates, which its file may give relative to the workspace."""

import os
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from weda_tui.core.environments.deployment import Environment

HERE = Path()
"""The folder that the program was started in."""


def placed(path: str, base: Path) -> str:
    """Return the absolute path of a certificate; empty for none.

    A relative path starts at ``base``. If no file exists there, but one exists relative to the
    folder in which the program was started, that file is meant and the path is returned unchanged.
    A network name is returned unchanged and not looked up.
    """
    if not path or is_network_name(path):
        return path
    with suppress(RuntimeError):  # a home directory of an unknown user
        path = str(Path(path).expanduser())
    whole = base / path
    is_there = os.path.exists  # does not raise for an impossible file name
    return path if not is_there(whole) and is_there(path) else str(whole.absolute())


def is_network_name(path: str) -> bool:
    """Return whether a path names another machine: Windows would sign in there to look it up."""
    return path[:2].replace("\\", "/") == "//"


def with_placed_files(environment: Environment, base: Path) -> Environment:
    """Return an environment whose certificate paths are valid wherever a program is started."""
    return replace(
        environment,
        ca_file=placed(environment.ca_file, base),
        client_certificate=placed(environment.client_certificate, base),
        client_key=placed(environment.client_key, base),
    )
