"""Say from the register why a certificate's credential of this home may not be relied upon: its list holds one bit.

A stranger who reads the list learns that the bit is set. Asked here, the home says whether the certificate is
suspended, was withdrawn or ended, or lost the accreditation behind it or a site.
"""

from datetime import datetime
from typing import Final

from orepass.credentials.rules.status import STATUS
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.check import Check, Result, failed
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.rules.lapse import Lapse

REASONS: Final = {
    Lapse.WITHDRAWN: _("The certificate was withdrawn, for good ({source})."),
    Lapse.TERMINATED: _("The certificate was ended at its holder's wish ({source})."),
    Lapse.SUSPENDED: _("The certificate is suspended ({source})."),
    Lapse.UNACCREDITED: _("The accreditation behind the certificate was lost ({source})."),
    Lapse.REDUCED: _("A site that it names has left the scope of the certificate ({source})."),
}


def told_by_the_register(one: Check, credential: Document, at: datetime) -> Check:
    """Give a failed check of a status that was read in a list the reason that the register knows."""
    if one.name != STATUS or one.result is not Result.FAILED or "source" not in one.params:
        return one
    row = queries.issued_here(credential)
    lapse = queries.lapse_of(row, at=at) if row is not None else None
    return one if lapse is None else failed(STATUS, REASONS[lapse], source=one.params["source"])
