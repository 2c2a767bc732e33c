"""A lot begins under another spelling of a name (RFC 3986, §6.2.2): one thing would have two names."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.epcis.spelling import normal_form
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

SPELLING = FindingKind(
    "custody.lot.spelling",
    Severity.ERROR,
    _("{lot} is another way to write {normal}."),
    what_to_do=_("Write scheme and host in small letters, and percent-encode only what has to be."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the name of every lot that begins with its normal form."""
    for portion in case.event.begun:
        normal = normal_form(portion.uri)
        if normal != portion.uri:
            yield SPELLING.at(case.event.where, lot=portion.uri, normal=normal)
