"""The saved requests of a workspace: read as they are shown, changed one at a time.

    load(path) ──► LoadedRequest ── draft_of ──► RequestDraft with its variables ── edit ──► save

Everything here uses the disk and is called in a thread; only ``seen.get`` never waits.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from weda_tui.core.collections.paths import (
    check_path,
    file_name_for,
    is_within,
    joined,
    name_of,
    parent_of,
)
from weda_tui.core.collections.saved_request import Assertion, Example, FolderSettings, SavedRequest
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import Header, RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.secrets.credentials import in_headers
from weda_tui.core.secrets.patterns import is_secret_header, secret_names
from weda_tui.core.text.file_names import fold_name
from weda_tui.formats.toml.assertions import assertion_table
from weda_tui.formats.toml.requests import render_saved_request
from weda_tui.formats.toml.writer import dumps
from weda_tui.session.collections.request_summaries import SavedMove, Summaries, UndoResult, stamps
from weda_tui.store.collections.files import (
    SUFFIX,
    Listing,
    LoadedCollections,
    LoadedRequest,
    folder_paths,
    list_folder,
    load_collections,
    load_request,
    load_settings,
    request_paths,
    save_request,
    save_settings,
)
from weda_tui.store.collections.moves import Removed, make, move, remove, restore
from weda_tui.store.workspace_files import read_text

if TYPE_CHECKING:
    from weda_tui.core.history.entry import LastResult

MOST_READ = 500
"""Requests whose titles are read at one time, at most."""


class Collections:
    """The folder ``collections/`` of one workspace."""

    def __init__(
        self,
        root: Path,
        masker: Callable[[], Masker],
        follow: Callable[[str, str], None] = lambda _, __: None,
    ) -> None:
        """``masker`` is ``FileGate.masker``: its result hides every secret of this machine.

        ``follow`` is called with each path that changed and its new path, in the thread that
        changed it.
        """
        self.root = root
        self.seen = Summaries(root)
        self.unsent: dict[str, LastResult] = {}
        """How requests of runs without a response ended, by path; the history lacks unsent ones."""
        self.changes = CollectionChanges(self, masker, follow)

    def listing(self, path: str = "") -> Listing:
        """List one folder; the root is the empty path. Raises no expected errors."""
        return list_folder(self.root, path)

    def paths(self) -> tuple[str, ...]:
        """Return the path of every request, read or not; 10,000 requests need some 40 ms."""
        return tuple(request_paths(self.root))

    def count_below(self, path: str) -> int:
        """Return the number of requests in a folder and its subfolders."""
        return sum(1 for _ in request_paths(self.root, path))

    def titles(self) -> dict[str, str]:
        """Return the title of every request by path.

        Of the requests not read before, only the first ``MOST_READ`` are read; the title of the
        others is the name in the path.
        """
        paths = self.paths()
        self.seen.load([path for path in paths if self.seen.get(path) is None][:MOST_READ])
        rows = ((path, self.seen.get(path)) for path in paths)
        return {path: row.title if row else name_of(path) for path, row in rows}

    def folders(self) -> tuple[str, ...]:
        """Return the path of every folder, outer ones first."""
        return folder_paths(self.root)

    def load(self, path: str) -> LoadedRequest:
        """Read one request. Raises ``FileError``; see ``store.collections.files.load_request``."""
        return load_request(self.root, path)

    def load_all(self, path: str = "") -> LoadedCollections:
        """Read everything below a folder. Raises no expected errors."""
        return load_collections(self.root, path)

    def text_now(self, path: str) -> str | None:
        """Return the current text of a request's file, ``None`` if the file does not exist.

        Raises ``FileError``.
        """
        return read_text(self.root.parent, self.root / f"{path}{SUFFIX}", file=f"{path}{SUFFIX}")

    def stamps(self, folders: Iterable[str]) -> dict[str, int]:
        """Return the write times of folders and their settings, by path, in nanoseconds."""
        return stamps(self.root, folders)

    def layers(self, request: SavedRequest) -> tuple[VariableLayer, ...]:
        """Return the variables that apply to a request, weakest first: folders, then its own.

        Raises ``FileError`` for a folder whose settings cannot be opened.
        """
        names = request.folder.split("/") if request.folder else []
        layers = [
            VariableLayer(
                VariableOrigin.COLLECTION,
                settings.variables,
                settings.name or name_of(settings.path),
            )
            for depth in range(1, len(names) + 1)
            for settings, _ in [load_settings(self.root, "/".join(names[:depth]))]
            if settings.variables
        ]
        if request.variables:
            layers.append(VariableLayer(VariableOrigin.REQUEST, request.variables, request.title))
        return tuple(layers)

    def draft_of(self, request: SavedRequest) -> RequestDraft:
        """Return a request as a draft with its variables. Raises ``FileError``."""
        return msgspec.structs.replace(request.draft, layers=self.layers(request))

    def settings(self, path: str) -> FolderSettings:
        """Return the settings of a folder. Raises ``FileError``."""
        return load_settings(self.root, path)[0]

    def assertion_text(self, assertion: Assertion) -> str:
        """Return the lines of an assertion as in a request's file."""
        return dumps({"assert": [assertion_table(assertion)]})

    def preview(self, loaded: LoadedRequest, draft: RequestDraft) -> str:
        """Return the text of a request's file with another draft. Does not use the disk."""
        plain = msgspec.structs.replace(draft, layers=())
        if plain == loaded.request.draft:
            return loaded.text
        request = msgspec.structs.replace(loaded.request, draft=plain)
        return render_saved_request(request, loaded.text)


