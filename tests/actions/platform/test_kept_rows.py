"""A world that is put back for another file of tests is the one that was made: every row, and what comes after it."""

import pytest
from django.db import transaction

from tests.beginnings import what_is_made
from tests.certification import World
from tests.kept_rows import Rows, put_back, rows_now

pytestmark = pytest.mark.django_db


def made() -> tuple[World, Rows, Rows]:
    """Return a world that is gone from the database, its rows, and those that were there before."""
    before = rows_now()
    with transaction.atomic():
        world = World()
        world.certified()
        rows = rows_now()
        transaction.set_rollback(True)
    assert rows_now() == before
    return world, rows, before


def test_rows_that_are_put_back_are_those_that_were_made() -> None:
    _world, rows, before = made()
    put_back(rows, before)
    assert rows_now() == rows != before


def test_a_world_that_was_put_back_goes_on() -> None:
    world, rows, before = made()
    put_back(rows, before)
    again = world.certified()
    assert again.client == world.client
    assert rows_now() != rows


def test_rows_go_back_where_there_were_others_of_the_same_tables() -> None:
    World()
    _world, rows, before = made()
    assert set(before) & {table for table, kept in rows.items() if before.get(table) != kept}
    put_back(rows, before)
    assert in_some_order(rows_now()) == in_some_order(rows)


def in_some_order(rows: Rows) -> dict[str, object]:
    """Return what each table holds; where rows stand in it, PostgreSQL decides anew when others went out."""
    return {
        table: sorted(kept.splitlines()) if isinstance(kept, bytes) else (kept[0], sorted(map(repr, kept[1])))
        for table, kept in rows.items()
    }


def test_a_world_made_by_other_standards_is_another_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OREPASS_STANDARDS", raising=False)
    usual = what_is_made(dict)
    assert what_is_made(dict) == usual
    monkeypatch.setenv("OREPASS_STANDARDS", "/elsewhere")
    assert what_is_made(dict) != usual
    held = object()
    assert what_is_made(lambda: held) is None
