"""Ask the database the same question with other values, its text made once.

Building and compiling a query set costs Django more than the database takes for an answer of some hundred rows. A
function that builds one is made a question here: it is called once for each kind of database, with a blank in the place
of each value; from then on the values are filled in. On PostgreSQL the server keeps the plan as well.

    @asked_often
    def names_of(uris: Collection[str]) -> QuerySet[Lot, Any]:
        return Lot.objects.filter(uri__among=uris).values_list("sequence", "uri")

    names_of(uris=wanted)  # a list of rows
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, JSONField, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

type Row = tuple[Any, ...]
type Converter = Callable[[Any, Any, BaseDatabaseWrapper], Any]


class Given(NamedTuple):
    """A parameter that is known when the question is asked: which value, and how the database is told of it."""

    name: str
    written: Callable[[Any], Any]


class Blank(Expression):
    """The place of a value in a question."""

    def __init__(self, name: str) -> None:
        """Leave a place for the value of that name."""
        super().__init__()
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Return a parameter that waits for its value."""
        return "%s", (Given(self.name, _adapted),)


class Question(NamedTuple):
    """The text of a question for one kind of database, what is filled in, and how columns are read back."""

    text: str
    given: tuple[Given, ...]
    converters: tuple[tuple[int, tuple[Converter, ...], Any], ...]
    binary: bool
    locks: bool

    def answer(self, values: dict[str, Any]) -> list[Row]:
        """Return all rows.

        Raises:
            TransactionManagementError: they are to be locked, but no transaction holds the lock.
        """
        if self.locks and not connection.in_atomic_block:
            message = "rows are locked within a transaction only"
            raise TransactionManagementError(message)
        with plan_keeping_cursor(binary=self.binary) as cursor:
            cursor.execute(self.text, [given.written(values[given.name]) for given in self.given])
            rows: list[Row] = cursor.fetchall()
        return [self._read(row) for row in rows] if self.converters else rows

    def _read(self, row: Row) -> Row:
        read = list(row)
        for at, converters, expression in self.converters:
            for convert in converters:
                read[at] = convert(read[at], expression, connection)
        return tuple(read)


def asked_often[**P](build: Callable[P, QuerySet[Any, Any]]) -> Callable[P, list[Row]]:
    """Make a question of a function that builds a query set of values; it is asked with named values."""
    made: dict[str, Question] = {}
    unbound: Callable[..., QuerySet[Any, Any]] = build  # with blanks in the place of values
    names = tuple(inspect.signature(build).parameters)

    @functools.wraps(build)
    def ask(*unnamed: P.args, **values: P.kwargs) -> list[Row]:
        assert not unnamed, "values are named"
        if connection.vendor not in made:
            made[connection.vendor] = _question(unbound(**{name: Blank(name) for name in names}))
        return made[connection.vendor].answer(values)

    return ask


def _question(rows: QuerySet[Any, Any]) -> Question:
    compiler = rows.query.get_compiler(connection=connection)
    text, parameters = compiler.as_sql()
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    read = compiler.get_converters(columns).items()
    # What never changes is written out: a plan that is kept knows it then, and a partial index can be used.
    written = [_literal(parameter) for parameter in parameters]
    return Question(
        text=text.replace("%%", "%%%%") % tuple(written),
        given=tuple(parameter for parameter in parameters if isinstance(parameter, Given)),
        converters=tuple((at, tuple(converters), expression) for at, (converters, expression) in read),
        # Of JSON the driver would make objects by itself, where Django waits for the text.
        binary=not any(isinstance(column.output_field, JSONField) for column in columns),
        locks=rows.query.select_for_update,
    )


def _adapted(value: object) -> Any:  # noqa: ANN401 - whatever the driver takes
    # Asked of the connection at hand: a method of the first one would keep that one open when its thread has ended.
    return connection.ops.adapt_unknown_value(value)


def _literal(value: object) -> str:
    match value:
        case Given():
            return "%s"
        case bool():
            return str(value).upper()
        case int():
            return str(value)
        case str():
            quoted = value.replace("'", "''").replace("%", "%%")
            return f"'{quoted}'"
    raise TypeError(f"{value!r} does not belong into the text of a question")


def plan_keeping_cursor(*, binary: bool = True) -> CursorWrapper:
    """Open a cursor whose statements keep their plans, where the database and the connection's settings let them.

    Django's own cursor for PostgreSQL writes the values into the statement, so that each is planned anew; the driver's
    sends them beside it, and after a few times under the name of a plan that is kept (unless the connections are those
    of a pooler: project/settings.py).
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    driver: Any = connection.Database  # type: ignore[attr-defined]  # psycopg, which is there with PostgreSQL only
    raw = driver.Cursor(connection.connection)
    raw.format = driver.pq.Format.BINARY if binary else driver.pq.Format.TEXT
    return connection.make_debug_cursor(raw) if connection.queries_logged else connection.make_cursor(raw)
