"""Convert ``where`` of the model query language to a tree and back, without any loss.

    {"age": {"$gt": 1, "$lt": 9}, "$or": [{"city": {"$eq": "上海"}}, …]}

The members of an object must all hold. Parts that are not conditions, and all digits, are kept as
written (docs.cloudbase.net/model/select).
"""

from typing import NamedTuple

from weda_tui.core.filters.tree import Condition, ConditionGroup, Term, Verbatim, Word, complete
from weda_tui.core.json.tree import JsonKind, JsonNode, quote, scan

INDENT = "  "


def parse_where(text: str) -> ConditionGroup | None:
    """Return the tree for the JSON text of a ``where``; ``None`` if it is not one JSON value."""
    root = scan(text)
    if root is None:
        return None
    term = _item(text, root)
    return term if isinstance(term, ConditionGroup) else ConditionGroup(terms=(term,))


def _item(text: str, node: JsonNode) -> Term:
    """Return an object as its only term, or as a group."""
    names = [key.name for key in node.keys]
    if node.kind is not JsonKind.OBJECT or len({*names}) < len(names):
        return Verbatim(text[node.start : node.end])
    terms: list[Term] = []
    for name, value in zip(names, node.items, strict=True):
        terms += _member(text, name, value)
    return terms[0] if len(terms) == 1 else ConditionGroup(terms=tuple(terms))


def _member(text: str, name: str, node: JsonNode) -> list[Term]:
    if name in {Word.AND, Word.OR} and node.kind is JsonKind.ARRAY:
        terms = tuple(_item(text, item) for item in node.items)
        return [ConditionGroup(Word(name), terms, is_object=False)]
    operators = [key.name for key in node.keys]
    is_plain = bool(operators) and all(operator.startswith("$") for operator in operators)
    if name.startswith("$") or not is_plain or len({*operators}) < len(operators):
        return [Verbatim(text[node.start : node.end], name)]
    return [
        Condition(name, operator, text[value.start : value.end])
        for operator, value in zip(operators, node.items, strict=True)
    ]


def print_where(group: ConditionGroup, indent: str = "") -> str:
    """Return a tree as JSON text, one condition a line; ``indent`` is that of the first line.

    Conditions without a value are left out.
    """
    term: Term = complete(group)
    while isinstance(term, ConditionGroup) and len(term.terms) == 1 and _is_one_object(term):
        term = term.terms[0]
    if isinstance(term, Condition):
        return _object(ConditionGroup(terms=(term,)), indent)
    return _print(term, indent)


def _print(term: Term, indent: str) -> str:
    """Return a term as a whole item; a group with one term is written as that term."""
    match term:
        case Verbatim(text=text, name=None):
            return text
        case Condition() | Verbatim():
            return f"{{{_members((term,), indent)[0]}}}"
        case ConditionGroup(terms=(only,)) if _is_one_object(term):
            return _print(only, indent)
        case ConditionGroup() if _is_one_object(term):
            return _object(term, indent)
        case ConditionGroup():
            return f"{{{_array(term, indent)}}}"


def _object(group: ConditionGroup, indent: str) -> str:
    return _block("{", _members(group.terms, indent + INDENT), "}", indent)


def _is_one_object(group: ConditionGroup) -> bool:
    """Return whether the terms can be members of one object, each with a distinct name."""
    if group.word is Word.OR or not group.is_object:
        return False
    if len(group.terms) == 1:
        return True
    fields: dict[str, set[str]] = {}
    for term in group.terms:
        if (name := _name(term)) is None:
            return False
        operators = fields.setdefault(name.member, set())
        is_shared = bool(name.operator) and all(operators)
        if name.operator in operators or (operators and not is_shared):
            return False
        operators.add(name.operator)
    return True


class _Name(NamedTuple):
    member: str
    operator: str = ""
    """The operator inside the member; empty for the whole member."""


def _name(term: Term) -> _Name | None:
    """Return the member of an object that a term becomes; ``None`` if it needs its own item."""
    match term:
        case Condition(field=field, operator=operator):
            return _Name(field, operator)
        case Verbatim(name=name):
            return None if name is None else _Name(name)
        case ConditionGroup(word=Word.AND, is_object=True):
            return None
        case ConditionGroup(word=word):
            return _Name(word)


def _members(terms: tuple[Term, ...], indent: str) -> list[str]:
    """Return the members of an object, with all conditions of a field in one member."""
    members: dict[str, str] = {}
    for term in terms:
        match term:
            case Condition(field=field):
                before = members.get(field)
                listed = f"{before[:-1]}, " if before else f"{quote(field)}: {{"
                members[field] = f"{listed}{quote(term.operator)}: {term.value}}}"
            case Verbatim():
                name = term.name or ""
                members[name] = f"{quote(name)}: {term.text}"
            case ConditionGroup():
                members[term.word] = _array(term, indent)
    return list(members.values())


def _array(group: ConditionGroup, indent: str) -> str:
    inner = indent + INDENT
    items = [_print(term, inner) for term in group.terms]
    return f"{quote(group.word)}: {_block('[', items, ']', indent)}"


def _block(opening: str, lines: list[str], closing: str, indent: str) -> str:
    if not lines:
        return opening + closing
    inner = f"\n{indent}{INDENT}"
    return f"{opening}{inner}{f',{inner}'.join(lines)}\n{indent}{closing}"
