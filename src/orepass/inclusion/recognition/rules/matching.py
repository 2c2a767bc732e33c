"""How far two standards match, where the gaps are, and which way recognition goes (F2, G4).

The match index is a weighted mean; a critical requirement that is missed stands apart and is never averaged away. A
recognition goes one way and one step: whoever is recognised by somebody I recognise is a stranger to me.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Final

import msgspec

from orepass.inclusion.recognition.rules.credit import MODEL
from orepass.kernel.computed import OWN_CHOICE, Computed, InputRefused, need, one_of, plain_number, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.scheme.rules.outcome import Score, score_of

SHARED: Final = frozenset({"training", "audit_result"})
KEPT: Final = frozenset({"price", "volume"})
_APART: Final = said(_("Critical misses are listed apart."))


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement here: weight, how much of it theirs covers, whether it is critical and credited."""

    requirement: str
    weight: Fraction
    coverage: Fraction
    critical: bool = False
    credited: bool = False


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """How far their standard meets ours; ``critical_misses`` are told apart from the index."""

    index: Score
    covered: tuple[str, ...]
    gaps: tuple[str, ...]
    critical_misses: tuple[str, ...]

    @property
    def equivalent(self) -> bool:
        """Say whether every requirement here is covered there; what theirs asks beyond ours does no harm."""
        return bool(self.covered) and not self.gaps


def match(requirements: Sequence[Weighed]) -> Match:
    """Compare every requirement here with what theirs covers."""
    total = sum((one.weight for one in requirements), Fraction())
    reached = sum((one.weight * one.coverage for one in requirements), Fraction())
    gaps = [one for one in requirements if not one.credited]
    return Match(
        index=score_of(reached / total if total else Fraction()),
        covered=tuple(one.requirement for one in requirements if one.credited),
        gaps=tuple(one.requirement for one in gaps),
        critical_misses=tuple(one.requirement for one in gaps if one.critical),
    )


@rule("recognition-match")
def match_index(*, pairs: str) -> Computed[Fraction]:
    """The match index of pairs written as weight:coverage, such as pairs="3:1 2:1/2 1:0"."""
    read = [_pair(text) for text in pairs.split()]
    total = sum((weight for weight, _coverage in read), Fraction())
    need(total > 0, "pairs", pairs, "it must hold at least one pair with a weight above 0")
    index = sum((weight * coverage for weight, coverage in read), Fraction()) / total
    words = said(
        _("The coverage of each requirement times its weight, summed, by the weights, {total}: {index}."),
        total=total,
        index=index,
    )
    return Computed(value=index, unit="share", explanation=(words, _APART), sources=(MODEL,))


def _pair(text: str) -> tuple[Fraction, Fraction]:
    first, colon, second = text.partition(":")
    try:
        weight, coverage = plain_number(first), plain_number(second)
    except ValueError:
        raise InputRefused(where="pairs", name="pairs", value=text, problem=_("a pair reads 3:1/2")) from None
    need(bool(colon) and weight >= 0 and 0 <= coverage <= 1, "pairs", text, "no weight is below 0, coverage is 0 to 1")
    return weight, coverage


@rule("recognition-equivalent")
def equivalent(*, required: int, covered: int, local_extra: int = 0) -> Computed[str]:
    """Whether a national standard counts as equivalent: only when every requirement is covered; extras do no harm."""
    need(required > 0, "required", required, "it must be above 0")
    need(0 <= covered <= required, "covered", covered, "it must lie between 0 and what is required")
    need(local_extra >= 0, "local_extra", local_extra, "it must not be below 0")
    if covered < required:
        words = said(
            _("{missing} of {required} requirements are not covered: a gap list, no equivalence."),
            missing=required - covered,
            required=required,
        )
        return Computed(value="gaps", unit="code", explanation=(words,), sources=(OWN_CHOICE,))
    words = said(
        _("All {required} are covered; {extra} further local requirements are welcome."),
        required=required,
        extra=local_extra,
    )
    return Computed(value="equivalent", unit="code", explanation=(words,), sources=(OWN_CHOICE,))


