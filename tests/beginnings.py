"""A beginning told once for a file of tests: each test starts from it and leaves nothing of its own behind.

A world of people, files and certificates takes a second to make. It is made inside one transaction that stays open
while the tests of the file run; each of them has a savepoint of its own inside, a copy of the world as Python knows it,
and a copy of its home (keys, evidence). A test that wants an empty database belongs into a file without a beginning.

Where several files of one process begin alike, by the same class, function or expression, the world is made for the
first, and its rows are put back for the others (`tests.kept_rows`).
"""

import copy
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.kept_rows import Rows, put_back, rows_now


class Told[World]:
    """A beginning: what was made, and the home it was made in."""

    def __init__(self, world: World, home: Path) -> None:
        self._world, self._home = world, home

    def again(self) -> World:
        """Return the world as it was, in a home that holds what its own held."""
        shutil.copytree(self._home, os.environ["OREPASS_HOME"], dirs_exist_ok=True)
        return copy.deepcopy(self._world)


class Made(NamedTuple):
    """A world as it was made: as Python knows it, its home, and its rows with those that were there before."""

    world: Any
    home: Path
    rows: Rows
    before: Rows


_made: dict[object, Made] = {}


def what_is_made(make: Callable[[], Any]) -> object:
    """Return what two worlds have in common that are the same: how and by which standards they are made."""
    what = _what_makes(make)
    return None if what is None else (what, os.environ.get("OREPASS_STANDARDS", ""))


def _what_makes(make: Callable[[], Any]) -> object:
    """Return what two makers have in common that make the same; None for one that depends on where it was made.

    A ``lambda`` of another file is the same where it says the same of the same things.
    """
    if not isinstance(make, FunctionType):
        return make if isinstance(make, type) else None
    if make.__closure__:
        return None
    if make.__name__ != "<lambda>":
        return make
    code = make.__code__
    named = tuple(id(make.__globals__[name]) for name in code.co_names if name in make.__globals__)
    return (code.co_code, code.co_consts, code.co_names, named)


class Teller:
    """Tells the beginning of a file of tests; a second one would begin inside the first, and is refused."""

    def __init__(self, blocker: DjangoDbBlocker, home: Path) -> None:
        self._blocker, self._home = blocker, home
        self._stack = ExitStack()
        self._told = False

    def __call__[World](self, make: Callable[[], World]) -> Told[World]:
        """Make a world in a transaction that stays open until `end`.

        The connection is kept as well: at its end each test would close it, and the transaction with it.
        """
        assert not self._told, "this file has told its beginning"
        self._told = True
        patch = self._stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(connection, "close", lambda: None)
        with self._blocker.unblock():
            self._stack.enter_context(transaction.atomic())
            what = what_is_made(make)
            made = _made.get(what)
            if made is not None:
                put_back(made.rows, made.before)
            else:
                made = self._make(make)
                if what is not None:
                    _made[what] = made
            return Told(made.world, made.home)

    def _make(self, make: Callable[[], Any]) -> Made:
        before = rows_now()
        with pytest.MonkeyPatch.context() as here:
            here.setenv("OREPASS_HOME", str(self._home))
            world = make()
        return Made(world, self._home, rows_now(), before)

    def end(self) -> None:
        """Undo the world."""
        if self._told:
            with self._blocker.unblock():
                transaction.set_rollback(True)
                self._stack.close()
