"""Certificates and the right to deliver: public facts, with the status as a question about a day."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache

from django.db.models import Q, QuerySet

from orepass.assurance.models import Certificate
from orepass.assurance.queries.cards import (
    CertificateCard,
    CertificatePage,
    ChainRight,
    CoveredSite,
    DeliveryRight,
    StatusChange,
)
from orepass.assurance.queries.evaluation import terms_of_file
from orepass.assurance.queries.gathered import Holder, Parts, gathered
from orepass.assurance.queries.transfers import ACCEPT, moved_to
from orepass.assurance.rules.clocks import end_after_provider_withdrawal, surveillance_dues
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer, Unknown, no, unknown
from orepass.party.queries import accreditations_of
from orepass.party.queries.councils import member_until
from orepass.platform.reading import each_once, once
from orepass.scheme.queries import PackMissing, pack_by_digest
from orepass.scheme.rules.labels import Label, labels, shown_on

PAGE = 50
CHAIN = "chain"
"""The subject of a standard that judges the chain of custody, not the winning or making of material."""
NOT_OF_WINNING = (CHAIN, "project")
"""What a standard may be about other than how material is won: its handling, or a mine that is not dug yet."""
_ORDER = (Answer.YES, Answer.UNKNOWN, Answer.NO)


def _rows() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("client", "provider", "application").prefetch_related(
        "sites", "steps", "transfers__steps", "transfers__provider"
    )


def certificate_card(certificate: str) -> CertificateCard:
    """Return one certificate; it is public.

    Raises:
        NotFound: there is none of that identifier.
    """
    found = certificates_named([certificate]).get(certificate)
    if found is None:
        raise NotFound(what=certificate)
    return found


def certificates_named(names: Iterable[str]) -> dict[str, CertificateCard]:
    """Return certificates by identifier; names that are none of ours are left out."""
    return each_once(_named, names)


def _named(names: set[str]) -> dict[str, CertificateCard]:
    lost_on = cache(lost_accreditation_on)
    return {name: _card(parts, lost_on) for name, parts in gathered(names).items()}


def certificates(
    *, client: str = "", provider: str = "", standard: str = "", site: str = "", after: str = "", limit: int = PAGE
) -> CertificatePage:
    """Return certificates by identifier, a page at a time; a provider's are those it granted or took over."""
    wanted = {"client": client, "standard": standard, "sites__site": site}
    rows = _rows().filter(pk__gt=after, **{field: value for field, value in wanted.items() if value})
    if provider:
        took_over = Q(transfers__provider=provider, transfers__steps__action=ACCEPT)
        rows = rows.filter(Q(provider=provider) | took_over).distinct()
    found = list(rows[: limit + 1])
    lost_on = cache(lost_accreditation_on)
    cards = tuple(certificate_of(row, lost_on) for row in found[:limit])
    return CertificatePage(cards, cards[-1].id if len(found) > limit else "")


def certificates_count() -> int:
    """Return how many certificates were ever granted."""
    return Certificate.objects.count()


def delivery_right(site: str, on: date, *, standard: str = "") -> DeliveryRight:
    """Say whether a site may deliver into the chain as certified on a day, by its best certificate."""
    return delivery_rights(site, on, standard=standard)[0]


def delivery_rights(site: str, on: date, *, standard: str = "") -> list[DeliveryRight]:
    """Say by each certificate of a site whether it may deliver into the chain as certified on a day, best first.

    Each is for the minerals that were judged and for no other; without any certificate the one answer is unknown.
    Expired and never certified are told apart from refused: both are unknown, and unknown is not clean. A certificate
    of a standard about the chain itself says how material is handled, not how it was won, and one about a project says
    what was studied before anything is won: neither gives such a right.
    """
    cards = (card for card in certificates_about(site) if not standard or card.standard == standard)
    rights = [_right(card, site, on) for card in cards if _is_about_winning(card)]
    if not rights:
        missing = unknown(Unknown.MISSING, _("no certificate for winning or production covers this site"))
        return [DeliveryRight(verdict=missing)]
    return sorted(rights, key=lambda right: (_ORDER.index(right.verdict.answer), _newest_first(right)))


def chain_right(who: str, on: date) -> ChainRight:
    """Say under which schemes the custody of a site, or of an organisation anywhere, was certified on a day.

    Only certificates of standards about the chain of custody itself count (of an edition that has none, any of its
    certificates), and only those that gave a right that day: suspended, expired and out of scope are all no right.
    """
    cards = [card for card in certificates_about(who) if _is_about_custody(card)]
    held = [card for card in cards if card.right(on).is_yes and (not _is_site(who) or card.covers(who, on))]
    schemes = sorted({card.pack.partition("@")[0] for card in held})
    return ChainRight(schemes=tuple(schemes), certificates=tuple(sorted(card.id for card in held)))


