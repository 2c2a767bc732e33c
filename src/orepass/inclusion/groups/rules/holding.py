"""Who may hold a group's certificate, and who may be in the group (domain rules B1)."""

from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, not_below_zero, rule
from orepass.kernel.text import marked as _

IIED: Final = Source(title="IIED, Scaling up certification in ASM", clause="producer organisation", verified=True)
MEMBER_TEST: Final = Source(title="Regulation (EU) 2018/848", clause="Article 36(1)(b)", verified=True)
GROUP_SIZE: Final = Source(title="FAO, on Regulation (EU) 2018/848", clause="2,000 members, one group", verified=False)

HOLDER_KINDS: Final = {
    "producer": ("cooperative", "informal_group", "communal_land"),
    "supply_chain": ("outgrower", "trader_network", "tenants", "mixed_ownership"),
    "service_provider": ("public", "private", "not_for_profit"),
}
"""Molenaar's three families with their kinds: 3, 4 and 3 (scenario O-01)."""
REPRESENTATIVES: Final = ("lead_producer", "trader", "partner")
ACCOUNTABILITY: Final = {"owns": _("answers alone"), "shares": _("shares the answering with the miners")}
LEARNING_LEAST, LEARNING_MOST = 20, 40
GROUP_MAX: Final = 2_000
PRINCIPLES: Final = ("transparent decisions", "shared responsibility", "open information", "peer review")


@rule("holder-family")
def holder_family(*, kind: str) -> Computed[str]:
    """The family of a kind of holder: producer, supply_chain or service_provider; every kind may hold or join."""
    found = [family for family, kinds in HOLDER_KINDS.items() if kind in kinds]
    known = ", ".join(name for kinds in HOLDER_KINDS.values() for name in kinds)
    need(bool(found), "kind", kind, f"it must be one of {known}")
    return Computed(value=found[0], unit="code", explanation=(f"{kind} belongs to {found[0]}.",), sources=(IIED,))


@rule(
    "holder-admitted",
    parameters={
        "types": "holders.types",
        "legal_needed": "holders.legal_personality_required",
        "person_needed": "holders.accountable_person_required",
    },
)
def holder_admitted(
    *,
    kind: str,
    types: str,
    legal_person: bool | None = None,
    person: bool | None = None,
    legal_needed: bool = False,
    person_needed: bool = False,
) -> Computed[str]:
    """Whether a scheme lets such a holder hold a certificate: yes, no, or unknown while what it asks is not said."""
    asked = {
        f"{kind} is a kind of holder the scheme knows": kind in names_in(types),
        "it is a legal person": legal_person if legal_needed else True,
        "a person answers for it": person if person_needed else True,
    }
    held = set(asked.values())
    value = "no" if False in held else "unknown" if None in held else "yes"
    words = {True: "yes", False: "no", None: "not known"}
    explanation = tuple(f"{what[0].upper()}{what[1:]}: {words[holds]}." for what, holds in asked.items())
    return Computed(value=value, unit="code", explanation=explanation, sources=(IIED, OWN_CHOICE))


@rule("holder-accountable")
def holder_accountable(*, accountability: str | None = None, person: bool = False) -> Computed[str]:
    """Whether somebody answers for a group: ok, finding (nobody is named) or refused (neither owns nor shares)."""
    if accountability is None:
        words = "It is not said whether the holder answers alone or shares it with the miners."
        return Computed(value="refused", unit="code", explanation=(words,), sources=(IIED, OWN_CHOICE))
    need(accountability in ACCOUNTABILITY, "accountability", accountability, "it must be owns or shares")
    value = "ok" if person else "finding"
    words = f"The holder {ACCOUNTABILITY[accountability]}; {'a person is named' if person else 'no person is named'}."
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("group-recognised")
def group_recognised(*, representative: str | None = None) -> Computed[bool]:
    """Whether a loose group is recognised: a lead producer, a trader or a partner's person represents it."""
    known = ", ".join(REPRESENTATIVES)
    need(
        representative is None or representative in REPRESENTATIVES, "representative", representative, f"one of {known}"
    )
    words = f"{representative} represents it." if representative else "Nobody represents it."
    return Computed(value=representative is not None, unit="boolean", explanation=(words,), sources=(IIED,))


