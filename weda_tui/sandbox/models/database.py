"""The records of one env type in SQLite: a table per model and per many-to-many relation."""

import random
import sqlite3
import string
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager

import msgspec

from weda_tui.sandbox.flows.world import Ids
from weda_tui.sandbox.models.catalogue import Model, ModelShape, SandboxField, SandboxFieldKind
from weda_tui.sandbox.models.filters import Filters, StoredCondition
from weda_tui.sandbox.models.values import Cell, RecordData, related_ids, wrong_value
from weda_tui.sandbox.server.refusal import GatewayError

_COLUMN_TYPES = {
    SandboxFieldKind.NUMBER: "NUMERIC",
    SandboxFieldKind.TIME: "INTEGER",
    SandboxFieldKind.BOOLEAN: "INTEGER",
}
_LETTERS = string.ascii_uppercase + string.digits
Row = dict[str, Cell]


class Author(msgspec.Struct, frozen=True):
    """The user who changes records, and the time in epoch ms."""

    user_id: str
    now: int


class Database:
    """The tables of one env type."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        env_type: str,
        models: dict[str, Model],
        chance: random.Random,
    ) -> None:
        self._connection = connection
        self._env_type = env_type
        self._chance = chance
        self._ids = Ids(chance)
        self.models = models
        self.on_change: Callable[[str], None] = lambda _: None
        """Called with the name of a model whose records changed."""
        self._changed: set[str] = set()
        connection.create_function("casefold", 1, _casefold)

    def table(self, model: str, relation: str = "") -> str:
        """Return the quoted name of a model's table, or of the links of one of its relations."""
        return f'"{self._env_type}/{model}{"." + relation if relation else ""}"'

    def create_tables(self) -> bool:
        """Create the missing tables; return whether the database was new."""
        is_new = not self._connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = ?", (self.table("sys_user").strip('"'),)
        ).fetchone()
        for model in self.models.values():
            columns = [_column(field) for field in model.fields.values()]
            columns += [f'"{name}" TEXT' for name in model.held]
            table = self.table(model.name)
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(columns)})")
            for relation in model.relations:
                if relation.shape is ModelShape.LINK:
                    link = self.table(model.name, relation.name)
                    self._connection.execute(
                        f"CREATE TABLE IF NOT EXISTS {link}"
                        " (own TEXT, other TEXT, PRIMARY KEY (own, other))"
                    )
        return is_new

    def filters(self) -> Filters:
        """Return the compiler for the filters of one call."""
        return Filters(self.models, self.table)

    def find(
        self, model: Model, condition: StoredCondition, *, order: str = "rowid", limit: str = ""
    ) -> list[Row]:
        """Return the rows that pass a condition, every column by name."""
        sql = f"SELECT * FROM {self.table(model.name)} WHERE {condition.sql} ORDER BY {order}"
        return list(self._rows(f"{sql} {limit}", condition.values))

    def find_one(self, model: Model, record_id: str) -> Row | None:
        """Return the row of a record; ``None`` if there is none."""
        return next(iter(self.find(model, StoredCondition("_id = ?", (record_id,)))), None)

    def count(self, model: Model, condition: StoredCondition) -> int:
        """Return the number of records that pass a condition."""
        sql = f"SELECT count(*) FROM {self.table(model.name)} WHERE {condition.sql}"
        return self._connection.execute(sql, condition.values).fetchone()[0]

    def linked(self, model: Model, relation: str, own: str) -> list[str]:
        """Return the ids at the other end of a many-to-many relation."""
        link = self.table(model.name, relation)
        rows = self._connection.execute(
            f"SELECT other FROM {link} WHERE own = ? ORDER BY rowid", (own,)
        )
        return [row[0] for row in rows]

    def create(
        self, model: Model, given: RecordData, author: Author, *, record_id: str | None = None
    ) -> str:
        """Store a new record and return its id; ``GatewayError`` on a conflict with another."""
        self._check_related(model, given)
        new_id = record_id or self._new_id(model)
        system: dict[str, Cell] = {
            "_id": new_id,
            "owner": author.user_id,
            "createBy": author.user_id,
            "updateBy": author.user_id,
            "createdAt": author.now,
            "updatedAt": author.now,
        }
        cells = system | given.cells
        names = ", ".join(f'"{name}"' for name in cells)
        marks = ", ".join("?" * len(cells))
        sql = f"INSERT INTO {self.table(model.name)} ({names}) VALUES ({marks})"
        with self._changing(model):
            self._connection.execute(sql, tuple(cells.values()))
            self._link(model, new_id, given)
        return new_id

    def update(self, model: Model, ids: Iterable[str], given: RecordData, author: Author) -> int:
        """Change records and return their number; a conflict raises ``GatewayError``.

        After a conflict no record is changed.
        """
        self._check_related(model, given)
        cells = given.cells | {"updateBy": author.user_id, "updatedAt": author.now}
        assigned = ", ".join(f'"{name}" = ?' for name in cells)
        sql = f"UPDATE {self.table(model.name)} SET {assigned} WHERE _id = ?"
        changed = 0
        with self._changing(model):
            for record_id in ids:
                changed += self._connection.execute(sql, (*cells.values(), record_id)).rowcount
                self._link(model, record_id, given)
        return changed

    def delete(self, model: Model, ids: Iterable[str]) -> int:
        """Delete records and all references to them in others; return the number of records."""
        deleted = 0
        with self._changing(model):
            for record_id in ids:
                sql = f"DELETE FROM {self.table(model.name)} WHERE _id = ?"
                deleted += self._connection.execute(sql, (record_id,)).rowcount
                self._forget(model, record_id)
        return deleted

    def run(self, sql: str, parameters: dict[str, object]) -> tuple[list[Row], int]:
        """Run stored SQL, with ``{model}`` for a table; return its rows and the number affected.

        Raises ``sqlite3.Error`` for values that SQLite cannot use.
        """
        tables = {name: self.table(name) for name in self.models}
        with self.transaction():
            cursor = self._connection.execute(sql.format_map(tables), parameters)
            names = [column[0] for column in cursor.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            return rows, len(rows) if names else cursor.rowcount

    def _rows(self, sql: str, values: tuple[Cell, ...]) -> Iterator[Row]:
        cursor = self._connection.execute(sql, values)
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))

    def _link(self, model: Model, own: str, given: RecordData) -> None:
        for relation, others in given.links.items():
            link = self.table(model.name, relation)
            self._connection.execute(f"DELETE FROM {link} WHERE own = ?", (own,))
            pairs = [(own, other) for other in dict.fromkeys(others)]
            self._connection.executemany(f"INSERT INTO {link} VALUES (?, ?)", pairs)

    def _forget(self, gone: Model, record_id: str) -> None:
        for model in self.models.values():
            for relation in model.relations:
                if relation.shape is ModelShape.LINK:
                    link = self.table(model.name, relation.name)
                    if model is gone:
                        sql = f"DELETE FROM {link} WHERE own = ?"
                        self._connection.execute(sql, (record_id,))
                    if relation.model == gone.name:
                        sql = f"DELETE FROM {link} WHERE other = ?"
                        self._connection.execute(sql, (record_id,))
                elif relation.shape is ModelShape.ONE and relation.model == gone.name:
                    column = f'"{relation.name}"'
                    self._connection.execute(
                        f"UPDATE {self.table(model.name)} SET {column} = NULL WHERE {column} = ?",
                        (record_id,),
                    )

    def _check_related(self, model: Model, given: RecordData) -> None:
        for relation, other in related_ids(given, model):
            if self.find_one(self.models[relation.model], other) is None:
                at = f"data.{relation.name}"
                raise wrong_value(at, f"{relation.model} 没有记录 {other}")

    def _new_id(self, model: Model) -> str:
        if model.has_numeric_ids:
            return self._ids.new()
        return "".join(self._chance.choices(_LETTERS, k=10))

    @contextmanager
    def _changing(self, model: Model) -> Generator[None]:
        try:
            with self.transaction():
                self._changed.add(model.name)
                yield
        except sqlite3.IntegrityError as error:
            column = str(error).rpartition(".")[2]
            raise GatewayError("FAILED_OPERATION", f"字段 {column} 的值重复") from error

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Apply every change inside, or none; a nested transaction is a part of the outer one."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            self._changed.clear()
            raise
        self._connection.execute("COMMIT")
        changed, self._changed = self._changed, set()
        for name in sorted(changed):
            self.on_change(name)


def _casefold(text: Cell) -> str | None:
    return None if text is None else str(text).casefold()


def _column(field: SandboxField) -> str:
    column = f'"{field.name}" {_COLUMN_TYPES.get(field.kind, "TEXT")}'
    if field.name == "_id":
        return column + " PRIMARY KEY"
    return column + (" UNIQUE" if field.unique else "")
