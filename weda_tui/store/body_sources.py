"""The workspace files that a request body may contain; no other file is read."""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from weda_tui.core.errors import ErrorCode, FileError, reading, unreadable
from weda_tui.core.requests.draft import is_file_name
from weda_tui.store.atomic import read_whole
from weda_tui.store.workspace_files import resolve_inside

LARGEST = 256 * 2**20
"""The limit in bytes of a file that is sent in a body."""
SEARCHED_BYTES = 64 * 1024
"""Bytes of a file that a preview searches for a private key; a send searches the whole file."""

_KEY_ENDINGS = frozenset(
    {".key", ".p12", ".pfx", ".pkcs12", ".jks", ".keystore", ".p8", ".pk8", ".ppk"}
)
_PEM_KEY = re.compile(rb"-----BEGIN [A-Z0-9 ]*PRIVATE KEY")
_KEY_STORE = re.compile(
    rb"\xfe\xed\xfe\xed|\xce\xce\xce\xce"  # JKS, JCEKS
    rb"|\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)\x02\x01\x03\x30",  # PKCS #12
    re.DOTALL,
)


class BodySources:
    """The files of a workspace that a body can name."""

    def __init__(
        self, root: Path, private: Path, named: Callable[[], Iterable[Path]] = tuple
    ) -> None:
        """``private`` is a folder of which no file is sent, wherever the folder is.

        ``named`` returns the certificates and keys of the environments, which are not sent either.
        """
        self._root, self._private, self._named = root, private, named

    def size(self, name: str) -> int:
        """Return the size of a file in bytes. Raises as ``read`` does."""
        path = self._find(name)
        with reading(name):
            found = path.stat()
        if found.st_size > LARGEST:
            raise FileError(ErrorCode.BODY_FILE_TOO_BIG, file=name, limit=LARGEST)
        if not stat.S_ISREG(found.st_mode):
            raise FileError(ErrorCode.BODY_FILE_OUTSIDE, file=name)
        with reading(name), path.open("rb") as file:
            head = file.read(SEARCHED_BYTES)
        _check_content(name, head)
        return found.st_size

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises ``FileError``: ``BODY_FILE_OUTSIDE`` for anything but a regular file of the
        workspace, ``BODY_FILE_PRIVATE`` for a private key and for a file that an environment names,
        ``BODY_FILE_TOO_BIG``, ``FILE_UNREADABLE``.
        """
        self.size(name)
        data = read_whole(self._find(name), largest=LARGEST)
        if data is None:
            raise unreadable(name, OSError(errno.ENOENT, os.strerror(errno.ENOENT)))
        _check_content(name, data)
        return data

    def _find(self, name: str) -> Path:
        """Return the real path of a file: in the workspace, and in no hidden folder of it."""
        outside = FileError(ErrorCode.BODY_FILE_OUTSIDE, file=name)
        if not is_file_name(name):
            raise outside
        try:
            path = resolve_inside(self._root, self._root.joinpath(*name.split("/")))
            private = self._private.resolve()
        except (FileError, OSError, RuntimeError) as error:
            raise outside from error
        if path.is_relative_to(private):
            raise outside
        endings = {path.suffix.lower(), Path(name).suffix.lower()}
        if endings & _KEY_ENDINGS or path in self._named_files():
            raise FileError(ErrorCode.BODY_FILE_PRIVATE, file=name)
        return path

    def _named_files(self) -> set[Path]:
        """Return the real paths of the files that the environments name."""
        found: set[Path] = set()
        for path in self._named():
            with suppress(OSError, RuntimeError, ValueError):
                found.add(path.resolve())
        return found


def _check_content(name: str, data: bytes) -> None:
    """Raise ``FileError`` (``BODY_FILE_PRIVATE``) for the bytes of a private key."""
    if _PEM_KEY.search(data) or _KEY_STORE.match(data):
        raise FileError(ErrorCode.BODY_FILE_PRIVATE, file=name)
