"""The same certified material is claimed twice: once by an account or a credit, once by the lot itself (C14, C20)."""

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import marked as _

DOUBLE = FindingKind(
    "custody.claim.double",
    Severity.ERROR,
    _("What is certified in {lot} was claimed already: it stands in an account, or a credit was issued for it."),
    what_to_do=_("Claim it from the account, or hand the lot on without a claim; the same material is claimed once."),
)
