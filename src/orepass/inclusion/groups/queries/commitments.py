"""Registers fixed on the public log: that it was done, for the group and its auditors; what it bound, for the group.

The digest is public and tells nothing; content and salt together are shown by the group's managers to whom they choose.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from orepass.inclusion.groups.models import Group, RegisterCommitment
from orepass.inclusion.groups.queries.cards import CommitmentCard
from orepass.inclusion.groups.queries.register import counted_on, group_row
from orepass.kernel.digest import canonical, digest_bytes
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.transparency.queries import entries, entry_of, inclusion_file
from orepass.transparency.rules.opening import Opening

COMMIT: Final = "groups.register.commit"


def bound(group: Group, counted: Sequence[tuple[str, str, str]], salt: str) -> bytes:
    """Return what a commitment to a register binds, as canonical JSON.

    A small group has few possible registers: without the salt nobody can try out which one gives the digest.
    """
    return canonical({"group": group.pk, "members": counted, "salt": salt})


def commitments_for(actor: Actor, group: str) -> list[CommitmentCard]:
    """Return when the register was fixed and under which digest, oldest first, to the group's people and its auditors.

    Raises:
        NotFound: there is no such group, or it is not for the actor.
    """
    rows = list(RegisterCommitment.objects.filter(group=group_row(actor, group)))
    placed = {entry.content_digest: entry.index for entry in entries(subject=group, limit=len(rows))}
    return [_card(row, placed.get(row.content_digest)) for row in rows]


def may_open(actor: Actor, group: Group) -> bool:
    """Say whether somebody may have what the group bound: those who manage the group itself."""
    return actor.is_in(group.organisation_id) and Role.GROUP_MANAGER in actor.roles


def opening_for(actor: Actor, group: str, digest: str) -> Opening:
    """Return what a commitment bound, salt included, with the proof of its entry, to the group's managers.

    Raises:
        NotFound: there is no such group or commitment, or it is not for the actor.
        NotYetLogged: its entry waits for the sequencer.
    """
    row = Group.objects.filter(pk=group).first()
    if row is None or not may_open(actor, row):
        raise NotFound(what=group[:80])
    kept = row.commitments.filter(content_digest=digest).first()
    said = kept.said.encode() if kept else _as_it_was(row, digest)
    if not said:
        raise NotFound(what=digest[:80])
    proof = inclusion_file(row.pk, kind=COMMIT, content_digest=digest)
    return Opening(kind=COMMIT, subject=row.pk, said=msgspec.json.decode(said), proof=proof)


def _as_it_was(group: Group, digest: str) -> bytes:
    """Return what a commitment bound that was made before they were kept, if the register of its day still says so."""
    entry = entry_of(group.pk, kind=COMMIT, content_digest=digest)
    said = bound(group, counted_on(group, day_of(entry.at)), group.salt) if entry else b""
    return said if digest_bytes(said) == digest else b""


def _card(row: RegisterCommitment, index: int | None) -> CommitmentCard:
    return CommitmentCard(
        group=Identifier(row.group_id),
        on=row.on,
        at=row.at,
        members=row.members,
        digest=row.content_digest,
        index=index,
    )
