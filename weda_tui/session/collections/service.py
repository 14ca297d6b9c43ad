"""The saved requests of a workspace: looked at where they are shown, changed one at a time.

    load(path) ──► LoadedRequest ── draft_of ──► RequestDraft with its variables ── edit ──► save

Everything here touches the disk and belongs in a thread; ``seen.get`` alone answers at once.
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
from weda_tui.session.collections.request_summaries import SavedMove, SeenRequests, Undone, stamps
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
"""Requests that are read for their titles at one time."""


class Collections:
    """The folder ``collections/`` of one workspace."""

    def __init__(
        self,
        root: Path,
        masker: Callable[[], Masker],
        follow: Callable[[str, str], None] = lambda _, __: None,
    ) -> None:
        """``masker`` is that of ``FileGate``: it returns what hides every secret of this machine.

        ``follow`` is told of each path that is another one now, in the thread that changed it.
        """
        self.root = root
        self.seen = SeenRequests(root)
        self.unsent: dict[str, LastResult] = {}
        """How requests of runs ended that got no answer, by path; the history lacks the unsent."""
        self.changes = CollectionChanges(self, masker, follow)

    def listing(self, path: str = "") -> Listing:
        """List one folder; the root is empty. Raises nothing expected."""
        return list_folder(self.root, path)

    def paths(self) -> tuple[str, ...]:
        """Return the path of every request, read or not: 10,000 take some 40 ms."""
        return tuple(request_paths(self.root))

    def count_below(self, path: str) -> int:
        """Return how many requests lie in a folder and those in it."""
        return sum(1 for _ in request_paths(self.root, path))

    def titles(self) -> dict[str, str]:
        """Return the title of every request by path; of many, of those that were looked at."""
        paths = self.paths()
        self.seen.look_at([path for path in paths if self.seen.get(path) is None][:MOST_READ])
        rows = ((path, self.seen.get(path)) for path in paths)
        return {path: row.title if row else name_of(path) for path, row in rows}

    def folders(self) -> tuple[str, ...]:
        """Return the path of every folder, outer ones first."""
        return folder_paths(self.root)

    def load(self, path: str) -> LoadedRequest:
        """Read one request. Raises ``FileError``; see ``store.collections.files.load_request``."""
        return load_request(self.root, path)

    def load_all(self, path: str = "") -> LoadedCollections:
        """Read everything below a folder; raises nothing expected."""
        return load_collections(self.root, path)

    def text_now(self, path: str) -> str | None:
        """Return what a request's file says now, ``None`` where it is gone.

        Raises ``FileError``.
        """
        return read_text(self.root.parent, self.root / f"{path}{SUFFIX}", file=f"{path}{SUFFIX}")

    def stamps(self, folders: Iterable[str]) -> dict[str, int]:
        """Return when folders and their settings were written, by path, in nanoseconds."""
        return stamps(self.root, folders)

    def layers(self, request: SavedRequest) -> tuple[VariableLayer, ...]:
        """Return the variables that a request stands in, weakest first: folders, itself.

        Raises ``FileError`` for a folder whose settings do not open.
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
        """Return what is said of a folder. Raises ``FileError``."""
        return load_settings(self.root, path)[0]

    def assertion_text(self, assertion: Assertion) -> str:
        """Return the lines that an assertion is in a request's file."""
        return dumps({"assert": [assertion_table(assertion)]})

    def preview(self, loaded: LoadedRequest, draft: RequestDraft) -> str:
        """Return what a request's file would say with another draft. Touches no disk."""
        plain = msgspec.structs.replace(draft, layers=())
        if plain == loaded.request.draft:
            return loaded.text
        request = msgspec.structs.replace(loaded.request, draft=plain)
        return render_saved_request(request, loaded.text)


