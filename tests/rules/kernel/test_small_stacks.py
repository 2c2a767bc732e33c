"""A server's thread has a small stack: what is nested without end is refused there, and the process goes on."""

from collections.abc import Callable

import pytest

from orepass.api.actions import read_json
from orepass.assurance.rules import submissions
from orepass.credentials.rules import strict_json
from orepass.custody.rules.epcis import reading
from orepass.custody.rules.epcis.reading import Unreadable
from orepass.inclusion.groups.rules.proving import read_document
from orepass.kernel.refusal import Refusal
from orepass.scheme.rules.template.cells import NotJsonError, value_of
from orepass.transparency.rules.opening import read_opening
from tests.small_stack import in_a_thread

DEEP = {
    "lists": "[" * 200_000,
    "objects": '{"a":' * 200_000,
    "as deep as a reader goes": "[" * 9_000 + "]" * 9_000,
    "within an object": '{"a":' + "[" * 200_000,
}
READERS: dict[str, Callable[[str], object]] = {
    "credentials": strict_json.parse,
    "credentials with their bytes": lambda text: strict_json.parse_told(text.encode()),
    "inputs of an action": lambda text: read_json(text.encode()),
    "answers from outside": lambda text: submissions.read(text.encode()),
    "events": reading.parse,
    "a draw": read_document,
    "a cell of a standard": value_of,
    "an opened commitment": read_opening,
}


@pytest.mark.parametrize("deep", DEEP)
@pytest.mark.parametrize("name", READERS)
def test_what_is_nested_without_end_is_refused_in_a_thread(name: str, deep: str) -> None:
    with pytest.raises((Refusal, Unreadable, NotJsonError)):
        in_a_thread(READERS[name], DEEP[deep])
