"""Complain without an account: a receipt with a secret, contact data kept apart and only with consent (law 7).

Whoever complains is nobody to the record. Name and address, if given, stand with the people of the platform under a
pseudonym; whoever holds the receipt can add to the complaint and have the data erased.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Final

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from orepass.assurance.queries import CertificateCard, CertificateStatus, certificate_card, certificates
from orepass.assurance.queries.evaluation import overlays_of
from orepass.engagement.actions.refusals import (
    ConsentMissing,
    ContactUnusable,
    StatementMissing,
    StatementTooLong,
)
from orepass.engagement.models import Complaint, ComplaintStatement
from orepass.engagement.queries.cards import FollowedCard, ReceiptCard
from orepass.engagement.queries.complaints import COMPLAINANT, followed_of, handler_of, holder_row, terms_for
from orepass.engagement.rules.clocks import acknowledge_by
from orepass.engagement.rules.receipt import hash_of, new_secret
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.party.queries import organisation_card, site_card
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action
from orepass.platform.notices import notify
from orepass.platform.people import SEALED, erase_person, forget_inputs, people_with_role, register_person

STATEMENT_MAX: Final = 20_000
PURPOSE: Final = "to answer a complaint"
RECEIVED: Final = "engagement.complaint.received"
_STAND_IN: Final = Actor(pseudonym="system:engagement", organisation=SEALED)


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach whoever complained; all of it optional, none of it without consent."""

    consent: bool = False
    name: str = ""
    email: str = ""
    phone: str = ""


class About(StrEnum):
    """The two classes of complaint."""

    SCHEME = "scheme"
    SITE = "site"


class Whereabouts(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a complaint is about and who handles it; what nobody else answers for goes to the scheme's staff."""

    handled_by: str = ""
    accused: str = ""
    pack_digest: str = ""
    standard: str = ""
    overlays: tuple[str, ...] = ()


@action("engagement.complaint.lodge")
def lodge_complaint(
    actor: Actor,  # noqa: ARG001 - anybody; the record does not say who
    *,
    about: About,
    statement: str,
    subject: str = "",
    contact: Contact | None = None,
    protect_identity: bool = True,
    language: str = "",
    at: datetime,
) -> ReceiptCard:
    """Complain about the scheme or about a site, without an account and without a name if one so wishes.

    Raises:
        StatementMissing: nothing was said.
        StatementTooLong: more was said than anybody can read.
        ConsentMissing: a name or an address came without consent to keep it.
        ContactUnusable: the e-mail address is none.
    """
    said = plain_statement(statement)
    secret = new_secret()
    place = _whereabouts(about, subject.strip()[:24], at)
    row = Complaint.objects.create(
        id=mint("cmp"),
        about=about,
        subject=subject.strip()[:24],
        statement=said,
        language=language[:8],
        protect_identity=protect_identity,
        person=_kept_apart(contact, at),
        secret_hash=hash_of(secret),
        handled_by=place.handled_by,
        accused=place.accused,
        pack_digest=place.pack_digest,
        standard=place.standard,
        overlays=list(place.overlays),
        received_at=at,
    )
    due = acknowledge_by(received_on=day_of(at), days=terms_for(row).acknowledge_days).value
    tell_handlers(row, RECEIVED, at=at, due_on=due)
    return ReceiptCard(id=Identifier(row.pk), secret=secret, acknowledge_by=due)


def plain_statement(statement: str, *, where: str = "statement") -> str:
    """Return a text without blanks around it.

    Raises:
        StatementMissing: it is empty.
        StatementTooLong: it is longer than anybody can read.
    """
    said = statement.strip()
    if not said:
        raise StatementMissing(where=where)
    if len(said) > STATEMENT_MAX:
        raise StatementTooLong(where=where, limit=STATEMENT_MAX)
    return said


def _kept_apart(contact: Contact | None, at: datetime) -> str:
    """Keep name and address with the people of the platform and return their pseudonym; empty when none was given."""
    if contact is None or not (contact.name.strip() or contact.email.strip() or contact.phone.strip()):
        return ""
    if not contact.consent:
        raise ConsentMissing(where="contact")
    email = contact.email.strip()[:254]
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise ContactUnusable(where="contact", email=email[:80]) from None
    card = register_person(
        _STAND_IN,
        name=contact.name.strip(),
        purpose=PURPOSE,
        consented_on=day_of(at),
        email=email,
        phone=contact.phone.strip(),
        at=at,
    )
    return card.id


def _whereabouts(about: About, subject: str, at: datetime) -> Whereabouts:
    """Find who answers for a subject; one that is not known here is handled all the same, by the scheme's staff."""
    if about is About.SCHEME:
        return Whereabouts(accused=_organisation(subject))
    try:
        if subject.startswith("crt-"):
            return _of_certificate(certificate_card(subject))
        if subject.startswith("sit-"):
            return _of_site(subject, at)
    except NotFound:
        return Whereabouts()
    return Whereabouts(accused=_organisation(subject))


def _organisation(subject: str) -> str:
    if not subject.startswith("org-"):
        return ""
    try:
        return organisation_card(subject).id
    except NotFound:
        return ""


def _of_certificate(card: CertificateCard) -> Whereabouts:
    return Whereabouts(
        handled_by=card.provider,
        accused=card.client,
        pack_digest=card.pack_digest,
        standard=card.standard,
        overlays=overlays_of(card.application),
    )


def _of_site(site: str, at: datetime) -> Whereabouts:
    on = day_of(at)
    standing = (CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED)
    covering = [card for card in certificates(site=site).items if card.status(on) in standing]
    if covering:
        return _of_certificate(max(covering, key=lambda card: (card.valid_from, card.id)))
    return Whereabouts(accused=site_card(site).organisation or "")


def tell_handlers(row: Complaint, kind: str, *, at: datetime, due_on: date | None = None) -> None:
    """Leave a notice to whoever handles a complaint: the handler, else all on that side; it names nobody."""
    handler = handler_of(row)
    role = Role.CERTIFIER if row.handled_by else Role.SCHEME_STAFF
    people = [handler] if handler else people_with_role(role, row.handled_by, day_of(at))
    for person in people:
        notify(kind=kind, subject=row.pk, person=person, due_on=due_on)


@action("engagement.complaint.add")
def add_to_complaint(
    actor: Actor,  # noqa: ARG001 - whoever holds the receipt
    *,
    complaint: str,
    secret: str,
    statement: str,
    at: datetime,
) -> FollowedCard:
    """Add something to one's complaint, with the receipt; after it is closed too, for that may open it to question.

    Raises:
        NotFound: no complaint has this number and this secret.
        StatementMissing: nothing was said.
        StatementTooLong: more was said than anybody can read.
    """
    row = holder_row(complaint, secret)
    said = plain_statement(statement)
    ComplaintStatement.objects.create(complaint=row, side=COMPLAINANT, statement=said, at=at)
    tell_handlers(row, "engagement.complaint.added", at=at)
    return followed_of(holder_row(complaint, secret))


@action("engagement.complaint.forget")
def forget_complainant(
    actor: Actor,  # noqa: ARG001 - whoever holds the receipt
    *,
    complaint: str,
    secret: str,
    at: datetime,
) -> FollowedCard:
    """Erase one's name and address; the complaint itself goes on as an anonymous one.

    Raises:
        NotFound: no complaint has this number and this secret.
    """
    row = holder_row(complaint, secret)
    if row.person:
        erase_person(_STAND_IN, person=row.person, at=at)
    forget_inputs(row.pk)
    return followed_of(row)
