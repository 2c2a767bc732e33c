"""From application to certificate: what succeeds."""

from datetime import date

from orepass.assurance.queries import CertificateStatus, case_for, certificate_card, delivery_right
from orepass.transparency.models import Entry
from tests.certification import World


def test_a_clean_file_ends_in_a_certificate(world: World) -> None:
    card = world.certified()
    assert card == certificate_card(card.id)
    assert card.period.valid_to == date(2027, 3, 1)
    assert card.status(date(2026, 3, 2)) is CertificateStatus.ACTIVE
    assert card.status(date(2027, 3, 2)) is CertificateStatus.EXPIRED
    assert card.content.digest == card.content_digest
    assert Entry.objects.filter(kind="assurance.certificate.issue", content_digest=card.content_digest).count() == 1
    assert delivery_right(world.sites[0], date(2026, 3, 2)).verdict.is_yes
    assert case_for(world.operator, card.application).application.state == "granted"
