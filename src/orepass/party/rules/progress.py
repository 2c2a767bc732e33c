"""Long work tells how far it is to whoever listens, without knowing whether that is a terminal or nobody."""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar

Listener = Callable[[int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


@contextlib.contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Send the progress of the work inside the block to a listener called with (done, total)."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def report(done: int, total: int) -> None:
    """Say how much is done."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total)
