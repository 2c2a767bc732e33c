"""A lot begins as a mineral that the certificate of its site was not judged for, or in a form that nobody here knows.

What counts is what was judged: a certificate says nothing of another mineral of the same pit. An unknown form is not
another mineral, and not a judged one either.
"""

from collections.abc import Iterator
from difflib import get_close_matches

from orepass.custody.rules.according import Why, accorded
from orepass.custody.rules.case import Case, SiteRight
from orepass.custody.rules.forms import FORMS, forms_of, minerals_told
from orepass.custody.rules.happening import Happening, Portion
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer

OUTSIDE = FindingKind(
    "custody.mineral.outside",
    Severity.WARNING,
    _("{lot} is “{material}”; the certificate of its site was judged for {judged}, so that it begins uncertified."),
    what_to_do=_("Correct the material if it is another one, or have the scope of the certificate extended."),
)
NOT_COVERED = FindingKind(
    "custody.mineral.not_covered",
    Severity.ERROR,
    _("{certificate} was judged for {judged}; {lot} is “{material}”."),
    what_to_do=_("Record it without the certificate; the material is then taken as uncertified."),
)
FORM_UNKNOWN = FindingKind(
    "custody.material.unknown",
    Severity.WARNING,
    _("Whether the certificate of its site covers {lot} is not known: its form is told as “{material}”."),
    what_to_do=_("Declare the event an error and tell it with a form that is known here: {known}."),
)
UNCLAIMABLE = FindingKind(
    "custody.material.unclaimable",
    Severity.ERROR,
    _("Whether {certificate} covers {lot} is not known: its form is told as “{material}”."),
    what_to_do=_("Use a form that is known here: {known}."),
)
UNFAMILIAR = FindingKind(
    "custody.material.unfamiliar",
    Severity.NOTE,
    _("“{material}” is no form that is known here; neither its grade nor its yield can be checked."),
    what_to_do=_("Use a form that is known here, such as {known}."),
)
NOT_SAID = "–"
"""How a material that nobody named stands in a finding."""
_KINDS = {Why.OUTSIDE: OUTSIDE, Why.FORM_UNKNOWN: FORM_UNKNOWN}


def check(case: Case) -> Iterator[Finding]:
    """Compare what begins with what was judged: for the certificates that are cited, else for those of the site."""
    if case.event.happening is Happening.BEGINS:
        for portion in case.event.begun:
            yield from list(_cited(case, portion)) or _asked(case, portion)


def _cited(case: Case, portion: Portion) -> Iterator[Finding]:
    for name in case.event.certificates if case.event.terms.claimed else ():
        right = case.rights.certificates.get((name, case.event.on))
        if right is None or not right.verdict.is_yes:
            continue
        said = _said(portion, right) | {"certificate": name}
        match right.covers(portion.facts):
            case Answer.NO:
                yield NOT_COVERED.at(case.event.where, **said)
            case Answer.UNKNOWN:
                yield UNCLAIMABLE.at(case.event.where, **said)


def _asked(case: Case, portion: Portion) -> Iterator[Finding]:
    accord, material = accorded(case, portion), portion.facts.material
    if accord.why in _KINDS and not accord.certificate:
        yield _KINDS[accord.why].at(case.event.where, **_said(portion, *accord.considered))
    elif material and minerals_told(material, "") is None and accord.right is None:
        known = get_close_matches(material, FORMS, n=3) or sorted(name for name in FORMS if name.endswith("_ore"))
        yield UNFAMILIAR.at(case.event.where, material=material, known=", ".join(known))


def _said(portion: Portion, *rights: SiteRight) -> dict[str, str]:
    judged = sorted({mineral for right in rights for mineral in right.minerals})
    known = ", ".join(forms_of(judged)) or NOT_SAID
    return {
        "lot": portion.uri,
        "material": portion.facts.material or NOT_SAID,
        "judged": ", ".join(judged) or NOT_SAID,
        "known": known,
    }