class CollectionChanges:
    """Changes the saved requests of a workspace, and undoes changes."""

    def __init__(
        self, saved: Collections, masker: Callable[[], Masker], follow: Callable[[str, str], None]
    ) -> None:
        self._saved, self._root, self._seen = saved, saved.root, saved.seen
        self._masker, self._follow_elsewhere = masker, follow
        self._done: list[Removed | SavedMove] = []
        self._written: dict[str, str] = {}
        """The text last written here, by path."""

    def has_written(self, path: str, text: str) -> bool:
        """Return whether a request's text is the one last written here."""
        return self._written.get(path) == text

    def save(self, request: SavedRequest, known_text: str | None = None) -> LoadedRequest:
        """Write a request; see ``store.collections.files.save_request``.

        Raises ``FileError``, also ``SECRET_IN_REQUEST`` with the part that contains a secret. A
        secret is recognised by its value or, for text that the file does not contain yet, by the
        name of its header or field.
        """
        return self._write(request, known_text, self._masker())

    def _write(
        self, request: SavedRequest, known_text: str | None, masker: Masker
    ) -> LoadedRequest:
        plain = msgspec.structs.replace(
            request, draft=msgspec.structs.replace(request.draft, layers=())
        )
        known = self._draft_of(plain.path)
        check_no_secret(plain, masker, known)
        check_no_named_secret(plain.draft, known)
        text = save_request(self._root, plain, known_text=known_text)
        self._written[plain.path] = text
        self._seen.note(plain)
        return LoadedRequest(plain, text)

    def _draft_of(self, path: str) -> RequestDraft | None:
        """Return the draft in a file; ``None`` if there is no file that can be opened."""
        with suppress(FileError):
            return self._saved.load(path).request.draft
        return None

    def path_for(self, title: str, folder: str) -> str:
        """Return a path with a free file name for a new request with a title.

        Raises ``FileError`` (``NAME_INVALID``) for a folder name that is not possible on every
        system.
        """
        if folder:
            check_path(folder)
        listing = self._saved.listing(folder)
        return joined(folder, file_name_for(title, (*listing.requests, *listing.folders)))

    def is_taken(self, path: str) -> bool:
        """Return whether a request or a folder exists at a path, also with different case."""
        listing = self._saved.listing(parent_of(path))
        names = {fold_name(each) for each in (*listing.requests, *listing.folders)}
        return fold_name(name_of(path)) in names

    def create(
        self,
        title: str,
        folder: str,
        draft: RequestDraft,
        *,
        like: SavedRequest | None = None,
        replaces: bool = False,
    ) -> LoadedRequest:
        """Save a draft as a new request, with everything else copied from ``like``.

        ``replaces`` overwrites the file of that title. Raises ``FileError`` as ``save`` does.
        """
        self._check_title(title)
        path = joined(folder, file_name_for(title)) if replaces else self.path_for(title, folder)
        name = "" if name_of(path) == title else title
        base = like or SavedRequest(path=path, draft=draft)
        request = msgspec.structs.replace(base, path=path, draft=draft, name=name)
        return self.save(request, self._saved.text_now(path) if replaces else None)

    def duplicate(self, path: str) -> LoadedRequest:
        """Save a copy of a request in the same folder, under a free name. Raises ``FileError``."""
        request = self._saved.load(path).request
        copy = self.path_for(name_of(path), request.folder)
        title = f"{request.name}{copy.removeprefix(path)}" if request.name else ""
        return self.save(msgspec.structs.replace(request, path=copy, name=title))

    def rename(self, path: str, title: str) -> str:
        """Change the title of a request or a folder, and rename its file; return the new path.

        Raises ``FileError``.
        """
        self._check_title(title)
        folder, old = parent_of(path), name_of(path)
        listing = self._saved.listing(folder)
        others = {*listing.requests, *listing.folders} - {old}
        name = file_name_for(title, others)
        new = joined(folder, name)
        if new != path:
            move(self._root, path, new)
            self._follow(path, new, listing)
            self._mend_dependents(path, new)
            self._follow_elsewhere(path, new)
        text = "" if name == title else title
        if old in listing.requests:
            loaded = self._saved.load(new)
            if loaded.request.name != text:
                self.save(msgspec.structs.replace(loaded.request, name=text), loaded.text)
            self._seen.load([new])
        else:
            self.change_settings(new, name=text)
        return new

    def move(self, path: str, folder: str) -> str:
        """Move a request or a folder to another folder; return the new path.

        Raises ``FileError`` (``FILE_EXISTS`` if a folder is moved into itself).
        """
        if parent_of(path) == folder:
            return path
        listing = self._saved.listing(folder)
        new = joined(folder, file_name_for(name_of(path), (*listing.requests, *listing.folders)))
        if is_within(folder, path):
            raise FileError(ErrorCode.FILE_EXISTS, file=path)
        move(self._root, path, new)
        self._moved(path, new)
        return new

    def put(self, path: str, folder: str, at: int | None = None) -> str:
        """Move a request or a folder to a folder, at a position in it; return its new path.

        Without a position it is sorted by name. ``undo`` reverts the move. Raises ``FileError``.
        """
        folders = dict.fromkeys((parent_of(path), folder))
        orders = tuple((each, self._saved.listing(each).settings.order) for each in folders)
        new = self.move(path, folder)
        is_placed = at is not None and self._place_at(new, at)
        if new != path or is_placed:
            self._done.append(SavedMove(path, new, orders))
        return new

    def make_folder(self, title: str, parent: str = "") -> str:
        """Create a folder, or a collection if it has no parent; return its path."""
        self._check_title(title)
        listing = self._saved.listing(parent)
        path = joined(parent, file_name_for(title, (*listing.requests, *listing.folders)))
        make(self._root, path)
        if name_of(path) != title:
            self.change_settings(path, name=title)
        return path

    def _check_title(self, title: str) -> None:
        """Refuse a title that contains a secret, because the file gets this name."""
        _check_texts((("name", title),), self._masker())

    def change_settings(self, path: str, **changes: object) -> FolderSettings:
        """Change the settings of a folder (fields of ``FolderSettings``).

        Raises ``FileError``, also ``SECRET_IN_REQUEST`` for a secret that was not there before.
        """
        settings, text = load_settings(self._root, path)
        changed = msgspec.structs.replace(settings, **changes)
        if changed != settings:
            before = {*texts_of(settings)}
            if new := [each for each in texts_of(changed) if each not in before]:
                _check_texts(new, self._masker())
            save_settings(self._root, changed, known_text=text)
        return changed

    def shift(self, path: str, by: int) -> bool:
        """Move a request or a folder up or down within its folder.

        Returns whether it could be moved. Raises ``FileError``.
        """
        listing = self._saved.listing(parent_of(path))
        row, name = [each for each, _ in listing.entries], name_of(path)
        at = row.index(name) if name in row else -1
        if at < 0 or not self._place_at(path, at + by):
            return False
        before = ((listing.path, listing.settings.order),)
        self._done.append(SavedMove(path, path, before))
        return True

    def _place_at(self, path: str, at: int) -> bool:
        """Move a request or a folder to a position in its folder; see ``shift``."""
        listing = self._saved.listing(parent_of(path))
        names, name = [each for each, _ in listing.entries], name_of(path)
        if name not in names or not 0 <= at < len(names) or names.index(name) == at:
            return False
        names.remove(name)
        names.insert(at, name)
        self.change_settings(listing.path, order=tuple(names))
        return True

    def remove(self, path: str) -> None:
        """Remove a request or a folder; ``undo`` restores it. Raises ``FileError``."""
        self._done.append(remove(self._root, path))
        self._seen.forget(path)

    @property
    def can_undo(self) -> bool:
        """Whether something was removed or moved since the program started."""
        return bool(self._done)

    def undo(self) -> UndoResult:
        """Undo the last removal or move. Raises ``FileError``."""
        last = self._done[-1]
        if isinstance(last, Removed):
            restore(self._root, last)
        else:
            self._put_back(last)
        self._done.pop()
        return UndoResult(last.path, last.new if isinstance(last, SavedMove) else "")

    def _put_back(self, moved: SavedMove) -> None:
        if moved.new != moved.path:
            move(self._root, moved.new, moved.path)
            self._moved(moved.new, moved.path)
        for folder, order in moved.orders:
            self.change_settings(folder, order=order)

    def _moved(self, path: str, new: str) -> None:
        self._seen.forget(path)
        self._mend_dependents(path, new)
        self._follow_elsewhere(path, new)

    def _follow(self, path: str, new: str, before: Listing) -> None:
        """Keep the position of a renamed entry in its folder's order."""
        self._seen.forget(path)
        if name_of(path) in before.settings.order:
            order = (name_of(new) if n == name_of(path) else n for n in before.settings.order)
            self.change_settings(before.path, order=tuple(order))

    def _mend_dependents(self, path: str, new: str) -> None:
        """Update the dependencies of other requests on a request whose path changed.

        Reads every file; 10,000 files need some 0.5 s. A file that cannot be opened, or that
        another process is writing, is not updated.
        """
        masker: Masker | None = None
        for each in self._saved.paths():
            with suppress(FileError):
                text = self._saved.text_now(each)
                if text is None or path not in text:
                    continue
                request = self._saved.load(each).request
                depends = tuple(
                    f"{new}{other.removeprefix(path)}" if is_within(other, path) else other
                    for other in request.depends
                )
                if depends != request.depends:
                    masker = masker or self._masker()
                    self._write(msgspec.structs.replace(request, depends=depends), text, masker)


