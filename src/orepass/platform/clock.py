"""The server's clock, in UTC; the only place that asks what time it is.

``frozen_at`` sets it for a block (the demonstration, ``--at DATE``, tests). Rules never ask; they are told.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, date, datetime

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """Return the present instant, in UTC."""
    return _frozen.get() or datetime.now(tz=UTC)


def today() -> date:
    """Return the present UTC day."""
    return now().date()


@contextlib.contextmanager
def frozen_at(instant: datetime) -> Iterator[None]:
    """Stop the clock at an instant inside the block."""
    assert instant.tzinfo is not None, "instants carry their time zone"
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
