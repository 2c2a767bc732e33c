"""What counts as hanging: no figure of speed, which a busy machine misses, but an end that comes at all."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

HANGS_SECONDS: Final = 60
"""What hangs takes longer, what is slow on a busy machine does not."""


@contextmanager
def ends() -> Iterator[None]:
    """Let a block fail that takes so long that it would count as hanging."""
    began = time.monotonic()
    yield
    taken = time.monotonic() - began
    assert taken < HANGS_SECONDS, f"it took {taken:.0f} s"
