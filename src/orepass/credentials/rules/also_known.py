"""Under which numbers an issuer says it is known elsewhere, and whether its register stands for them still.

UNTP ``issuerAlsoKnownAs``: entries of registers, each with its address. A number whose record was ended was never the
issuer's, or is so no more: whoever reads the name would look up another company by it. So that stays open.
"""

from collections.abc import Collection
from typing import Any, Final

from orepass.credentials.rules.strict_json import Document
from orepass.kernel.check import Check, undetermined
from orepass.kernel.text import marked as _

NUMBERS: Final = "numbers"
ENDED: Final = _("The issuer names itself by {number}, and its register does not stand for that number any more.")
NAMES_MAX: Final = 100


def numbers_named(credential: Document) -> list[str]:
    """Return the addresses by which an issuer says it is known in registers, each once."""
    issuer = credential.get("issuer")
    listed: Any = issuer.get("issuerAlsoKnownAs") if isinstance(issuer, dict) else None
    found = [one.get("id") for one in (listed if isinstance(listed, list) else [listed]) if isinstance(one, dict)]
    return list(dict.fromkeys(name for name in found if isinstance(name, str)))[:NAMES_MAX]


def check_numbers(credential: Document, ended: Collection[str]) -> list[Check]:
    """Leave a credential open whose issuer names itself by a number that was ended; say nothing of others."""
    found = next((name for name in numbers_named(credential) if name in ended), None)
    return [] if found is None else [undetermined(NUMBERS, ENDED, number=found)]
