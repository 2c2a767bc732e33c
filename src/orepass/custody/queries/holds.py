"""Holds: which lots a person stopped, why, and who released them; for those who may see the lots."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from orepass.custody.models import EventParty, HeldLot, Hold, Release
from orepass.custody.queries.folding import fold
from orepass.custody.queries.told import one_name_of
from orepass.custody.rules.lots import Lots
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.asked_often import asked_often

PAGE = 50
LOTS_SHOWN = 500


class ReleaseCard(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a hold for some of its lots, or all."""

    lots: tuple[str, ...]
    note: str
    evidence: tuple[str, ...]
    organisation: str
    at: datetime


class HoldCard(msgspec.Struct, frozen=True, kw_only=True):
    """A hold as its reader may see it.

    Attributes:
        organisation: who placed it; another person there releases it, or a steward.
        recall: the recall it was placed for, if any.
        lots: the lots that the reader may see, by URI, :data:`LOTS_SHOWN` at most.
        held: of these, the lots that are still stopped.
        count, still: how many lots there are, and how many are still stopped, whoever reads it.
    """

    id: Identifier
    organisation: str
    recall: str
    reason: str
    evidence: tuple[str, ...]
    placed_at: datetime
    lots: tuple[str, ...]
    held: tuple[str, ...]
    count: int
    still: int
    releases: tuple[ReleaseCard, ...]

    @property
    def is_open(self) -> bool:
        """Say whether any lot is still stopped."""
        return self.still > 0


def stopped(state: Lots) -> dict[str, str]:
    """Return the hold on each lot of a fold that a person stopped, or on a container that it is in.

    Containers around the lots are folded as well when there is any hold at all.
    """
    if not _any_held():
        return {}
    outer = _outer(state)
    while outer:
        for uri, lot in fold(outer).known.items():
            state.known.setdefault(uri, lot)
        outer = _outer(state)
    return holds_on(state.known)


@asked_often
def _any_held() -> "QuerySet[HeldLot, Any]":
    return HeldLot.objects.filter(released=None).values_list("pk")[:1]


def _outer(state: Lots) -> set[str]:
    return {lot.parent for lot in state.known.values() if lot.parent} - set(state.known)


def holds_on(uris: Iterable[str]) -> dict[str, str]:
    """Return the first open hold on each of some lots that a person stopped."""
    if not _any_held():
        return {}
    rows = HeldLot.objects.filter(released=None, lot__uri__among=set(uris)).order_by("-pk")
    return dict(rows.values_list("lot__uri", "hold"))


def holds(actor: Actor, *, lot: str = "", ended: bool = False, limit: int = PAGE) -> list[HoldCard]:
    """Return the open holds (or those that ended) that an actor may see, newest first."""
    rows = visible_holds(actor)
    lot = one_name_of([lot]).get(lot, lot)
    if lot:
        rows = rows.filter(lots__lot__uri=lot)
    still = HeldLot.objects.filter(hold=OuterRef("pk"), released=None)
    if lot:
        still = still.filter(lot__uri=lot)
    rows = rows.filter(~Exists(still) if ended else Exists(still))
    return [hold_of(actor, row) for row in rows.distinct().order_by("-placed_at", "id")[:limit]]


def hold_for(actor: Actor, hold: str) -> HoldCard:
    """Return one hold.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = visible_holds(actor).filter(pk=hold).first()
    if row is None:
        raise NotFound(where="hold", what=hold[:60])
    return hold_of(actor, row)


def visible_holds(actor: Actor) -> "QuerySet[Hold]":
    """Return the holds an actor may see: those of its organisation, and those on lots of its events."""
    rows = Hold.objects.all()
    if _sees_all(actor):
        return rows
    if not actor.organisation:
        return rows.none()
    return rows.filter(Q(organisation=actor.organisation) | Exists(_mine(actor, HeldLot.objects.all(), "hold")))


def hold_of(actor: Actor, row: Hold) -> HoldCard:
    """Make the card of a hold, with the lots that its reader may see."""
    rows = HeldLot.objects.filter(hold=row)
    counted = rows.aggregate(count=Count("pk"), still=Count("pk", filter=Q(released=None)))
    if not (_sees_all(actor) or actor.is_in(row.organisation)):
        rows = _mine(actor, rows, "")
    listed = rows.order_by("pk").values_list("lot__uri", "released__release")[:LOTS_SHOWN]
    shown: list[tuple[str, int | None]] = list(listed)
    return HoldCard(
        id=Identifier(row.pk),
        organisation=row.organisation,
        recall=row.recall_id or "",
        reason=row.reason,
        evidence=tuple(row.evidence),
        placed_at=row.placed_at,
        lots=tuple(uri for uri, _ in shown),
        held=tuple(uri for uri, release in shown if release is None),
        count=counted["count"],
        still=counted["still"],
        releases=tuple(_releases(row.releases.all(), shown)),
    )


def _releases(rows: Iterable[Release], shown: list[tuple[str, int | None]]) -> Iterator[ReleaseCard]:
    for row in rows:
        yield ReleaseCard(
            lots=tuple(uri for uri, release in shown if release == row.pk),
            note=row.note,
            evidence=tuple(row.evidence),
            organisation=row.organisation,
            at=row.at,
        )


def _mine(actor: Actor, rows: "QuerySet[HeldLot]", within: str) -> "QuerySet[HeldLot]":
    """Narrow held lots to those in an event of the actor's organisation."""
    parties = EventParty.objects.filter(event__movements__lot=OuterRef("lot"), organisation=actor.organisation)
    if within:
        rows = rows.filter(**{within: OuterRef("pk")})
    return rows.filter(Exists(parties))


def _sees_all(actor: Actor) -> bool:
    return actor.is_system or Role.STEWARD in actor.roles
