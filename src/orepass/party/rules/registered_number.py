"""Numbers under which other registers know an organisation: the LEI (ISO 17442), and those of company registers.

An LEI has twenty characters, the last two of them check digits after ISO/IEC 7064 MOD 97-10: read with A as 10 to Z as
35, the whole leaves 1 when it is divided by 97. Of other registers nobody here knows how their numbers are made.
"""

import re
from typing import Final
from urllib.parse import quote, unquote

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

LEI: Final = "urn:oasis:names:tc:ebcore:partyid-type:iso6523:0199"
"""The scheme of the LEI by its number in ISO/IEC 6523, as OASIS ebCore writes it."""

LEI_NAME: Final = "Legal Entity Identifier (ISO 17442)"
LEI_RECORD: Final = "https://api.gleif.org/api/v1/lei-records/"
"""Where the record of an LEI is published."""

NUMBER_MAX: Final = 60
SCHEME_MAX: Final = 255
_LEI_SHAPE: Final = re.compile(r"[A-Z0-9]{18}[0-9]{2}\Z")
_NEVER_CHECK_DIGITS: Final = frozenset({"00", "01", "99"})
"""98 less a remainder is never one of these, though the sum would come out for them too."""

_ADDRESS: Final = re.compile(r"(https?://|urn:[a-z0-9][a-z0-9-]+:)[^\s<>\"{}|\\^`]+\Z")


_OF_LEIS: Final = re.compile(
    rf"https?://([^/?#]*@)?api\.gleif\.org\.?(:\d*)?([/?#]|\Z)|{re.escape(LEI)}", re.IGNORECASE
)
"""Another way to write the register of LEIs: the host that publishes the records, or the scheme in other letters."""


class NumberUnusable(Invalid):
    """The number cannot be one of that register."""

    code = "party.number.unusable"
    message = _("“{value}” cannot be kept: {reason}.")
    what_to_do = _("Copy it from the register's own extract, and give the address and the name of the register.")


def read_lei(text: str) -> str:
    """Return an LEI without spaces, in capitals.

    Raises:
        NumberUnusable: it has not twenty letters and digits, or its check digits do not fit.
    """
    plain = "".join(text.split()).upper()
    if not text.isascii() or not _LEI_SHAPE.match(plain):
        reason = _("an LEI has 18 letters and digits, and two check digits")
        raise NumberUnusable(where="number", value=text[:NUMBER_MAX], reason=reason)
    if plain[-2:] in _NEVER_CHECK_DIGITS or int("".join(str(int(one, 36)) for one in plain)) % 97 != 1:
        raise NumberUnusable(where="number", value=text[:NUMBER_MAX], reason=_("its check digits do not fit"))
    return plain


def read_number(scheme: str, text: str) -> str:
    """Return a number of a register as it is kept: without spaces around it, and an LEI in capitals.

    Raises:
        NumberUnusable: the scheme is no address, or that of LEIs written otherwise, so that what holds of an LEI (its
            check digits, one to an organisation) would be passed by; or the number cannot be one of it.
    """
    if scheme == LEI:
        return read_lei(text)
    if len(scheme) > SCHEME_MAX or not scheme.isascii() or not _ADDRESS.match(scheme):
        reason = _("the register is named by no address")
        raise NumberUnusable(where="scheme", value=scheme[:NUMBER_MAX], reason=reason)
    if _OF_LEIS.match(unquote(scheme)):
        reason = _("it is an LEI: record it as an LEI, without naming a register")
        raise NumberUnusable(where="scheme", value=scheme[:NUMBER_MAX], reason=reason)
    plain = " ".join(text.split())
    if not 0 < len(plain) <= NUMBER_MAX or not plain.isprintable():
        reason = _("a number has 1 to 60 characters")
        raise NumberUnusable(where="number", value=plain[:NUMBER_MAX], reason=reason)
    return plain


def address_of(scheme: str, number: str) -> str:
    """Return the identifier of whoever has a number, as an address: that of the register, followed by the number."""
    if scheme == LEI:
        return f"{LEI_RECORD}{number}"
    between = "" if scheme.endswith(("/", "=", "#")) else ":" if scheme.startswith("urn:") else "/"
    return f"{scheme}{between}{quote(number, safe='')}"
