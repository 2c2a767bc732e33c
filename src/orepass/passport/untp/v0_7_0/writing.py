"""Write UNTP 0.7.0: a certificate as a conformity credential, a passport's content as a product passport.

The released schema takes one status entry with a number for its index, where W3C takes several with texts; what is
issued keeps to the schema, and the verifier reads both. Certificates use a list for suspension (it also holds for good
what was withdrawn), passports one for revocation.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec

from orepass import __version__
from orepass.assurance.queries import CertificateCard
from orepass.credentials.rules.strict_json import Document, parse_object
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.party.queries import SiteCard
from orepass.passport.rules.content import CertificateLine, OriginLine, PassportContent, certainty
from orepass.passport.untp.v0_7_0 import conformity as dcc
from orepass.passport.untp.v0_7_0 import nodes
from orepass.passport.untp.v0_7_0 import product as dpp

HS: Final = "https://www.wcoomd.org/en/topics/nomenclature/instrument-and-tools/hs-nomenclature-2022-edition.aspx"
TOPIC: Final = nodes.ConformityTopic(
    id="https://vocabulary.uncefact.org/conformity-topic/governance-compliance", name="Governance Compliance"
)
LINK_DCC: Final = "https://test.uncefact.org/vocabulary/linkTypes/dcc"
UNKNOWN_COUNTRY: Final = "ZZ"
MINERAL_HS: Final = {
    "": "253090",
    "cobalt": "260500",
    "lithium": "253090",
    "graphite": "250410",
    "rare_earths": "253090",
    "tin": "260900",
    "tantalum": "261590",
    "tungsten": "261100",
    "gold": "710812",
}
"""The heading under which each mineral leaves the ground; other minerals under the one for "other"."""

METRIC: Final = "share-by-origin"
CLAIMED: Final = "share-claimable"


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds the subject of any credential: where it is published, who issues it, where its status stands."""

    base: str
    url: str
    issuer: str
    issuer_name: str
    organisation: str
    status: Document
    issued_at: datetime


def certificate_credential(card: CertificateCard, sites: Sequence[SiteCard], frame: Frame, *, scheme: str) -> Document:
    """Write a certificate as a Digital Conformity Credential."""
    standard = f"{frame.base}/standards/{card.pack}/{card.standard}"
    subject = dcc.ConformityAttestation(
        types=("ConformityAttestation",),
        id=f"{frame.base}/certificates/{card.id}/",
        name=f"{card.standard} certificate of {card.client_name}",
        description=card.scope,
        assessor_level=dcc.AssessorLevel.THIRD_PARTY,
        assessment_level=dcc.AssessmentLevel.SCHEME_CAB,
        attestation_type=dcc.AttestationType.CERTIFICATION,
        issued_to_party=_party(frame.base, card.client, card.client_name),
        reference_scheme=nodes.ConformityScheme(
            types=("ConformityScheme",), id=f"{frame.base}/standards/{card.pack}/", name=scheme
        ),
        reference_profile=nodes.ConformityProfile(
            types=("ConformityProfile",), id=f"{standard}/", name=f"{card.standard}, edition {card.pack}"
        ),
        profile_score=nodes.Score(code=card.level) if card.level else msgspec.UNSET,
        conformity_certificate=nodes.Link(
            link_url=f"{frame.base}/certificates/{card.id}/", link_name=f"Certificate {card.id}", media_type="text/html"
        ),
        conformity_assessment=(_assessment(card, sites, frame.base, standard),),
    )
    credential = dcc.ConformityCredential(
        types=("DigitalConformityCredential", "VerifiableCredential"),
        name=subject.name,
        credential_subject=subject,
        valid_from=_midnight(card.valid_from),
        valid_until=_midnight(card.valid_before),
        **_framed(frame),
    )
    return _written(credential)


