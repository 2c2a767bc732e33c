"""Let an open recall go on where its lots go: what is made, packed or handed on after the announcement is reached too.

An announced recall keeps what was found on its day. Events told later may use those lots, hand them to somebody new, or
tell of a beginning under what is suspected; then the recall is found anew, and what it did not have joins it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from orepass.custody.actions.recalling import tell_of_recall, write_lots, write_parties
from orepass.custody.actions.taken import Taken
from orepass.custody.models import Recall, RecallLot, RecallStep
from orepass.custody.queries.announced import END
from orepass.custody.queries.folding import fold
from orepass.custody.queries.places import site_of
from orepass.custody.queries.reaching import Asked
from orepass.custody.queries.recalls import recall_found
from orepass.custody.rules.lots import Move, Movement
from orepass.custody.rules.terms import identifier_in
from orepass.kernel.refusal import NotFound
from orepass.platform.asked_often import asked_often
from orepass.platform.notices import notify


def pursue(kept: Sequence[Taken], *, at: datetime) -> None:
    """Add to every open recall what events that were just written made it reach."""
    recalls = [recall for (recall,) in _open()]
    if not recalls:
        return
    named = {uri for taken in kept for uri in taken.event.lots}
    folded = fold(named)
    touched = {recall for (recall,) in _touching(uris={*named, *chain.from_iterable(map(folded.contents, named))})}
    began = [one for taken in kept for one in taken.movements if one.move is Move.BEGUN]
    for row in Recall.objects.filter(pk__in=recalls).order_by("announced_at", "pk"):
        if row.pk in touched or any(_is_suspected(row, one) for one in began):
            _catch_up(row, at)


@asked_often
def _open() -> "QuerySet[Recall, Any]":
    over = RecallStep.objects.filter(recall=OuterRef("pk"), action=END)
    return Recall.objects.filter(~Exists(over)).values_list("pk")


@asked_often
def _touching(uris: Iterable[str]) -> "QuerySet[RecallLot, Any]":
    over = RecallStep.objects.filter(recall=OuterRef("recall"), action=END)
    return RecallLot.objects.filter(~Exists(over), lot__uri__among=uris).values_list("recall").distinct()


def _is_suspected(row: Recall, began: Movement) -> bool:
    """Say whether a beginning is of what a recall suspects; one of a lot alone found its beginnings at once."""
    if row.lot or not began.origin:
        return False
    certificate, member = began.certificate, began.facts.member
    return (
        (not row.certificate or row.certificate in {certificate, identifier_in(certificate, "crt")})
        and (not row.site or row.site in {began.site, site_of(began.site)})
        and (not row.member or row.member in {member, identifier_in(member, "mem")})
    )


def _catch_up(row: Recall, at: datetime) -> None:
    asked = Asked(certificate=row.certificate, site=row.site, member=row.member, lot=row.lot, since=row.since)
    try:
        found = recall_found(asked)
    except NotFound:
        return  # the event that told of the lot was declared an error since: what was found stays
    had = set(row.lots.values_list("lot__uri", flat=True))
    told = set(row.parties.values_list("party", flat=True))
    lots = [lot for lot in found.lots if lot.uri not in had]
    parties = [one for one in found.tell if one.party not in told]
    write_lots(row, lots, found_at=at)
    write_parties(row, parties)
    tell_of_recall(row, parties, at=at)
    if row.organisation and (lots or parties):
        notify(organisation=row.organisation, kind="custody.recall.reached_more", subject=row.pk)
