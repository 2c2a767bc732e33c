"""What a status list of the purpose *message* says here: a credential that stands, and still has something to be told.

Bitstring Status List 1.0: an entry has several bits, and names in ``statusMessage`` what each value of them means. A
message neither revokes nor suspends; it tells a reader that there is a newer one, or that somebody disputes it.
"""

from enum import IntEnum
from typing import Final

from orepass.credentials.rules.strict_json import Document

MESSAGE: Final = "message"
BITS: Final = 2


class StatusMessage(IntEnum):
    """The messages of this home's lists, by the value of their bits."""

    NOTHING = 0
    SUPERSEDED = 1
    CONTESTED = 2
    CORRECTED = 3

    @property
    def word(self) -> str:
        """Return the word that actions and answers use."""
        return self.name.lower()


TEXTS: Final = {
    StatusMessage.NOTHING: "Nothing is to be told.",
    StatusMessage.SUPERSEDED: "A newer credential has taken its place.",
    StatusMessage.CONTESTED: "Somebody disputes it, and a person looks into it.",
    StatusMessage.CORRECTED: "It held an error; a corrected one was issued.",
}
WORDS: Final = {message.word: message for message in StatusMessage}


def listed() -> list[Document]:
    """Return ``statusMessage`` as an entry names them: every value in hexadecimal, and what it means."""
    return [{"status": f"{message.value:#x}", "message": TEXTS[message]} for message in StatusMessage]


def told(value: int) -> str:
    """Return the word of a value."""
    return StatusMessage(value).word
