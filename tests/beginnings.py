"""A beginning told once for a file of tests: each test starts from it and leaves nothing of its own behind.

A world of people, files and certificates takes a second to make. It is made inside one transaction that stays open
while the tests of the file run; each of them has a savepoint of its own inside, a copy of the world as Python knows it,
and a copy of its home (keys, evidence). A test that wants an empty database belongs into a file without a beginning.
"""

import copy
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker


class Told[World]:
    """A beginning: what was made, and the home it was made in."""

    def __init__(self, world: World, home: Path) -> None:
        self._world, self._home = world, home

    def again(self) -> World:
        """Return the world as it was, in a home that holds what its own held."""
        shutil.copytree(self._home, os.environ["OREPASS_HOME"], dirs_exist_ok=True)
        return copy.deepcopy(self._world)


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
        with self._blocker.unblock(), pytest.MonkeyPatch.context() as here:
            here.setenv("OREPASS_HOME", str(self._home))
            self._stack.enter_context(transaction.atomic())
            return Told(make(), self._home)

    def end(self) -> None:
        """Undo the world."""
        if self._told:
            with self._blocker.unblock():
                transaction.set_rollback(True)
                self._stack.close()
