"""Who may hold a group's certificate, and who may be in the group (domain rules B1)."""

from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, not_below_zero, one_of, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed

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
PRINCIPLES: Final = (
    _("transparent decisions"),
    _("shared responsibility"),
    _("open information"),
    _("peer review"),
)


@rule("holder-family")
def holder_family(*, kind: str) -> Computed[str]:
    """The family of a kind of holder: producer, supply_chain or service_provider; every kind may hold or join."""
    found = [family for family, kinds in HOLDER_KINDS.items() if kind in kinds]
    need(bool(found), "kind", kind, one_of(name for kinds in HOLDER_KINDS.values() for name in kinds))
    words = said(_("{code} belongs to {family}."), code=kind, family=typed(found[0]))
    return Computed(value=found[0], unit="code", explanation=(words,), sources=(IIED,))


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
        _("{code} is a kind of holder the scheme knows: {answer}."): kind in names_in(types),
        _("It is a legal person: {answer}."): legal_person if legal_needed else True,
        _("A person answers for it: {answer}."): person if person_needed else True,
    }
    held = set(asked.values())
    value = "no" if False in held else "unknown" if None in held else "yes"
    words = {True: _("yes"), False: _("no"), None: _("not known")}
    code = f"{kind[:1].upper()}{kind[1:]}"
    explanation = tuple(said(what, code=code, answer=words[holds]) for what, holds in asked.items())
    return Computed(value=value, unit="code", explanation=explanation, sources=(IIED, OWN_CHOICE))


@rule("holder-accountable")
def holder_accountable(*, accountability: str | None = None, person: bool = False) -> Computed[str]:
    """Whether somebody answers for a group: ok, finding (nobody is named) or refused (neither owns nor shares)."""
    if accountability is None:
        words = said(_("It is not said whether the holder answers alone or shares it with the miners."))
        return Computed(value="refused", unit="code", explanation=(words,), sources=(IIED, OWN_CHOICE))
    need(accountability in ACCOUNTABILITY, "accountability", accountability, "it must be owns or shares")
    value = "ok" if person else "finding"
    words = said(
        _("The holder {how}; a person is named.") if person else _("The holder {how}; no person is named."),
        how=ACCOUNTABILITY[accountability],
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("group-recognised")
def group_recognised(*, representative: str | None = None) -> Computed[bool]:
    """Whether a loose group is recognised: a lead producer, a trader or a partner's person represents it."""
    if representative is None:
        words = said(_("Nobody represents it."))
    else:
        need(representative in REPRESENTATIVES, "representative", representative, one_of(REPRESENTATIVES))
        words = said(_("{code} represents it."), code=representative)
    return Computed(value=representative is not None, unit="boolean", explanation=(words,), sources=(IIED,))


@rule("learning-group-size")
def learning_group_size(*, members: int, least: int = LEARNING_LEAST, most: int = LEARNING_MOST) -> Computed[str]:
    """Whether a learning group has its typical size: ok or warning; a size alone refuses nobody."""
    need(members >= 1, "members", members, "it must be at least one")
    need(1 <= least <= most, "least", least, "it must lie between 1 and most")
    value = "ok" if least <= members <= most else "warning"
    words = said(_("{members} members; typical are {least} to {most}."), members=members, least=least, most=most)
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED,))


@rule("group-has-room", parameters={"most": "group.members_max"})
def group_has_room(*, members: int, most: int = GROUP_MAX) -> Computed[bool]:
    """Whether a group may take one more member."""
    need(members >= 0, "members", members, "it must not be below zero")
    need(most >= 1, "most", most, "it must be at least one")
    words = said(_("{members} members of at most {most}."), members=members, most=most)
    return Computed(value=members < most, unit="boolean", explanation=(words,), sources=(GROUP_SIZE,))