def check_no_secret(request: SavedRequest, masker: Masker, known: RequestDraft | None) -> None:
    """Refuse to write a request that contains a secret itself rather than a variable.

    Headers that ``known``, the previous draft, already had are allowed unless ``masker`` hides a
    part of them. Raises ``FileError``: ``SECRET_IN_REQUEST`` with the part (``url``, ``body``, a
    header, …), or ``SECRET_HIDDEN``.
    """
    if request.draft.lacks_secret:
        raise FileError(ErrorCode.SECRET_HIDDEN)
    _check_texts(texts_of(request), masker)
    new = _new_headers(request.draft, known)
    typed = [each for each in in_headers(new) if each and "{{" not in each]
    _check_texts(texts_of(request), Masker(typed))


def check_no_named_secret(draft: RequestDraft, known: RequestDraft | None) -> None:
    """Refuse a draft with a value that is a secret by the name of its header or field.

    A variable is not a secret. Values that ``known``, the previous draft, already had are allowed.
    Raises ``FileError`` (``SECRET_IN_REQUEST``) with the name.
    """
    headers = _new_headers(draft, known)
    names = [name for name, value in headers if is_secret_header(name, value)]
    if known is None or draft.url != known.url:
        names += secret_names(draft.url)
    if known is None or draft.body != known.body:
        names += secret_names(draft.body)
    if names:
        raise FileError(ErrorCode.SECRET_IN_REQUEST, part=names[0])


