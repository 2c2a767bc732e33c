"""Read the log of decisions about a draft: who decided by role, how each chamber voted, what was not chosen."""

from typing import Any

from orepass.engagement.models import Development, DevelopmentDecision
from orepass.engagement.queries.development_cards import ChamberCard, DecisionLineCard, RejectedCard
from orepass.engagement.rules.composition import BodyWanted, body_wanted, experts_told, working_group_composed
from orepass.engagement.rules.voting import Chamber, carried
from orepass.kernel.computed import Computed
from orepass.kernel.identifier import Identifier
from orepass.scheme import queries as scheme
from orepass.scheme.rules.editions.archive import unpacked
from orepass.scheme.rules.model import Pack


def decisions_of(row: Development) -> tuple[DecisionLineCard, ...]:
    """Return the log of a development, the oldest first; a corrected entry names the one that corrects it."""
    entries = list(row.decisions.all())
    corrected = {entry.corrects: entry.pk for entry in entries if entry.corrects}
    return tuple(decision_of(entry, corrected.get(entry.pk, "")) for entry in entries)


def decision_of(entry: DevelopmentDecision, corrected_by: str = "") -> DecisionLineCard:
    """Make the card of one entry."""
    composed = composed_of(entry.body)
    return DecisionLineCard(
        id=Identifier(entry.pk),
        kind=entry.kind,
        taken=entry.taken,
        why=entry.why,
        rejected=tuple(RejectedCard(**option) for option in entry.rejected),
        role=entry.role,
        decided_on=entry.decided_on,
        requirements=tuple(entry.requirements),
        voices=tuple(entry.voices),
        votes=tuple(_chamber(Chamber(**vote)) for vote in entry.votes),
        composed=composed.value if composed else None,
        composition=(*composed.explanation, *experts_told((entry.body or {}).get("experts") or {})) if composed else (),
        corrects=entry.corrects,
        corrected_by=corrected_by,
    )


def wanted_of(row: Development) -> tuple[BodyWanted, ...]:
    """Return what is asked of the body that decides about a draft: by the edition it follows, and by the draft itself.

    A draft cannot drop what the edition before it asks for: that one counts as long as it is the last one published.
    """
    asked: list[Pack] = []
    published = scheme.last_edition(row.pack.partition("@")[0])
    if published is not None:
        asked.append(scheme.pack_by_digest(published.digest))
    last = row.versions.exclude(text_digest="").order_by("number").last()
    if last is not None and last.archive is not None:
        asked.append(unpacked(bytes(last.archive), last.digest))
    each = {pack.ref: body_wanted(pack.ref, pack.rules) for pack in asked}
    return tuple(wanted for wanted in each.values() if wanted is not None)


def _chamber(chamber: Chamber) -> ChamberCard:
    return ChamberCard(
        name=chamber.name,
        members=chamber.members,
        present=chamber.present,
        in_favour=chamber.in_favour,
        against=chamber.against,
        carried=carried(chamber),
    )


def composed_of(body: dict[str, Any] | None) -> Computed[bool] | None:
    """Say whether a body was composed as it says, by the rule that exists; nothing where no composition is told."""
    if body is None:
        return None
    return working_group_composed(
        members=body["members"],
        chairs=", ".join(body["chairs"]),
        sides=", ".join(body["sides"]),
        members_wanted=body["members_wanted"],
        sides_wanted=", ".join(body["sides_wanted"]),
    )