@rule("group-size-allowed", parameters={"most": "group.members_max"})
def group_size_allowed(*, members: int, most: int = GROUP_MAX) -> Computed[bool]:
    """Whether a group may be as large as it is."""
    need(members >= 0, "members", members, "it must not be below zero")
    need(most >= 1, "most", most, "it must be at least one")
    words = said(_("{members} members; at most {most} are allowed."), members=members, most=most)
    return Computed(value=members <= most, unit="boolean", explanation=(words,), sources=(GROUP_SIZE,))


@rule("member-joins", parameters={"one_group_only": "group.one_group_only"})
def member_joins(*, other_groups: int, one_group_only: bool = True) -> Computed[bool]:
    """Whether somebody may join who is in other groups of the standard: not where the scheme allows only one."""
    need(other_groups >= 0, "other_groups", other_groups, "it must not be below zero")
    words = said(
        _("The person is in {count} other groups; one is allowed.")
        if one_group_only
        else _("The person is in {count} other groups; any number is allowed."),
        count=other_groups,
    )
    value = not (one_group_only and other_groups)
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(GROUP_SIZE,))


@rule("member-near", parameters={"most_km": "group.member_distance_km"})
def member_near(*, distance_km: Fraction | None = None, most_km: Fraction = Fraction(50)) -> Computed[str]:
    """Whether a member works near the others: ok, warning or unknown; a distance alone refuses nobody."""
    need(distance_km is None or distance_km >= 0, "distance_km", distance_km, "it must not be below zero")
    need(most_km > 0, "most_km", most_km, "it must be above zero")
    if distance_km is None:
        nowhere = said(_("The place is not known."))
        return Computed(value="unknown", unit="code", explanation=(nowhere,), sources=(OWN_CHOICE,))
    value = "ok" if distance_km <= most_km else "warning"
    words = said(
        _("{distance} km from the group; beyond {most} km somebody asks."),
        distance=f"{float(distance_km):g}",
        most=f"{float(most_km):g}",
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(MEMBER_TEST, OWN_CHOICE))


_SIZES: Final = {"area": _("area"), "greenhouse": _("greenhouse"), "grassland": _("grassland")}
_SIZE_SHOWN: Final = _("{name}: {size} ha, at most {limit}.")


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
    shown = tuple(
        said(_SIZE_SHOWN, name=_SIZES[name], size=f"{float(size or 0):g}", limit=f"{float(limit):g}")
        for name, (size, limit) in given.items()
    )
    words = shown or (said(_("No size is known, so nothing is shown.")),)
    return Computed(value=value, unit="boolean", explanation=words, sources=(MEMBER_TEST,))


@rule("member-covered")
def member_covered(
    *, listed: bool, located: bool, added_after_audit: bool = False, checked: bool = False
) -> Computed[str]:
    """Whether a producer is covered: yes, no, refused without a place, or not yet when added after the audit."""
    if not listed:
        value, words = "no", _("Somebody who is not on the list is not covered.")
    elif not located:
        value, words = "refused", _("An entry without a place is not taken.")
    elif added_after_audit and not checked:
        value, words = "not_yet", _("Added after the audit; not covered until somebody has checked.")
    else:
        value, words = "yes", _("On the list, with a place, and within what was checked.")
    return Computed(value=value, unit="code", explanation=(said(words),), sources=(IIED, OWN_CHOICE))


_MISSING: Final = _("Missing: {missing}.")


