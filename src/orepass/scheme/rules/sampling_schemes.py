"""How many members or units other schemes visit: GLOBALG.A.P., ISCC, IFOAM, RSPO, FSC, participatory review.

Each is an option of its own under its own name. The formulas were not read in the schemes' own texts, except where a
source says ``verified``; a pack that takes one over has to compare it first.
"""

from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, one_of, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed
from orepass.scheme.rules.roots import ceiling, root_up

GLOBALGAP: Final = Source(
    title="GLOBALG.A.P. option 2", clause="square root, half at surveillance; not read", verified=False
)
ISCC: Final = Source(title="ISCC group certification", clause="√n at risk 1.0, 1.5 or 2.0; not read", verified=False)
ISCC_PAPERS: Final = Source(
    title="ISCC EU procedure, chain of custody", clause="documents of three months, as re-hosted", verified=False
)
IFOAM: Final = Source(
    title="IFOAM and European Commission (2003), group certification", clause="risk 1.0, 1.2, 1.4", verified=False
)
RSPO: Final = Source(title="RSPO group certification", clause="0.8·√n·z, at least four units; not read", verified=False)
FSC: Final = Source(title="FSC-STD-20-007", clause="sample by size of the units; not read", verified=False)
FSC_INTERNAL: Final = Source(
    title="FSC-STD-30-005", clause="internal monitoring, active and inactive units; not read", verified=False
)
EU_CONTROLS: Final = Source(title="Regulation (EU) 2021/279", clause="Article 7(a), (b)", verified=True)

_ISCC_RISKS: Final = (Fraction(1), Fraction(3, 2), Fraction(2))
_IFOAM_LEAST: Final = {Fraction(1): 10, Fraction(6, 5): 12, Fraction(7, 5): 14}
_RSPO_RISKS: Final = (Fraction(1), Fraction(6, 5), Fraction(7, 5))
_RSPO_FACTOR: Final = Fraction(4, 5)
_RSPO_LEAST: Final = 4
_EU_SHARE: Final = Fraction(1, 10)
_ISCC_MONTHS: Final = {Fraction(1): 0, Fraction(3, 2): 1, Fraction(2): 3}
# From this size of the units on (hectares): the share of √n or of n, at the main audit and afterwards.
_FSC_CLASSES: Final[tuple[tuple[int, str, Fraction, Fraction], ...]] = (
    (1_000, "of n", Fraction(3, 10), Fraction(2, 10)),
    (100, "of √n", Fraction(8, 10), Fraction(6, 10)),
    (0, "of √n", Fraction(6, 10), Fraction(3, 10)),
)
_FSC_ALL: Final = 10_000
KINDS: Final = ("initial", "surveillance", "recertification")


def _need_units(n: int) -> None:
    need(n >= 1, "n", n, "there must be at least one member")


def _need_kind(kind: str) -> None:
    need(kind in KINDS, "kind", kind, one_of(KINDS))


def _need_risk(risk: Fraction, known: tuple[Fraction, ...]) -> None:
    shown = tuple(f"{float(step):g}" for step in known)
    need(risk in known, "risk", risk, said(_("the scheme knows the risk factors {codes}"), codes=shown))


@rule("sample-globalgap")
def globalgap_sample(*, n: int, kind: str = "initial") -> Computed[int]:
    """Producers to visit in a GLOBALG.A.P. group: √n rounded up, half of it at surveillance; every crop of each."""
    _need_units(n)
    _need_kind(kind)
    full = root_up(n)
    value = ceiling(Fraction(full, 2)) if kind == "surveillance" else full
    words = said(_("{kind}: √{n}, rounded up, is {root}."), kind=typed(kind), n=n, root=full)
    if kind == "surveillance":
        words = said(
            _("{kind}: √{n}, rounded up, is {root}; half of it {half}."), kind=typed(kind), n=n, root=full, half=value
        )
    crops = said(_("Every crop of a producer in the sample is looked at."))
    return Computed(value=value, unit="members", explanation=(words, crops), sources=(GLOBALGAP,))


@rule("sample-iscc")
def iscc_sample(*, n: int, risk: Fraction = Fraction(1)) -> Computed[int]:
    """Members to visit in an ISCC group: risk·√n, rounded up; risk 1.0 regular, 1.5 medium, 2.0 high."""
    _need_units(n)
    _need_risk(risk, _ISCC_RISKS)
    return _root(n, risk, 1, ISCC)


@rule("sample-iscc-months")
def iscc_months(*, risk: Fraction = Fraction(1)) -> Computed[int]:
    """Full months of documents to test by ISCC, out of three successive ones: none, one or all, and random papers."""
    _need_risk(risk, _ISCC_RISKS)
    value = _ISCC_MONTHS[risk]
    words = {
        0: _("Papers drawn at random out of three successive months."),
        1: _("One full month; for the rest: papers drawn at random out of three successive months."),
        3: _("All papers of three successive months."),
    }
    return Computed(value=value, unit="months", explanation=(said(words[value]),), sources=(ISCC_PAPERS,))


@rule("sample-ifoam")
def ifoam_sample(*, n: int, risk: Fraction = Fraction(1)) -> Computed[int]:
    """Members to visit by IFOAM's guidance: risk·√n at 1.0, 1.2 or 1.4, at least 10, 12 or 14."""
    _need_units(n)
    _need_risk(risk, tuple(_IFOAM_LEAST))
    return _root(n, risk, _IFOAM_LEAST[risk], IFOAM)


