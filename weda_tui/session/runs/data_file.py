"""The file with the rows of data that a run goes through."""

import errno
import os
from pathlib import Path

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.runs.results import Row
from weda_tui.formats.data_rows import read_rows
from weda_tui.store.atomic import read_whole
from weda_tui.store.paths import typed_path
from weda_tui.store.workspace_files import check_typed


def read_data(file: str, workspace: Path) -> tuple[Row, ...]:
    """Return the rows of a CSV or JSON file.

    Raises ``FileError``: ``LINK_OUTSIDE``, ``FILE_UNREADABLE``; see ``formats.data_rows``.
    """
    data = read_whole(check_typed(workspace, typed_path(file)))
    if data is None:
        raise FileError(ErrorCode.FILE_UNREADABLE, file=file, reason=os.strerror(errno.ENOENT))
    return read_rows(data, file=file)
