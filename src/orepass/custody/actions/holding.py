"""Stop lots and let them go again: a hold binds whoever has the lot, and another person ends it.

Whoever has a lot in its hands, another party to one of its events, or a steward may stop it, one lot or many at once.
The hold is ended by another person of the organisation that placed it, or by a steward who did not; what was stopped,
why, and who let it go stays on record.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q

from orepass.custody.models import EventParty, HeldLot, Hold, JournalHead, Lot, Movement, Recall, Release, ReleasedLot
from orepass.custody.queries.folding import fold
from orepass.custody.queries.holds import HoldCard, hold_of, visible_holds
from orepass.custody.queries.told import one_name_of
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Conflict, Denied, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify

ROWS: Final = 2_000
LOTS_MAX: Final = 5_000
"""Lots that one request names; a recall may stop more."""


class HoldReasonMissing(Invalid):
    """Nothing is stopped, and nothing let go, without a word."""

    code = "custody.hold.reason"
    message = _("A hold and its end need a reason.")
    what_to_do = _("Say in a few words what is wrong with the lots, or why they may go.")


class NothingToHold(Invalid):
    """A hold names lots."""

    code = "custody.hold.lots"
    message = _("A hold names between 1 and {most} lots; here are {count}.")
    what_to_do = _("Name the lots by identifier or URI; announce a recall to stop everything that was made from them.")


class HeldAlready(Conflict):
    """The organisation stopped these lots before."""

    code = "custody.hold.already"
    message = _("Your organisation holds all of these lots already.")
    what_to_do = _("There is nothing more to do; see the hold on the page of the lot.")


class NotOnHold(Conflict):
    """What is not stopped cannot be let go."""

    code = "custody.hold.not_held"
    message = _("The hold {hold} does not stop this: {lot}.")
    what_to_do = _("Look at the lots that this hold still stops.")


class OtherPersonReleases(Denied):
    """Nobody lets go what they stopped themselves."""

    code = "custody.hold.other_person"
    message = _("Somebody else has to release this hold.")
    what_to_do = _("Another person of the organisation that placed it releases it, or a steward who did not place it.")


@action("custody.lot.hold")
def hold_lots(
    actor: Actor, *, lots: list[str], reason: str, evidence: list[str] | None = None, at: datetime
) -> HoldCard:
    """Stop lots: until another person releases them they are neither used, nor sent, nor packed out.

    Raises:
        NothingToHold: no lot is named, or too many.
        HoldReasonMissing: no reason is given.
        NotFound: there is no such lot, or it is not for the actor.
        HeldAlready: the actor's organisation holds all of them.
    """
    if not 1 <= len(lots) <= LOTS_MAX:
        raise NothingToHold(where="lots", count=len(lots), most=LOTS_MAX)
    said = reason_of(reason, "reason")
    require_evidence(list(evidence or ()))
    JournalHead.objects.select_for_update().get_or_create(pk=1)
    found = _named(actor, lots)
    fresh = _not_held(actor, found)
    if not fresh:
        raise HeldAlready(where="lots")
    row = place(actor, fresh, reason=said, evidence=list(evidence or ()), at=at)
    return hold_of(actor, row)


@action("custody.lot.release")
def release_lots(
    actor: Actor,
    *,
    hold: Identifier,
    note: str,
    lots: list[str] | None = None,
    evidence: list[str] | None = None,
    at: datetime,
) -> HoldCard:
    """Let the lots of a hold go, all of them or those named, as another person than whoever stopped them.

    Raises:
        NotFound: there is no such hold, or it is not for the actor.
        OtherPersonReleases: the actor placed it, or belongs to another organisation.
        HoldReasonMissing: nothing is said.
        NotOnHold: the hold stops none of them, or not this one.
    """
    row = visible_holds(actor).select_for_update().filter(pk=hold).first()
    if row is None:
        raise NotFound(where="hold", what=hold[:60])
    if actor.pseudonym == row.placed_by or not actor.is_in(row.organisation):
        raise OtherPersonReleases(where="hold")
    said = reason_of(note, "note")
    require_evidence(list(evidence or ()))
    held = _still_held(row, lots)
    release = Release.objects.create(
        hold=row,
        note=said,
        evidence=list(evidence or ()),
        organisation=actor.organisation,
        by=actor.pseudonym,
        at=at,
    )
    freed = [ReleasedLot(held=one, release=release) for one in held]
    ReleasedLot.objects.bulk_create(freed, batch_size=ROWS)
    _tell({one.lot_id for one in held}, "custody.lot.released", row.pk, but=actor.organisation)
    return hold_of(actor, row)


def reason_of(text: str, where: str) -> str:
    """Return what was said, without the blanks around it.

    Raises:
        HoldReasonMissing: nothing was.
    """
    said = text.strip()
    if not said:
        raise HoldReasonMissing(where=where)
    return said


def place(
    actor: Actor,
    lots: Sequence[int],
    *,
    reason: str,
    evidence: Sequence[str] = (),
    recall: Recall | None = None,
    at: datetime,
) -> Hold:
    """Write a hold on lots, named by their numbers, and tell the parties of their events."""
    row = Hold.objects.create(
        id=mint("hld"),
        organisation=actor.organisation,
        recall=recall,
        reason=reason,
        evidence=list(evidence),
        placed_by=actor.pseudonym,
        placed_at=at,
    )
    HeldLot.objects.bulk_create([HeldLot(hold=row, lot_id=lot) for lot in lots], batch_size=ROWS)
    _tell(set(lots), "custody.lot.held", row.pk, but=actor.organisation)
    return row


def _named(actor: Actor, lots: Iterable[str]) -> list[int]:
    """Return the numbers of lots and of what is packed into them, if the actor may stop them."""
    uris: dict[str, int] = {}
    asked = _as_known(lots)
    rows = Lot.objects.filter(Q(uri__among=asked) | Q(identifier__among=asked))
    known = {
        name: (uri, number)
        for uri, number, identifier in rows.values_list("uri", "sequence", "identifier")
        for name in (uri, identifier)
    }
    for name in asked:
        if name not in known:
            raise NotFound(where="lots", what=name[:200])
        uris[known[name][0]] = known[name][1]
    state = fold(uris)
    if not (actor.is_system or Role.STEWARD in actor.roles):
        mine = _of_own_events(actor, list(uris.values()))
        for uri, number in uris.items():
            if number not in mine and state.get(uri).holder != (actor.organisation or "—"):
                raise NotFound(where="lots", what=uri[:200])
    inside = {name for uri in uris for name in state.inside(uri)} - set(uris)
    uris.update(Lot.objects.filter(uri__among=inside).values_list("uri", "sequence"))
    return list(dict.fromkeys(uris.values()))


def _as_known(lots: Iterable[str]) -> list[str]:
    """Return lots as they are known, each once: a class has several names."""
    named = list(lots)
    other = one_name_of(named)
    return list(dict.fromkeys(other.get(name, name) for name in named))


def _of_own_events(actor: Actor, lots: Sequence[int]) -> set[int]:
    rows = Movement.objects.filter(event__parties__organisation=actor.organisation or "—")
    packed = rows.filter(parent__among=lots).values_list("parent", flat=True).distinct()
    return {*rows.filter(lot__among=lots).values_list("lot", flat=True).distinct(), *packed}


def _not_held(actor: Actor, lots: Sequence[int]) -> list[int]:
    rows = HeldLot.objects.filter(lot__among=lots, released=None, hold__organisation=actor.organisation)
    held = set(rows.values_list("lot", flat=True))
    return [lot for lot in lots if lot not in held]


def _still_held(row: Hold, lots: Sequence[str] | None) -> list[HeldLot]:
    held = list(HeldLot.objects.filter(hold=row, released=None).select_related("lot"))
    if lots is None:
        if not held:
            raise NotOnHold(where="hold", lot="—", hold=row.pk)
        return held
    by_name = {name: one for one in held for name in (one.lot.uri, one.lot.identifier)}
    asked = _as_known(lots)
    missing = [name for name in asked if name not in by_name]
    if missing or not asked:
        raise NotOnHold(where="lots", lot=missing[0][:200] if missing else "—", hold=row.pk)
    return list({by_name[name].pk: by_name[name] for name in asked}.values())


def _tell(lots: set[int], kind: str, subject: str, *, but: str) -> None:
    rows = EventParty.objects.filter(event__movements__lot__among=lots)
    parties = set(rows.values_list("organisation", flat=True).distinct())
    for organisation in sorted(parties - {but, ""}):
        notify(organisation=organisation, kind=kind, subject=subject)