@rule("sample-rspo")
def rspo_sample(*, n: int, risk: Fraction = Fraction(1)) -> Computed[int]:
    """Units to visit in an RSPO group: 0.8·√n·z at z = 1.0, 1.2 or 1.4, at least four."""
    _need_units(n)
    _need_risk(risk, _RSPO_RISKS)
    return _root(n, risk * _RSPO_FACTOR, _RSPO_LEAST, RSPO)


def _root(n: int, factor: Fraction, least: int, source: Source) -> Computed[int]:
    root = root_up(n, factor)
    value = min(n, max(least, root))
    explanation = (
        said(_("{factor}·√{n}, rounded up, is {root}."), factor=f"{float(factor):g}", n=n, root=root),
        said(_("At least {least}, at most all {n}: {value}."), least=least, n=n, value=value),
    )
    return Computed(value=value, unit="members", explanation=explanation, sources=(source,))


@rule("sample-fsc")
def fsc_sample(*, n: int, size_ha: Fraction, kind: str = "initial") -> Computed[int]:
    """Forest units of one size class to visit by FSC: all of the largest, a share of n or of √n of the others."""
    _need_units(n)
    _need_kind(kind)
    need(size_ha > 0, "size_ha", size_ha, "it must be above zero")
    later = kind != "initial"
    if size_ha > _FSC_ALL:
        share, basis = (Fraction(8, 10) if later else Fraction(1)), "of n"
    else:
        _from, basis, first, then = next(row for row in _FSC_CLASSES if size_ha >= row[0])
        share = then if later else first
    value = min(n, ceiling(share * n) if basis == "of n" else root_up(n, share))
    words = said(
        _("{kind}: {share} of n in the class of {size} ha, n = {n}, rounded up: {value}.")
        if basis == "of n"
        else _("{kind}: {share} of √n in the class of {size} ha, n = {n}, rounded up: {value}."),
        kind=typed(kind),
        share=f"{float(share):g}",
        size=f"{float(size_ha):g}",
        n=n,
        value=value,
    )
    return Computed(value=value, unit="sites", explanation=(words,), sources=(FSC,))


@rule("sample-fsc-internal")
def fsc_internal(*, n: int, active: bool = True, factor: Fraction = Fraction(1)) -> Computed[int]:
    """Units that an FSC group visits itself: factor·√n of the active ones, fewer of the inactive ones."""
    _need_units(n)
    need(0 < factor <= 1, "factor", factor, "it must be above 0 and at most 1")
    need(active or factor < 1, "factor", factor, "for inactive units it must be below 1; the standard says which")
    value = min(n, root_up(n, factor))
    units = _("active units: {line}") if active else _("inactive units: {line}")
    root = said(_("{factor}·√{n}, rounded up, is {root}."), factor=f"{float(factor):g}", n=n, root=value)
    words = said(units, line=root)
    return Computed(value=value, unit="sites", explanation=(words,), sources=(FSC_INTERNAL,))


@rule("sample-eu-organic-unannounced")
def eu_unannounced(*, n: int) -> Computed[int]:
    """Of so many official controls, how many come unannounced in the European organic rules: a tenth, rounded up."""
    return _tenth(n, _("10 per cent of {n}, rounded up: {value} of all controls come unannounced."))


@rule("sample-eu-organic-additional")
def eu_additional(*, n: int) -> Computed[int]:
    """Risk-based controls on top of so many yearly ones in the European organic rules: a tenth, rounded up."""
    return _tenth(
        n, _("10 per cent of {n}, rounded up: {value} more controls follow from risk, on top of the yearly ones.")
    )


def _tenth(n: int, template: str) -> Computed[int]:
    need(n >= 1, "n", n, "there must be at least one control")
    value = ceiling(_EU_SHARE * n)
    words = said(template, n=n, value=value)
    return Computed(value=value, unit="count", explanation=(words,), sources=(EU_CONTROLS,))


@rule("sample-pgs")
def pgs_visits(*, n: int, visits_per_year: int = 1) -> Computed[int]:
    """Peer visits a year in a participatory system: every member so many times; they replace no formal audit."""
    _need_units(n)
    need(visits_per_year >= 1, "visits_per_year", visits_per_year, "it must be at least one")
    value = n * visits_per_year
    explanation = (
        said(_("{n} members, each {visits} a year: {value}."), n=n, visits=visits_per_year, value=value),
        said(_("Peer visits count as internal inspections; at least one formal audit is still made.")),
    )
    return Computed(value=value, unit="count", explanation=explanation, sources=(OWN_CHOICE,))


@rule("pgs-team", parameters={"peers_min": "group.peers_min", "outsiders_min": "group.outsiders_min"})
def pgs_team(*, peers: int, outsiders: int, peers_min: int = 2, outsiders_min: int = 1) -> Computed[bool]:
    """Whether a peer review is large enough: at least two peers and one person from outside the group."""
    not_below_zero(peers=peers, outsiders=outsiders, peers_min=peers_min, outsiders_min=outsiders_min)
    value = peers >= peers_min and outsiders >= outsiders_min
    words = said(
        _("{peers} peers of {peers_min}, {outsiders} from outside of {outsiders_min}."),
        peers=peers,
        peers_min=peers_min,
        outsiders=outsiders,
        outsiders_min=outsiders_min,
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(OWN_CHOICE,))
