"""Files of the workspace whose content goes into the body of a request, and no others."""

import errno
import os
import stat
from pathlib import Path

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.atomic import read_whole, reason_of

LARGEST = 256 * 2**20
"""Bytes of one file that is sent in a body."""


class BodySources:
    """The folder of a workspace, as a body may name files in it."""

    def __init__(self, root: Path, private: Path) -> None:
        """``private`` is a folder of which nothing is sent, wherever it lies."""
        self._root, self._private = root, private

    def size(self, name: str) -> int:
        """Return the size of a file in bytes. Raises as ``read`` does."""
        path = self._find(name)
        try:
            found = path.stat()
        except OSError as error:
            reason = reason_of(error)
            raise FileError(ErrorCode.FILE_UNREADABLE, file=name, reason=reason) from error
        if found.st_size > LARGEST:
            raise FileError(ErrorCode.BODY_FILE_TOO_BIG, file=name, limit=LARGEST)
        if not stat.S_ISREG(found.st_mode):
            raise FileError(ErrorCode.BODY_FILE_OUTSIDE, file=name)
        return found.st_size

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises ``FileError``: ``BODY_FILE_OUTSIDE`` for what is no plain file of the workspace,
        ``BODY_FILE_TOO_BIG``, ``FILE_UNREADABLE``.
        """
        self.size(name)
        data = read_whole(self._find(name), largest=LARGEST)
        if data is None:
            reason = os.strerror(errno.ENOENT)
            raise FileError(ErrorCode.FILE_UNREADABLE, file=name, reason=reason)
        return data

    def _find(self, name: str) -> Path:
        """Return where a file really lies: in the workspace, and in no hidden folder of it."""
        parts = name.split("/")
        outside = FileError(ErrorCode.BODY_FILE_OUTSIDE, file=name)
        if any(not part or part.startswith(".") or set(part) & set("\\:\0") for part in parts):
            raise outside
        try:
            root = self._root.resolve()
            path = root.joinpath(*parts).resolve()
            private = self._private.resolve()
        except (OSError, RuntimeError) as error:
            raise outside from error
        is_hidden = path.is_relative_to(root) and any(
            part.startswith(".") for part in path.relative_to(root).parts
        )
        if not path.is_relative_to(root) or is_hidden or path.is_relative_to(private):
            raise outside
        return path