class CollectionChanges:
    """What changes the saved requests of a workspace, and takes changes back."""

    def __init__(
        self, saved: Collections, masker: Callable[[], Masker], follow: Callable[[str, str], None]
    ) -> None:
        self._saved, self._root, self._seen = saved, saved.root, saved.seen
        self._masker, self._follow_elsewhere = masker, follow
        self._done: list[Removed | SavedMove] = []
        self._written: dict[str, str] = {}
        """What was written here last, by path."""

    def has_written(self, path: str, text: str) -> bool:
        """Return whether a request's file says what was written here last."""
        return self._written.get(path) == text

    def save(self, request: SavedRequest, known_text: str | None = None) -> LoadedRequest:
        """Write a request; see ``store.collections.files.save_request``.

        Raises ``FileError``, also ``SECRET_IN_REQUEST`` with the part that holds one: by its value,
        or, where the file does not hold that text yet, by the name of its header or field.
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
        """Return the draft that a file holds; ``None`` where there is none that opens."""
        with suppress(FileError):
            return self._saved.load(path).request.draft
        return None

    def path_for(self, title: str, folder: str) -> str:
        """Return where a new request of a title goes: a file's name that is free.

        Raises ``FileError`` (``NAME_INVALID``) for a folder that no system can have.
        """
        if folder:
            check_path(folder)
        listing = self._saved.listing(folder)
        return joined(folder, file_name_for(title, (*listing.requests, *listing.folders)))

    def is_taken(self, path: str) -> bool:
        """Return whether a request or a folder lies at a path, also in another case."""
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
        """Save a draft as a new request, with what ``like`` has beside its draft.

        ``replaces`` writes over the file of that title. Raises ``FileError`` as ``save`` does.
        """
        self._check_title(title)
        path = joined(folder, file_name_for(title)) if replaces else self.path_for(title, folder)
        name = "" if name_of(path) == title else title
        base = like or SavedRequest(path=path, draft=draft)
        request = msgspec.structs.replace(base, path=path, draft=draft, name=name)
        return self.save(request, self._saved.text_now(path) if replaces else None)

    def duplicate(self, path: str) -> LoadedRequest:
        """Save a copy beside a request, under a name that is free. Raises ``FileError``."""
        request = self._saved.load(path).request
        copy = self.path_for(name_of(path), request.folder)
        title = f"{request.name}{copy.removeprefix(path)}" if request.name else ""
        return self.save(msgspec.structs.replace(request, path=copy, name=title))

    def rename(self, path: str, title: str) -> str:
        """Give a request or a folder another title, and its file the name; return the new path.

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
        said = "" if name == title else title
        if old in listing.requests:
            loaded = self._saved.load(new)
            if loaded.request.name != said:
                self.save(msgspec.structs.replace(loaded.request, name=said), loaded.text)
            self._seen.look_at([new])
        else:
            self.change_settings(new, name=said)
        return new

    def move(self, path: str, folder: str) -> str:
        """Put a request or a folder into another folder; return the new path.

        Raises ``FileError`` (``FILE_EXISTS`` for a folder into itself).
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
        """Put a request or a folder into a folder, at a place in it; return its path.

        Without a place it goes where its name belongs. ``undo`` puts it back. Raises ``FileError``.
        """
        folders = dict.fromkeys((parent_of(path), folder))
        orders = tuple((each, self._saved.listing(each).settings.order) for each in folders)
        new = self.move(path, folder)
        is_placed = at is not None and self._place_at(new, at)
        if new != path or is_placed:
            self._done.append(SavedMove(path, new, orders))
        return new

    def make_folder(self, title: str, parent: str = "") -> str:
        """Make a folder, a collection where it has no parent; return its path."""
        self._check_title(title)
        listing = self._saved.listing(parent)
        path = joined(parent, file_name_for(title, (*listing.requests, *listing.folders)))
        make(self._root, path)
        if name_of(path) != title:
            self.change_settings(path, name=title)
        return path

    def _check_title(self, title: str) -> None:
        """Refuse a title with a secret in it: a file is called by it."""
        _check_texts((("name", title),), self._masker())

    def change_settings(self, path: str, **changes: object) -> FolderSettings:
        """Change what is said of a folder (fields of ``FolderSettings``).

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
        """Move a request or a folder among what lies in its folder.

        Returns whether there was a place to go to. Raises ``FileError``.
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
        """Put a request, or a folder, at a place in its folder; see ``shift``."""
        listing = self._saved.listing(parent_of(path))
        names, name = [each for each, _ in listing.entries], name_of(path)
        if name not in names or not 0 <= at < len(names) or names.index(name) == at:
            return False
        names.remove(name)
        names.insert(at, name)
        self.change_settings(listing.path, order=tuple(names))
        return True

    def remove(self, path: str) -> None:
        """Remove a request or a folder; ``undo`` brings it back. Raises ``FileError``."""
        self._done.append(remove(self._root, path))
        self._seen.forget(path)

    @property
    def can_undo(self) -> bool:
        """Whether something was removed, or put elsewhere, in this run."""
        return bool(self._done)

    def undo(self) -> Undone:
        """Take back what was removed or put elsewhere last. Raises ``FileError``."""
        last = self._done[-1]
        if isinstance(last, Removed):
            restore(self._root, last)
        else:
            self._put_back(last)
        self._done.pop()
        return Undone(last.path, last.new if isinstance(last, SavedMove) else "")

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
        """Keep the place that a renamed entry has in its folder's order."""
        self._seen.forget(path)
        if name_of(path) in before.settings.order:
            order = (name_of(new) if n == name_of(path) else n for n in before.settings.order)
            self.change_settings(before.path, order=tuple(order))

    def _mend_dependents(self, path: str, new: str) -> None:
        """Have the requests that are sent after one name it by its new path.

        Reads every file: 10,000 take some 0.5 s. One that does not open, or that somebody else
        writes just now, stays as it is.
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
    """Refuse to write a request that holds a secret as it is rather than by a variable.

    What the headers of ``known`` hold, the draft of before, may stay unless ``masker`` hides it.
    Raises ``FileError``: ``SECRET_IN_REQUEST`` with the part (``url``, ``body``, a header, …), or
    ``SECRET_HIDDEN``.
    """
    if request.draft.lacks_secret:
        raise FileError(ErrorCode.SECRET_HIDDEN)
    _check_texts(texts_of(request), masker)
    new = _new_headers(request.draft, known)
    typed = [each for each in in_headers(new) if each and "{{" not in each]
    _check_texts(texts_of(request), Masker(typed))


def check_no_named_secret(draft: RequestDraft, known: RequestDraft | None) -> None:
    """Refuse a draft with a value that is a secret by the name of its header or field.

    A variable in its place is none, and what ``known`` holds, the draft of before, may stay.
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
    """Return the headers of a draft that the one of before does not have."""
    return [each for each in draft.headers if known is None or each not in known.headers]


def _check_texts(texts: Iterable[tuple[str, str]], masker: Masker) -> None:
    for part, text in texts:
        if masker.text(text) != text:
            raise FileError(ErrorCode.SECRET_IN_REQUEST, part=part)


Value: TypeAlias = (
    str | int | float | Decimal | Enum | msgspec.Struct | Mapping[str, "Value"]
    | tuple["Value", ...] | None
)  # fmt: skip
"""What a field holds."""

_PLACES = frozenset({"path", "order"})
"""Fields that say where files lie: names on the disk, not text in a file."""
_PARTS = {"endpoint_id": "endpoint", "asserts": "assert", "captures": "capture"}
"""What files call fields that have another name here."""


def texts_of(record: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Yield the texts and the numbers of a record, and of the records in it, with their parts.

    A part is a field; a header, a variable or an example by its own name.
    """
    for field in record.__struct_fields__:
        if field not in _PLACES:
            yield from texts_in(getattr(record, field), _PARTS.get(field, field))


def texts_in(value: Value, part: str) -> Iterator[tuple[str, str]]:
    """Yield the texts and the numbers in a value of a part."""
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
    """Return the name of a header or of an example; empty for what has none."""
    if isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str):
        return item[0]
    return item.name if isinstance(item, Example) else ""
