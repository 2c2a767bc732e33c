"""Draw the external sample: how many by the scheme's rule, a random part anybody can repeat, the rest by risk.

First the list to draw from is committed: its digest becomes a leaf of the public log. The root of the first checkpoint
that covers this leaf is the beacon, which nobody could choose. The seed binds both. Members are ranked by the SHA-256
of seed and alias; the first ones are drawn. Whoever holds the seed and the list gets the same draw, in any language,
for ever. Auditors may add members to a sample; nobody can take one out (domain rules A5 and B2).
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

import msgspec

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, numbers_in, rule
from orepass.kernel.digest import Digest, digest
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.scheme.rules.roots import ceiling
from orepass.scheme.rules.sampling import TAKES_RISK, sample

BEACON: Final = Source(
    title="Orepass", clause=_("own choice: the beacon is the root of the log's next checkpoint"), verified=True
)
RANKED: Final = Source(
    title="Orepass", clause=_("own choice: members ranked by SHA-256 of seed and alias"), verified=True
)


class DrawKind(StrEnum):
    """For which visit a sample is drawn."""

    INITIAL = "initial"
    SURVEILLANCE = "surveillance"
    RECERTIFICATION = "recertification"


class Drawn(msgspec.Struct, frozen=True):
    """One drawn member and how it came into the sample: by chance, or by risk."""

    member: str
    chosen: str


class DrawPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How many to draw, and how many of them at random, with the rule's own words."""

    size: int
    random: int
    explanation: tuple[str, ...]


class Listed(msgspec.Struct, frozen=True):
    """One member of a committed list: an alias that means nothing outside of it, and the points of risk."""

    alias: str
    points: int


class Committed(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a draw follows from, fixed before chance is known; its digest is the leaf on the log.

    ``number`` counts the lists of the group, so that nobody commits again and again until a draw pleases.
    """

    group: str
    number: int
    pack: str
    pack_digest: str
    standard: str
    rule: str
    kind: DrawKind
    risk: str
    multiplier: str
    random_share: str
    visit_on: date
    members: tuple[Listed, ...]

    @property
    def digest(self) -> Digest:
        """Return the digest under which the list is committed."""
        return digest(self)

    @property
    def plan(self) -> DrawPlan:
        """Return how many of the list are drawn.

        Raises:
            InputRefused: nobody to draw from, or more members than the rule allows.
        """
        return plan_draw(
            len(self.members),
            rule=self.rule,
            kind=self.kind,
            risk=_number("multiplier", self.multiplier),
            random_share=_number("random_share", self.random_share),
        )

    def drawn(self, beacon: str) -> list[Drawn]:
        """Return who is drawn with a beacon."""
        points = {member.alias: member.points for member in self.members}
        return draw(list(points), self.plan, seed=seed_of(self.digest, beacon), risk_points=points)


def _number(name: str, text: str) -> Fraction:
    """Read ``3/2`` or ``1.5``; anything else, such as an exponent that would take minutes, is refused."""
    numbers = numbers_in(name, text)
    need(len(numbers) == 1 and numbers[0] >= 0, name, text, "write one plain number, not below zero")
    return numbers[0]


def seed_of(commitment: str, beacon: str) -> Digest:
    """Return the seed: it binds the committed list, with all it holds, and the beacon."""
    return digest({"commitment": commitment, "beacon": beacon})


def plan_draw(n: int, *, rule: str, kind: str, risk: Fraction, random_share: Fraction) -> DrawPlan:
    """Return how many of n members to draw by the scheme's rule; at least one by chance, so that all may be visited.

    Raises:
        InputRefused: nobody to draw from, or more members than the rule allows.
    """
    need(n >= 1, "n", n, "there must be at least one member")
    need(0 <= random_share <= 1, "random_share", random_share, "it must lie between 0 and 1")
    found = sample(rule=rule, n=n, kind=kind, risk=risk)
    size = min(n, found.value if rule in TAKES_RISK else max(found.value, ceiling(found.value * risk)))
    return DrawPlan(size=size, random=max(1, ceiling(random_share * size)), explanation=tuple(found.explanation))


def ranked(population: Sequence[str], seed: str) -> list[str]:
    """Return the members in the order of chance."""
    return sorted(population, key=lambda member: (rank_of(seed, member), member))


def rank_of(seed: str, member: str) -> str:
    """Return the number by which a member is ranked: the SHA-256 of ``seed:member``."""
    return hashlib.sha256(f"{seed}:{member}".encode()).hexdigest()


def draw(population: Sequence[str], plan: DrawPlan, *, seed: str, risk_points: Mapping[str, int]) -> list[Drawn]:
    """Draw: first by chance, then those with the most points of risk, ties again by chance."""
    order = ranked(population, seed)
    by_chance = order[: plan.random]
    rest = sorted(order[plan.random :], key=lambda member: -risk_points.get(member, 0))
    by_risk = rest[: plan.size - len(by_chance)]
    return [*(Drawn(member, "random") for member in by_chance), *(Drawn(member, "risk") for member in by_risk)]


@rule("draw", parameters={"rule": "group.external_sample_rule", "random_share": "sampling.random_share"})
def draw_size(
    *,
    n: int,
    rule: str = "md1",
    kind: str = "initial",
    risk: Fraction = Fraction(1),
    random_share: Fraction = Fraction(1, 4),
) -> Computed[int]:
    """How many members a draw takes, and how many of them by chance; --verify FILE proves a draw that was made."""
    plan = plan_draw(n, rule=rule, kind=kind, risk=risk, random_share=random_share)
    found = sample(rule=rule, n=n, kind=kind, risk=risk)
    words = said(_("{random} of {size} by chance, the rest by risk."), random=plan.random, size=plan.size)
    return Computed(
        value=plan.size,
        unit="members",
        explanation=(*found.explanation, words),
        sources=(*found.sources, OWN_CHOICE),
    )


@rule("draw-chance", parameters={"rule": "group.external_sample_rule", "random_share": "sampling.random_share"})
def draw_chance(
    *,
    n: int,
    rule: str = "md1",
    kind: str = "initial",
    risk: Fraction = Fraction(1),
    random_share: Fraction = Fraction(1, 4),
) -> Computed[Fraction]:
    """The probability that chance alone draws a given member, whatever the risk of the others; it is never zero."""
    plan = plan_draw(n, rule=rule, kind=kind, risk=risk, random_share=random_share)
    words = _("{random} of {members} members are drawn by chance; all ranks are equally likely.")
    return Computed(
        value=Fraction(plan.random, n),
        unit="share",
        explanation=(said(words, random=plan.random, members=n),),
        sources=(RANKED,),
    )


@rule("draw-seed")
def draw_seed(*, commitment: str, beacon: str) -> Computed[str]:
    """The seed of a draw, from the digest of the committed list and the root of the log's next checkpoint."""
    return Computed(
        value=str(seed_of(commitment, beacon)),
        unit="SHA-256",
        explanation=(said(_("The SHA-256 of the canonical JSON of beacon and commitment.")),),
        sources=(BEACON,),
    )


@rule("draw-rank")
def draw_rank(*, seed: str, member: str) -> Computed[str]:
    """The number by which a member of a list is ranked with a seed: the smallest numbers are drawn by chance."""
    return Computed(
        value=rank_of(seed, member),
        unit="SHA-256",
        explanation=(said(_("The SHA-256 of seed, colon and member.")),),
        sources=(RANKED,),
    )
