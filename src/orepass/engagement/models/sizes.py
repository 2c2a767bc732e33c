"""How long identifiers are."""

from typing import Final

ID: Final = 24
PERSON: Final = 64
