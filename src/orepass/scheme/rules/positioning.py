"""What kind of system a scheme is, what it may therefore say, and whom it lets in by region and by day.

Facts from the study of 2013 on certification of artisanal mining (IIED); what is derived from them says so. None of
these rules grants anything: a scheme that counts as a certificate still needs a decision on each certificate.
"""

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, one_of, per_cent, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

DEFINITION: Final = Source(
    title=ASM_STUDY, clause="lines 802 to 818, what counts as sustainability certification", verified=True
)
PYRAMID: Final = Source(title=ASM_STUDY, clause="lines 40, 733 and 757, niche and mainstream", verified=True)
LABELS: Final = Source(
    title=ASM_STUDY, clause="lines 670 to 678, labels for consumers and assurance for businesses", verified=True
)
CONFLICT: Final = Source(title=ASM_STUDY, clause="lines 342 to 383, due diligence on conflict minerals", verified=True)
LED: Final = Source(title=ASM_STUDY, clause="lines 349 to 357, systems led by governments", verified=True)
SPLIT: Final = Source(title=ASM_STUDY, clause="lines 462 to 471, end of an exclusive partnership", verified=True)
REGIONS: Final = Source(title=ASM_STUDY, clause="lines 413 to 416, scope by region", verified=True)
PARTICIPATING: Final = Source(title=ASM_STUDY, clause="line 1091, purchases before full compliance", verified=True)

MARKS: Final = {
    "multi_stakeholder": _("multi stakeholder"),
    "social_and_environmental": _("social and environmental"),
    "minimum_performance": _("minimum performance"),
    "voluntary": _("voluntary"),
    "audited": _("audited"),
    "used_by_market": _("used by market"),
}
"""What makes a system a sustainability certification, with the words for it: all six."""

EXCLUSIONS: Final = {
    "mandated_by_law": _("mandated by law"),
    "strictly_local": _("strictly local"),
    "one_company": _("one company"),
}
"""What takes a system out of that definition, with the words for it: any of them."""

KINDS: Final = {
    "sustainability": _("sustainability"),
    "due_diligence": _("due diligence"),
    "government_led": _("government led"),
    "geographical_indication": _("geographical indication"),
}
"""Kinds of systems, with the words for them."""
AUDIENCES: Final = ("consumers", "businesses")
MAINSTREAM_ABOVE: Final = Fraction(10)


@rule("scheme-is-sustainability")
def is_sustainability(*, marks: str, exclusions: str | None = None) -> Computed[bool]:
    """Whether a system is listed as sustainability certification: all six marks and none of three exclusions."""
    given, out = names_in(marks), names_in(exclusions or "")
    _known("marks", given, MARKS)
    _known("exclusions", out, EXCLUSIONS)
    missing = tuple(words for name, words in MARKS.items() if name not in given)
    grounds = tuple(EXCLUSIONS[name] for name in out)
    words = (
        said(_("Missing: {marks}."), marks=missing) if missing else said(_("All six marks are there.")),
        said(_("Excluded as: {grounds}."), grounds=grounds) if out else said(_("Nothing excludes it.")),
    )
    return Computed(value=not missing and not out, unit="boolean", explanation=words, sources=(DEFINITION,))


def _known(name: str, given: Iterable[str], codes: Collection[str]) -> None:
    problem = one_of(codes)
    for word in given:
        need(word in codes, name, word, problem)


@rule("market-position")
def market_position(*, share_percent: Fraction) -> Computed[str]:
    """Where a share of the whole market puts a scheme: mainstream above ten per cent, niche below; ten is neither."""
    per_cent(share_percent=share_percent)
    neither = "niche" if share_percent < MAINSTREAM_ABOVE else "neither"
    value = "mainstream" if share_percent > MAINSTREAM_ABOVE else neither
    words = said(
        _("{percent} per cent of the market, against {above}."),
        percent=f"{float(share_percent):g}",
        above=f"{float(MAINSTREAM_ABOVE):g}",
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(PYRAMID, OWN_CHOICE))


@rule("scheme-label")
def scheme_label(*, kind: str, audience: str = "consumers") -> Computed[str]:
    """What a scheme may show: artwork to consumers, a statement on papers of trade to businesses, or no label."""
    need(kind in KINDS, "kind", kind, one_of(KINDS))
    need(audience in AUDIENCES, "audience", audience, one_of(AUDIENCES))
    if kind != "sustainability":
        words = said(_("A scheme of the kind “{kind}” never makes a claim of sustainability."), kind=KINDS[kind])
        return Computed(value="none", unit="code", explanation=(words,), sources=(CONFLICT, OWN_CHOICE))
    if audience == "consumers":
        value, words = "artwork", said(_("It addresses consumers."))
    else:
        value, words = "statement", said(_("It addresses businesses."))
    return Computed(value=value, unit="code", explanation=(words,), sources=(LABELS, OWN_CHOICE))


@rule("scheme-counts-as")
def counts_as(*, kind: str) -> Computed[str]:
    """What a paper of another system counts as: a voluntary certificate, or evidence within an audit."""
    need(kind in KINDS, "kind", kind, one_of(KINDS))
    value = "certificate" if kind == "sustainability" else "evidence"
    words = said(
        _("The system is of the kind “{kind}”; only a voluntary one of sustainability gives certificates."),
        kind=KINDS[kind],
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(LED, OWN_CHOICE))


@rule("conflict-free-words")
def conflict_free_words(*, discloses: bool, independent_audit: bool) -> Computed[str]:
    """Whether a company may say “DRC conflict free”: no_duty unless it has to disclose, then only after an audit."""
    after = "allowed" if independent_audit else "refused"
    value = after if discloses else "no_duty"
    audit = (
        _("An independent audit stands behind it.")
        if independent_audit
        else _("No independent audit stands behind it.")
    )
    duty = _("It files with the regulator.") if discloses else _("It does not file with the regulator.")
    return Computed(value=value, unit="code", explanation=(said(duty), said(audit)), sources=(CONFLICT, OWN_CHOICE))


@rule("joint-label")
def joint_label(*, sold_on: date, split_on: date = date(2013, 4, 1)) -> Computed[str]:
    """Which label a sale carries when two schemes part: the joint one before the day of the split, own from it on."""
    value = "joint" if sold_on < split_on else "own"
    words = said(
        _("Sold on {sold_on}; the partnership ended on {split_on}. Certificates issued before keep their text."),
        sold_on=sold_on,
        split_on=split_on,
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(SPLIT, OWN_CHOICE))


@rule("region-admits")
def region_admits(*, on: date, open_from: date | None = None) -> Computed[bool]:
    """Whether a scheme takes applicants from a region: from the day it opened there, and never before it did."""
    value = open_from is not None and on >= open_from
    words = (
        said(_("The scheme is not open in this region."))
        if open_from is None
        else said(_("Open in this region from {day}."), day=open_from)
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(REGIONS, OWN_CHOICE))


@rule("participating-claim")
def participating_claim(*, sold_on: date, ends_on: date = date(2013, 12, 31)) -> Computed[str]:
    """What may be said of goods from a participant not yet in full compliance: limited up to a last day, then none."""
    value = "limited" if sold_on <= ends_on else "none"
    told = _(
        "Sold on {sold_on}; the status “participating” carries a limited claim up to {ends_on}. The sale is allowed."
    )
    words = said(told, sold_on=sold_on, ends_on=ends_on)
    return Computed(value=value, unit="code", explanation=(words,), sources=(PARTICIPATING, OWN_CHOICE))
