"""Say from the register why a certificate's credential of this home may not be relied upon: its list holds one bit.

A stranger who reads the list learns that the bit is set. Asked here, the home says whether the certificate is
suspended, was withdrawn or ended, lost the accreditation behind it or a site, or ended with a membership. It says too
what is told of one that stands: the schema takes one entry, so that its place among the messages is not named in it.
"""

from datetime import datetime
from typing import Final

from orepass.credentials import queries as credentials
from orepass.credentials.rules.status import CLEAR_WITH_MESSAGE, STATUS
from orepass.credentials.rules.status_message import TEXTS, WORDS, StatusMessage
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.check import Check, Result, failed, passed
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.rules.lapse import Lapse

REASONS: Final = {
    Lapse.WITHDRAWN: _("The certificate was withdrawn, for good ({source})."),
    Lapse.TERMINATED: _("The certificate was ended at its holder's wish ({source})."),
    Lapse.SUSPENDED: _("The certificate is suspended ({source})."),
    Lapse.UNACCREDITED: _("The accreditation behind the certificate was lost ({source})."),
    Lapse.NO_MEMBER: _("Its holder is a member of the council no more ({source})."),
    Lapse.REDUCED: _("A site that it names has left the scope of the certificate ({source})."),
}


def told_by_the_register(one: Check, credential: Document, at: datetime) -> Check:
    """Give the check of a status that was read in a list what the register knows besides: why, or what is told."""
    if one.name != STATUS or "source" not in one.params or (row := queries.issued_here(credential)) is None:
        return one
    if one.result is Result.PASSED:
        text = _message(row.url, at)
        return passed(STATUS, CLEAR_WITH_MESSAGE, source=one.params["source"], text=text) if text else one
    lapse = queries.lapse_of(row, at=at) if one.result is Result.FAILED else None
    return one if lapse is None else failed(STATUS, REASONS[lapse], source=one.params["source"])


def _message(url: str, at: datetime) -> str:
    """Return what is told of a credential, in words; of one that was replaced the check of the version tells more."""
    word = credentials.message_of(url, at=at)
    return TEXTS[WORDS[word]] if word not in {"", StatusMessage.SUPERSEDED.word} else ""
