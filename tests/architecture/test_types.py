"""What the types of the product may not say: a text with a pattern beside a mapping or a list.

msgspec 0.22 frees the type of such a union twice when the interpreter ends, so that a command that did everything right
now and then ends as a crash (its `TypeNode` looks for the key's type where the pattern stands).
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import msgspec
import pytest
from msgspec import inspect

import orepass

COMPOUND = (
    inspect.DictType,
    inspect.ListType,
    inspect.SetType,
    inspect.FrozenSetType,
    inspect.VarTupleType,
    inspect.TupleType,
)
FEW = 10  # records that only travel inside: a table's cells, a file fetched
SKIPPED = (".migrations", ".__main__", ".settings")


def structs() -> list[type[msgspec.Struct]]:
    """Return every typed record of the product."""
    for module in pkgutil.walk_packages(orepass.__path__, "orepass."):
        if not any(part in module.name for part in SKIPPED):
            import_module(module.name)
    found, open_ = set(), [msgspec.Struct]
    while open_:
        below = open_.pop().__subclasses__()
        found |= {one for one in below if one.__module__.startswith("orepass.")}
        open_ += below
    return sorted(found, key=lambda one: (one.__module__, one.__qualname__))


def unions(kind: inspect.Type) -> Iterator[inspect.UnionType]:
    """Yield the unions in a type, without those of records that it names."""
    if isinstance(kind, inspect.UnionType):
        yield kind
        for part in kind.types:
            yield from unions(part)
    for name in ("key_type", "value_type", "item_type"):
        if isinstance(part := getattr(kind, name, None), inspect.Type):
            yield from unions(part)
    for part in getattr(kind, "item_types", ()):
        yield from unions(part)


def freed_twice(union: inspect.UnionType) -> bool:
    patterned = any(isinstance(part, inspect.StrType) and part.pattern for part in union.types)
    return patterned and any(isinstance(part, COMPOUND) for part in union.types)


def is_wrong(kind: inspect.Type) -> bool:
    return any(map(freed_twice, unions(kind)))


def wrong_fields(record: type[msgspec.Struct]) -> list[str] | None:
    """Return the fields at fault; of a record into which nothing can be read msgspec makes and frees no type: none."""
    try:
        told = inspect.type_info(record)
    except TypeError:
        return None
    assert isinstance(told, inspect.StructType)
    return [field.name for field in told.fields if is_wrong(field.type)]


def test_no_record_has_a_patterned_text_beside_a_mapping_or_a_list() -> None:
    found = {record: wrong_fields(record) for record in structs()}
    assert len(found) > 600
    assert sum(wrong is None for wrong in found.values()) <= FEW
    assert {record.__qualname__: wrong for record, wrong in found.items() if wrong} == {}


NAME = inspect.StrType(pattern="^a$")
TEXT = inspect.StrType()
LIST = inspect.ListType(TEXT)


# Written as msgspec tells types: to build one of these for real is what ends in the crash.
@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (inspect.UnionType((NAME, inspect.DictType(TEXT, TEXT))), True),
        (inspect.ListType(inspect.UnionType((NAME, LIST))), True),
        (inspect.DictType(TEXT, inspect.UnionType((inspect.NoneType(), LIST, NAME))), True),
        (inspect.TupleType((TEXT, inspect.UnionType((inspect.SetType(TEXT), NAME)))), True),
        (inspect.UnionType((TEXT, inspect.DictType(TEXT, TEXT))), False),
        (inspect.UnionType((NAME, inspect.NoneType())), False),
        (inspect.DictType(NAME, NAME), False),
    ],
)
def test_the_check_sees_it_wherever_it_stands(kind: inspect.Type, wrong: bool) -> None:
    assert is_wrong(kind) is wrong
