"""An edition under development is published when it was approved, as it was approved, by whoever holds it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from orepass.platform.access import Actor, Role
from orepass.scheme.actions import (
    AlreadyPublished,
    InDevelopment,
    NotTheApprovedText,
    NotTheOwner,
    hold_edition,
    publish_edition,
)
from orepass.scheme.models import Edition, EditionHold
from orepass.scheme.queries import pack_from_files
from orepass.scheme.rules.editions.holding import Held, text_digest
from tests.rules.scheme.packs import CASE, FILES, PACK, write_pack

pytestmark = pytest.mark.django_db
STAFF = Actor(pseudonym="per-staff", organisation="org-owner", roles=frozenset({Role.SCHEME_STAFF}))
OTHER = Actor(pseudonym="per-other", organisation="org-other", roles=frozenset({Role.SCHEME_STAFF}))
REF, AT = "tiny@2026.1", datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def standards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    write_pack(tmp_path / "tiny" / "2026.1")
    return tmp_path


def hold(outcome: Held = Held.DEVELOPED, by: str = "dev-1", actor: Actor = STAFF, text: str = "") -> None:
    hold_edition(actor, pack=REF, held_by=by, outcome=outcome, approved_text=text, at=AT)


@pytest.mark.parametrize("outcome", [Held.DEVELOPED, Held.DROPPED])
def test_edition_that_is_held_is_not_published(outcome: Held) -> None:
    hold(outcome)
    with pytest.raises(InDevelopment):
        publish_edition(STAFF, pack=REF, at=AT)
    assert not Edition.objects.exists()


def test_approved_edition_is_published_as_it_was_approved_and_not_otherwise(standards: Path) -> None:
    approved = text_digest(pack_from_files(REF))
    hold()
    hold(Held.APPROVED, text=approved)
    changed = FILES["TST/standard.yaml"].replace("Test s", "Another s")
    write_pack(standards / "tiny" / "2026.1", {"TST/standard.yaml": changed})
    with pytest.raises(NotTheApprovedText):
        publish_edition(STAFF, pack=REF, at=AT)
    assert not Edition.objects.exists()
    write_pack(standards / "tiny" / "2026.1")
    assert publish_edition(STAFF, pack=REF, at=AT).ref == REF


def test_status_days_and_cases_are_no_part_of_the_text(standards: Path) -> None:
    before = text_digest(pack_from_files(REF))
    more = CASE.replace("title: ", "title: More ", 1)
    released = PACK.replace("status: released", "status: draft").replace("2026-01-01", "2026-02-01")
    write_pack(
        standards / "tiny" / "2026.1",
        {"pack.yaml": released, "cases/all-full.yaml": more},
    )
    found = pack_from_files(REF)
    assert found.status == "draft"
    assert text_digest(found) == before
    write_pack(standards / "tiny" / "2026.1", {"pack.yaml": PACK.replace("Tiny standard", "Small standard")})
    assert text_digest(pack_from_files(REF)) != before


def test_edition_is_held_by_one_development_at_a_time_until_it_is_dropped() -> None:
    hold()
    with pytest.raises(InDevelopment):
        hold(by="dev-2")
    assert EditionHold.objects.count() == 1
    hold(Held.DROPPED)
    hold(by="dev-2")
    assert EditionHold.objects.last().held_by == "dev-2"  # type: ignore[union-attr]


def test_others_neither_hold_nor_publish_what_one_holds() -> None:
    hold(Held.DROPPED)
    with pytest.raises(NotTheOwner):
        hold(by="dev-2", actor=OTHER)
    with pytest.raises(NotTheOwner):
        publish_edition(OTHER, pack=REF, at=AT)
    assert EditionHold.objects.count() == 1
    assert not Edition.objects.exists()


def test_published_edition_is_not_held() -> None:
    publish_edition(STAFF, pack=REF, at=AT)
    with pytest.raises(AlreadyPublished):
        hold()
    with pytest.raises(NotTheOwner):
        hold(actor=OTHER)
    assert not EditionHold.objects.exists()