@rule("learning-group-size")
def learning_group_size(*, members: int, least: int = LEARNING_LEAST, most: int = LEARNING_MOST) -> Computed[str]:
    """Whether a learning group has its typical size: ok or warning; a size alone refuses nobody."""
    need(members >= 1, "members", members, "it must be at least one")
    need(1 <= least <= most, "least", least, "it must lie between 1 and most")
    value = "ok" if least <= members <= most else "warning"
    words = f"{members} members; typical are {least} to {most}."
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED,))


@rule("group-has-room", parameters={"most": "group.members_max"})
def group_has_room(*, members: int, most: int = GROUP_MAX) -> Computed[bool]:
    """Whether a group may take one more member."""
    need(members >= 0, "members", members, "it must not be below zero")
    need(most >= 1, "most", most, "it must be at least one")
    words = f"{members} members of at most {most}."
    return Computed(value=members < most, unit="boolean", explanation=(words,), sources=(GROUP_SIZE,))


@rule("group-size-allowed", parameters={"most": "group.members_max"})
def group_size_allowed(*, members: int, most: int = GROUP_MAX) -> Computed[bool]:
    """Whether a group may be as large as it is."""
    need(members >= 0, "members", members, "it must not be below zero")
    need(most >= 1, "most", most, "it must be at least one")
    words = f"{members} members; at most {most} are allowed."
    return Computed(value=members <= most, unit="boolean", explanation=(words,), sources=(GROUP_SIZE,))


@rule("member-joins", parameters={"one_group_only": "group.one_group_only"})
def member_joins(*, other_groups: int, one_group_only: bool = True) -> Computed[bool]:
    """Whether somebody may join who is in other groups of the standard: not where the scheme allows only one."""
    need(other_groups >= 0, "other_groups", other_groups, "it must not be below zero")
    words = f"The person is in {other_groups} other groups; {'one' if one_group_only else 'any number'} is allowed."
    value = not (one_group_only and other_groups)
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(GROUP_SIZE,))


@rule("member-near", parameters={"most_km": "group.member_distance_km"})
def member_near(*, distance_km: Fraction | None = None, most_km: Fraction = Fraction(50)) -> Computed[str]:
    """Whether a member works near the others: ok, warning or unknown; a distance alone refuses nobody."""
    need(distance_km is None or distance_km >= 0, "distance_km", distance_km, "it must not be below zero")
    need(most_km > 0, "most_km", most_km, "it must be above zero")
    if distance_km is None:
        return Computed(value="unknown", unit="code", explanation=("The place is not known.",), sources=(OWN_CHOICE,))
    value = "ok" if distance_km <= most_km else "warning"
    words = f"{float(distance_km):g} km from the group; beyond {float(most_km):g} km somebody asks."
    return Computed(value=value, unit="code", explanation=(words,), sources=(MEMBER_TEST, OWN_CHOICE))


@rule("group-member-small")
def group_member_small(
    *,
    area: Fraction | None = None,
    greenhouse: Fraction | None = None,
    grassland: Fraction | None = None,
) -> Computed[bool]:
    """Whether a small operator fits a group by its holding: at most 5 ha, 0.5 ha under glass, or 15 ha of grassland."""
    limits = {
        "area": (area, Fraction(5)),
        "greenhouse": (greenhouse, Fraction(1, 2)),
        "grassland": (grassland, Fraction(15)),
    }
    for name, (size, _limit) in limits.items():
        need(size is None or size >= 0, name, size, "it must not be below zero")
    given = {name: pair for name, pair in limits.items() if pair[0] is not None}
    value = any(size is not None and size <= limit for size, limit in given.values())
    words = tuple(
        f"{name}: {float(size or 0):g} ha, at most {float(limit):g}." for name, (size, limit) in given.items()
    )
    said = words or ("No size is known, so nothing is shown.",)
    return Computed(value=value, unit="boolean", explanation=said, sources=(MEMBER_TEST,))


