"""A tree of conditions and groups, and functions that edit it.

A place in a tree is a path of indices, from the outside in; the path of the root is empty.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import msgspec

Path = tuple[int, ...]


class Word(StrEnum):
    """Whether all terms of a group must hold, or any; the values are the query language's."""

    AND = "$and"
    OR = "$or"


class Condition(msgspec.Struct, frozen=True):
    """A field compared with a value."""

    field: str
    operator: str
    """``$eq`` and so on; an undocumented operator is kept as it is."""
    value: str = ""
    """JSON text, digit by digit; empty if there is no value yet."""
    relation: str = ""
    """The relation, for a condition on a related record; ``field`` is ``relation.name`` then."""


class Verbatim(msgspec.Struct, frozen=True):
    """A part that is not a condition, kept as written."""

    text: str
    name: str | None = None
    """The name of the member whose value it is; ``None`` for a whole item."""


class ConditionGroup(msgspec.Struct, frozen=True):
    """Terms of which all or any must hold; a group without terms holds for every record."""

    word: Word = Word.AND
    terms: "tuple[Term, ...]" = ()
    is_object: bool = True
    """Whether an ``AND`` is written as one object if the names differ; otherwise as ``$and``."""


Term = Condition | Verbatim | ConditionGroup


class FilterRow(NamedTuple):
    """A term with its place."""

    path: Path
    term: Term


def rows(group: ConditionGroup, path: Path = ()) -> Iterator[FilterRow]:
    """Yield all terms inside a group in order, each group before its terms."""
    for index, term in enumerate(group.terms):
        here = (*path, index)
        yield FilterRow(here, term)
        if isinstance(term, ConditionGroup):
            yield from rows(term, here)


def term_at(root: ConditionGroup, path: Path) -> Term:
    """Return the term at an existing place."""
    term: Term = root
    for index in path:
        term = _inside(term)[index]
    return term


def group_at(root: ConditionGroup, path: Path) -> ConditionGroup:
    """Return the group at a place, or the group around the term there."""
    term = term_at(root, path)
    return term if isinstance(term, ConditionGroup) else group_at(root, path[:-1])


def spliced(root: ConditionGroup, path: Path, terms: tuple[Term, ...]) -> ConditionGroup:
    """Return the tree with ``terms`` in place of the term at ``path``, which is not the root."""
    parent = group_at(root, path[:-1])
    at = path[-1]
    inside = (*parent.terms[:at], *terms, *parent.terms[at + 1 :])
    return _with(root, path[:-1], msgspec.structs.replace(parent, terms=inside))


def replaced(root: ConditionGroup, path: Path, term: Term) -> ConditionGroup:
    """Return the tree with another term at ``path``, which may be the root."""
    return spliced(root, path, (term,)) if path else _as_root(term)


def removed(root: ConditionGroup, path: Path) -> ConditionGroup:
    """Return the tree without a term; a group that becomes empty is removed as well."""
    shorter = spliced(root, path, ())
    parent = path[:-1]
    return removed(shorter, parent) if parent and not group_at(shorter, parent).terms else shorter


def inserted(root: ConditionGroup, path: Path, term: Term) -> tuple[ConditionGroup, Path]:
    """Return the tree with a new term, and its place: after a term, or last in a group."""
    parent = path if isinstance(term_at(root, path), ConditionGroup) else path[:-1]
    group = group_at(root, parent)
    at = len(group.terms) if parent == path else path[-1] + 1
    inside = (*group.terms[:at], term, *group.terms[at:])
    tree = _with(root, parent, msgspec.structs.replace(group, terms=inside))
    return tree, (*parent, at)


def grouped(root: ConditionGroup, path: Path) -> ConditionGroup:
    """Return the tree with the term at ``path`` in a new group of the opposite word."""
    return spliced(
        root,
        path,
        (ConditionGroup(_other(group_at(root, path[:-1]).word), (term_at(root, path),)),),
    )


def ungrouped(root: ConditionGroup, path: Path) -> ConditionGroup:
    """Return the tree with a group replaced by its terms."""
    return spliced(root, path, _inside(term_at(root, path)))


def turned(root: ConditionGroup, path: Path) -> ConditionGroup:
    """Return the tree with the opposite word in a group."""
    group = group_at(root, path)
    return _with(root, path, msgspec.structs.replace(group, word=_other(group.word)))


def complete(group: ConditionGroup) -> ConditionGroup:
    """Return the tree without the conditions that have no value yet."""
    terms: list[Term] = []
    for term in group.terms:
        match term:
            case ConditionGroup():
                inner = complete(term)
                terms += [inner] if inner.terms or not term.terms else []
            case Condition(value=""):
                pass
            case _:
                terms.append(term)
    return msgspec.structs.replace(group, terms=tuple(terms))


def _inside(term: Term) -> "tuple[Term, ...]":
    return term.terms if isinstance(term, ConditionGroup) else ()


def _with(root: ConditionGroup, path: Path, group: ConditionGroup) -> ConditionGroup:
    return replaced(root, path, group) if path else group


def _as_root(term: Term) -> ConditionGroup:
    return term if isinstance(term, ConditionGroup) else ConditionGroup(terms=(term,))


def _other(word: Word) -> Word:
    return Word.OR if word is Word.AND else Word.AND
