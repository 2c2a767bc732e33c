"""Write a certificate as a Digital Conformity Credential: one assessment for each site that it covers."""

from collections.abc import Sequence
from datetime import UTC, date
from urllib.parse import quote

import msgspec

from orepass.assurance.queries import CertificateCard
from orepass.credentials.rules.strict_json import Document
from orepass.passport.rules.attestation import COMPLIANCE, Ordered
from orepass.passport.untp.v0_7_0 import conformity as dcc
from orepass.passport.untp.v0_7_0 import framing, nodes
from orepass.passport.untp.v0_7_0.framing import Frame


class AssessedSite(msgspec.Struct, frozen=True, kw_only=True):
    """A site that the certificate covers: the commodities, and the last day where its scope ends earlier.

    Attributes:
        was_visited: a visit that was concluded saw it, so that the assessor knows which place it is.
    """

    site: str
    name: str
    minerals: tuple[str, ...]
    until: date | None = None
    was_visited: bool = False


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """An accreditation of the provider for the standard, on record on the day of the decision."""

    accreditor: str
    reference: str
    standard: str


class Attested(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate with everything that its credential says.

    Attributes:
        models: the custody models covered; none where the standard is not about the chain of custody.
    """

    card: CertificateCard
    scheme: str
    sites: tuple[AssessedSite, ...]
    models: tuple[str, ...]
    topics: tuple[str, ...]
    level: Ordered
    assessor_level: dcc.AssessorLevel
    assessment_level: dcc.AssessmentLevel
    admissions: tuple[Admission, ...]


def certificate_credential(attested: Attested, frame: Frame) -> Document:
    """Write a certificate as a Digital Conformity Credential."""
    card = attested.card
    page = f"{frame.base}/certificates/{card.id}/"
    subject = dcc.ConformityAttestation(
        types=("ConformityAttestation",),
        id=page,
        name=f"{card.standard} certificate of {card.client_name}",
        description=_description(attested),
        assessor_level=attested.assessor_level,
        assessment_level=attested.assessment_level,
        attestation_type=dcc.AttestationType.CERTIFICATION,
        issued_to_party=framing.party(frame.base, card.client, card.client_name),
        authorisation=tuple(map(_endorsement, attested.admissions)) or msgspec.UNSET,
        reference_scheme=nodes.ConformityScheme(
            types=("ConformityScheme",), id=f"{frame.base}/standards/{card.pack}/", name=attested.scheme
        ),
        reference_profile=nodes.ConformityProfile(
            types=("ConformityProfile",),
            id=framing.criterion_id(frame.base, card.pack, card.standard),
            name=f"{card.standard}, edition {card.pack}",
        ),
        profile_score=_score(attested.level) if card.level else msgspec.UNSET,
        conformity_certificate=nodes.Link(link_url=page, link_name=f"Certificate {card.id}", media_type="text/html"),
        auditable_evidence=nodes.Link(link_url=f"{page}report/", link_name="Public report", media_type="text/html"),
        conformity_assessment=tuple(_assessment(attested, site, frame.base) for site in _each(attested.sites)),
    )
    credential = dcc.ConformityCredential(
        types=("DigitalConformityCredential", "VerifiableCredential"),
        name=subject.name,
        credential_subject=subject,
        valid_from=framing.midnight(card.valid_from),
        valid_until=framing.midnight(card.ends_before),
        **framing.framed(frame),
    )
    return framing.written(credential)


def _each(sites: Sequence[AssessedSite]) -> Sequence[AssessedSite | None]:
    """Return the sites, or nothing but the organisation where no site is covered."""
    return sites or (None,)


def _description(attested: Attested) -> str:
    card = attested.card
    said = [
        card.scope.rstrip(".") + "." if card.scope else "",
        f"Claim class: {card.claim_class}." if card.claim_class else "",
    ]
    if attested.models:
        said.append(f"Custody models: {_words(attested.models)}.")
    return " ".join(filter(None, said))


def _words(codes: Sequence[str]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes)


def _score(level: Ordered) -> nodes.Score:
    return nodes.Score(code=level.code or "certified", rank=msgspec.UNSET if level.rank is None else level.rank)


def _endorsement(admission: Admission) -> dcc.Endorsement:
    named = f" ({admission.reference})" if admission.reference else ""
    return dcc.Endorsement(
        name=f"Accreditation for {admission.standard}{named}",
        issuing_authority=nodes.PartyReference(
            types=("Party",), id=f"urn:orepass:accreditor:{quote(admission.accreditor)}", name=admission.accreditor
        ),
    )


def _assessment(attested: Attested, site: AssessedSite | None, base: str) -> dcc.ConformityAssessment:
    card = attested.card
    standard = framing.criterion_id(base, card.pack, card.standard)
    place = f"site-{site.site}" if site else "decision"
    return dcc.ConformityAssessment(
        types=("ConformityAssessment",),
        id=f"{base}/certificates/{card.id}/#{place}",
        name=f"{card.standard} at {site.name}" if site else f"Decision on {card.standard}",
        assessment_criteria=(nodes.Criterion(types=("Criterion",), id=standard, name=card.standard),),
        assessment_date=card.decided_at.astimezone(UTC).date().isoformat(),
        assessed_performance=(nodes.Performance(score=_score(attested.level)),),
        assessed_product=tuple(map(_commodity, site.minerals if site else ())) or msgspec.UNSET,
        assessed_facility=(_facility(site, base),) if site else msgspec.UNSET,
        assessed_organisation=dcc.AssessedOrganisation(
            types=("Party",), id=framing.organisation_url(base, card.client), name=card.client_name
        ),
        reference_standard=(nodes.Standard(types=("Standard",), id=standard, name=card.standard),),
        specified_condition=_conditions(attested, site) or msgspec.UNSET,
        conformity_topic=tuple(map(framing.topic, attested.topics or (COMPLIANCE,))),
        conformance=True,
    )


def _facility(site: AssessedSite, base: str) -> dcc.FacilityVerification:
    """Name the site; that the assessor verified which one it is, is said of those it was at and of no other."""
    return dcc.FacilityVerification(
        facility=framing.facility(base, site.site, site.name),
        id_verified_by_cab=True if site.was_visited else msgspec.UNSET,
    )


def _conditions(attested: Attested, site: AssessedSite | None) -> tuple[str, ...]:
    """Say in words under which conditions the conformity holds: for which models of custody, until which day."""
    said = [f"Custody model: {_words([model])}" for model in attested.models]
    if site and site.until:
        said.append(f"In scope until {site.until.isoformat()}")
    if attested.card.kind == "provisional":
        said.append("Provisional certificate")
    return tuple(said)


def _commodity(mineral: str) -> dcc.ProductVerification:
    heading = framing.MINERAL_HS.get(mineral, framing.MINERAL_HS[""])
    return dcc.ProductVerification(
        product=nodes.ProductReference(
            types=("Product",),
            id=f"{framing.HS}#{heading}-{mineral}",
            name=mineral.replace("_", " "),
            model_number=f"HS {heading}",
        )
    )
