"""A claim: what a certificate is worth for each requirement here, on a day (domain rules F2, scenarios I-05, L-01).

Several lines of a mapping may lead to one requirement; the best of them counts, and they are never added up. A
requirement that was credited over there from a third scheme is not credited again: recognition is not transitive.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from orepass.inclusion.recognition.rules import credit as links
from orepass.inclusion.recognition.rules.credit import Credit, Standing, Worth
from orepass.inclusion.recognition.rules.mapping import Mapping as Agreed
from orepass.inclusion.recognition.rules.mapping import Pair
from orepass.inclusion.recognition.rules.matching import Match, Weighed, match
from orepass.inclusion.recognition.rules.validity import GRACE_MONTHS, HOLD_DAYS, VALIDITY_MONTHS, Use
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _

STANDARD_PHASE: Final = "commitment"
"""The phase that asks for the written standard; the others ask for its use."""

SUSPENDED: Final = "suspended"
STANDING_USES: Final = frozenset({Use.IN_FORCE, Use.GRACE})
_EVIDENCE: Final = {
    "document": _("document"),
    "photo": _("photo"),
    "oral": _("oral"),
    "observation": _("observation"),
    "measurement": _("measurement"),
}
_NOT_ACCEPTED: Final = _("There it is shown by {evidence}, which is not accepted for it here.")
_OVER_THERE: Final = _("Over there it was itself credited from a third scheme; recognition does not go through others.")
_RANK: Final = {Credit.CREDITED: 4, Credit.PARTLY: 3, Credit.HOLD: 2, Credit.UNCHECKED: 1, Credit.GAP: 0}


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The scheme's numbers for recognition."""

    coverage_min: Decimal = Decimal("0.9")
    assurance_item_min: int = links.ITEM_MIN
    assurance_mean_min: Decimal = Decimal("1.5")
    age_months_max: int = links.AGE_MONTHS_MAX
    check_days_max: int = links.CHECK_DAYS_MAX
    grace_months: int = GRACE_MONTHS
    hold_days: int = HOLD_DAYS
    validity_months: int = VALIDITY_MONTHS


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement here, as far as recognition looks at it."""

    requirement: str
    critical: bool
    phase: str
    accepts: tuple[str, ...]
    weight: Decimal = Decimal(1)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a certificate on the day: status, scope, age, who verified, and its results by requirement."""

    status: str
    covers: bool
    audited_on: date
    checked_on: date | None
    party: str
    results: Mapping[str, str] = {}
    credited_there: frozenset[str] = frozenset()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What one requirement here gets: the credit, the rating it carries, from which of theirs, and why."""

    requirement: str
    critical: bool
    credit: Credit
    theirs: str = ""
    rating: str = ""
    evidence: str = ""
    coverage: Decimal = Decimal()
    weight: Decimal = Decimal(1)
    why: tuple[str, ...] = ()


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What every line of a claim shares: the agreement, its assessed assurance, the certificate, the day, the numbers.

    ``use`` says whether the agreement itself may be relied on that day (`validity.Use`), or that it is suspended.
    """

    agreed: Agreed
    assurance: str
    use: str
    shown: Shown
    on: date
    limits: Limits = Limits()

    @property
    def standing(self) -> Standing:
        """Return how the certificate stands on the day."""
        return Standing(self._standing()[0])

    def _standing(self) -> tuple[str, tuple[str, ...]]:
        found = links.certificate_standing(
            status=self.shown.status,
            covers=self.shown.covers,
            audited_on=self.shown.audited_on,
            checked_on=self.shown.checked_on,
            on=self.on,
            age_months_max=self.limits.age_months_max,
            check_days_max=self.limits.check_days_max,
        )
        if self.use not in {*STANDING_USES, SUSPENDED}:
            words = said(_("The agreement is not in force on {day}."), day=self.on)
            return Standing.ENDED, (words, *found.explanation)
        if self.use == SUSPENDED and found.value in {Standing.COUNTS, Standing.UNCHECKED}:
            return Standing.HOLD, (said(_("The agreement itself is suspended: the credit is on hold.")),)
        return found.value, found.explanation

    def line(self, asked: Asked) -> Line:
        """Return what one requirement gets: the best of the lines that lead to it."""
        found = [self._from_pair(asked, pair) for pair in self.agreed.pairs if pair.ours == asked.requirement]
        if asked.requirement in self.agreed.exclusions:
            return _gap(asked, said(_("The agreement leaves this requirement out.")))
        if not found:
            return _gap(asked, said(_("Nothing in the other standard stands for it.")))
        return max(found, key=lambda line: (_RANK[line.credit], line.coverage))

    def _from_pair(self, asked: Asked, pair: Pair) -> Line:
        refused = self._refused(asked, pair)
        rating = links.credited_rating(
            theirs=self.shown.results.get(pair.theirs, pair.result or self.agreed.pass_result or "unknown"),
            least=self.agreed.min_result,
        )
        mapped = links.mapping_worth(
            relation=pair.relation,
            coverage=Fraction(pair.coverage),
            obligation=pair.obligation,
            coverage_min=Fraction(self.limits.coverage_min),
        )
        part = "standard" if asked.phase == STANDARD_PHASE else "implementation"
        level = links.level_worth(level=self.agreed.level, part=part)
        verified = links.verification_worth(party=self.shown.party, critical=asked.critical)
        standing, standing_why = self._standing()
        outcome = links.credit(
            mapping=mapped.value,
            assurance=self.assurance,
            level=level.value,
            verification=verified.value,
            certificate=standing,
            critical=asked.critical,
        )
        worth = Credit(outcome.value)
        limiting = [found for found in (mapped, level, verified) if found.value != Worth.FULL] or [mapped]
        why: tuple[str, ...] = (*outcome.explanation, *(words for found in limiting for words in found.explanation))
        why = (*why, *(() if standing == Standing.COUNTS else standing_why))
        if refused or rating.value in {"unknown", "none"}:
            worth, why = Credit.GAP, (refused,) if refused else (*rating.explanation, *mapped.explanation)
        carries = rating.value if worth in {Credit.CREDITED, Credit.HOLD, Credit.UNCHECKED} else ""
        return Line(
            requirement=asked.requirement,
            critical=asked.critical,
            credit=worth,
            theirs=pair.theirs,
            rating=carries if self._whole(mapped.value, level.value, verified.value) else "",
            evidence=pair.evidence,
            coverage=pair.coverage,
            weight=asked.weight,
            why=tuple(dict.fromkeys(why)),
        )

    def _whole(self, *worths: str) -> bool:
        return links.weakest(*(Worth(worth) for worth in (*worths, self.assurance))) is Worth.FULL

    def _refused(self, asked: Asked, pair: Pair) -> Said | None:
        if pair.theirs in self.shown.credited_there:
            return said(_OVER_THERE)
        if pair.evidence not in asked.accepts:
            return said(
                _("There it is shown by {evidence}, which is not accepted for it here."),
                evidence=_EVIDENCE[pair.evidence],
            )
        return None


def _gap(asked: Asked, why: Said) -> Line:
    return Line(
        requirement=asked.requirement, critical=asked.critical, credit=Credit.GAP, weight=asked.weight, why=(why,)
    )


def lines(ground: Ground, requirements: Iterable[Asked]) -> tuple[Line, ...]:
    """Return what every requirement here gets, in its order."""
    return tuple(ground.line(asked) for asked in requirements)


def match_of(found: Sequence[Line]) -> Match:
    """Return how far the standards match, by the lines of a claim."""
    return match(
        [
            Weighed(
                requirement=line.requirement,
                weight=Fraction(line.weight),
                coverage=Fraction(line.coverage),
                critical=line.critical,
                credited=line.credit is Credit.CREDITED,
            )
            for line in found
        ]
    )