def product_passport(content: PassportContent, frame: Frame) -> Document:
    """Write a passport's content as a Digital Product Passport."""
    facts = content.product
    numbers: dict[str, str | msgspec.UnsetType] = dict.fromkeys(dpp.Granularity, msgspec.UNSET)
    numbers[facts.granularity] = facts.number or msgspec.UNSET
    country = dpp.Country(country_code=facts.country or UNKNOWN_COUNTRY)
    product = dpp.Product(
        types=("Product",),
        id=facts.lot,
        name=facts.name,
        description=facts.description or msgspec.UNSET,
        id_scheme=_id_scheme(frame.base, facts.lot),
        id_granularity=dpp.Granularity(facts.granularity),
        product_category=(_category(facts.category_code, facts.category_name),),
        related_party=(
            dpp.PartyRole(
                role=dpp.Role.PRODUCER,
                party=dpp.Party(types=("Party",), id=_organisation_url(frame.base, facts.maker), name=facts.maker_name),
            ),
        ),
        produced_at_facility=_facility(frame.base, facts.site, facts.site_name),
        production_date=facts.produced_on.isoformat() if facts.produced_on else msgspec.UNSET,
        country_of_production=country,
        dimensions=dpp.Dimension(weight=_kilograms(facts.mass_mg)) if facts.mass_mg else msgspec.UNSET,
        material_provenance=tuple(_material(line) for line in content.origins),
        performance_claim=(_claim(content, frame), _origin(content, frame)),
        model_number=numbers["model"],
        batch_number=numbers["batch"],
        item_number=numbers["item"],
    )
    credential = dpp.ProductPassport(
        types=("DigitalProductPassport", "VerifiableCredential"),
        name=f"Product passport of {facts.name}",
        credential_subject=product,
        valid_from=_instant(frame.issued_at),
        **_framed(frame),
    )
    return _written(credential)


def _framed(frame: Frame) -> dict[str, Any]:
    status = {**frame.status, "statusListIndex": int(frame.status["statusListIndex"])}
    return {
        "contexts": nodes.CONTEXTS,
        "id": frame.url,
        "issuer": nodes.Issuer(
            types=("CredentialIssuer",),
            id=frame.issuer,
            name=frame.issuer_name,
            issuer_also_known_as=(_party(frame.base, frame.organisation, frame.issuer_name),),
        ),
        "credential_status": msgspec.convert(status, nodes.StatusEntry),
        "issuing_software": nodes.IssuingSoftware(
            id="https://orepass.example/",
            name="Orepass",
            version=__version__,
            vendor=nodes.Vendor(id="https://orepass.example/", name="Orepass"),
        ),
    }


def _assessment(card: CertificateCard, sites: Sequence[SiteCard], base: str, standard: str) -> dcc.ConformityAssessment:
    return dcc.ConformityAssessment(
        types=("ConformityAssessment",),
        id=f"{base}/certificates/{card.id}/#decision",
        name=f"Decision on {card.standard}",
        assessment_criteria=(nodes.Criterion(types=("Criterion",), id=f"{standard}/", name=card.standard),),
        assessment_date=card.decided_at.astimezone(UTC).date().isoformat(),
        assessed_performance=(nodes.Performance(score=nodes.Score(code=card.level or "certified")),),
        assessed_facility=tuple(
            dcc.FacilityVerification(facility=_facility(base, site.id, site.name), id_verified_by_cab=True)
            for site in sites
        ),
        assessed_organisation=dcc.AssessedOrganisation(
            types=("Party",), id=_organisation_url(base, card.client), name=card.client_name
        ),
        reference_standard=(nodes.Standard(types=("Standard",), id=f"{standard}/", name=card.standard),),
        conformity_topic=(msgspec.structs.replace(TOPIC, types=("ConformityTopic",)),),
        conformance=True,
    )


def _material(line: OriginLine) -> dpp.Material:
    place = line.site_name or line.origin or "unknown origin"
    return dpp.Material(
        name=f"{line.mineral or 'material'} from {place} ({line.claim_class or 'unknown'})",
        origin_country=dpp.Country(country_code=line.country or UNKNOWN_COUNTRY),
        material_type=_category(MINERAL_HS.get(line.mineral, MINERAL_HS[""]), line.mineral or "mineral"),
        mass_fraction=float(line.share),
        mass=_kilograms(line.mass_mg) if line.mass_mg else msgspec.UNSET,
    )


