"""Whole files: read with a limit, written so that a crash leaves either the old or the new file.

    write:  temp file in the same folder ── fsync ── rename over the target ── fsync the folder

If a write fails, the temp file is removed, the old file is unchanged, and a ``FileError`` is
raised. The temp file has no name until it is complete if the file system supports this (most on
Linux do), so that a killed writer leaves nothing that Git could add; elsewhere ``sweep`` removes
the temp file.
"""

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from weda_tui.core.errors import ErrorCode, FileError, unreadable, writing

_T = TypeVar("_T")
LARGEST = 4 * 1024 * 1024
"""The default limit in bytes, far above every file that a user or this program writes here."""

STALE_AFTER = 600.0
"""Seconds after which a temp file must be that of a killed process."""

_TEMPORARY = re.compile(r"\.[0-9a-f]{16}\.tmp")
_IS_POSIX = os.name == "posix"
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

_STREAM_FLAGS = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""Opening a pipe without a reader fails instead of waiting."""
_NAMELESS_FLAGS = os.O_WRONLY | getattr(os, "O_TMPFILE", 0)
_NO_NAMELESS_FILES = {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOSYS}
"""Errors of a file system or kernel that does not support unnamed files."""


def read_whole(path: Path, *, private: bool = False, largest: int = LARGEST) -> bytes | None:
    """Return the bytes of a file, ``None`` if it does not exist.

    Raises ``FileError`` (``FILE_UNREADABLE``) for anything else: no permission, a folder, more than
    ``largest`` bytes, or a symlink if the file is ``private``.
    """
    try:
        if private and path.is_symlink():
            raise _os_error(errno.ELOOP)
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise _os_error(errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL)
        descriptor = os.open(path, _READ_FLAGS)
        with open(descriptor, "rb") as stream:  # noqa: PTH123  (the descriptor is closed with it)
            data = stream.read(largest + 1)
        if len(data) > largest:
            raise _os_error(errno.EFBIG)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error) from error
    return data


def read_json(
    path: Path, type_: type[_T], *, largest: int = LARGEST, damaged: Mapping[str, str] = {}
) -> _T | None:
    """Return the content of a private JSON file of this program, ``None`` if it does not exist.

    Raises ``FileError`` as ``read_whole`` does. The error for a file that is not such JSON has
    ``damaged`` in its parameters, and nothing of the file's text.
    """
    data = read_whole(path, private=True, largest=largest)
    try:
        return None if data is None else msgspec.json.decode(data, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, msgspec.DecodeError) else type(error).__name__
    raise FileError(ErrorCode.FILE_UNREADABLE, file=str(path), reason=reason, **damaged)


def find_json(path: Path, type_: type[_T], *, largest: int = LARGEST) -> _T | None:
    """Return the result of ``read_json``, ``None`` if the file is unreadable or damaged."""
    with contextlib.suppress(FileError):
        return read_json(path, type_, largest=largest)
    return None


def write_atomic(
    path: Path,
    data: bytes | memoryview,
    *,
    private: bool = False,
    durable: bool = True,
    mode: int | None = None,
) -> None:
    """Replace a file, or create it and the folders above it.

    A symlink is kept: its target is replaced. The old file's mode is kept. A ``private`` file has
    mode 0600 from its first byte, and its folder 0700, whatever the umask; a symlink in its place
    is refused. A file that is not ``durable`` does not wait for the disk: it may be missing or
    empty after a power cut. ``mode`` is set on the file only, in a folder of the user's. A device
    or a pipe is written into, unless the file is ``private``.

    Raises ``FileError`` (``FILE_UNWRITABLE``).
    """
    with writing(path):
        if private and path.is_symlink():
            raise _os_error(errno.ELOOP)
        if not private and is_stream(path):
            write_into(path, (data,))
            return
        make_folder(path.parent, private=private)
        target = _resolve(path)
        mode = 0o600 if private else mode or _mode_of(target)
        _replace(target, data, mode, durable=durable)
        if durable:
            _sync_folder(target.parent)


def is_stream(path: Path) -> bool:
    """Return whether a path is a device or a pipe, which is written into and never replaced.

    Raises ``OSError`` for a disk or a socket, which is neither written into nor replaced.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if not _IS_POSIX or stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return False
    if stat.S_ISCHR(mode) or stat.S_ISFIFO(mode):
        return True
    raise _os_error(errno.EOPNOTSUPP)


