"""Write a passport's content as a Digital Product Passport (UNTP 0.7.0)."""

from collections.abc import Iterable
from typing import Final

import msgspec

from orepass.credentials.rules.keys import multibase_digest
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.passport.rules.attestation import ORIGIN, TRACEABILITY
from orepass.passport.rules.content import CertificateLine, ClaimLine, OriginLine, PassportContent, certainty, percent
from orepass.passport.untp.v0_7_0 import framing, nodes
from orepass.passport.untp.v0_7_0 import product as dpp
from orepass.passport.untp.v0_7_0.framing import HS, MINERAL_HS, UNKNOWN_COUNTRY, Frame

LINK_DCC: Final = "https://test.uncefact.org/vocabulary/linkTypes/dcc"
METRIC: Final = "share-by-origin"
CLAIMED: Final = "share-claimable"


def product_passport(content: PassportContent, frame: Frame) -> Document:
    """Write a passport's content as a Digital Product Passport."""
    facts = content.product
    numbers: dict[str, str | msgspec.UnsetType] = dict.fromkeys(dpp.Granularity, msgspec.UNSET)
    numbers[facts.granularity] = facts.number or msgspec.UNSET
    country = dpp.Country(country_code=(not facts.bought and facts.country) or UNKNOWN_COUNTRY)
    maker = framing.organisation_url(frame.base, facts.maker)
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
                role=dpp.Role.OWNER if facts.bought else dpp.Role.PRODUCER,
                party=dpp.Party(types=("Party",), id=maker, name=facts.maker_name),
            ),
        ),
        produced_at_facility=_made_at(content, frame),
        production_date=facts.produced_on.isoformat() if facts.produced_on else msgspec.UNSET,
        country_of_production=country,
        dimensions=dpp.Dimension(weight=_kilograms(facts.mass_mg)) if facts.mass_mg else msgspec.UNSET,
        material_provenance=tuple(_material(line) for line in content.origins),
        performance_claim=(*([_claim(content, frame)] if content.claim.stands else []), _origin(content, frame)),
        model_number=numbers["model"],
        batch_number=numbers["batch"],
        item_number=numbers["item"],
    )
    credential = dpp.ProductPassport(
        types=("DigitalProductPassport", "VerifiableCredential"),
        name=f"Product passport of {facts.name}",
        credential_subject=product,
        valid_from=framing.instant(frame.issued_at),
        **framing.framed(frame),
    )
    return framing.written(credential)


def _made_at(content: PassportContent, frame: Frame) -> nodes.FacilityReference:
    """Point to where the product was made; where somebody else made it, the schema still asks for a place."""
    facts = content.product
    if facts.site and not facts.bought:
        return framing.facility(frame.base, facts.site, facts.site_name)
    unnamed = f"{frame.base}/passports/{content.passport}/#facility"
    return nodes.FacilityReference(types=("Facility",), id=unnamed, name="not named")


def _material(line: OriginLine) -> dpp.Material:
    place = line.site_name or line.origin or "unknown origin"
    known = f"{line.claim_class or 'unknown'}{', first told of there' if line.told_late else ''}"
    return dpp.Material(
        name=f"{line.mineral or 'material'} from {place} ({known})",
        origin_country=dpp.Country(country_code=line.country or UNKNOWN_COUNTRY),
        material_type=_category(MINERAL_HS.get(line.mineral, MINERAL_HS[""]), line.mineral or "mineral"),
        mass_fraction=float(line.share),
        mass=_kilograms(line.mass_mg) if line.mass_mg else msgspec.UNSET,
    )


def _claim(content: PassportContent, frame: Frame) -> dpp.Claim:
    """Write what may be claimed of the product, followed over every hop."""
    claim = content.claim
    words = claim.wordings.values()
    return dpp.Claim(
        types=("Claim",),
        id=f"{frame.base}/passports/{content.passport}/#claim",
        name=_claim_name(claim),
        description=(" ".join(text["en"] for text in words) or "No wording is offered.") + _of_how_much(content),
        reference_criteria=_criteria(_claimed_under(content), claim.pack, frame),
        claim_date=content.issued_on.isoformat(),
        claimed_performance=(
            _share(str(claim.share * content.counted_share), CLAIMED, "Share that may be claimed", frame),
        ),
        evidence=_evidences(content),
        conformity_topic=(framing.topic(TRACEABILITY),),
    )


