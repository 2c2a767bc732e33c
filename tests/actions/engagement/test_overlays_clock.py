"""The clocks of a certificate, a complaint and an appeal run on the numbers as they are read where the site is."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from orepass.assurance.actions.certificate import Grounds, suspend_certificate
from orepass.assurance.models import Application
from orepass.assurance.queries import certificate_card, certificates
from orepass.assurance.queries.contested import contested
from orepass.assurance.queries.evaluation import overlays_of
from orepass.engagement.actions import file_appeal
from orepass.engagement.models import Complaint
from orepass.scheme.actions import publish_edition
from orepass.scheme.queries import pack_paths
from tests import certification
from tests.actions.engagement.hearing import Hearing

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,  # which interpretation holds is read from packs
    pytest.mark.usefixtures("packs_checked_once"),
]

TIGHTER = """\
  lifecycle:
    suspension_months: {value: 2, unit: months, source: "own choice", clause: "a test", verified: false}
    complaint_acknowledge_days: {value: 3, unit: days, source: "own choice", clause: "a test", verified: false}
  separation:
    appeal_panel_min: {value: 5, unit: persons, source: "own choice", clause: "a test", verified: false}
"""


@pytest.fixture(scope="module")
def standards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an edition whose reading for the DRC tightens clocks."""
    root = tmp_path_factory.mktemp("standards")
    folder = root / "cera-strict" / "2026.1"
    shutil.copytree(pack_paths()["cera-4in1@2026.1"], folder)
    written = folder / "pack.yaml"
    written.write_text(written.read_text().replace("scheme: cera-4in1", "scheme: cera-strict"))
    rules = folder / "rules.yaml"
    own = TIGHTER.replace("value: 3", "value: 7").replace("value: 5", "value: 3").splitlines(keepends=True)
    bent = rules.read_text().replace("\nlifecycle:\n", f"\nlifecycle:\n{own[2][2:]}")
    rules.write_text(bent.replace("\nseparation:\n", f"\nseparation:\n{own[4][2:]}"))
    overlay = folder / "overlays" / "drc-asm-cobalt.yaml"
    overlay.write_text(overlay.read_text().replace("parameters:\n", f"parameters:\n{TIGHTER}"))
    return root


@pytest.fixture
def strict(standards: Path, monkeypatch: pytest.MonkeyPatch) -> Hearing:
    """Work under the stricter edition."""
    world = Hearing()
    monkeypatch.setenv("OREPASS_STANDARDS", str(standards))
    publish_edition(certification.SCHEME, pack="cera-strict@2026.1")
    monkeypatch.setattr(certification, "PACK", "cera-strict@2026.1")
    return world


def test_suspension_complaint_and_appeal_run_on_the_reading_of_the_country(strict: Hearing) -> None:
    certificate = strict.certified()
    assert certificate.suspension_months == 2
    assert certificates().items[0].suspension_months == 2
    complaint = strict.lodged(certificate.id)
    assert complaint.acknowledge_by == strict.at.date() + timedelta(days=3)
    assert Complaint.objects.get(pk=complaint.id).overlays == ["drc-asm-cobalt"]
    suspend_certificate(strict.handler, certificate=certificate.id, grounds=Grounds.MISUSE, note="Seen.", at=strict.at)
    assert contested(certificate.id).overlays == ("drc-asm-cobalt",)
    appeal = file_appeal(strict.operator, subject=certificate.id, grounds="It was another pit.", at=strict.at)
    assert appeal.panel_min == 5


def test_elsewhere_the_same_edition_keeps_its_own_numbers(strict: Hearing) -> None:
    certificate = strict.certified()
    row = Application.objects.get(pk=certificate.application)
    row.profile = {**row.profile, "country": "ZM"}
    row.save()
    assert certificate_card(certificate.id).suspension_months == 6
    assert overlays_of(row.pk) == ()
    assert strict.lodged(certificate.id).acknowledge_by == strict.at.date() + timedelta(days=7)


def test_a_page_of_certificates_asks_for_no_file_one_by_one(
    strict: Hearing, django_assert_max_num_queries: object
) -> None:
    strict.certified()
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        assert [card.suspension_months for card in certificates().items] == [2]


def test_no_file_has_no_interpretation(db: None) -> None:
    assert overlays_of("app-0000000000000") == ()
