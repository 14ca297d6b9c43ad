"""Detects changed files by their times, since no other way works on every system."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from weda_tui.core.collections.paths import parent_of
from weda_tui.session.runs.request_loader import SUFFIX, RequestLoader, plain_path
from weda_tui.session.session import Session
from weda_tui.store.collections.files import settings_file
from weda_tui.store.paths import typed_path

CHECK_EVERY = 1.5
"""Seconds between two checks of the disk."""
SETTLED_AFTER = 0.3
"""Seconds without a further change after which a change is complete."""

Stamps = Mapping[Path, tuple[int, int]]
"""The write times of files in nanoseconds, and their sizes; a missing file has no entry."""


def stamps_of(files: Iterable[Path]) -> Stamps:
    """Return the write times of files. For a thread."""
    found: dict[Path, tuple[int, int]] = {}
    for file in files:
        try:
            status = os.stat(file)  # noqa: PTH116 - looked at again and again
        except OSError:
            continue
        found[file] = status.st_mtime_ns, status.st_size
    return found


def changed_files(before: Stamps, now: Stamps) -> tuple[Path, ...]:
    """Return the files that were written, created or removed."""
    names = before.keys() | now.keys()
    return tuple(sorted(name for name in names if before.get(name) != now.get(name)))


def files_of_run(
    session: Session,
    loader: RequestLoader | None,
    chosen: Iterable[str],
    environment: str,
    data: str,
) -> set[Path]:
    """Return the files that decide what a run sends and how it is judged. For a thread.

    These are the files of the chosen requests and of all requests that ``loader`` has read, the
    settings of their folders, the environment, the success rules and the data.
    """
    paths, root = session.paths, session.collections.root
    files = {paths.environments / f"{environment}{SUFFIX}", paths.rules}
    if data:
        files.add(typed_path(data))
    for path in map(plain_path, chosen):
        folder = root / path
        files.update(requests_in(folder) if os.path.isdir(folder) else (root / f"{path}{SUFFIX}",))  # noqa: PTH112 - it raises nothing
    for path in loader.paths if loader is not None else ():
        files.add(root / f"{path}{SUFFIX}")
        while path:
            path = parent_of(path)  # noqa: PLW2901
            files.add(root / settings_file(path))
    return files


def requests_in(folder: Path) -> Iterator[Path]:
    """Yield the requests below a folder; if it is removed meanwhile, those found before."""
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names if name.endswith(SUFFIX))
