"""Read a thing once: in a block that only reads, what is asked again is answered from memory.

A page, or the check of a credential, comes to the same certificate and the same identity on many ways, each of which
asks by itself. The block must not write, for it would not see what it wrote; outside of one everything is read anew.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

_MEMORY: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Answer what is asked again from memory until the block ends; a block within a block shares its memory."""
    if _MEMORY.get() is not None:
        yield
        return
    before = _MEMORY.set({})
    try:
        yield
    finally:
        _MEMORY.reset(before)


def once[**P, Answer](question: Callable[P, Answer]) -> Callable[P, Answer]:
    """Ask a question with the same arguments once within a block; a refusal is no answer, and is asked again."""

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> Answer:
        memory = _MEMORY.get()
        if memory is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in memory:
            memory[key] = question(*args, **kwargs)
        answer: Answer = memory[key]
        return answer

    return ask


def each_once[Name: Hashable, Found](
    question: Callable[[set[Name]], Mapping[Name, Found]], names: Iterable[Name]
) -> dict[Name, Found]:
    """Ask for things by name, each once within a block, all new ones together; what is not found is left out."""
    wanted = set(names)
    memory = _MEMORY.get()
    if memory is None:
        return dict(question(wanted)) if wanted else {}
    known: dict[Name, Found | None] = memory.setdefault(question, {})
    fresh = wanted - known.keys()
    if fresh:
        found = question(fresh)
        known |= {name: found.get(name) for name in fresh}
    return {name: thing for name in wanted if (thing := known[name]) is not None}


def answered[Name: Hashable, Found](
    question: Callable[[set[Name]], Mapping[Name, Found]], found: Mapping[Name, Found]
) -> None:
    """Remember what another question has answered on the way."""
    memory = _MEMORY.get()
    if memory is not None:
        memory.setdefault(question, {}).update(found)
