"""The content of the tree of saved requests: the open folders, or the matches of a filter."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from weda_tui.core.collections.paths import joined, name_of, parent_of
from weda_tui.core.errors import FileError
from weda_tui.core.text.folding import normalise
from weda_tui.tui.collections.tree_view import SavedNode

if TYPE_CHECKING:  # Files are read after the first picture
    from weda_tui.session.collections.service import Collections, Listing

MOST_OPENED = 12
"""The number of collections up to which all of them are unfolded at first."""
FILES_AT_ONCE = 40
"""The number of files read per thread call; in between the event loop can run other tasks."""


class SavedListing:
    """Lists the unfolded folders; reads them in threads."""

    def __init__(self, collections: "Collections") -> None:
        self._collections = collections
        self._listings: dict[str, Listing] = {}
        self._open: set[str] | None = None
        self._revealed: set[str] = set()
        """Folders to unfold once the first listing has determined which are unfolded at first."""
        self._below: dict[str, int] = {}
        """The number of requests in each folded folder."""
        self._paths: tuple[str, ...] | None = None
        self.found: int | None = None
        """The number of requests that the filter found; ``None`` without a filter."""
        self.problems: tuple[FileError, ...] = ()
        """Problems with the names and the settings of folders."""

    @property
    def is_read(self) -> bool:
        """Whether the folders have been listed at least once."""
        return bool(self._listings)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that are listed; an empty path is the root."""
        return tuple(self._listings)

    @property
    def total(self) -> int | None:
        """The number of requests; ``None`` while a folder is folded."""
        known = self._listings
        inner = (joined(at, name) for at, each in known.items() for name in each.folders)
        if not known or any(path not in known for path in inner):
            return None
        return sum(len(each.requests) for each in known.values())

    def names_in(self, folder: str) -> list[str]:
        """Return the names of the entries of a listed folder, in their order."""
        listing = self._listings.get(folder)
        return [name for name, _ in listing.entries] if listing else []

    def reveal(self, path: str) -> None:
        """Unfold all folders above a path."""
        folder = parent_of(path)
        while folder:
            (self._revealed if self._open is None else self._open).add(folder)
            folder = parent_of(folder)

    def toggle(self, folder: str) -> None:
        """Unfold or fold a folder."""
        if self._open is not None:
            self._open ^= {folder}

    async def read(self) -> None:
        """List the unfolded folders."""
        collections, self._paths = self._collections, None
        root = await asyncio.to_thread(collections.listing)
        if self._open is None:
            first = root.folders if len(root.folders) <= MOST_OPENED else ()
            self._open = {*first, *self._revealed}
        listings = {"": root}
        waiting = [name for name in root.folders if name in self._open]
        while waiting:
            listing = await asyncio.to_thread(collections.listing, waiting.pop())
            listings[listing.path] = listing
            inner = (joined(listing.path, name) for name in listing.folders)
            waiting += [path for path in inner if path in self._open]
        closed = _closed_inside(listings)
        self._below = await asyncio.to_thread(_requests_below, collections, closed)
        self._listings = listings
        self.problems = tuple(each for one in listings.values() for each in one.problems)

    async def nodes(self, query: str, *, has_gaps: bool = False) -> tuple[SavedNode, ...]:
        """Return the rows; ``has_gaps`` adds a blank row before each collection but the first."""
        self.found = None
        if words := normalise(query).split():
            return await self._matching(words)
        counts = self._counts()
        rows: list[SavedNode] = []
        for node in self._visible("", 0, counts):
            if has_gaps and node.is_folder and node.depth == 0 and rows:
                rows.append(SavedNode(0, "", is_gap=True))
            rows.append(node)
        return tuple(rows)

    def _visible(self, path: str, depth: int, counts: Counter[str]) -> Iterator[SavedNode]:
        listing = self._listings.get(path)
        if listing is None:
            return
        titles = {name: self._title(joined(path, name)) for name in listing.folders}
        twice = {title for title, times in Counter(titles.values()).items() if times > 1}
        for name, is_folder in listing.entries:
            here = joined(path, name)
            if not is_folder:
                yield SavedNode(depth, here)
                continue
            title = titles[name]
            inner = self._listings.get(here)
            yield SavedNode(
                depth, here, is_folder=True, is_open=inner is not None, title=title,
                file=name if title in twice and title != name else "",
                count=counts[here] if inner else self._below.get(here),
            )  # fmt: skip
            yield from self._visible(here, depth + 1, counts)

    def _title(self, path: str) -> str:
        inner = self._listings.get(path)
        return (inner.settings.name if inner else "") or name_of(path)

    def _counts(self) -> Counter[str]:
        """Return the number of requests below each folder."""
        own = {path: len(listing.requests) for path, listing in self._listings.items()}
        counts = Counter[str]()
        for path, number in (*own.items(), *self._below.items()):
            folder = path
            while folder:
                counts[folder] += number
                folder = parent_of(folder)
        return counts

    async def _matching(self, words: list[str]) -> tuple[SavedNode, ...]:
        """Return the requests whose path, title or tags contain every word, under their folders."""
        collections = self._collections
        if self._paths is None:
            self._paths = await asyncio.to_thread(collections.paths)
        unread = [path for path in self._paths if collections.seen.get(path) is None]
        for start in range(0, len(unread), FILES_AT_ONCE):
            await asyncio.to_thread(collections.seen.load, unread[start : start + FILES_AT_ONCE])
        found: list[SavedNode] = []
        folder = ""
        for path in self._paths:
            seen = collections.seen.get(path)
            text = normalise(f"{path} {seen.title} {' '.join(seen.tags)}" if seen else path)
            if all(word in text for word in words):
                if (parent := parent_of(path)) != folder and parent:
                    found.append(SavedNode(0, parent, is_folder=True, is_open=True, title=parent))
                folder = parent
                found.append(SavedNode(1 if parent else 0, path))
        self.found = sum(not node.is_folder for node in found)
        return tuple(found)


def _closed_inside(listings: "dict[str, Listing]") -> list[str]:
    """Return the folded folders inside unfolded ones, except in the root, which shows no count."""
    inner = (joined(at, name) for at, each in listings.items() if at for name in each.folders)
    return [path for path in inner if path not in listings]


def _requests_below(collections: "Collections", folders: list[str]) -> dict[str, int]:
    return {path: collections.count_below(path) for path in folders}
