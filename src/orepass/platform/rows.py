"""Objects from the rows of a question that is asked often: as the query set would make them, without its cost.

A question takes the columns of a model, and its rows become objects:

    @asked_often
    def _keys(identity: str) -> QuerySet[Key, Any]:
        return Key.objects.filter(identity=identity).values_list(*columns_of(Key))

    objects_of(Key, _keys(identity=did))
"""

from collections.abc import Iterable
from functools import cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from orepass.platform.asked_often import Row


@cache
def columns_of(model: type[Model]) -> tuple[str, ...]:
    """Return the columns that make an object, in their order."""
    return tuple(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001 - Django documents it


def can_be_kept(text: str) -> bool:
    """Say whether every database could hold a text; one with a NUL stands in no table, and may not be asked for."""
    return "\0" not in text


def objects_of[Thing: Model](model: type[Thing], rows: Iterable[Row]) -> list[Thing]:
    """Make objects of rows that hold all columns; what is related to them is read when it is asked for."""
    return [model.from_db(DEFAULT_DB_ALIAS, columns_of(model), row) for row in rows]
