"""Fix the register by its digest, and compare it with the field."""

from datetime import date, datetime

import msgspec

from orepass.assurance.queries import application_for
from orepass.inclusion.groups.actions.file import open_group
from orepass.inclusion.groups.models import Group, RegisterCheck, RegisterCommitment
from orepass.inclusion.groups.queries.cards import CheckCard, RegisterCard
from orepass.inclusion.groups.queries.commitments import bound
from orepass.inclusion.groups.queries.reading import check_card_of
from orepass.inclusion.groups.queries.register import counted_on
from orepass.kernel.digest import digest_bytes
from orepass.kernel.identifier import Identifier, mint, random_bits
from orepass.kernel.kept import keep
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.transparency.actions import queue_leaf


class CheckUnusable(Invalid):
    """The comparison cannot be used."""

    code = "groups.register.check"
    message = _("The comparison cannot be used: {reason}.")
    what_to_do = _("Name members of this group, a day that has come, and a number of unlisted people from zero up.")


@action("groups.register.commit")
def commit_register(actor: Actor, *, group: Identifier, at: datetime) -> RegisterCard:
    """Fix the register of today by its digest, on the public log; the digest goes into the application as annex.

    What was bound is kept with its salt: the group's managers can open it to an auditor for as long as they like.
    """
    row, on, salt = open_group(actor, group), day_of(at), f"{random_bits(128):032x}"
    counted = counted_on(row, on)
    said = bound(row, counted, salt)
    kept = RegisterCommitment.objects.create(
        group=row,
        on=on,
        members=len(counted),
        said=said.decode(),
        content_digest=digest_bytes(said),
        at=at,
        by=actor.pseudonym,
    )
    queue_leaf(kind="groups.register.commit", subject=row.pk, content_digest=kept.content_digest, at=at)
    return RegisterCard(id=group, on=on, members=kept.members, digest=kept.content_digest, salt=salt)


@action("groups.register.check")
def check_register(
    actor: Actor,
    *,
    group: Identifier,
    application: Identifier,
    checked_on: date,
    not_found: tuple[Identifier, ...] = (),
    unlisted: int = 0,
    at: datetime,
) -> CheckCard:
    """Record how register and field differ, as the auditors saw it: listed but not found, found but not listed.

    Raises:
        NotFound: the actor's organisation holds no file of this group.
        CheckUnusable: a stranger to the group is named, or the day has not come.
    """
    row = file_of_group(actor, group, application)
    known = set(row.members.filter(pk__in=not_found).values_list("pk", flat=True))
    if known != set(not_found):
        raise CheckUnusable(where="not_found", reason=_("it names somebody who is not on this register"))
    if checked_on > day_of(at) or unlisted < 0:
        raise CheckUnusable(where="checked_on, unlisted", reason=_("the day or the number is not possible"))
    listed = len(counted_on(row, checked_on))
    _share, kept = (
        keep(
            "group-register-drift",
            {"members": listed, "unlisted": unlisted, "not_found": len(not_found)},
            pack_digest=row.pack_digest,
            standard=row.standard,
        )
        if listed >= max(1, len(not_found))
        else (None, None)
    )
    check = RegisterCheck.objects.create(
        id=mint("chk"),
        group=row,
        application_id=application,
        checked_on=checked_on,
        not_found=list(not_found),
        unlisted=unlisted,
        computed=msgspec.to_builtins(kept) if kept else {},
        at=at,
        by=actor.pseudonym,
    )
    return check_card_of(check)


def file_of_group(actor: Actor, group: str, application: str) -> Group:
    """Return a group to the provider that holds the named file of it.

    Raises:
        NotFound: no such group, or the file is not of this group and this provider.
    """
    row = Group.objects.select_for_update().filter(pk=group).first()
    file = application_for(actor, application)
    if row is None or file.client != row.organisation_id or file.standard != row.standard:
        raise NotFound(where="group", what=group)
    actor.must_be_in(file.provider, group)
    return row
