"""The routes that the user has approved on this machine, in one private file."""

from collections.abc import Callable, Collection
from pathlib import Path

import msgspec
from msgspec import structs

from weda_tui.core.environments.route import Route
from weda_tui.core.errors import reading, writing
from weda_tui.store.atomic import narrow, read_json, write_atomic
from weda_tui.store.locks import locked


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The approval of a route for one source of a secret."""

    source: str
    """See ``core.environments.route.source_of``."""
    environment: str
    """The name of the environment in which the route was approved."""
    route: Route
    workspace: str = ""
    """``Paths.workspace_digest`` of the approval; empty in a file of an earlier version."""


class _ApprovedContents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    approvals: tuple[Approval, ...]
    version: int = 1
    workspaces: frozenset[str] = frozenset()
    """All workspaces in which a route was ever approved, even if no approval exists any more."""


_Signature = tuple[int, int, int] | None


class ApprovedRoutes:
    """A file of mode 0600 in the state folder, never in a workspace; shared by all processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[_Signature, _ApprovedContents] | None = None
        """The signature of the file that was read last, and its content."""

    def load(self) -> tuple[Approval, ...]:
        """Return every approval, the oldest first; the file is read again only if it has changed.

        Raises ``FileError`` (``FILE_UNREADABLE``) for a file that is corrupt, too large or a
        symlink: such a file approves nothing.
        """
        return self._contents().approvals

    def knows(self, workspace: str) -> bool:
        """Return whether anything was ever approved in a workspace. Raises ``FileError``."""
        return workspace in self._contents().workspaces

    def _contents(self) -> _ApprovedContents:
        signature = self._signature()
        if self._read is None or self._read[0] != signature or signature is None:
            self._read = (signature, self._load())
        return self._read[1]

    def approve(self, approvals: list[Approval], *, known_as: Collection[str] = ()) -> None:
        """Add approvals to those of other routes; the latest is the last.

        ``known_as`` are workspaces for which ``knows`` returns true from now on.

        Raises ``FileError``; an unreadable file is not changed.
        """
        with locked(self._path.parent, private=True):
            contents = self._load()
            contents = structs.replace(contents, workspaces=contents.workspaces.union(known_as))
            kept = [each for each in contents.approvals if each not in approvals]
            self._save(contents, [*kept, *approvals])

    def drop(self, is_dropped: Callable[[Approval], bool]) -> None:
        """Remove the approvals for which ``is_dropped`` returns true. Raises ``FileError``."""
        if any(map(is_dropped, self.load())):
            with locked(self._path.parent, private=True):
                contents = self._load()
                self._save(contents, [each for each in contents.approvals if not is_dropped(each)])

    def _signature(self) -> _Signature:
        try:
            status = self._path.lstat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _load(self) -> _ApprovedContents:
        path = self._path
        with reading(path):
            narrow(path)  # ``approvals`` selects the message for a damaged file
        contents = read_json(path, _ApprovedContents, damaged={"approvals": str(path)})
        return _marked(contents) if contents else _ApprovedContents(())

    def _save(self, before: _ApprovedContents, approvals: list[Approval]) -> None:
        contents = _marked(structs.replace(before, approvals=tuple(approvals)))
        with writing(self._path):
            data = msgspec.json.format(
                msgspec.json.encode(contents, order="deterministic"), indent=2
            )
        write_atomic(self._path, data, private=True)


def _marked(contents: _ApprovedContents) -> _ApprovedContents:
    """Add the workspaces of all approvals to ``workspaces``, which earlier versions lacked."""
    workspaces = contents.workspaces | {each.workspace for each in contents.approvals}
    return structs.replace(contents, workspaces=workspaces)
