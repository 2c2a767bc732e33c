"""Draw the external sample: how many by the scheme's rule, a random part anybody can repeat, the rest by risk.

The random part follows from a seed that is committed before the visit. Members are ranked by the SHA-256 of seed and
identifier; the first ones are drawn. Whoever holds the seed and the list gets the same draw, in any language, for ever.
Auditors may add members to a sample; nobody can take one out (domain rules A5 and B2).
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction

import msgspec

from orepass.inclusion.groups.rules.terms import GroupTerms
from orepass.kernel.digest import Digest, digest
from orepass.scheme.rules.sampling import ceiling, sample


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


def seed_of(*, pack_digest: str, application: str, visit_on: date, beacon: str, population: Sequence[str]) -> Digest:
    """Return the seed: it binds the edition, the file, the day, the list of members and a public value."""
    return digest(
        {
            "pack": pack_digest,
            "application": application,
            "visit_on": visit_on,
            "beacon": beacon,
            "population": population_digest(population),
        },
    )


def population_digest(population: Sequence[str]) -> Digest:
    """Return the digest of the list from which is drawn."""
    return digest(sorted(population))


def plan_draw(n: int, *, kind: DrawKind, risk: Fraction, terms: GroupTerms) -> DrawPlan:
    """Return how many of n members to draw by the scheme's rule.

    Raises:
        InputRefused: nobody to draw from, or more members than the rule allows.
    """
    found = sample(rule=terms.sample_rule, n=n, kind=kind, risk=risk)
    size = min(n, max(found.value, ceiling(found.value * risk)) if terms.sample_rule != "risk-sqrt" else found.value)
    return DrawPlan(size=size, random=ceiling(terms.random_share * size), explanation=tuple(found.explanation))


def ranked(population: Sequence[str], seed: str) -> list[str]:
    """Return the members in the order of chance."""
    return sorted(population, key=lambda member: (hashlib.sha256(f"{seed}:{member}".encode()).hexdigest(), member))


def draw(population: Sequence[str], plan: DrawPlan, *, seed: str, risk_points: Mapping[str, int]) -> list[Drawn]:
    """Draw: first by chance, then those with the most points of risk, ties again by chance."""
    order = ranked(population, seed)
    by_chance = order[: plan.random]
    rest = sorted(order[plan.random :], key=lambda member: -risk_points.get(member, 0))
    by_risk = rest[: plan.size - len(by_chance)]
    return [*(Drawn(member, "random") for member in by_chance), *(Drawn(member, "risk") for member in by_risk)]