@rule("group-control-enough")
def group_control_enough(*, internal: bool, third_party: bool, internal_alone_allowed: bool = False) -> Computed[bool]:
    """Whether the checks of a group are enough for a certificate: internal control, and a third party as well."""
    value = internal and (third_party or internal_alone_allowed)
    checks = ((_("internal control"), internal), (_("a third party"), third_party))
    missing = tuple(name for name, there in checks if not there)
    words = said(_MISSING, missing=missing) if missing else said(_("Both are there."))
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("virtual-member")
def virtual_member(*, own_identifier: bool, linked: bool, internal_control: bool) -> Computed[bool]:
    """Whether somebody may belong to a group that never meets: with an own identifier, linked, and inspected."""
    value = own_identifier and linked and internal_control
    words = said(
        _("A group over the telephone needs an identifier for each, a link to the group, and internal control.")
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("local-variant-kept")
def local_variant_kept(
    *, transparent: bool, shared_responsibility: bool, open_information: bool, peer_review: bool
) -> Computed[bool]:
    """Whether a local variant of a participatory guarantee keeps all four of its principles."""
    kept = (transparent, shared_responsibility, open_information, peer_review)
    missing = tuple(name for name, there in zip(PRINCIPLES, kept, strict=True) if not there)
    words = said(_MISSING, missing=missing) if missing else said(_("All four principles are kept."))
    return Computed(value=all(kept), unit="boolean", explanation=(words,), sources=(IIED,))


_PACKS_AND_SELLS: Final = {
    (True, True): _("It packs and sells in one of them."),
    (True, False): _("It packs and does not sell in one of them."),
    (False, True): _("It does not pack and sells in one of them."),
    (False, False): _("It does not pack and does not sell in one of them."),
}


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
    words = said(_PACKS_AND_SELLS[packs, sells])
    return Computed(value=packs and sells, unit="boolean", explanation=(words,), sources=(IIED,))


@rule("factory-roll-fits")
def factory_roll_fits(*, factories: int, sent: Fraction, received: Fraction) -> Computed[bool]:
    """Whether a producer's deliveries fit the roll: one factory, and the same weight at both ends."""
    not_below_zero(factories=factories, sent=sent, received=received)
    words = said(
        _("Joined to {factories} factories; sent {sent}, received {received}."),
        factories=factories,
        sent=f"{float(sent):g}",
        received=f"{float(received):g}",
    )
    value = factories == 1 and sent == received
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(IIED, OWN_CHOICE))


_PRACTISED: Final = {
    (True, True): _("The practice is there; somebody has looked."),
    (True, False): _("The practice is there; somebody has not looked."),
    (False, True): _("The practice is not there; somebody has looked."),
    (False, False): _("The practice is not there; somebody has not looked."),
}


@rule("practice-claim")
def practice_claim(*, practised: bool, inspected: bool = False) -> Computed[str]:
    """What practice without an inspection is worth: a starting level and a place among candidates, never a claim."""
    claim = "certifiable" if inspected else "candidate"
    value = claim if practised else "none"
    words = said(_PRACTISED[practised, inspected])
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED, OWN_CHOICE))


@rule("self-help-step")
def self_help_step(*, group_exists: bool, trained: bool = False, own_certificate: bool = False) -> Computed[str]:
    """The next step of a plantation with its outgrowers: form a group, train it, let it hold its own certificate."""
    if own_certificate:
        value, words = "graduated", _("They hold their own certificate and leave the plantation's scope.")
    elif not group_exists:
        value, words = "form_group", _("A self-help group is formed first.")
    elif trained:
        value, words = "apply", _("They apply themselves.")
    else:
        value, words = "train", _("The group exists; training is next.")
    return Computed(value=value, unit="code", explanation=(said(words),), sources=(IIED, OWN_CHOICE))


@rule("smallholder-rules")
def smallholder_rules(*, joined: str, changed_to: str | None = None, changed: bool = False) -> Computed[str]:
    """Which rule set counts for a smallholder: of a scheme or independent, the other one from the day of the change."""
    kinds = ("scheme", "independent")
    need(joined in kinds, "joined", joined, "it must be scheme or independent")
    need(changed_to is None or changed_to in kinds, "changed_to", changed_to, "it must be scheme or independent")
    value = changed_to if changed and changed_to is not None else joined
    words = said(
        _("Joined as {code}; not changed by this day.")
        if value == joined
        else _("Joined as {code}; changed by this day."),
        code=joined,
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(IIED,))
