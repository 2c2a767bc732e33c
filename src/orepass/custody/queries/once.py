"""Ask for the same things once: for a block that only reads, a page or the judgement of a document."""

from collections.abc import Iterator
from contextlib import contextmanager

from orepass.custody.queries import places, told
from orepass.platform.reading import reading_once


@contextmanager
def asked_once() -> Iterator[None]:
    """Load the movements of a lot, the site behind a name and the certificates of a site once within the block."""
    with told.remembered(), places.remembered(), reading_once():
        yield
