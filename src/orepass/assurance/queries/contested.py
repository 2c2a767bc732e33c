"""What may be appealed against, when it was told, who took part in it, and whether a person is tied to its client."""

from datetime import date

import msgspec

from orepass.assurance.models import Application, Certificate, Nonconformity
from orepass.assurance.queries.evaluation import overlays_of, terms_of
from orepass.assurance.queries.facts import interests_in, participations
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.verdict import Verdict, any_of

SETBACKS = frozenset({"certificate.suspend", "certificate.reduce", "certificate.withdraw"})
"""Changes of a certificate that its client may appeal against."""


class ContestedCard(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that may be appealed against.

    Attributes:
        kind: ``decision``, ``finding`` or ``certificate``.
        told_on: the day on which its client was told.
        overlays: the interpretations laid over its standard.
        involved: everybody who evaluated, reviewed or decided in the file, or took the contested step.
    """

    kind: str
    subject: Identifier
    application: Identifier
    client: Identifier
    provider: Identifier
    pack_digest: str
    standard: str
    told_on: date
    involved: frozenset[str]
    overlays: tuple[str, ...] = ()


def contested(subject: str) -> ContestedCard:
    """Return what an appeal against a file, a finding or a certificate contests.

    Raises:
        NotFound: there is no such thing, or nothing in it was decided against the client.
    """
    for find in (_decision, _finding, _certificate):
        found = find(subject)
        if found is not None:
            return found
    raise NotFound(where="subject", what=subject)


def _decision(subject: str) -> ContestedCard | None:
    row = Application.objects.filter(pk=subject).select_related("decision").first()
    if row is None or not hasattr(row, "decision"):
        return None
    return _card("decision", subject, row, day_of(row.decision.at))


def _finding(subject: str) -> ContestedCard | None:
    row = Nonconformity.objects.filter(pk=subject).select_related("application").first()
    return _card("finding", subject, row.application, day_of(row.raised_at), row.raised_by) if row else None


def _certificate(subject: str) -> ContestedCard | None:
    row = Certificate.objects.filter(pk=subject).select_related("application").first()
    step = row.steps.filter(action__in=SETBACKS).last() if row else None
    return _card("certificate", subject, row.application, step.on, step.by) if row and step else None


def _card(kind: str, subject: str, row: Application, told_on: date, *also: str) -> ContestedCard:
    return ContestedCard(
        kind=kind,
        subject=Identifier(subject),
        application=Identifier(row.pk),
        client=Identifier(row.client_id),
        provider=Identifier(row.provider_id),
        pack_digest=row.pack_digest,
        standard=row.standard,
        told_on=told_on,
        involved=frozenset({part.person for part in participations(row)} | set(also)),
        overlays=overlays_of(row.pk),
    )


def involved_in(application: str) -> frozenset[str]:
    """Return everybody who evaluated, reviewed or decided in a file; nobody when there is none."""
    row = Application.objects.filter(pk=application).first()
    return frozenset(part.person for part in participations(row)) if row else frozenset()


def tie_to(
    client: str, person: str, on: date, *, pack_digest: str, standard: str, overlays: tuple[str, ...] = ()
) -> Verdict:
    """Answer whether a person is tied to a client: by declared interest or by a role held there."""
    interests = interests_in(client, person, on, terms_of(pack_digest, standard, overlays))
    return any_of([interests.staff, interests.declared])