@once
def certificates_about(who: str) -> list[CertificateCard]:
    """Return every certificate that names a site in its scope, or that an organisation holds, whatever became of it."""
    rows = _rows().filter(**({"sites__site": who} if _is_site(who) else {"client": who}))
    lost_on = cache(lost_accreditation_on)
    return [certificate_of(row, lost_on) for row in rows]


def _is_site(who: str) -> bool:
    return who.startswith("sit-")


def _is_about_winning(card: CertificateCard) -> bool:
    return _subject(card) not in NOT_OF_WINNING


def _is_about_custody(card: CertificateCard) -> bool:
    edition = pack_by_digest(card.pack_digest)
    return _subject(card) == CHAIN or all(standard.subject_unit != CHAIN for standard in edition.standards)


def _subject(card: CertificateCard) -> str:
    return pack_by_digest(card.pack_digest).standard(card.standard).subject_unit


def _newest_first(right: DeliveryRight) -> int:
    return -(right.valid_before or date.min).toordinal()


def _right(card: CertificateCard, site: str, on: date) -> DeliveryRight:
    verdict = card.right(on)
    if verdict.is_yes and not card.covers(site, on):
        verdict = no(_("the site was taken out of the certificate's scope"))
    return DeliveryRight(
        verdict=verdict,
        certificate=card.id,
        claim_class=card.claim_class,
        pack=card.pack,
        level=card.level,
        valid_before=card.ends_before,
        minerals=card.minerals,
        client=card.client,
        standard=card.standard,
    )


@lru_cache(maxsize=256)
def _labels(pack_digest: str, standard: str) -> tuple[Label, ...]:
    return labels(pack_by_digest(pack_digest).standard(standard).rules)


def labels_at_decision(pack_digest: str, standard: str, on: date) -> tuple[str, ...]:
    """Return the texts of the labels that an edition let sales of a day show; none of an edition that is not here."""
    try:
        known = _labels(pack_digest, standard)
    except PackMissing:
        return ()
    return tuple(label.text for label in shown_on(known, on))


def lost_accreditation_on(provider: str, standard: str) -> date | None:
    """Return the day from which a provider's last accreditation for a standard was withdrawn, or nothing."""
    withdrawn = [card.withdrawn_from for card in accreditations_of(provider) if card.standard == standard]
    days = [day for day in withdrawn if day is not None]
    return max(days) if days and len(days) == len(withdrawn) else None


def certificate_of(
    row: Certificate, lost_on: Callable[[str, str], date | None] = lost_accreditation_on
) -> CertificateCard:
    """Make the card of a certificate's row; for many, hand in a function that remembers."""
    moved = moved_to(row)
    holder = moved.provider if moved else row.provider
    parts = Parts(
        row=row,
        application=row.application,
        client_name=row.client.name,
        provider_name=row.provider.name,
        holder=Holder(holder.pk, holder.name),
        sites=tuple(CoveredSite(Identifier(covered.site_id), covered.valid_before) for covered in row.sites.all()),
        changes=tuple(StatusChange(step.action, step.on, step.grounds, step.at) for step in row.steps.all()),
    )
    return _card(parts, lost_on)


def _card(parts: Parts, lost_on: Callable[[str, str], date | None]) -> CertificateCard:
    row, holder, terms = parts.row, parts.holder, terms_of_file(parts.application)
    lost = lost_on(holder.id, row.standard)
    return CertificateCard(
        id=Identifier(row.pk),
        application=Identifier(row.application_id),
        client=Identifier(row.client_id),
        client_name=parts.client_name,
        provider=Identifier(row.provider_id),
        provider_name=parts.provider_name,
        kind=row.kind,
        pack=row.pack,
        pack_digest=row.pack_digest,
        standard=row.standard,
        level=row.level,
        claim_class=row.claim_class,
        scope=row.scope,
        sites=parts.sites,
        minerals=tuple(parts.application.profile.get("minerals") or ()),
        valid_from=row.valid_from,
        valid_before=row.valid_before,
        decided_at=row.decided_at,
        annex_digest=row.annex_digest,
        inputs_digest=row.inputs_digest,
        content_digest=row.content_digest,
        changes=parts.changes,
        surveillance_dues=tuple(surveillance_dues(row.valid_from, row.valid_before, terms)),
        suspension_months=terms.suspension_months,
        lost_before=end_after_provider_withdrawal(lost, terms) if lost else None,
        council=terms.council,
        member_before=member_until(row.client_id, terms.council, row.valid_from) if terms.council else None,
        labels=labels_at_decision(row.pack_digest, row.standard, day_of(row.decided_at)),
        watched_by=Identifier(holder.id),
        watched_by_name=holder.name,
    )
