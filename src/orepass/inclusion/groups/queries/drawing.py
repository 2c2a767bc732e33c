"""Read committed lists and draws: whole for the group and its auditors, under aliases for everybody."""

import msgspec

from orepass.assurance.queries import application_for
from orepass.inclusion.groups.models import Draw, MemberList
from orepass.inclusion.groups.queries.cards import AddedMember, DrawCard, DrawnMember, MemberListCard, PublicDraw
from orepass.inclusion.groups.queries.register import group_row
from orepass.inclusion.groups.rules.drawing import Committed, Drawn
from orepass.inclusion.groups.rules.proving import COMMIT, DRAW, DrawDocument, draw_digest
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.kernel.sentences import sentence_again
from orepass.platform.access import Actor
from orepass.transparency.queries import NotYetLogged, entry_of, first_inclusion_proof, head
from orepass.transparency.rules.proof import InclusionProof, write_inclusion

READER = Actor.system("groups")


def committed_of(row: MemberList) -> Committed:
    """Return what the log bound of a list."""
    return msgspec.convert(row.committed, Committed)


def commitment_proof(row: MemberList) -> InclusionProof:
    """Return the proof of a list's commitment under the first checkpoint that covers it.

    Raises:
        NotYetLogged: no checkpoint covers it yet.
    """
    return first_inclusion_proof(row.pk, kind=COMMIT, content_digest=row.content_digest)


def aliased(row: Draw) -> tuple[Drawn, ...]:
    """Return who was drawn under the aliases of the committed list."""
    entries = row.member_list.entries if row.member_list else []
    aliases = {entry["member"]: entry["alias"] for entry in entries}
    return tuple(Drawn(aliases.get(one["member"], one["member"]), one["chosen"]) for one in row.drawn)


def draw_card_of(row: Draw) -> DrawCard:
    """Make the card of a draw."""
    commitment = row.member_list.content_digest if row.member_list else ""
    return DrawCard(
        id=Identifier(row.pk),
        group=Identifier(row.group_id),
        application=Identifier(row.application_id),
        member_list=Identifier(row.member_list_id) if row.member_list_id else None,
        kind=row.kind,
        risk=row.risk,
        visit_on=row.visit_on,
        beacon=row.beacon,
        seed=row.seed,
        population=tuple(row.population),
        drawn=tuple(msgspec.convert(row.drawn, list[DrawnMember])),
        added=tuple(AddedMember(Identifier(one.member_id), one.reason, one.at) for one in row.additions.order_by("pk")),
        random_size=row.random_size,
        explanation=tuple(sentence_again(line) for line in row.explanation),
        digest=draw_digest(row.pk, commitment, row.beacon, aliased(row)),
    )


def member_list_card_of(row: MemberList) -> MemberListCard:
    """Make the card of a committed list."""
    committed = committed_of(row)
    draw = Draw.objects.filter(member_list=row).values_list("pk", flat=True).first()
    return MemberListCard(
        id=Identifier(row.pk),
        group=Identifier(row.group_id),
        application=Identifier(row.application_id),
        number=row.number,
        kind=committed.kind,
        risk=committed.risk,
        visit_on=committed.visit_on,
        members=len(committed.members),
        digest=row.content_digest,
        covered=_is_covered(row),
        draw=Identifier(draw) if draw else None,
        at=row.at,
    )


def _is_covered(row: MemberList) -> bool:
    try:
        commitment_proof(row)
    except NotYetLogged:
        return False
    return True


def draws_for(actor: Actor, group: str) -> list[DrawCard]:
    """Return the samples drawn from a group, oldest first.

    Raises:
        NotFound: there is no such group, or it is not for the actor.
    """
    rows = Draw.objects.filter(group=group_row(actor, group)).select_related("member_list")
    return [draw_card_of(row) for row in rows.prefetch_related("additions")]


def member_lists_for(actor: Actor, application: str) -> list[MemberListCard]:
    """Return the lists committed for a file, oldest first.

    Raises:
        NotFound: there is no such file, or it is not for the actor.
    """
    file = application_for(actor, application)
    return [member_list_card_of(row) for row in MemberList.objects.filter(application=file.id)]


def public_draw(draw: str) -> PublicDraw:
    """Return a draw as everybody may see it.

    Raises:
        NotFound: there is none that was drawn from a committed list.
    """
    row = Draw.objects.select_related("member_list", "group").filter(pk=draw).first()
    if row is None or row.member_list is None:
        raise NotFound(what=draw[:80])
    file = application_for(READER, row.application_id)
    return PublicDraw(
        id=Identifier(row.pk),
        group=Identifier(row.group_id),
        organisation=Identifier(row.group.organisation_id),
        certificate=file.certificate,
        at=row.at,
        document=_document(row, row.member_list),
        added=row.additions.count(),
    )


def public_draws(application: str) -> list[Identifier]:
    """Return the draws of a file that everybody may see, oldest first (for the page of its certificate)."""
    rows = Draw.objects.filter(application=application).exclude(member_list=None)
    return [Identifier(key) for key in rows.values_list("pk", flat=True)]


def entry_of_draw(draw: str) -> str:
    """Return the digest under which a draw stands on the log or waits for it; nothing when there is no entry."""
    entry = entry_of(draw, kind=DRAW)
    return entry.content_digest if entry else ""


def _document(row: Draw, listed: MemberList) -> DrawDocument:
    drawn = aliased(row)
    return DrawDocument(
        draw=row.pk,
        member_list=listed.pk,
        committed=committed_of(listed),
        commitment_proof=write_inclusion(commitment_proof(listed)),
        beacon=row.beacon,
        drawn=drawn,
        log_key=head().verifier_key,
        entry_proof=_entry_proof(row, draw_digest(row.pk, listed.content_digest, row.beacon, drawn)),
    )


def _entry_proof(row: Draw, content_digest: str) -> str:
    try:
        return write_inclusion(first_inclusion_proof(row.pk, kind=DRAW, content_digest=content_digest))
    except (NotFound, NotYetLogged):
        return ""
