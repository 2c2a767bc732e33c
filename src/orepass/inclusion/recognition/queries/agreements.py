"""Read agreements between schemes as of one day: their state, whether one may rely on them, the match and the gaps."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from django.db.models import QuerySet

from orepass.inclusion.recognition.models import Agreement, AgreementStep
from orepass.inclusion.recognition.queries.cards import AgreementCard, CheckedMapping, StepCard
from orepass.inclusion.recognition.rules import lifecycles as machine
from orepass.inclusion.recognition.rules.claim import SUSPENDED, Asked, Ground, Limits, Line, Shown, lines, match_of
from orepass.inclusion.recognition.rules.credit import Credit, assurance_worth
from orepass.inclusion.recognition.rules.mapping import Known, Mapping, Scores, Side, check_mapping, read_mapping, sound
from orepass.inclusion.recognition.rules.matching import Cell, overlap, way_up
from orepass.inclusion.recognition.rules.validity import Use, grace_before, use_on
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.platform.access import Actor, Role
from orepass.platform.shipped import shipped
from orepass.scheme.queries import editions, pack, pack_by_digest, standards_root, usable_packs
from orepass.scheme.rules.load import PackMissing
from orepass.scheme.rules.model import Pack, Standard, StandardUnknown
from orepass.scheme.rules.parameters import Rules

STAFF = frozenset({Role.SCHEME_STAFF, Role.STEWARD})
FOLDER = "recognition"
UNASSESSED = "none"
_PARAMETERS = {
    "coverage_min_share": "coverage_min",
    "certificate_age_max_months": "age_months_max",
    "assurance_item_min": "assurance_item_min",
    "assurance_mean_min": "assurance_mean_min",
    "check_max_days": "check_days_max",
    "grace_months": "grace_months",
    "hold_days": "hold_days",
    "validity_months": "validity_months",
}
"""The numbers a pack may set, and what they are called here."""
_BROKEN = frozenset({"coverage_min_share", "assurance_mean_min"})
"""Those of them that need not be whole."""
EVIDENCE = ("document", "photo", "oral", "observation", "measurement")


def mapping_files() -> dict[str, Path]:
    """Return the mappings that lie among the standards, by name."""
    root = standards_root() / FOLDER
    found = root if root.is_dir() else shipped("standards") / FOLDER
    return {path.stem: path for path in sorted(found.glob("*.yaml"))}


def mapping_text(name: str) -> str:
    """Return the text of a mapping that lies among the standards.

    Raises:
        NotFound: there is none of this name.
    """
    path = mapping_files().get(name)
    if path is None:
        raise NotFound(where="mapping", what=name[:80])
    return path.read_text(encoding="utf-8")


def checked(document: str) -> CheckedMapping:
    """Read a mapping and check it against the standards kept here."""
    mapping, reading, findings = read_mapping(document)
    if mapping is None:
        return CheckedMapping(mapping=None, findings=tuple(findings))
    found = check_mapping(mapping, _known(mapping), reading)
    return CheckedMapping(mapping=mapping if sound(found) else None, findings=tuple(found))


def _known(mapping: Mapping) -> Known:
    found = {}
    for side in (mapping.theirs, mapping.ours):
        standard = standard_of(side)
        if standard is not None:
            found[side.name] = frozenset(requirement.id for requirement in standard.requirements)
    return found


def standard_of(side: Side) -> Standard | None:
    """Return a side's standard if it is kept here."""
    found = _pack(f"{side.scheme}@{side.edition}")
    if found is None:
        return None
    try:
        return found.standard(side.standard)
    except StandardUnknown:
        return None


def _pack(ref: str) -> Pack | None:
    try:
        return pack(ref)
    except PackMissing:
        return None


def digest_of(side: Side) -> str:
    """Return the digest of a side's published edition, or nothing."""
    ref = f"{side.scheme}@{side.edition}"
    return next((card.digest for card in editions(side.scheme) if card.ref == ref), "")


def owner_of(side: Side) -> str:
    """Return the organisation that publishes a side's scheme here, or nothing."""
    return next((card.published_by for card in sorted(editions(side.scheme), key=_published)), "")


def _published(card: Any) -> Any:  # noqa: ANN401 - an edition's card and its instant
    return card.published_at


def limits_of(rules: Rules | None) -> Limits:
    """Return the scheme's numbers for recognition; what the pack leaves open follows the default."""
    if rules is None:
        return Limits()
    set_here = {path: found for path, found in rules.under("recognition").items() if path in _PARAMETERS}
    return msgspec.structs.replace(
        Limits(),
        **{
            _PARAMETERS[path]: _decimal(found.share) if path in _BROKEN else int(found.number)
            for path, found in set_here.items()
        },
    )


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / Decimal(share.denominator)


