"""A query as rows that can be edited one by one.

conditions      all of these          ← the root group
                  city  =  上海
                  any of these        ← a group
                    …
                  + condition
order           createdAt  descending
fields          all own fields
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec.structs import replace

from weda_tui.core.filters import tree
from weda_tui.core.filters.operators import OPERATORS, OperandKind, operators_for
from weda_tui.core.filters.order import MOST_SORTS, Sort
from weda_tui.core.filters.query import RecordQuery
from weda_tui.core.filters.relations import parted
from weda_tui.core.filters.tree import Condition, ConditionGroup, Term, Verbatim
from weda_tui.core.filters.values import operand_of, shown_value, typed_value
from weda_tui.core.models.data_model import SYSTEM_FIELDS, DataModel, FieldKind, ModelField


class FilterRowKind(StrEnum):
    """What a row is for."""

    GROUP = "group"
    CONDITION = "condition"
    VERBATIM = "verbatim"
    ADD = "add"
    SORT = "sort"
    ADD_SORT = "add-sort"
    SELECT = "select"


class SheetRow(NamedTuple):
    """One row of the sheet."""

    kind: FilterRowKind
    path: tree.Path = ()
    """The place of a term; ``(n,)`` for the nth sort."""
    term: Term | Sort | None = None

    @property
    def depth(self) -> int:
        """The number of groups around the row."""
        return len(self.path)


def rows(query: RecordQuery) -> tuple[SheetRow, ...]:
    """Return every row in order."""
    return tuple(_rows(query))


def _rows(query: RecordQuery) -> Iterator[SheetRow]:
    yield SheetRow(FilterRowKind.GROUP, (), query.where)
    for path, term in tree.rows(query.where):
        match term:
            case Condition():
                yield SheetRow(FilterRowKind.CONDITION, path, term)
            case ConditionGroup():
                yield SheetRow(FilterRowKind.GROUP, path, term)
            case Verbatim():
                yield SheetRow(FilterRowKind.VERBATIM, path, term)
    yield SheetRow(FilterRowKind.ADD)
    if query.order is not None:
        for index, sort in enumerate(query.order):
            kind = FilterRowKind.SORT if isinstance(sort, Sort) else FilterRowKind.VERBATIM
            yield SheetRow(kind, (index,), sort)
        if len(query.order) < MOST_SORTS:
            yield SheetRow(FilterRowKind.ADD_SORT, (len(query.order),))
    if query.select is not None:
        yield SheetRow(FilterRowKind.SELECT)


def _of_related(relation: ModelField, field: ModelField) -> ModelField:
    """Return a field of a related record as a field of the record with the relation."""
    title = " · ".join(part for part in (relation.title, field.title) if part)
    return replace(field, name=f"{relation.name}.{field.name}", title=title)


class Sheet(NamedTuple):
    """A query that is being edited, with the selected row and the model."""

    query: RecordQuery
    cursor: int = 0
    model: DataModel | None = None
    models: Mapping[str, DataModel] = {}
    """Every model of the environment by name, to look up the models of relations."""

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """Every row in order."""
        return rows(self.query)

    @property
    def row(self) -> SheetRow:
        """The selected row."""
        return self.rows[min(self.cursor, len(self.rows) - 1)]

    @property
    def fields(self) -> tuple[ModelField, ...]:
        """The fields for conditions; the system fields of every record if none are known."""
        known = self.model.fields if self.model else ()
        return known or SYSTEM_FIELDS

    @property
    def related_fields(self) -> tuple[ModelField, ...]:
        """The fields of related records for conditions, as ``relation.name``."""
        if not self.query.has_related:
            return ()
        return tuple(
            _of_related(relation, field)
            for relation in self.fields
            if relation.kind is FieldKind.RELATION and relation.related in self.models
            for field in self.models[relation.related].by_name.values()
        )

    def field(self, name: str) -> ModelField:
        """Return a field by name; an unknown field may hold any value."""
        known = {field.name: field for field in self.fields}
        if name in known:
            return known[name]
        relation, _, last = name.partition(".")
        model = self.models.get(known[relation].related) if relation in known else None
        found = model.by_name.get(last) if model else None
        return _of_related(known[relation], found) if found else ModelField(name=name)

    def _relation_in(self, name: str) -> str:
        """Return the relation in the name of a field, empty for a field of the record itself."""
        first, dot, _ = name.partition(".")
        present = self.row.term.relation if isinstance(self.row.term, Condition) else ""
        is_relation = first == present or self.field(first).kind is FieldKind.RELATION
        return first if dot and is_relation and self.query.has_related else ""

    @property
    def unfinished(self) -> int | None:
        """The index of the first row whose condition has no value yet."""
        found = (
            n for n, row in enumerate(self.rows)
            if isinstance(row.term, Condition) and not row.term.value
        )  # fmt: skip
        return next(found, None)

    @property
    def misplaced(self) -> int | None:
        """The index of the first row on a related record, if a request cannot express the tree."""
        if parted(self.query.where) is not None:
            return None
        return next(
            n for n, row in enumerate(self.rows)
            if isinstance(row.term, Condition) and row.term.relation
        )  # fmt: skip

    # -- terms -------------------------------------------------------------------------------

    def _in_terms(self) -> bool:
        return self.row.kind in {
            FilterRowKind.GROUP,
            FilterRowKind.CONDITION,
            FilterRowKind.ADD,
        } or (self.row.kind is FilterRowKind.VERBATIM and not self._is_sort)

    @property
    def _is_sort(self) -> bool:
        """Whether the selected row belongs to the order."""
        at = next(n for n, row in enumerate(self.rows) if row.kind is FilterRowKind.ADD)
        return self.cursor > at and self.row.kind is not FilterRowKind.SELECT

    def _with(self, where: ConditionGroup, path: tree.Path | None = None) -> "Sheet":
        """Return the sheet with another tree; the cursor moves to ``path``, if given."""
        query = replace(self.query, where=where)
        listed = rows(query)
        cursor = min(self.cursor, len(listed) - 1)
        if path is not None:
            kinds = {FilterRowKind.CONDITION, FilterRowKind.GROUP, FilterRowKind.VERBATIM}
            cursor = next(
                n for n, row in enumerate(listed) if row.path == path and row.kind in kinds
            )
        return self._replace(query=query, cursor=cursor)

    def add(self) -> "Sheet":
        """Return the sheet with a new condition after the selected row, or a new sort."""
        if self._is_sort:
            return self._add_sort()
        path = self.row.path if self._in_terms() else ()
        name = self.fields[0].name
        condition = Condition(name, self._usual(name))
        where, place = tree.inserted(self.query.where, path, condition)
        return self._with(where, place)

    def _usual(self, name: str) -> str:
        """Return the operator that is most often used with a field."""
        offered = self.operators(name)
        return offered[0]

    def operators(self, name: str) -> tuple[str, ...]:
        """Return the operators that fit a field."""
        kind = self.field(name).kind
        found = operators_for(kind, is_odata=self.query.is_odata)
        return tuple(operator.name for operator in found) or ("$eq",)

    def remove(self) -> "Sheet":
        """Return the sheet without the selected row; the root and the rows for adding are kept.

        The cursor is moved to a remaining row rather than to the row for adding, where Enter adds a
        row.
        """
        row = self.row
        if self._is_sort and row.kind is not FilterRowKind.ADD_SORT:
            order = self.query.order or ()
            left = (*order[: row.path[0]], *order[row.path[0] + 1 :])
            return self._replace(query=replace(self.query, order=left))
        if row.kind is FilterRowKind.ADD or not row.path or self._is_sort:
            return self
        left = self._with(tree.removed(self.query.where, row.path))
        is_place = left.row.kind is FilterRowKind.ADD
        return left._replace(cursor=left.cursor - 1) if is_place else left

    def group(self) -> "Sheet":
        """Return the sheet with the selected term in a new group."""
        if not self._in_terms() or not self.row.path:
            return self
        where = tree.grouped(self.query.where, self.row.path)
        return self._with(where, (*self.row.path, 0))

    def ungroup(self) -> "Sheet":
        """Return the sheet with the selected group, or the group around the row, dissolved.

        Its terms move one level up.
        """
        path = self.row.path if self.row.kind is FilterRowKind.GROUP else self.row.path[:-1]
        if not self._in_terms() or not path:
            return self
        where = tree.ungrouped(self.query.where, path)
        return self._with(where)._replace(cursor=max(0, self.cursor - 1))

    def toggle_word(self) -> "Sheet":
        """Return the sheet with the other word in the selected group or the group around the row.

        The words are "and" and "or". On a sort the direction is reversed.
        """
        row = self.row
        if isinstance(row.term, Sort):
            direction = "asc" if row.term.direction == "desc" else "desc"
            return self._with_sort(replace(row.term, direction=direction))
        if not self._in_terms():
            return self
        path = row.path if row.kind in {FilterRowKind.GROUP, FilterRowKind.ADD} else row.path[:-1]
        return self._with(tree.turned(self.query.where, path))

    # -- the parts of a condition ------------------------------------------------------------

    def with_field(self, name: str) -> "Sheet":
        """Return the sheet with another field in the selected row.

        A value that does not fit the new field is removed.
        """
        row = self.row
        if isinstance(row.term, Sort):
            return self._with_sort(replace(row.term, field=name))
        if not isinstance(row.term, Condition):
            return self
        is_known = row.term.operator in OPERATORS
        fits = not is_known or row.term.operator in self.operators(name)
        operator = row.term.operator if fits else self._usual(name)
        is_same_kind = self.field(name).kind is self.field(row.term.field).kind
        value = row.term.value if is_same_kind and fits else self._first_value(operator)
        return self._with_condition(Condition(name, operator, value, self._relation_in(name)))

    def with_operator(self, operator: str) -> "Sheet":
        """Return the sheet with another operator in the selected row; its value is converted."""
        condition = self.row.term
        if not isinstance(condition, Condition):
            return self
        kind = self.field(condition.field).kind
        value = condition.value
        if operand_of(operator) is not operand_of(condition.operator):
            is_flag = OperandKind.FLAG in {operand_of(operator), operand_of(condition.operator)}
            shown = "" if is_flag else shown_value(condition, kind)
            value = typed_value(shown, operator, kind) or self._first_value(operator)
        return self._with_condition(replace(condition, operator=operator, value=value))

    def _first_value(self, operator: str) -> str:
        return "true" if operand_of(operator) is OperandKind.FLAG else ""

    def with_typed(self, text: str) -> "Sheet":
        """Return the sheet with the typed text as the selected value."""
        condition = self.row.term
        if not isinstance(condition, Condition):
            return self
        value = typed_value(text, condition.operator, self.field(condition.field).kind)
        return self._with_condition(replace(condition, value=value))

    def with_value(self, json: str) -> "Sheet":
        """Return the sheet with JSON text as the selected value."""
        condition = self.row.term
        if not isinstance(condition, Condition):
            return self
        return self._with_condition(replace(condition, value=json))

    def _with_condition(self, condition: Condition) -> "Sheet":
        path = self.row.path
        return self._with(tree.replaced(self.query.where, path, condition), path)

    @property
    def shown(self) -> str:
        """The selected value as a text field shows it."""
        condition = self.row.term
        if not isinstance(condition, Condition):
            return ""
        return shown_value(condition, self.field(condition.field).kind)

    @property
    def is_flag(self) -> bool:
        """Whether the selected value is a Boolean."""
        condition = self.row.term
        if not isinstance(condition, Condition):
            return False
        what = operand_of(condition.operator)
        is_boolean = self.field(condition.field).kind is FieldKind.BOOLEAN
        return what is OperandKind.FLAG or (what is OperandKind.ONE and is_boolean)

    # -- order and fields --------------------------------------------------------------------

    def _add_sort(self) -> "Sheet":
        order = self.query.order or ()
        if len(order) >= MOST_SORTS:
            return self
        taken = {sort.field for sort in order if isinstance(sort, Sort)}
        free = (field.name for field in self.fields if field.name not in taken)
        query = replace(self.query, order=(*order, Sort(next(free, "_id"))))
        cursor = next(n for n, row in enumerate(rows(query)) if row.kind is FilterRowKind.ADD)
        return self._replace(query=query, cursor=cursor + len(order) + 1)

    def _with_sort(self, sort: Sort) -> "Sheet":
        order = self.query.order or ()
        at = self.row.path[0]
        return self._replace(query=replace(self.query, order=(*order[:at], sort, *order[at + 1 :])))
