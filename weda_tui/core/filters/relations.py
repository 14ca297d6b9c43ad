"""``relateWhere``: conditions on related records, in one tree with those on the record itself.

    {"salesperson": {"where": {"nickName": {"$eq": "钱晓岚"}}}}

In the tree such a condition is on the field ``salesperson.nickName``. The conditions of ``where``
and ``relateWhere`` must all hold, so it must be at the top level of an "all of these" tree, alone
or in a group with others on the same relation.
"""

from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from weda_tui.core.filters.tree import Condition, ConditionGroup, Term, Word, complete
from weda_tui.core.filters.where import INDENT, parse_where, print_where
from weda_tui.core.json.tree import JsonKind, JsonNode, quote, scan

Kind = TypeVar("Kind", bound=Term)


class RelationParts(NamedTuple):
    """A tree, divided as in the request."""

    where: ConditionGroup
    related: dict[str, ConditionGroup]
    """By relation, with conditions on the fields of the related record."""


def parse_related(text: str) -> tuple[Term, ...] | None:
    """Return the terms in the JSON of a ``relateWhere``; ``None`` if rows cannot express it."""
    root = scan(text)
    if root is None or root.kind is not JsonKind.OBJECT:
        return None
    names = [key.name for key in root.keys]
    terms = [_of_relation(text, *each) for each in zip(names, root.items, strict=True)]
    known = tuple(term for term in terms if term is not None)
    return known if len(known) == len({*names}) == len(names) else None


def _of_relation(text: str, name: str, node: JsonNode) -> Term | None:
    where = node.child("where")
    if where is None or len(node.keys) != 1:
        return None
    group = parse_where(text[where.start : where.end])
    if group is None or not group.terms:
        return None
    return _named(group.terms[0] if len(group.terms) == 1 else group, name)


def _named(term: Term, relation: str) -> Term | None:
    """Return a term with the relation before each field; ``None`` if a part is no condition."""
    match term:
        case Condition():
            return replace(term, field=f"{relation}.{term.field}", relation=relation)
        case ConditionGroup():
            named = tuple(each for t in term.terms if (each := _named(t, relation)) is not None)
            return replace(term, terms=named) if len(named) == len(term.terms) else None
        case _:
            return None


def joined(where: ConditionGroup, related: tuple[Term, ...]) -> ConditionGroup:
    """Return one tree of ``where`` and the terms on related records."""
    if related and where.word is Word.OR:
        return ConditionGroup(terms=(where, *related))
    return replace(where, terms=(*where.terms, *related))


def parted(root: ConditionGroup) -> RelationParts | None:
    """Divide a tree into ``where`` and ``relateWhere``; ``None`` if a request cannot express it."""
    if root.word is Word.OR and (names := _relations(root)) - {""}:
        return (
            RelationParts(ConditionGroup(), {names.pop(): _plain(root)})
            if len(names) == 1
            else None
        )
    own: list[Term] = []
    related: dict[str, ConditionGroup] = {}
    for term in root.terms:
        name, *others = _relations(term) or {""}
        if others:
            return None
        if not name:
            own.append(term)
            continue
        before = related.get(name, ConditionGroup())
        related[name] = replace(before, terms=(*before.terms, _plain(term)))
    return RelationParts(replace(root, terms=tuple(own)), related)


def _relations(term: Term) -> set[str]:
    """Return the relations of the conditions in a term; ``""`` stands for the record itself."""
    match term:
        case Condition(relation=relation):
            return {relation}
        case ConditionGroup(terms=terms):
            return {name for each in terms for name in _relations(each)}
        case _:
            return {""}


def _plain(term: Kind) -> Kind:
    """Return a term whose conditions are on the fields of the related record."""
    match term:
        case Condition(field=field, relation=relation):
            return replace(term, field=field.removeprefix(f"{relation}."), relation="")
        case ConditionGroup(terms=terms):
            return replace(term, terms=tuple(_plain(each) for each in terms))
        case _:
            return term


def print_related(related: dict[str, ConditionGroup]) -> str:
    """Return JSON text with a line for each relation; empty if no condition has a value yet."""
    members = [
        f'{INDENT}{quote(name)}: {{"where": {print_where(group, INDENT)}}}'
        for name, group in related.items()
        if complete(group).terms
    ]
    return "{\n" + ",\n".join(members) + "\n}" if members else ""
