"""Ask for the rows whose column is among many values: ``filter(uri__among=names)``.

Django's ``in`` gives the database a parameter for each value: compiling them costs more than finding the rows, and
there is a limit to them. Here all values travel as one parameter: a JSON array on SQLite, an array on PostgreSQL.
"""

import json
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler

from orepass.platform.asked_often import Blank, Given

Values = Collection[str | int]


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):
    """The column's value is one of those given, texts or whole numbers; of none the database is not asked."""

    lookup_name = "among"
    rhs: Iterable[str | int] | Blank

    def get_prep_lookup(self) -> Values | Blank:
        """Keep the values, which may come once only, for every time the question is asked."""
        return self.rhs if isinstance(self.rhs, Blank) else list(self.rhs)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Compare with the members of a JSON array."""
        column, parameters = self.process_lhs(compiler, connection)
        members = "(SELECT value FROM json_each(%s))"
        return f"{column} IN {members}", (*parameters, self._as(_json))

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Compare with the members of an array."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*parameters, self._as(_array))

    def _as(self, written: Callable[[Values], str]) -> str | Given:
        if isinstance(self.rhs, Blank):
            return Given(self.rhs.name, written)
        values = list(self.rhs)
        if not values:
            raise EmptyResultSet
        return written(values)


def _json(values: Iterable[str | int]) -> str:
    return json.dumps(list(values))


def _array(values: Iterable[str | int]) -> str:
    """Write an array as PostgreSQL reads it; the driver would look at each value to see what it is."""
    listed = [str(value) for value in values]
    if not listed:
        return "{}"
    whole = "".join(listed)
    if '"' in whole or "\\" in whole:
        listed = [value.replace("\\", "\\\\").replace('"', '\\"') for value in listed]
    return '{"' + '","'.join(listed) + '"}'