def _new_headers(draft: RequestDraft, known: RequestDraft | None) -> list[Header]:
    """Return the headers of a draft that the previous draft does not have."""
    return [each for each in draft.headers if known is None or each not in known.headers]


def _check_texts(texts: Iterable[tuple[str, str]], masker: Masker) -> None:
    for part, text in texts:
        if masker.text(text) != text:
            raise FileError(ErrorCode.SECRET_IN_REQUEST, part=part)


Value: TypeAlias = (
    str | int | float | Decimal | Enum | msgspec.Struct | Mapping[str, "Value"]
    | tuple["Value", ...] | None
)  # fmt: skip
"""The value of a field."""

_PLACES = frozenset({"path", "order"})
"""Fields with names of files on the disk, which are not text in a file."""
_PARTS = {"endpoint_id": "endpoint", "asserts": "assert", "captures": "capture"}
"""Names of fields in files, if they differ from the names here."""


def texts_of(record: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Yield the parts, with their texts and numbers, of a record and of the records in it.

    A part is named by its field; a header, a variable or an example by its own name.
    """
    for field in record.__struct_fields__:
        if field not in _PLACES:
            yield from texts_in(getattr(record, field), _PARTS.get(field, field))


def texts_in(value: Value, part: str) -> Iterator[tuple[str, str]]:
    """Yield the part, with each text and number in a value."""
    if isinstance(value, Enum | bool):
        return
    if isinstance(value, str):
        yield part, value
    elif isinstance(value, int | float | Decimal):
        yield part, str(value)
    elif isinstance(value, msgspec.Struct):
        for inner, text in texts_of(value):
            yield (inner if part == "draft" else part), text
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield part, name
            yield from texts_in(item, name)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item, _name_of(item) or part)


def _name_of(item: Value) -> str:
    """Return the name of a header or of an example; empty for anything else."""
    if isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str):
        return item[0]
    return item.name if isinstance(item, Example) else ""
