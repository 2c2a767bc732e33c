"""Sign a certificate as a conformity credential; a change of scope gives a further version."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from orepass.assurance.queries import CertificateCard, certificate_card, evidence_behind
from orepass.credentials import queries as credentials
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.digest import Digest, digest_bytes
from orepass.kernel.digest import canonical as canonical_value
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.party.numbers import NumberCard
from orepass.passport import queries
from orepass.passport.actions.signing import frame_for, own_numbers, signed
from orepass.passport.attesting import attested
from orepass.passport.models import IssuedCredential
from orepass.passport.queries import CERTIFICATE, CredentialCard
from orepass.passport.untp.v0_7_0.certificate_writing import Attested, certificate_credential
from orepass.platform.access import Actor
from orepass.platform.actions import action

SHARED_MAX: Final = 16
"""Sealed files that one credential links to, the newest; with the version before it, as many as are compared."""


class CertificateEnded(Conflict):
    """The certificate is not in force."""

    code = "passport.certificate.ended"
    message = _("Certificate {certificate} is {status} and gets no credential.")
    what_to_do = _("Issue credentials for certificates in force only.")


class NoSiteCovered(Conflict):
    """Every site left the scope."""

    code = "passport.certificate.no_site"
    message = _("Certificate {certificate} covers no site any more and gets no credential.")
    what_to_do = _(
        "Issue credentials for certificates that cover a site; end this one with assurance.certificate.terminate."
    )


def open_issuing(actor: Actor, certificate: str, at: datetime) -> Attested:
    """Return what a certificate attests today, for the provider that may sign it.

    Raises:
        NotFound: there is no such certificate, or another provider watches over it today.
        CertificateEnded: it is not in force.
        NoSiteCovered: every site left its scope.
    """
    card = certificate_card(certificate)
    actor.must_be_in(card.watched_by, certificate)
    today = at.astimezone(UTC).date()
    status = card.status(today)
    if status not in {status.ACTIVE, status.NOT_YET_VALID}:
        raise CertificateEnded(certificate=card.id, status=status)
    found = attested(card, today)
    if card.sites and not found.sites:
        raise NoSiteCovered(certificate=card.id)
    return found


@action("passport.certificate.issue_credential", begins=open_issuing)
def issue_credential(actor: Actor, *, certificate: str, at: datetime) -> CredentialCard:
    """Sign a certificate as a conformity credential; issuing it again when nothing changed returns the same one.

    Raises:
        NotFound: there is no such certificate, or another provider watches over it today.
        CertificateEnded: it is not in force.
        NoSiteCovered: every site left its scope.
    """
    found = open_issuing(actor, certificate, at)
    card = found.card
    numbers = own_numbers(card.watched_by, at=at)
    shared = _shared(card)
    state = _state(found, numbers, shared)
    newest = IssuedCredential.objects.filter(about=card.id).order_by("-version").first()
    if newest is not None and (newest.content_digest, newest.organisation) == (state, card.watched_by):
        return queries.credential_of(newest)
    page = f"/certificates/{card.id}/"
    frame = frame_for(card.watched_by, follows=True, purpose="suspension", page=page, at=at)
    row = signed(
        actor,
        IssuedCredential(kind=CERTIFICATE, about=card.id, organisation=card.watched_by, content_digest=state),
        certificate_credential(found, frame),
        frame=frame,
        related=shared,
    )
    return queries.credential_of(row)


def _shared(card: CertificateCard) -> list[Document]:
    """Return the links to evidence of the certificate's file that its client or provider sealed for somebody.

    The links show that something was shared, not for whom; whoever holds the key of the role opens it.
    """
    return [*credentials.links_to(evidence_behind(card.id), by={card.client, card.provider}, limit=SHARED_MAX)]


def _state(found: Attested, numbers: Sequence[NumberCard], shared: Sequence[Document]) -> Digest:
    """Return the digest of what a further version would be issued for."""
    card = found.card
    told: list[Any] = [card.content, found.sites, found.models, found.admissions, card.ends_before]
    # Where there are none, the digest is that of credentials from before numbers and sealed files were named.
    told += [[(one.scheme, one.number) for one in numbers]] if numbers else []
    told += [[str(one["id"]) for one in shared]] if shared else []
    return digest_bytes(canonical_value(told))
