"""Ask for the same things once: for a block that only reads, a page or the judgement of a document."""

from collections.abc import Iterator
from contextlib import contextmanager

from orepass.assurance.queries import certificates_remembered
from orepass.custody.queries import places, told


@contextmanager
def asked_once() -> Iterator[None]:
    """Load the movements of a lot, the site behind a name and the certificates of a site once within the block."""
    with told.remembered(), places.remembered(), certificates_remembered():
        yield
