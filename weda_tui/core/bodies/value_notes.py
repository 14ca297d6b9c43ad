"""Facts about a value in a response that its bytes do not show, as values without wording."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

import msgspec

from weda_tui.core.bodies.answer_schema import AnswerShape, MissingFields
from weda_tui.core.bodies.timestamps import moment
from weda_tui.core.catalogue.endpoint import EPOCH_MILLISECONDS, Bilingual
from weda_tui.core.json import escapes, nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.tree import Path

LONGEST_VALUE = 512
"""Bytes of a value beyond which nothing is said about it."""
DEEPEST = 24
"""Levels beyond which no documentation is looked up."""
_MOST_MEMBERS = 400
"""The maximum number of members of an object that is checked for missing fields."""


class KnownValues(msgspec.Struct, frozen=True, kw_only=True):
    """The facts about one line."""

    meaning: Bilingual | None = None
    moment: datetime | None = None
    decoded: str = ""
    is_unlisted: bool = False
    """Whether the documentation, or the data model, has no such field."""
    of_model: bool = False
    lacking: MissingFields | None = None
    """For an object: the documented fields that it does not have."""

    def with_lacking(self, lacking: MissingFields | None) -> "KnownValues":
        """Return a copy with the missing fields of an object."""
        return msgspec.structs.replace(self, lacking=lacking) if lacking is not None else self

    def without_decoded(self) -> "KnownValues":
        """Return a copy for a view that already shows the escapes decoded."""
        return msgspec.structs.replace(self, decoded="") if self.decoded else self


def known_of(
    value: str, path: Path, answer: AnswerShape | None, zone: tzinfo | None
) -> KnownValues:
    """Return the facts about a scalar, given as JSON, or a container, given as its bracket.

    ``path`` is the path in the whole response; an index stands for any index.
    """
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    is_text = value.startswith('"')
    shape = answer.shape(path) if answer is not None else None
    is_scalar = value[:1] not in {"{", "[", ""}
    bare = value[1:-1] if is_text else value
    meaning = answer.meaning(path, bare) if answer is not None and is_scalar else None
    is_time = shape is not None and shape.field.format == EPOCH_MILLISECONDS
    is_listed_value = shape is not None and bool(shape.meanings)
    around = answer.shape(path[:-1]) if answer is not None and path else None
    return KnownValues(
        meaning=meaning,
        moment=None if is_listed_value else moment(value, name, zone, is_time=is_time),
        decoded=escapes.short_decoded(value) if is_text else "",
        is_unlisted=answer is not None and answer.is_unlisted(path),
        of_model=around is not None and around.of_model,
    )


class JsonPaths:
    """The paths of the lines of one document, cached for nearby lines.

    Every index in the paths is 0, since counting the items of a long array takes time.
    """

    def __init__(self, index: JsonIndex) -> None:
        self._index = index
        self._around: dict[int, tuple[int, int, Path]] = {}
        """The container used last at each depth: its first and last line, and its path."""

    def path(self, line: int) -> Path | None:
        """Return the path of the node of a line; ``None`` if it is too deep to be documented."""
        index = self._index
        line = nodes.head_of(index, line)
        depth = index.depth(line)
        if depth > DEEPEST:
            return None
        if not depth:
            return ()
        around = self._container(line, depth)
        key = index.row(line).key
        return (*around, nodes.key_name(key) if key else 0)

    def _container(self, line: int, depth: int) -> Path:
        first, last, path = self._around.get(depth - 1, (0, -1, ()))
        if first < line <= last:
            return path
        index = self._index
        first = nodes.parent_of(index, line)
        last = nodes.end_of(index, first)
        path = self.path(first) or ()
        self._around[depth - 1] = (first, index.line_count - 1 if last is None else last, path)
        return path


def value_text(index: JsonIndex, line: int) -> str:
    """Return the JSON text of a short scalar; of any other value, its first character."""
    row = index.row(line)
    end = row.end if row.end - row.start <= LONGEST_VALUE else row.start + 1
    return index.source[row.start : end].decode("utf-8", "replace")


def lacking_of(
    index: JsonIndex, line: int, path: Path, answer: AnswerShape
) -> MissingFields | None:
    """Return the documented fields that the object of a line does not have.

    ``None`` if they are not documented, or while the end of the object is not known.
    """
    shape = answer.shape(path)
    if shape is None or not shape.members or nodes.kind_of(index, line) != "{":
        return None
    names = list(_names(index, line))
    if not names or names[-1] is not None:
        return None
    return answer.lacking(path, (name for name in names if name is not None))


def _names(index: JsonIndex, line: int) -> Iterator[str | None]:
    """Yield the names of an object's members, then ``None`` if these are all."""
    last = nodes.end_of(index, line)
    if last is None:
        return
    at = line + 1
    for _ in range(_MOST_MEMBERS):
        if at >= last:
            yield None
            return
        yield nodes.key_name(index.row(at).key)
        end = nodes.end_of(index, at)
        if end is None:
            return
        at = end + 1
