"""A name that people gave, as the name of a file on every system."""

import re

from weda_tui.core.clean import clean
from weda_tui.core.environment_name import LONGEST_NAME, check_name, fold_name
from weda_tui.core.errors import FileError

_UNFIT = re.compile(r'[\x00-\x20\x7f/\\<>:"|?*\u2400-\u2421]+')
_ROOM = 8
"""Bytes that are left for a number."""


def safe_file_name(name: str) -> str:
    """Return the nearest name that ``check_name`` takes; Chinese stays, slashes become dashes."""
    fit = _UNFIT.sub(" ", clean(name).replace("/", "-").replace("\\", "-"))
    fit = fit.encode("utf-8", "replace")[: LONGEST_NAME - _ROOM].decode("utf-8", "ignore")
    fit = fit.strip(" .")
    try:
        check_name(fit)
    except FileError:
        fit = f"_{fit}" if fit else "_"
    return fit


def take_file_name(name: str, taken: dict[str, int]) -> str:
    """Return a safe name that no file of a folder has, on a file system without case either.

    ``taken`` are the names of the folder, folded, each with the number it was last given; the new
    one is added.
    """
    fit = safe_file_name(name)
    number, free = taken.get(fold_name(fit), 0), fit
    while fold_name(free) in taken:
        number += 1
        free = f"{fit} {number + 1}"
    taken[fold_name(fit)] = number
    taken.setdefault(fold_name(free), 0)
    return free
