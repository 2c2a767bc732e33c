"""Gather what the credential of a certificate says: its scope per site on a day, and who stands behind it."""

from datetime import date

from orepass.assurance.queries import CertificateCard
from orepass.assurance.queries.named import profile_behind, sites_visited
from orepass.kernel.period import day_of
from orepass.party.queries import accreditations_of, organisation_cards, site_cards
from orepass.party.rules.provider_standing import Standing, standing_of
from orepass.passport.rules import attestation
from orepass.passport.untp.v0_7_0.certificate_writing import Admission, AssessedSite, Attested
from orepass.passport.untp.v0_7_0.conformity import AssessmentLevel, AssessorLevel
from orepass.scheme.queries import pack_by_digest
from orepass.scheme.rules.model import Standard, told

CHAIN = "chain"


def attested(card: CertificateCard, on: date) -> Attested:
    """Return a certificate as its credential tells of it on a day."""
    pack = pack_by_digest(card.pack_digest)
    standard = pack.standard(card.standard)
    profile = profile_behind(card.id)
    decided = day_of(card.decided_at)
    admissions = tuple(
        Admission(accreditor=one.accreditor, reference=one.reference, standard=one.standard)
        for one in accreditations_of(card.provider)
        if one.standard == card.standard and standing_of(one.fact, decided) is Standing.APPROVED
    )
    provider = organisation_cards([card.provider]).get(card.provider)
    kind = provider.kind if provider else ""
    peers = bool(standard.rules.value("verification.peer_review_allowed", default=False))
    return Attested(
        card=card,
        scheme=told(pack.title),
        sites=_sites(card, profile.minerals or (), on),
        models=_models(standard, profile.flags),
        topics=attestation.topics_of(subject.code for subject in standard.subjects),
        level=attestation.rank_of(card.level, _ranks(standard)),
        assessor_level=AssessorLevel(
            attestation.assessor_level(kind=kind, same=card.provider == card.client, peers_review=peers)
        ),
        assessment_level=AssessmentLevel(attestation.assessment_level(kind=kind, accredited=bool(admissions))),
        admissions=admissions,
    )


def _sites(card: CertificateCard, judged: tuple[str, ...], on: date) -> tuple[AssessedSite, ...]:
    known = site_cards(covered.site for covered in card.sites)
    visited = sites_visited(card.id, on)
    found = []
    for covered in card.sites:
        site = known.get(covered.site)
        if site is not None and card.covers(covered.site, on):
            minerals = attestation.minerals_covered(site.minerals, judged)
            found.append(
                AssessedSite(
                    site=site.id,
                    name=site.name,
                    minerals=minerals,
                    until=covered.valid_before,
                    was_visited=site.id in visited,
                )
            )
    return tuple(found)


def _models(standard: Standard, flags: dict[str, bool]) -> tuple[str, ...]:
    if standard.subject_unit != CHAIN:
        return ()
    return attestation.models_covered(standard.rules.value("custody.models_allowed", ()), flags)


def _ranks(standard: Standard) -> dict[str, int]:
    levels = standard.rules.under("rating.levels")
    return {path.removesuffix(".rank"): int(found.number) for path, found in levels.items() if path.endswith(".rank")}
