"""The files of a workspace: a folder that may come from Git, with links to any place.

Every path below a workspace is read, listed, written, moved and removed through this module. A link
that stays inside the workspace is followed. A link out of the workspace, or into a hidden folder of
it (``.git``), is refused; ``resolve_inside`` alone decides this. The workspace itself, and the
folders above it, may be links: the user chose them.
"""

import contextlib
import errno
import os
from collections.abc import Generator
from pathlib import Path

from weda_tui.core.errors import ErrorCode, FileError, unreadable, writing
from weda_tui.formats.toml.text import decode
from weda_tui.store.atomic import LARGEST, read_whole, write_atomic
from weda_tui.store.locks import locked
from weda_tui.store.paths import typed_path


def resolve_inside(workspace: Path, path: Path) -> Path:
    """Return the real path of a path below a workspace, with every link resolved.

    Raises ``FileError`` (``LINK_OUTSIDE``) if the real path is not in the workspace, or is hidden
    in it.
    """
    real = _real(path)
    if not _is_visible(_real(workspace), real):
        raise _outside(workspace, path, real)
    return Path(real)


def check_inside(workspace: Path, path: Path) -> Path:
    """Return the path to use for a path below a workspace: ``path`` itself if it has no links.

    Raises ``FileError`` as ``resolve_inside`` does. Without links, each name is checked once.
    """
    root, here = "" if workspace == Path() else str(workspace), str(path)
    is_plain = ".." not in here[len(root) :]
    while is_plain and len(here) > len(root):  # as strings: there may be 10,000 requests
        is_plain = not os.path.islink(here)  # noqa: PTH114
        here = os.path.dirname(here)  # noqa: PTH120
    return path if is_plain and here == root else resolve_inside(workspace, path)


def check_parent(workspace: Path, path: Path) -> Path:
    """Return a path without following its last name, even if that is a link.

    Raises ``FileError`` as ``resolve_inside`` does for the folder that contains it.
    """
    return check_inside(workspace, path.parent) / path.name


def read_file(workspace: Path, path: Path, *, largest: int = LARGEST) -> bytes | None:
    """Return the bytes of a file below a workspace, ``None`` if it does not exist.

    Raises ``FileError``: ``LINK_OUTSIDE``, ``FILE_UNREADABLE``.
    """
    return read_whole(check_inside(workspace, path), largest=largest)


def write_file(workspace: Path, path: Path, data: bytes) -> None:
    """Replace a file below a workspace, or create it and the folders above it.

    Raises ``FileError``: ``LINK_OUTSIDE``, ``FILE_UNWRITABLE``.
    """
    write_atomic(check_inside(workspace, path), data)


def read_text(workspace: Path, path: Path, *, file: str = "") -> str | None:
    """Return the text of a file below a workspace, ``None`` if it does not exist.

    Errors name the file ``file``. Raises ``FileError`` as ``read_file`` does, and ``TOML_SYNTAX``.
    """
    data = read_file(workspace, path)
    return None if data is None else decode(data, file=file or path.name)


def write_text(workspace: Path, path: Path, text: str, *, file: str = "") -> None:
    """Replace a file below a workspace as ``write_file`` does."""
    with writing(file or path):
        data = text.encode()
    write_file(workspace, path, data)


@contextlib.contextmanager
def lock_folder(workspace: Path, folder: Path) -> Generator[None]:
    """Hold the lock of a folder of a workspace, which is created when missing.

    Raises ``FileError``: ``LINK_OUTSIDE``, ``FILE_UNWRITABLE``.
    """
    with locked(check_inside(workspace, folder)):
        yield


def check_typed(workspace: Path, path: Path) -> Path:
    """Return a path that the user typed; a path outside the workspace is allowed.

    Raises ``FileError`` (``LINK_OUTSIDE``) for a path in the workspace that a link leads out of it.
    """
    try:
        whole = Path(os.path.abspath(_current_folder() / path))  # noqa: PTH100  (``..`` as written)
        root = next((each for each in (whole, *whole.parents) if _is_same(each, workspace)), None)
        real = _real(path)
        if root is not None:
            is_plain = real == str(Path(_real(root), whole.relative_to(root)))
            if not is_plain and not _is_visible(_real(root), real):
                raise _outside(root, whole, real)
    except ValueError:  # not a valid path: opening it raises the error
        pass
    return path


def _current_folder() -> Path:
    """Return the current folder as the shell spells it, with the links that led into it."""
    spelled = Path(os.environ.get("PWD", ""))
    here = Path.cwd()
    return spelled if spelled.is_absolute() and _is_same(spelled, here) else here


def lies_in(workspace: Path, path: Path) -> bool:
    """Return whether a path, with every link followed, is in a workspace; it need not exist."""
    real = Path(_real(path))
    return any(_is_same(each, workspace) for each in (real, *real.parents))


def read_typed(workspace: Path, text: str, *, largest: int = LARGEST) -> bytes:
    """Return the bytes of the file at a typed path, with ``~`` expanded.

    Raises ``FileError``: ``LINK_OUTSIDE``, or ``FILE_UNREADABLE``, also for a missing file.
    """
    data = read_whole(check_typed(workspace, typed_path(text)), largest=largest)
    if data is None:
        raise unreadable(text, OSError(errno.ENOENT, os.strerror(errno.ENOENT)))
    return data


def _outside(workspace: Path, path: Path, real: str) -> FileError:
    """Return the error for a refused path, naming the link that leads out."""
    root = _real(workspace)
    links = (each for each in _links(workspace, path) if not _is_visible(root, _real(each)))
    file = Path(next(links, path)).relative_to(workspace).as_posix()
    return FileError(ErrorCode.LINK_OUTSIDE, file=file, target=real)


def _links(workspace: Path, path: Path) -> Generator[str]:
    """Yield the links on the way from a workspace to a path below it."""
    here = str(workspace)
    for name in path.relative_to(workspace).parts:
        here = os.path.join(here, name)  # noqa: PTH118  (a path of each name takes much longer)
        if os.path.islink(here):  # noqa: PTH114
            yield here


def _is_visible(root: str, real: str) -> bool:
    """Return whether a real path is in a real folder, but not in a hidden folder of it."""
    path = Path(real)
    if not path.is_relative_to(root):
        return False
    return not any(name.startswith(".") for name in path.relative_to(root).parts)


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _real(path: str | Path) -> str:
    return os.path.realpath(path)
