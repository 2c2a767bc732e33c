"""Tell people what they must know or do; notices are written in the action's transaction and mailed after it."""

from datetime import date

import msgspec
from django.db import transaction
from django.db.models import Q

from orepass.kernel.identifier import mint
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.mail import post
from orepass.platform.models import Membership, Notice, Person


class NoticeCard(msgspec.Struct, frozen=True):
    """A notice as its reader sees it."""

    id: str
    kind: str
    subject: str
    due_on: date | None
    read: bool


def notify(
    *, kind: str, subject: str, organisation: str = "", person: str = "", due_on: date | None = None
) -> NoticeCard:
    """Leave a notice for an organisation or a person; mail goes out after the commit."""
    assert organisation or person, "a notice has a reader"
    notice = Notice.objects.create(
        id=mint("ntc"),
        organisation=organisation,
        person=person,
        kind=kind,
        subject=subject,
        due_on=due_on,
        created_at=clock.now(),
    )
    transaction.on_commit(lambda: _mail(notice))
    return _card(notice)


def _mail(notice: Notice) -> None:
    today = clock.today()
    readers = (
        Q(pseudonym=notice.person)
        if notice.person
        else Q(
            pseudonym__in=Membership.objects.filter(organisation=notice.organisation, valid_from__lte=today)
            .filter(Q(valid_before=None) | Q(valid_before__gt=today))
            .values("person"),
        )
    )
    addresses = sorted(set(Person.objects.filter(readers).exclude(email="").values_list("email", flat=True)))
    due = f"\n{notice.due_on:%Y-%m-%d}" if notice.due_on else ""
    for address in addresses:
        post(notice.kind, f"{notice.kind}\n{notice.subject}{due}\n", [address])


def notices_for(actor: Actor, *, unread_only: bool = False, limit: int = 50) -> list[NoticeCard]:
    """Return the newest notices of the actor and of the organisation acted for."""
    mine = Q(person=actor.pseudonym)
    if actor.organisation:
        mine |= Q(organisation=actor.organisation)
    found = Notice.objects.filter(mine)
    if unread_only:
        found = found.filter(read_at=None)
    return [_card(notice) for notice in found[:limit]]


@action("platform.notice.read")
def read_notice(actor: Actor, *, notice: str) -> NoticeCard:
    """Mark a notice as read."""
    mine = Q(person=actor.pseudonym)
    if actor.organisation:
        mine |= Q(organisation=actor.organisation)
    found = Notice.objects.filter(mine, pk=notice).first()
    if found is None:
        raise NotFound(what=notice)
    found.read_at = found.read_at or clock.now()
    found.save(update_fields=["read_at"])
    return _card(found)


def _card(notice: Notice) -> NoticeCard:
    return NoticeCard(notice.id, notice.kind, notice.subject, notice.due_on, notice.read_at is not None)
