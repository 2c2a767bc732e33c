"""Which edition a scheme's name alone means, from files, once published, and beside broken ones."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from orepass.platform.access import Actor, Role
from orepass.scheme import actions, queries
from orepass.scheme.rules.load import PackMissing, PackRefused
from tests.rules.scheme.packs import PACK, write_pack

pytestmark = pytest.mark.django_db
STAFF = Actor(pseudonym="per-staff", organisation="org-owner", roles=frozenset({Role.SCHEME_STAFF}))
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATER = PACK.replace('"2026.1"', '"2026.2"').replace("2026-01-01", "2026-02-01")


@pytest.fixture(autouse=True)
def standards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    write_pack(tmp_path / "tiny" / "2026.1")
    return tmp_path


def test_a_later_draft_is_listed_and_never_meant(standards: Path) -> None:
    write_pack(standards / "tiny" / "2026.2", {"pack.yaml": LATER.replace("status: released", "status: draft")})
    assert (queries.pack("tiny").edition, queries.pack_from_files("tiny").edition) == ("2026.1", "2026.1")
    assert [card.status for card in queries.packs()] == ["released", "draft"]
    assert queries.pack("tiny@2026.2").status == "draft"


def test_a_published_draft_is_not_meant_either(standards: Path) -> None:
    actions.publish_edition(STAFF, pack="tiny@2026.1", at=AT)
    write_pack(standards / "tiny" / "2026.2", {"pack.yaml": LATER.replace("status: released", "status: draft")})
    actions.publish_edition(STAFF, pack="tiny@2026.2", at=AT)
    assert queries.pack("tiny").edition == "2026.1"


def test_a_later_edition_in_force_is_meant_once_it_is_published(standards: Path) -> None:
    actions.publish_edition(STAFF, pack="tiny@2026.1", at=AT)
    write_pack(standards / "tiny" / "2026.2", {"pack.yaml": LATER})
    assert queries.pack("tiny").edition == "2026.1"
    actions.publish_edition(STAFF, pack="tiny@2026.2", at=AT)
    assert queries.pack("tiny").edition == "2026.2"


def test_a_broken_edition_hides_no_other_and_alone_says_what_is_wrong(standards: Path) -> None:
    write_pack(standards / "tiny" / "2026.2", {"pack.yaml": LATER + "extra: 1\n"})
    assert queries.pack("tiny").edition == "2026.1"
    write_pack(standards / "tiny" / "2026.1", {"pack.yaml": PACK + "extra: 1\n"})
    with pytest.raises(PackRefused):
        queries.pack("tiny")
    with pytest.raises(PackMissing):
        queries.pack("tin")


def test_the_drafted_revision_of_the_sample_is_not_what_its_name_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OREPASS_STANDARDS")
    assert queries.pack("quarry-basics").ref == "quarry-basics@2026.1"
    found = queries.pack("quarry-basics@2027.1")
    assert (found.status, found.supersedes, found.complete_in) == ("draft", "2026.1", ("en", "fr"))
