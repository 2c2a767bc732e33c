"""What a later edition of a scheme would do to its holders here, told to those who may ask.

The answers of a holder belong to the holder and the provider. Whoever develops the standard sees how many are met, how
hard and why; a name stands only where the reader may open the file (law 11).
"""

from collections.abc import Iterator
from datetime import date
from functools import cache

import msgspec

from orepass.assurance.models import Application, Certificate
from orepass.assurance.queries.case import PREFETCH, candidates, is_party
from orepass.assurance.queries.certificates import certificate_of, lost_accreditation_on
from orepass.assurance.queries.evaluation import answers_digest, latest_answers, read_for_scheme
from orepass.assurance.rules.status import CertificateStatus
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.scheme.queries import announcements, publisher_of
from orepass.scheme.rules.comparing.impact import Affected, Effect, Held, Impact, impact
from orepass.scheme.rules.editions.transition import months_of, transition_ends
from orepass.scheme.rules.model import Pack

HOLDING = frozenset({CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED})
HIDDEN = Identifier("")
EFFECTS = list(Effect)


def impact_for(actor: Actor, *, old: Pack, new: Pack, on: date) -> Impact:
    """Return what a later edition would do to the holders of an earlier one, as far as the reader may know it.

    Raises:
        NotFound: the reader is neither staff of the scheme, nor steward of this installation, nor the system.
    """
    if not may_ask(actor, old.scheme):
        raise NotFound(what=f"{old.ref} → {new.ref}")
    rows = list(_files(old.digest, on))
    told = impact(old, new, [_held(row, standing, on) for row, standing in rows], on=on, ends_before=_ends(old, new))
    readable = {row.pk for row, _standing in rows if is_party(actor, row) or _sees_all(actor)}
    lines = [
        one if row.pk in readable else _unnamed(one) for (row, _standing), one in zip(rows, told.holders, strict=True)
    ]
    return msgspec.structs.replace(told, holders=tuple(sorted(lines, key=_place)))


def concerned(digest: str, on: date) -> set[str]:
    """Return whom an announcement about an edition concerns: holders and candidates under it, and their providers."""
    return {party for row, _standing in _files(digest, on) for party in (row.client_id, row.provider_id)}


def may_ask(actor: Actor, scheme: str) -> bool:
    """Say whether an actor may ask what an edition of a scheme would do to its holders."""
    owner = publisher_of(scheme)
    staff = Role.SCHEME_STAFF in actor.roles and (not owner or actor.is_in(owner))
    return staff or _sees_all(actor)


def _sees_all(actor: Actor) -> bool:
    return actor.is_system or Role.STEWARD in actor.roles


def _place(one: Affected) -> tuple[int, str, str, str]:
    """Order by what happens, so that the order of the unnamed gives nobody away."""
    return EFFECTS[::-1].index(one.effect), one.standard, one.size, one.name


def _ends(old: Pack, new: Pack) -> date:
    """Return the end of the transition as it was announced, or else as the later edition's own number gives it."""
    announced = [
        card for card in announcements(new.scheme) if (card.edition, card.replaces) == (new.edition, old.edition)
    ]
    if announced:
        return announced[0].ends_before
    return transition_ends(from_on=new.valid_from, months=months_of(new)).value


def _files(digest: str, on: date) -> Iterator[tuple[Application, str]]:
    """Go through the files behind certificates under an edition, then those of its candidates."""
    related = Certificate.objects.select_related("client", "provider", "application__client")
    rows = related.filter(pack_digest=digest).prefetch_related(
        "sites", "steps", "transfers__steps", "transfers__provider", "application__answers", "application__steps"
    )
    lost_on = cache(lost_accreditation_on)
    for row in rows:
        if certificate_of(row, lost_on).status(on) in HOLDING:
            yield row.application, "certificate"
    waiting = [card.id for card in candidates(on) if card.pack_digest == digest]
    files = Application.objects.filter(pk__in=waiting).select_related("client")
    yield from ((file, "candidate") for file in files.prefetch_related(*PREFETCH, "answers"))


def _held(row: Application, standing: str, on: date) -> Held:
    answers = latest_answers(row.answers.all())
    profile, given = read_for_scheme(row, answers, on)
    return Held(
        holder=row.pk,
        client=row.client_id,
        name=row.client.name,
        standing=standing,
        standard=row.standard,
        profile=profile,
        answers=given,
        answers_digest=answers_digest(answers),
    )


def _unnamed(one: Affected) -> Affected:
    """Leave out whatever points to a holder: names, identifiers, and digests that could be tried out."""
    before = msgspec.structs.replace(one.before, inputs_digest="")
    after = msgspec.structs.replace(one.after, inputs_digest="") if one.after else None
    return msgspec.structs.replace(
        one, holder=HIDDEN, client=HIDDEN, name="", answers_digest="", before=before, after=after
    )
