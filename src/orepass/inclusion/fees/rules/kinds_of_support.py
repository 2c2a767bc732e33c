"""What supporters give producers: by kind, apart from any audit, and without a say in its decision."""

from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, one_of, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

BY_EXPORTERS: Final = Source(title=ASM_STUDY, clause="lines 2011 to 2022, support by exporters", verified=True)
BY_SCHEMES: Final = Source(title=ASM_STUDY, clause="lines 1974 to 1992, support by schemes", verified=True)
BY_DONORS: Final = Source(title=ASM_STUDY, clause="lines 2166 to 2173, direct support by donors", verified=True)

GIVERS: Final = {
    "exporter": (("financial", "technical", "administrative"), BY_EXPORTERS),
    "scheme": (("practice_training", "standards_training", "access_to_finance", "further"), BY_SCHEMES),
    "donor": (("direct", "capacity_building", "certification_fee"), BY_DONORS),
}
"""The kinds of support by who gives it, as the study names them."""

_WORDS: Final = {
    "financial": _("Financial"),
    "technical": _("Technical"),
    "administrative": _("Administrative"),
    "practice_training": _("Practice training"),
    "standards_training": _("Standards training"),
    "access_to_finance": _("Access to finance"),
    "further": _("Further"),
    "direct": _("Direct"),
    "capacity_building": _("Capacity building"),
    "certification_fee": _("Certification fee"),
}

AFTER_CERTIFICATE: Final = "further"


@rule("support-recorded")
def support_recorded(*, giver: str, kind: str, certified: bool = False, audits: bool = False) -> Computed[str]:
    """Whether support is recorded: recorded, too_early (further, before the certificate) or refused (who audits)."""
    need(giver in GIVERS, "giver", giver, one_of(GIVERS))
    kinds, source = GIVERS[giver]
    need(kind in kinds, "kind", kind, one_of(kinds))
    early = kind == AFTER_CERTIFICATE and not certified
    value = "refused" if audits else "too_early" if early else "recorded"
    words = (
        said(_("{kind} by a supporter of the kind “{code}”."), kind=_WORDS[kind], code=giver),
        said(_("Whoever gives it audits the producer too."))
        if audits
        else said(_("Whoever gives it does not audit the producer.")),
        said(_("The payer of a fee has no part in the decision.")),
    )
    return Computed(value=value, unit="code", explanation=words, sources=(source, OWN_CHOICE))