def _rows() -> QuerySet[Agreement]:
    return Agreement.objects.prefetch_related("steps")


def agreement_for(actor: Actor, agreement: str, on: date) -> AgreementCard:
    """Return an agreement as of one day; before its consultation only to the staff of its scheme.

    Raises:
        NotFound: there is none, or it is not public yet.
    """
    row = _rows().filter(pk=agreement).first()
    card = agreement_of(row, on) if row else None
    if card is None or not (card.public or _at_work(actor, card)):
        raise NotFound(what=agreement)
    return card


def agreements_for(actor: Actor, on: date) -> list[AgreementCard]:
    """Return the agreements that an actor may see as of one day: the public ones, and those of the own scheme."""
    cards = [agreement_of(row, on) for row in _rows()]
    return [card for card in cards if card.public or _at_work(actor, card)]


def _at_work(actor: Actor, card: AgreementCard) -> bool:
    return bool(actor.is_system or (actor.roles & STAFF and actor.is_in(card.owner)))


def agreements_about(scheme: str, edition: str, standard: str, on: date) -> list[AgreementCard]:
    """Return the agreements that start from a standard of one edition: bound to it, and to no other."""
    rows = _rows().filter(from_scheme=scheme, from_edition=edition, from_standard=standard)
    return [agreement_of(row, on) for row in rows]


def agreement_card(agreement: str, on: date) -> AgreementCard:
    """Return an agreement as of one day (for this room)."""
    return agreement_of(_rows().get(pk=agreement), on)


def agreement_of(row: Agreement, on: date) -> AgreementCard:
    """Make the card of an agreement as of one day; what was recorded later is not known yet on that day."""
    steps = [step for step in row.steps.all() if day_of(step.at) <= on and step.on <= on]
    mapping = msgspec.convert(row.mapping, Mapping, strict=False)
    state = _state(steps)
    valid_from, valid_before = _validity(steps)
    later = _superseded(row, on)
    if later is not None and valid_before is not None:
        valid_before = min(valid_before, later[1])
    limits = _limits(row.to_digest, row.to_standard)
    use = _use(state, valid_from, valid_before, on, limits)
    if state in machine.GRANTED | {SUSPENDED} and use in {Use.GRACE, Use.LAPSED}:
        state = "superseded" if later is not None else "lapsed"
    assurance, why = _assurance(steps, limits)
    found = lines(ideal(mapping, limits, on), _asked(row.to_digest, row.to_standard, mapping.ours))
    return AgreementCard(
        id=Identifier(row.pk),
        owner=Identifier(row.owner_id),
        on=on,
        state=state,
        use=use,
        mapping=mapping,
        mapping_digest=row.mapping_digest,
        to_digest=row.to_digest,
        limits=limits,
        assurance=assurance,
        assurance_why=why,
        assessed_by=tuple(dict.fromkeys(step.by for step in steps if step.action == machine.ASSESS)),
        conditions=_conditions(steps, mapping),
        valid_from=valid_from,
        valid_before=valid_before,
        grace_before=_grace(valid_before, limits),
        superseded_by=Identifier(later[0]) if later is not None else None,
        lines=found,
        match=match_of(found),
        way_up=_way_up(mapping, found),
        steps=tuple(StepCard(action=s.action, on=s.on, note=s.note, at=s.at, by=s.by) for s in steps),
        next_steps=machine.AGREEMENT.allowed(state),
    )


def _way_up(mapping: Mapping, found: Sequence[Line]) -> tuple[str, ...] | None:
    lower, upper = mapping.theirs.tier, mapping.ours.tier
    if lower is None or upper is None or lower >= upper:
        return None
    met = {line.requirement for line in found if line.credit is Credit.CREDITED}
    return way_up(lower_tier=lower, upper_tier=upper, required=[line.requirement for line in found], met=met)


def _state(steps: Iterable[AgreementStep]) -> str:
    return machine.AGREEMENT.state_after(step.action for step in steps)


def _validity(steps: Iterable[AgreementStep]) -> tuple[date | None, date | None]:
    """Return the days a decision named, the end as the latest renewal names it."""
    begin: date | None = None
    end: date | None = None
    for step in steps:
        if "valid_from" in step.facts:
            begin = date.fromisoformat(step.facts["valid_from"])
        if "valid_before" in step.facts:
            end = date.fromisoformat(step.facts["valid_before"])
    return begin, end


def _grace(valid_before: date | None, limits: Limits) -> date | None:
    if valid_before is None:
        return None
    return grace_before(lapsed_on=valid_before, grace_months=limits.grace_months).value


