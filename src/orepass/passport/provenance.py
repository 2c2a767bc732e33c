"""Gather what a passport says from the rooms below: a lot's origins, their sites, and the certificates behind them."""

from collections.abc import Iterable
from datetime import date

import msgspec

from orepass.assurance.queries import certificate_card
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.origins import OriginShare, composition
from orepass.kernel.refusal import NotFound
from orepass.party.queries import SiteCard, organisation_cards, site_cards
from orepass.passport.models import IssuedCredential
from orepass.passport.rules.content import CertificateLine, ClaimLine, OriginLine, with_the_untold


def origins_of(lot: str, mass_mg: int | None, counted_mg: int | None) -> tuple[OriginLine, ...]:
    """Return the origins of a lot with their sites, largest share first.

    Their masses add up to what is told of it; what is told beyond all that counts is of unknown origin.

    Raises:
        NotFound: no event names the lot.
    """
    parts = composition(lot)
    sites = site_cards({part.site for part in parts if part.site})
    lines = [_origin(part, sites.get(part.site), None) for part in parts]
    return tuple(with_the_untold(lines, mass_mg, counted_mg))


def claim_of(lot: str, holder: str, on: date) -> ClaimLine:
    """Return what may be claimed of a lot by somebody who holds it, or a part of it.

    Raises:
        NotFound: no event names the lot.
    """
    found = claims_for(lot, holder=holder, on=on)
    return ClaimLine(
        pack=found.pack,
        model=found.model,
        level=found.level,
        share_exact=found.share_exact,
        percent=found.percent,
        certificates=found.certificates,
        wordings={offer.claim: dict(offer.wording) for offer in found.offered},
        lost=tuple((part.reason, part.share_exact) for part in found.lost),
        mass_mg=msgspec.UNSET if found.mass_mg is None else found.mass_mg,
    )


def certificates_behind(origins: Iterable[OriginLine], on: date) -> tuple[CertificateLine, ...]:
    """Return the certificates that the origins rest on, as they stand on a day, with their newest credentials."""
    names = sorted({line.certificate for line in origins if line.certificate.startswith("crt-")})
    return tuple(line for name in names if (line := _certificate(name, on)) is not None)


def maker_name(organisation: str) -> str:
    """Return the name of an organisation, or nothing."""
    found = organisation_cards([organisation]).get(organisation)
    return found.name if found else ""


def _origin(part: OriginShare, site: SiteCard | None, mass_mg: int | None) -> OriginLine:
    return OriginLine(
        origin=part.origin,
        site=part.site,
        site_name=site.name if site else "",
        country=site.country if site else "",
        mineral=part.mineral,
        claim_class=part.claim_class,
        certificate=part.certificate,
        share_exact=part.share_exact,
        mass_mg=mass_mg,
        told_late=site is not None and site.begins_nothing,
    )


def _certificate(name: str, on: date) -> CertificateLine | None:
    try:
        card = certificate_card(name)
    except NotFound:
        return None
    issued = IssuedCredential.objects.filter(about=name).order_by("-version").first()
    return CertificateLine(
        certificate=card.id,
        holder=card.client,
        holder_name=card.client_name,
        standard=card.standard,
        pack=card.pack,
        status=card.status(on).value,
        valid_from=card.valid_from,
        valid_before=card.valid_before,
        credential=issued.url if issued else "",
        credential_digest=issued.digest if issued else "",
    )