def recognises(agreements: Collection[tuple[str, str]], *, by: str, of: str) -> bool:
    """Say whether one scheme recognises another: directly and in this direction, or not at all."""
    return (of, by) in agreements


@rule("recognition-direct")
def direct(*, agreements: str, by: str, of: str) -> Computed[bool]:
    """Whether one scheme recognises another, given agreements="B>A C>B" (A recognises B): never through a third."""
    pairs = {_arrow(text) for text in agreements.split()}
    found = recognises(pairs, by=by, of=of)
    words = said(
        _("There is an agreement by which {by} recognises {of}.")
        if found
        else _("{by} has no agreement of its own on {of}; recognition goes one way, and not through others."),
        by=by,
        of=of,
    )
    return Computed(value=found, unit="boolean", explanation=(words,), sources=(MODEL,))


def _arrow(text: str) -> tuple[str, str]:
    of, arrow, by = text.partition(">")
    need(bool(of and arrow and by), "agreements", text, "an agreement reads B>A: B is recognised by A")
    return of, by


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """How much of one standard another one already meets.

    ``mapped`` of ``total`` requirements are covered by a mapping somebody wrote; ``None`` where nobody has.
    ``touching`` ones share a reference to the same framework, which shows the overlap and credits nothing.
    """

    theirs: str
    ours: str
    total: int
    mapped: int | None
    touching: int


def overlap(
    standards: Mapping[str, Mapping[str, Collection[str]]], covered: Mapping[tuple[str, str], Collection[str]]
) -> tuple[Cell, ...]:
    """Compare every standard with every other: requirements with their framework references, and mappings by pair."""
    return tuple(
        Cell(
            theirs=theirs,
            ours=ours,
            total=len(standards[ours]),
            mapped=len(set(covered[theirs, ours]) & set(standards[ours])) if (theirs, ours) in covered else None,
            touching=_touching(standards[theirs], standards[ours]),
        )
        for theirs in standards
        for ours in standards
        if theirs != ours
    )


def _touching(theirs: Mapping[str, Collection[str]], ours: Mapping[str, Collection[str]]) -> int:
    frameworks = {code for codes in theirs.values() for code in codes}
    return sum(bool(frameworks & set(codes)) for codes in ours.values())


def way_up(*, lower_tier: int, upper_tier: int, required: Sequence[str], met: Collection[str]) -> tuple[str, ...]:
    """List what is missing on the way from a lower scheme to an upper one: only that, in its order.

    Raises:
        InputRefused: the way does not lead up.
    """
    need(lower_tier < upper_tier, "upper_tier", upper_tier, said(_("it must lie above {least}"), least=lower_tier))
    return tuple(requirement for requirement in required if requirement not in met)


_KEPT_WORDS: Final = {
    "price": _("A price is a matter of competition and is not shared, whatever a grant asks for."),
    "volume": _("A volume is a matter of competition and is not shared, whatever a grant asks for."),
}


@rule("recognition-shared")
def shared(*, kind: str, partner: bool, granted: bool = False) -> Computed[bool]:
    """Whether partners of an agreement see a kind of data: training and audit_result yes, price and volume never."""
    need(kind in SHARED | KEPT, "kind", kind, one_of(sorted(SHARED | KEPT)))
    if kind in KEPT:
        words = said(_KEPT_WORDS[kind])
        return Computed(value=False, unit="boolean", explanation=(words,), sources=(OWN_CHOICE,))
    if partner or granted:
        words = said(_("Partners share what spares producers a second visit; a grant may demand it."))
        return Computed(value=True, unit="boolean", explanation=(words,), sources=(OWN_CHOICE,))
    words = said(_("Whoever is no partner sees nothing."))
    return Computed(value=False, unit="boolean", explanation=(words,), sources=(OWN_CHOICE,))