def _claim(content: PassportContent, frame: Frame) -> dpp.Claim:
    """Write what may be claimed of the product: followed over every hop, and nothing where it ended on the way."""
    claim = content.claim
    words = claim.wordings.values()
    lost = ", ".join(f"{share} {reason}" for reason, share in claim.lost)
    return dpp.Claim(
        types=("Claim",),
        id=f"{frame.base}/passports/{content.passport}/#claim",
        name=f"Claim: {claim.model.replace('_', ' ')}, {claim.percent} %" if claim.stands else "No claim",
        description=" ".join(text["en"] for text in words) or f"Nothing may be claimed ({lost or 'not followed'}).",
        reference_criteria=_criteria([claim.pack] if claim.pack else [], frame),
        claim_date=content.issued_on.isoformat(),
        claimed_performance=(_share(claim.share_exact, CLAIMED, "Share that may be claimed", frame),),
        evidence=tuple(_evidence(line) for line in content.certificates if line.credential),
        conformity_topic=(msgspec.structs.replace(TOPIC, types=("ConformityTopic",)),),
    )


def _origin(content: PassportContent, frame: Frame) -> dpp.Claim:
    """Write where the product came from; that a mine was certified makes no claim about the product."""
    shares = certainty(content.origins)
    return dpp.Claim(
        types=("Claim",),
        id=f"{frame.base}/passports/{content.passport}/#origin",
        name="Where it came from",
        description=(
            f"By origin, not by claim: {shares.certified} from sites certified on the day, "
            f"{shares.uncertified} from others, {shares.unknown} unknown."
        ),
        reference_criteria=_criteria(sorted({line.pack for line in content.certificates}), frame),
        claim_date=content.issued_on.isoformat(),
        claimed_performance=(_share(shares.certified, METRIC, "Share by mass from sites certified on the day", frame),),
        conformity_topic=(msgspec.structs.replace(TOPIC, types=("ConformityTopic",)),),
    )


def _criteria(packs: Sequence[str], frame: Frame) -> tuple[nodes.Criterion, ...]:
    return tuple(
        nodes.Criterion(types=("Criterion",), id=f"{frame.base}/standards/{pack}/", name=pack) for pack in packs or "—"
    )


def _share(share_exact: str, metric: str, name: str, frame: Frame) -> nodes.Performance:
    measured = nodes.Metric(types=("PerformanceMetric",), id=f"{frame.base}/metrics/{metric}", name=name)
    return nodes.Performance(metric=measured, measure=nodes.Measure(value=content_share(share_exact), unit="P1"))


def content_share(share_exact: str) -> float:
    """Return a share in percent as the nearest binary number; the exact one stands in the claim's description."""
    numerator, _slash, denominator = share_exact.partition("/")
    return 100 * int(numerator) / int(denominator or 1)


def _evidence(line: CertificateLine) -> nodes.Link:
    return nodes.Link(
        link_url=line.credential,
        link_name=f"{line.standard} certificate of {line.holder_name}",
        digest_multibase=nodes.multibase_digest(line.credential_digest),
        media_type="application/vc+jwt",
        link_type=LINK_DCC,
    )


def _party(base: str, organisation: str, name: str) -> nodes.PartyReference:
    where = _organisation_url(base, organisation)
    return nodes.PartyReference(types=("Party",), id=where, name=name, registered_id=organisation or msgspec.UNSET)


def _organisation_url(base: str, organisation: str) -> str:
    return f"{base}/organisations/{organisation}/" if organisation else f"{base}/"


def _facility(base: str, site: str, name: str) -> nodes.FacilityReference:
    where = site if ":" in site else f"{base}/sites/{site}/"
    known = site and ":" not in site
    return nodes.FacilityReference(
        types=("Facility",), id=where, name=name or "not named", registered_id=site if known else msgspec.UNSET
    )


def _id_scheme(base: str, lot: str) -> nodes.SchemeOfIdentifiers:
    gs1 = lot.startswith(("https://id.gs1.org/", "urn:epc:"))
    where, name = ("https://www.gs1.org/", "GS1") if gs1 else (f"{base}/", "Identifier of the maker")
    return nodes.SchemeOfIdentifiers(types=("IdentifierScheme",), id=where, name=name)


def _category(code: str, name: str) -> dpp.Classification:
    return dpp.Classification(code=code, name=name, scheme_id=HS, scheme_name="Harmonized System 2022")


def _kilograms(mass_mg: int) -> nodes.Measure:
    # The JSON number is the exact decimal; up to fifteen digits come back unchanged from a reader with binary numbers.
    exact = str(in_unit(Milligrams(mass_mg)))
    return nodes.Measure(value=msgspec.json.decode(exact, type=float), unit="KGM")


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(credential: nodes.Credential) -> Document:
    return parse_object(msgspec.json.encode(credential))
