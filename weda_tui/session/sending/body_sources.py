"""What replaces each file named in a body: its size in a preview, its bytes when it is sent."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import Header, RequestDraft, describe_file, file_names
from weda_tui.gateway.certificates import placed
from weda_tui.store.body_sources import BodySources


def certificate_paths(environments: Iterable[Environment], base: Path) -> Iterator[Path]:
    """Yield the paths of certificates and keys that environments name, as ``placed`` does."""
    for each in environments:
        for name in (each.ca_file, each.client_certificate, each.client_key):
            if name:
                yield Path(placed(name, base))


def describe_files(draft: RequestDraft, sources: BodySources) -> Mapping[str, bytes]:
    """Return name and size of each file in a body. Raises as ``BodySources.size`` does."""
    return {name: describe_file(name, sources.size(name)) for name in file_names(draft.body)}


def read_files(draft: RequestDraft, sources: BodySources) -> Mapping[str, bytes]:
    """Return the bytes of each file in a body. Reads the disk, so it is called in a thread.

    Raises as ``BodySources.read`` does, and ``FileError`` (``BODY_FILE_BOUNDARY``) for a file that
    contains the boundary of the form, which would end its part.
    """
    boundary = _boundary(draft.headers)
    files = {name: sources.read(name) for name in file_names(draft.body)}
    for name, data in files.items():
        if boundary and boundary in data:
            raise FileError(ErrorCode.BODY_FILE_BOUNDARY, file=name)
    return files


def _boundary(headers: tuple[Header, ...]) -> bytes:
    """Return the line that separates the parts of a form; empty for any other body."""
    kinds = [value for name, value in headers if name.strip().lower() == "content-type"]
    kind = next(iter(kinds), "")
    if not kind.lower().lstrip().startswith("multipart/"):
        return b""
    boundary = kind.partition("boundary=")[2].split(";")[0].strip().strip('"')
    return f"--{boundary}".encode() if boundary else b""