def _claim_name(claim: ClaimLine) -> str:
    """Name a claim with its share, and with the mass that it is made for."""
    of = "" if claim.mass_mg is msgspec.UNSET else f", {in_unit(Milligrams(claim.mass_mg)):f} kg"
    return f"Claim: {claim.model.replace('_', ' ')}, {claim.percent} %{of}"


def _of_how_much(content: PassportContent) -> str:
    """Say of how much of the product a claim speaks, where it weighs more than all that went into it."""
    if content.counted_share == 1:
        return ""
    shown = percent(str(content.counted_share))
    return f" The claim is made for {shown} % of its mass; where the rest is from, nobody told."


def _origin(content: PassportContent, frame: Frame) -> dpp.Claim:
    """Write where the product came from; that a mine was certified makes no claim about the product."""
    shares = certainty(content.origins)
    lost = ", ".join(f"{share} {reason}" for reason, share in content.claim.lost)
    late = f" ({shares.told_late} first told of later than the mine)" if shares.told_late != "0" else ""
    nothing = "" if content.claim.stands else f" Nothing may be claimed ({lost or 'not followed'})."
    return dpp.Claim(
        types=("Claim",),
        id=f"{frame.base}/passports/{content.passport}/#origin",
        name="Where it came from",
        description=(
            f"By origin, not by claim: {shares.certified} from sites certified on the day, "
            f"{shares.uncertified} from others{late}, {shares.unknown} unknown.{nothing}"
        ),
        evidence=msgspec.UNSET if content.claim.stands else _evidences(content),
        reference_criteria=_criteria(content.certificates, "", frame),
        claim_date=content.issued_on.isoformat(),
        claimed_performance=(_share(shares.certified, METRIC, "Share by mass from sites certified on the day", frame),),
        conformity_topic=(framing.topic(ORIGIN),),
    )


def _criteria(certificates: Iterable[CertificateLine], pack: str, frame: Frame) -> tuple[nodes.Criterion, ...]:
    """Name the standards that certificates behind it keep to, as those certificates name them; else the edition."""
    found = sorted({(line.pack, line.standard) for line in certificates})
    if not found:
        where = f"{frame.base}/standards/{pack}/" if pack else f"{frame.base}/standards/"
        return (nodes.Criterion(types=("Criterion",), id=where, name=pack or "No standard"),)
    return tuple(
        nodes.Criterion(
            types=("Criterion",), id=framing.criterion_id(frame.base, pack, standard), name=f"{standard}, {pack}"
        )
        for pack, standard in found
    )


def _claimed_under(content: PassportContent) -> list[CertificateLine]:
    return [line for line in content.certificates if line.certificate in content.claim.certificates]


def _share(share_exact: str, metric: str, name: str, frame: Frame) -> nodes.Performance:
    measured = nodes.Metric(types=("PerformanceMetric",), id=f"{frame.base}/metrics/{metric}", name=name)
    return nodes.Performance(metric=measured, measure=nodes.Measure(value=content_share(share_exact), unit="P1"))


def content_share(share_exact: str) -> float:
    """Return a share in percent as the nearest binary number; the exact one stands in the claim's description."""
    numerator, _slash, denominator = share_exact.partition("/")
    return 100 * int(numerator) / int(denominator or 1)


def _evidences(content: PassportContent) -> tuple[nodes.Link, ...]:
    return tuple(_evidence(line) for line in content.certificates if line.credential)


def _evidence(line: CertificateLine) -> nodes.Link:
    return nodes.Link(
        link_url=line.credential,
        link_name=f"{line.standard} certificate of {line.holder_name}",
        digest_multibase=multibase_digest(line.credential_digest),
        media_type="application/vc+jwt",
        link_type=LINK_DCC,
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