def _use(state: str, begin: date | None, end: date | None, on: date, limits: Limits) -> str:
    if state not in machine.GRANTED | {SUSPENDED} or begin is None or end is None or end <= begin:
        return Use.NOT_YET if state not in machine.GRANTED | {SUSPENDED} else Use.LAPSED
    found = use_on(valid_from=begin, lapsed_on=end, on=on, grace_months=limits.grace_months).value
    return SUSPENDED if state == SUSPENDED and found in {Use.IN_FORCE, Use.GRACE} else found


def _superseded(row: Agreement, on: date) -> tuple[str, date] | None:
    """Return a later agreement on the same two standards that was granted, and the first day it counts."""
    same = _rows().filter(
        from_scheme=row.from_scheme,
        from_standard=row.from_standard,
        to_scheme=row.to_scheme,
        to_standard=row.to_standard,
        to_edition=row.to_edition,
    )
    found = []
    for other in same.filter(requested_at__gt=row.requested_at):
        steps = [step for step in other.steps.all() if day_of(step.at) <= on and step.on <= on]
        begin = _validity(steps)[0]
        if begin is not None and begin <= on and _state(steps) in machine.GRANTED | {SUSPENDED}:
            found.append((other.pk, begin))
    return min(found, key=lambda one: one[1]) if found else None


def _assurance(steps: Iterable[AgreementStep], limits: Limits) -> tuple[str, tuple[str, ...]]:
    scores = [step.facts["scores"] for step in steps if step.action == machine.ASSESS]
    if not scores:
        return UNASSESSED, (said(_("Nobody has assessed the assurance over there yet.")),)
    return assured(msgspec.convert(scores[-1], Scores), limits)


def assured(scores: Scores, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """Return what the scores of another scheme's assurance let through, and why."""
    given = msgspec.structs.asdict(scores)
    least = Fraction(limits.assurance_mean_min)
    found = assurance_worth(**given, item_min=limits.assurance_item_min, mean_min=least)
    return found.value, found.explanation


def _conditions(steps: Iterable[AgreementStep], mapping: Mapping) -> tuple[str, ...]:
    decided = [tuple(step.facts["conditions"]) for step in steps if "conditions" in step.facts]
    return decided[-1] if decided else tuple(mapping.conditions)


@lru_cache(maxsize=64)
def _limits(to_digest: str, standard: str) -> Limits:
    return limits_of(pack_by_digest(to_digest).standard(standard).rules if to_digest else None)


def _asked(to_digest: str, standard: str, ours: Side) -> tuple[Asked, ...]:
    if to_digest:
        return asked_by(to_digest, standard)
    return tuple(
        Asked(requirement=name, critical=False, phase="monitoring", accepts=EVIDENCE) for name in ours.requirements
    )


@lru_cache(maxsize=64)
def asked_by(pack_digest: str, standard: str) -> tuple[Asked, ...]:
    """Return the requirements of a standard of a published edition as recognition looks at them."""
    return asked_of(pack_by_digest(pack_digest).standard(standard))


def asked_of(standard: Standard) -> tuple[Asked, ...]:
    """Return the requirements of a standard as recognition looks at them."""
    return tuple(
        Asked(
            requirement=requirement.id,
            critical=requirement.core,
            phase=requirement.phase,
            accepts=requirement.accepts,
            weight=requirement.weight,
        )
        for requirement in standard.requirements
    )


def ideal(mapping: Mapping, limits: Limits, on: date, assurance: str = "full") -> Ground:
    """Return the best case: all met there, verified as that scheme verifies, looked up today, soundly assured."""
    everything = dict.fromkeys([pair.theirs for pair in mapping.pairs], "full")
    shown = Shown(status="active", covers=True, audited_on=on, checked_on=on, party=mapping.party, results=everything)
    return Ground(agreed=mapping, assurance=assurance, use=Use.IN_FORCE, shown=shown, on=on, limits=limits)


def overlaps(on: date) -> tuple[Cell, ...]:
    """Compare every standard kept here with every other: by mappings in force, and by shared references."""
    standards: dict[str, dict[str, tuple[str, ...]]] = {}
    for found in usable_packs():
        for standard in found.standards:
            name = f"{found.ref} {standard.code}"
            standards[name] = {requirement.id: requirement.maps_to for requirement in standard.requirements}
    covered: dict[tuple[str, str], set[str]] = {}
    for agreement in [agreement_of(row, on) for row in _rows()]:
        ours = agreement.mapping.ours.name
        if agreement.use == Use.IN_FORCE and ours in standards:
            theirs = agreement.mapping.theirs
            standards.setdefault(theirs.name, dict.fromkeys(theirs.requirements, ()))
            covered.setdefault((theirs.name, ours), set()).update(agreement.match.covered)
    return overlap(standards, covered)
