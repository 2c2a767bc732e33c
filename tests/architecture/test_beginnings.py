"""A page asks an action beforehand by the function that the action itself begins with, and by no copy of it."""

import inspect
from collections.abc import Iterator
from types import CodeType

from orepass.platform.actions import beginnings, registered


def test_every_action_calls_the_function_it_is_said_to_begin_with() -> None:
    found = beginnings()
    assert len(found) > 20
    for tag, beginning in found.items():
        function = inspect.unwrap(registered(tag).perform)
        assert inspect.isfunction(function)
        called = {name for code in _codes(function.__code__) for name in code.co_names}
        assert beginning.check.__name__ in called, tag


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def test_beginning_takes_actor_thing_and_instant() -> None:
    for tag, beginning in beginnings().items():
        assert len(inspect.signature(beginning.check).parameters) == 3, tag
