"""Ask for the rows whose column is among many values: ``filter(uri__among=names)``.

Django's ``in`` gives the database a parameter for each value: compiling them costs more than finding the rows, and
there is a limit to them. Here all values travel as one parameter: a JSON array on SQLite, an array on PostgreSQL.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):
    """The column's value is one of those given, texts or whole numbers; of none the database is not asked."""

    lookup_name = "among"
    rhs: Iterable[str | int]

    def get_prep_lookup(self) -> list[str | int]:
        """Keep the values, which may come once only, for every time the question is asked."""
        return list(self.rhs)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Compare with the members of a JSON array."""
        column, parameters = self.process_lhs(compiler, connection)
        members = "(SELECT value FROM json_each(%s))"
        return f"{column} IN {members}", (*parameters, json.dumps(self._values()))

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Compare with the members of an array."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*parameters, self._values())

    def _values(self) -> list[str | int]:
        if not self.rhs:
            raise EmptyResultSet
        return list(self.rhs)
