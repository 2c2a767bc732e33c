"""What came of one signature: it holds, it does not, or nobody here can tell, with the reason."""

from typing import Final

import msgspec

from orepass.kernel.text import marked as _


class Outcome(msgspec.Struct, frozen=True):
    """The answer of the cryptography alone; ``holds`` is ``None`` when it could not be asked."""

    holds: bool | None
    reason: str = ""
    params: dict[str, str] = {}


HELD: Final = Outcome(holds=True)
BROKEN: Final = Outcome(
    holds=False,
    reason=_("The signature does not fit the content or the kind of key."),
)
MALFORMED: Final = Outcome(
    holds=False,
    reason=_("The proof says something that no proof of its kind may say."),
)
