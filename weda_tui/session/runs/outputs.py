"""Checks of the files that a command writes: none is read, written twice, or holds other data."""

import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from weda_tui.core.collections.saved_request import SavedRequest, dependencies
from weda_tui.core.errors import ErrorCode, FileError, reading
from weda_tui.core.requests.draft import file_names
from weda_tui.session.runs.saved_request_sender import RequestSource
from weda_tui.store.paths import typed_path
from weda_tui.store.workspace_files import check_typed

COMPARED_BYTES = 4096
"""Bytes at the start of an existing file by which its kind is recognised."""


class OutputKind(StrEnum):
    """The kind of an output file, recognised when an existing file is replaced."""

    REPORT = "report"
    """The rows of a run: CSV."""
    JUNIT = "junit"
    HTML = "html"
    METRICS = "metrics"
    """For Prometheus."""


_BEGINS = {
    OutputKind.REPORT: re.compile(rb"row,verdict,code,requestId\s"),
    OutputKind.JUNIT: re.compile(rb"\s*(?:<\?xml\b.*?)?<testsuites?\b", re.DOTALL),
    OutputKind.HTML: re.compile(rb"(?is)\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b"),
    OutputKind.METRICS: re.compile(rb"(?:# (?:HELP|TYPE) )?weda_"),
}


class OutputFile(msgspec.Struct, frozen=True):
    """A file that is going to be written."""

    option: str
    """The option that names it, for errors."""
    file: str
    """The path as typed; empty for none."""
    kind: OutputKind | None = None
    """The kind of existing file it may replace; ``None`` if that is checked elsewhere."""


def check_outputs(
    outputs: Iterable[OutputFile],
    inputs: Mapping[str, str],
    workspace: Path,
    read: Callable[[], Iterable[Path]] = tuple,
) -> None:
    """Raise ``FileError`` if writing a file would destroy something.

    ``inputs`` are files as typed, by their options. ``read`` returns other files that are read; it
    is called only if an output exists already. Raises ``OUTPUT_SAME_FILE``, ``OUTPUT_IS_READ``,
    ``OUTPUT_IS_OTHER``, ``LINK_OUTSIDE``, ``FILE_UNREADABLE``. For a thread.
    """
    seen = {_identity(typed_path(file)): option for option, file in inputs.items() if file}
    for each in (each for each in outputs if each.file):
        path = check_typed(workspace, typed_path(each.file))
        identity = _identity(path)
        if (other := seen.setdefault(identity, each.option)) != each.option:
            raise FileError(ErrorCode.OUTPUT_SAME_FILE, one=other, other=each.option)
        if not isinstance(identity, tuple):
            continue
        named = {"option": each.option, "file": each.file}
        if identity in map(_identity, read()):
            raise FileError(ErrorCode.OUTPUT_IS_READ, **named)
        if each.kind is not None and not _is_of(each.kind, path, each.file):
            raise FileError(ErrorCode.OUTPUT_IS_OTHER, **named, output=each.kind.value)


def body_files(
    workspace: Path, loader: RequestSource, chosen: Sequence[SavedRequest]
) -> Iterator[Path]:
    """Yield the files whose contents requests and their dependencies send.

    Raises ``FileError`` for a missing dependency.
    """
    for each in chosen:
        for saved in (*dependencies(each, loader.find), each):
            yield from (workspace / name for name in file_names(saved.draft.body))


def _identity(path: Path) -> tuple[int, int] | Path:
    """Return the identity of a file: device and inode if it exists, otherwise its path."""
    try:
        found = path.stat()
    except OSError:
        return path.resolve()
    return found.st_dev, found.st_ino


def _is_of(kind: OutputKind, path: Path, file: str) -> bool:
    """Return whether a file is empty, is not a regular file, or is of the given kind."""
    with reading(file):
        if not stat.S_ISREG(path.stat().st_mode):
            return True
        with path.open("rb") as stream:
            head = stream.read(COMPARED_BYTES).removeprefix(b"\xef\xbb\xbf")
    return not head.strip() or _BEGINS[kind].match(head) is not None