def write_into(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """Write into a device, or into a pipe with a reader. Raises ``OSError``."""
    descriptor = os.open(path, _STREAM_FLAGS)
    try:
        os.set_blocking(descriptor, True)
        for piece in pieces:
            _fill(descriptor, piece, durable=False)
    finally:
        os.close(descriptor)


def make_folder(folder: Path, *, private: bool = False) -> None:
    """Create a folder and its parents; a ``private`` one gets mode 0700, even if it existed.

    Raises ``OSError``.
    """
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        with contextlib.suppress(FileExistsError):
            parent.mkdir(0o700 if private else 0o777)
    if not folder.is_dir():
        raise _os_error(errno.ENOTDIR)
    if private:
        narrow(folder)


def narrow(path: Path) -> bool:
    """Remove the access of other users to a file or folder; return whether this was needed.

    A shared folder (sticky, such as the system's temporary one) and files of other users are not
    changed. Nothing is done on a system without file modes. Raises ``OSError``.
    """
    if not _IS_POSIX or path.is_symlink() or not path.exists():
        return False
    status = path.stat()
    mode = stat.S_IMODE(status.st_mode)
    if status.st_uid != os.geteuid() or mode & stat.S_ISVTX or not mode & 0o077:
        return False
    path.chmod(mode & 0o700)
    return True


def sweep(folder: Path, *, now: float | None = None) -> None:
    """Remove the temp files that killed writers left in a folder; never raises ``OSError``.

    ``now`` is the wall clock, seconds since the epoch. Temp files younger than ``STALE_AFTER`` are
    kept, since another process may be writing them.
    """
    oldest = (time.time() if now is None else now) - STALE_AFTER
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < oldest:
                        Path(entry.path).unlink()


def _replace(target: Path, data: bytes | memoryview, mode: int | None, *, durable: bool) -> None:
    temporary = target.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        if not _write_nameless(temporary, data, mode, durable=durable):
            _write_named(temporary, data, mode, durable=durable)
        os.replace(temporary, target)  # noqa: PTH105  (the one call that replaces on Windows too)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _write_nameless(
    temporary: Path, data: bytes | memoryview, mode: int | None, *, durable: bool
) -> bool:
    """Write a file that gets its name when it is complete; return ``False`` if unsupported."""
    if not _IS_POSIX or not hasattr(os, "O_TMPFILE"):
        return False
    try:
        descriptor = os.open(temporary.parent, _NAMELESS_FLAGS, 0o666 if mode is None else mode)
    except OSError as error:
        if error.errno in _NO_NAMELESS_FILES:
            return False
        raise
    try:
        if mode is not None:
            os.fchmod(descriptor, mode)
        _fill(descriptor, data, durable=durable)
        with contextlib.suppress(OSError):  # without /proc, it is written again with a name
            os.link(f"/proc/self/fd/{descriptor}", temporary, src_dir_fd=descriptor)
            return True
    finally:
        os.close(descriptor)
    return False


def _write_named(
    temporary: Path, data: bytes | memoryview, mode: int | None, *, durable: bool
) -> None:
    descriptor = os.open(temporary, _CREATE_FLAGS, 0o666 if mode is None else mode)
    try:
        if mode is not None:
            temporary.chmod(mode)
        _fill(descriptor, data, durable=durable)
    finally:
        os.close(descriptor)


def _fill(descriptor: int, data: bytes | memoryview, *, durable: bool) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    if durable:
        os.fsync(descriptor)


def _resolve(path: Path) -> Path:
    if not path.is_symlink():
        return path
    try:
        return path.resolve()
    except RuntimeError as error:
        raise _os_error(errno.ELOOP) from error


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode) & 0o777
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """Make the rename durable; not every file system can, and the file is complete without it."""
    if not _IS_POSIX:
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _os_error(number: int) -> OSError:
    return OSError(number, os.strerror(number))