@rule("member-covered")
def member_covered(
    *, listed: bool, located: bool, added_after_audit: bool = False, checked: bool = False
) -> Computed[str]:
    """Whether a producer is covered: yes, no, refused without a place, or not yet when added after the audit."""
    if not listed:
        value, words = "no", "Somebody who is not on the list is not covered."
    elif not located:
        value, words = "refused", "An entry without a place is not taken."
    elif added_after_audit and not checked:
        value, words = "not_yet", "Added after the audit; not covered until somebody has checked."
    else:
        value, words = "yes", "On the list, with a place, and within what was checked."
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("group-control-enough")
def group_control_enough(*, internal: bool, third_party: bool, internal_alone_allowed: bool = False) -> Computed[bool]:
    """Whether the checks of a group are enough for a certificate: internal control, and a third party as well."""
    value = internal and (third_party or internal_alone_allowed)
    missing = [name for name, there in (("internal control", internal), ("a third party", third_party)) if not there]
    words = f"Missing: {', '.join(missing)}." if missing else "Both are there."
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("virtual-member")
def virtual_member(*, own_identifier: bool, linked: bool, internal_control: bool) -> Computed[bool]:
    """Whether somebody may belong to a group that never meets: with an own identifier, linked, and inspected."""
    value = own_identifier and linked and internal_control
    words = "A group over the telephone needs an identifier for each, a link to the group, and internal control."
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("local-variant-kept")
def local_variant_kept(
    *, transparent: bool, shared_responsibility: bool, open_information: bool, peer_review: bool
) -> Computed[bool]:
    """Whether a local variant of a participatory guarantee keeps all four of its principles."""
    kept = (transparent, shared_responsibility, open_information, peer_review)
    missing = [name for name, there in zip(PRINCIPLES, kept, strict=True) if not there]
    words = f"Missing: {', '.join(missing)}." if missing else "All four principles are kept."
    return Computed(value=all(kept), unit="boolean", explanation=(words,), sources=(IIED,))


@rule("packer-may-join")
def packer_may_join(
    *,
    packs: bool,
    europe: bool = False,
    north_america: bool = False,
    australia: bool = False,
    new_zealand: bool = False,
) -> Computed[bool]:
    """Whether a company may join a packers' partnership: it packs, and sells in one of the markets named."""
    sells = europe or north_america or australia or new_zealand
    words = f"It {'packs' if packs else 'does not pack'} and {'sells' if sells else 'does not sell'} in one of them."
    return Computed(value=packs and sells, unit="boolean", explanation=(words,), sources=(IIED,))


@rule("factory-roll-fits")
def factory_roll_fits(*, factories: int, sent: Fraction, received: Fraction) -> Computed[bool]:
    """Whether a producer's deliveries fit the roll: one factory, and the same weight at both ends."""
    not_below_zero(factories=factories, sent=sent, received=received)
    words = f"Joined to {factories} factories; sent {float(sent):g}, received {float(received):g}."
    value = factories == 1 and sent == received
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("practice-claim")
def practice_claim(*, practised: bool, inspected: bool = False) -> Computed[str]:
    """What practice without an inspection is worth: a starting level and a place among candidates, never a claim."""
    claim = "certifiable" if inspected else "candidate"
    value = claim if practised else "none"
    words = (
        f"The practice {'is' if practised else 'is not'} there; somebody {'has' if inspected else 'has not'} looked."
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("self-help-step")
def self_help_step(*, group_exists: bool, trained: bool = False, own_certificate: bool = False) -> Computed[str]:
    """The next step of a plantation with its outgrowers: form a group, train it, let it hold its own certificate."""
    if own_certificate:
        value, words = "graduated", "They hold their own certificate and leave the plantation's scope."
    elif not group_exists:
        value, words = "form_group", "A self-help group is formed first."
    else:
        value, words = (
            ("apply", "They apply themselves.") if trained else ("train", "The group exists; training is next.")
        )
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("smallholder-rules")
def smallholder_rules(*, joined: str, changed_to: str | None = None, changed: bool = False) -> Computed[str]:
    """Which rule set counts for a smallholder: of a scheme or independent, the other one from the day of the change."""
    kinds = ("scheme", "independent")
    need(joined in kinds, "joined", joined, "it must be scheme or independent")
    need(changed_to is None or changed_to in kinds, "changed_to", changed_to, "it must be scheme or independent")
    value = changed_to if changed and changed_to is not None else joined
    words = f"Joined as {joined}; {'changed' if value != joined else 'not changed'} by this day."
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED,))
